/** All rules under their headings: what each says now, the drafted value beside the live one, and how it acts. */
import {
  IconBan,
  IconCalendarOff,
  IconClockHour4,
  IconReceiptOff,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { StatusBadge } from '../../components/status-badge';
import type { Change, Rule, Setting } from './queries';
import { draftedSetting, isMinute, liveSetting, mainParameter, settingBelow, valueText } from './values';

import classes from './rule-list.module.css';

interface Props {
  readonly rules: readonly Rule[];
  readonly chosenId: string | undefined;
  readonly scope: string;
  readonly practices: readonly { readonly id: string; readonly name: string; readonly jurisdiction: string }[];
  readonly changes: readonly Change[];
}

const icons: Readonly<Record<string, Icon>> = {
  Authorization: IconBan,
  Adjuster: IconClockHour4,
  'Billing and denials': IconReceiptOff,
  'Follow up and owners': IconUserQuestion,
};

export function RuleList({ rules, chosenId, scope, practices, changes }: Props) {
  const { search } = useLocation();
  const groups = [...new Set(rules.map(({ group }) => group))].sort((a, b) => placeOf(a) - placeOf(b));
  return (
    <>
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h2 className={classes.group}>{group}</h2>
          <ul className={classes.rules}>
            {rules
              .filter((rule) => rule.group === group)
              .map((rule) => {
                const live = liveSetting(rule, scope, practices);
                const change = changes.find(({ ruleId }) => ruleId === rule.id);
                const draft = draftedSetting(live, change, settingBelow(rule, scope, practices));
                const Icon = icons[group] ?? IconClockHour4;
                return (
                  <li key={rule.id}>
                    <Link
                      className={classes.rule}
                      to={{ pathname: `/rules/${rule.id}`, search }}
                      aria-current={rule.id === chosenId ? 'page' : undefined}
                    >
                      <Icon className={classes.icon} size={16} aria-hidden />
                      <span className={classes.name}>{nameOf(rule, rules)}</span>
                      <Mode setting={live} isDraft={change !== undefined} />
                      <span className={classes.value}>
                        <ShortValue rule={rule} live={live} draft={draft} />
                      </span>
                      <span className={classes.version}>v{rule.changedIn}</span>
                    </Link>
                  </li>
                );
              })}
          </ul>
        </section>
      ))}
      <section aria-label="Calendars">
        <h2 className={classes.group}>Calendars</h2>
        <ul className={classes.rules}>
          <li>
            <Link className={classes.rule} to="/rules/holidays">
              <IconCalendarOff className={classes.icon} size={16} aria-hidden />
              <span className={classes.name}>Holidays</span>
              <StatusBadge tone="green">On</StatusBadge>
              <span className={classes.value}>Days on which nothing is counted</span>
            </Link>
          </li>
        </ul>
      </section>
    </>
  );
}

/** Kinds of case have rules of the same name. */
const nameOf = ({ title, kind }: Rule, all: readonly Rule[]): string =>
  all.filter((rule) => rule.title === title).length > 1 ? `${title}, ${kind === 'wc' ? 'WC' : kind}` : title;

const order = Object.keys(icons);
const placeOf = (group: string): number => (order.includes(group) ? order.indexOf(group) : order.length);

function Mode({ setting, isDraft }: { readonly setting: Setting; readonly isDraft: boolean }) {
  if (isDraft) return <StatusBadge tone="accent">Draft</StatusBadge>;
  return setting.mode === 'on' ? <StatusBadge tone="green">On</StatusBadge> : <StatusBadge>Off</StatusBadge>;
}

/** Live, or live struck out and the draft beside it. */
function ShortValue({ rule, live, draft }: { readonly rule: Rule; readonly live: Setting; readonly draft: Setting }) {
  if (live.mode !== draft.mode) return <Change from={live.mode} to={draft.mode} />;
  const changed = rule.parameters.find(({ name }) => live.params[name] !== draft.params[name]);
  const shown = changed ?? mainParameter(rule);
  if (shown === undefined) return <>No numbers</>;
  const [was, is] = [valueText(shown, live.params[shown.name]), valueText(shown, draft.params[shown.name])];
  if (changed === undefined) return <>{lead(shown.type, shown.title, was)}</>;
  const before = live.params[shown.name];
  return <Change from={typeof before === 'number' && !isMinute(shown) ? String(before) : was} to={is} />;
}

/** A number says what it is by its unit; a word or a yes needs its name. */
const lead = (type: string, title: string, text: string): string =>
  type === 'integer' || type === 'number' ? text : `${title}: ${text}`;

function Change({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <>
      <s>
        <span className="visually-hidden">now </span>
        {from}
      </s>
      <span aria-hidden> → </span>
      <strong>
        <span className="visually-hidden">draft </span>
        {to}
      </strong>
    </>
  );
}
