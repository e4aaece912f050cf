/** The facts one needs at a glance, each with where it comes from and since when (A16). */
import { Tooltip } from '@mantine/core';
import {
  IconBuildingBank,
  IconFileImport,
  IconReceipt,
  IconRobot,
  IconStethoscope,
  IconTransfer,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sourcesQuery, type Case, type FactSource } from '../../api/case';
import { useZone } from '../../api/session';
import { dayIn, dayText, instantText, shortDay } from '../../components/dates';
import { factsOf } from './header-facts';
import classes from './facts-row.module.css';

const froms: Readonly<Record<FactSource['from'], readonly [Icon, string]>> = {
  portal: [IconBuildingBank, 'Portal'],
  ehr: [IconStethoscope, 'EHR'],
  billing: [IconReceipt, 'Billing'],
  import: [IconFileImport, 'Import'],
  feed: [IconTransfer, 'Feed'],
  person: [IconUser, 'By hand'],
  rule: [IconRobot, 'Rule'],
};

export function FactsRow({ theCase }: { theCase: Case }) {
  const zone = useZone();
  const today = dayIn(zone);
  const { data } = useQuery(sourcesQuery(theCase.id));
  return (
    <dl className={classes.row}>
      {factsOf(theCase, today).map(({ label, value, tone, fields }) => (
        <div key={label} className={classes.fact}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value} data-tone={tone}>
            {value}
          </dd>
          <dd className={classes.source}>
            <Source source={newest(data?.items, fields)} zone={zone} today={today} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const newest = (items: readonly FactSource[] | undefined, fields: readonly string[]): FactSource | undefined =>
  items?.filter(({ field }) => fields.includes(field)).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];

function Source({ source, zone, today }: { source: FactSource | undefined; zone: string; today: string }) {
  if (!source) return null;
  const [Mark, name] = froms[source.from];
  const on = dayIn(zone, source.at);
  return (
    <Tooltip label={`${source.how}, ${source.by ?? name}, ${instantText(source.at, zone)}`}>
      <span className={classes.from} tabIndex={0}>
        <Mark size={14} aria-hidden />
        <span className={classes.who}>
          {name}, {on === today ? 'today' : on.slice(0, 4) === today.slice(0, 4) ? shortDay(on) : dayText(on, today)}
        </span>
      </span>
    </Tooltip>
  );
}
