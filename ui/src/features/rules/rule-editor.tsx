/** One rule in plain words, with its numbers to change in place; what is drafted is kept as it is typed. */
import { Button, SegmentedControl } from '@mantine/core';
import { many } from '../../components/numbers';
import { KeepingNote } from './keeping-note';
import { NumberField, ParamField } from './param-field';
import type { ParamValue, Rule } from './queries';
import type { DraftState } from './use-draft';
import { draftedSetting, isOwn, liveSetting, settingBelow, scopeText, withInherit, without, withValue } from './values';
import { useMay } from '../../api/session';
import classes from './rule-editor.module.css';

interface Props {
  readonly rule: Rule;
  readonly scope: string;
  readonly practices: readonly { readonly id: string; readonly name: string; readonly jurisdiction: string }[];
  readonly draft: DraftState;
  /** Live cases that the draft reaches. */
  readonly reached: number | undefined;
}

export function RuleEditor({ rule, scope, practices, draft, reached }: Props) {
  const may = useMay('rules.publish');
  const { changes, keeper, keeping } = draft;
  const live = liveSetting(rule, scope, practices);
  const below = settingBelow(rule, scope, practices);
  const change = changes.find(({ ruleId }) => ruleId === rule.id);
  const now = draftedSetting(live, change, below);
  const readOnly = !may || draft.isPending || keeping.state === 'conflict';
  const set = (params: Record<string, ParamValue>) => keeper.set(withValue(changes, rule, live, { params }));

  const inSentence = new Set(rule.parts.flatMap((part) => (part.param === undefined ? [] : [part.param])));
  const others = rule.parameters.filter(({ name }) => !inSentence.has(name));
  const place = changes.findIndex(({ ruleId }) => ruleId === rule.id);
  const faults = draft.kept?.faults.filter(({ path }) => path.startsWith(`changes.${place}.`)) ?? [];
  const faultOf = (name: string) => faults.find(({ path }) => path.endsWith(`.${name}`))?.message;
  return (
    <section className={classes.card} aria-labelledby="rule-title">
      <header className={classes.head}>
        <h2 id="rule-title" className={classes.title}>
          {rule.title}
        </h2>
        {readOnly ? (
          <span className={classes.meta}>{now.mode === 'on' ? 'On' : 'Off'}</span>
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={`${rule.title}: on or off`}
            data={[
              { value: 'on', label: 'On' },
              { value: 'off', label: 'Off' },
            ]}
            value={now.mode}
            onChange={(mode) => keeper.set(withValue(changes, rule, live, { mode: mode as 'on' | 'off' }))}
          />
        )}
      </header>
      <div className={classes.sentence} data-off={now.mode === 'off' || undefined}>
        {rule.parts.map((part, n) => {
          if (part.text !== undefined) return <span key={n}>{part.text}</span>;
          const parameter = rule.parameters.find(({ name }) => name === part.param);
          if (parameter === undefined) return null;
          const value = now.params[parameter.name];
          if (part.one !== undefined) return <span key={n}>{value === 1 ? part.one : part.many}</span>;
          return (
            <NumberField
              key={n}
              parameter={parameter}
              live={live.params[parameter.name] ?? null}
              value={value ?? null}
              readOnly={readOnly}
              fault={faultOf(parameter.name)}
              onChange={(next) => set({ [parameter.name]: next })}
            />
          );
        })}
      </div>
      {others.length === 0 ? null : (
        <div className={classes.fields}>
          {others.map((parameter) => (
            <ParamField
              key={parameter.name}
              parameter={parameter}
              live={live.params[parameter.name] ?? null}
              value={now.params[parameter.name] ?? null}
              readOnly={readOnly}
              fault={faultOf(parameter.name)}
              onChange={(next) => set({ [parameter.name]: next })}
            />
          ))}
        </div>
      )}
      <footer className={classes.foot}>
        <span className={classes.meta}>
          {reached === undefined ? '' : `Applies to ${many(reached, 'open case')}, ${scopeText(scope, practices)}. `}
          Source: {rule.source}
        </span>
        {change === undefined || readOnly ? null : (
          <Button variant="subtle" size="compact-sm" onClick={() => keeper.set(without(changes, rule.id))}>
            Discard this change
          </Button>
        )}
        {scope !== 'default' && isOwn(rule, scope) && !change?.inherit && !readOnly ? (
          <Button variant="subtle" size="compact-sm" onClick={() => keeper.set(withInherit(changes, rule.id))}>
            Take the value of all practices
          </Button>
        ) : null}
      </footer>
      <KeepingNote draft={draft} />
    </section>
  );
}
