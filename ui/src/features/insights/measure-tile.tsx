/** One measure: what it was before go-live and what it is since, its trend, its definition. */
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { lazy } from 'react';
import { ChartTable, type ChartTotal } from '../../components/chart-table';
import { countText, many, moneyText } from '../../components/numbers';
import { figureText } from './labels';
import classes from './insights.module.css';
import type { Behind, Measure } from './queries';
import {
  barsOf,
  basisOf,
  behindBar,
  changeOf,
  isSince,
  markOf,
  nameOf,
  trendSeries,
  withUnit,
  type Bucket,
  type Change,
} from './trend';

const StackedBars = lazy(() => import('../../components/stacked-bars'));

interface Props {
  readonly measure: Measure;
  readonly step: 'month' | 'week';
  readonly goLiveOn: string | null;
  readonly today: string;
  readonly place: Partial<Behind>;
  open(title: string, behind: Behind): void;
}

const empties: Readonly<Record<Measure['id'], string>> = {
  lapses: 'No visit was given without an authorization in this period. That is the aim.',
  'billing-lag':
    'No claim followed a completed treatment in this period. It is counted once treatment is complete and its claim is submitted.',
  receivables: 'No WC claim is older than 90 days and unpaid. That is the aim.',
  silence: 'No case was without adjuster contact beyond the limit. That is the aim.',
  'lead-time':
    'No case was flagged in this period. A case is flagged when its authorization is about to end, or its visits are nearly used.',
};

export function MeasureTile({ measure, step, goLiveOn, today, place, open }: Props) {
  const { id, title, buckets, sentence, figure, unit } = measure;
  const something = buckets.some(({ value }) => value !== null && value > 0);
  const bars = barsOf(buckets, step, goLiveOn);
  const show = (bucket: Bucket) =>
    open(`${title}, ${nameOf(bucket, step, today)}`, { ...place, ...behindBar(measure, bucket, today) });
  const note = noteOf(measure);
  return (
    <ChartTable
      id={id}
      title={title}
      definition={`${sentence} A bar: ${figure.replace('month or week', step)}.`}
      totals={totalsOf(measure)}
      series={trendSeries}
      chart={
        <StackedBars
          label={`${title} by ${step}`}
          direction="up"
          bars={bars}
          series={trendSeries}
          format={figureText}
          mark={markOf(buckets, step, goLiveOn)}
          describe={(bar, { label }) => {
            const bucket = buckets.find(({ from }) => from === bar.key);
            return bucket
              ? `${nameOf(bucket, step, today)}, ${label.toLowerCase()}: ${withUnit(bucket.value, unit)}`
              : bar.name;
          }}
          onOpen={({ key }) => {
            const bucket = buckets.find(({ from }) => from === key);
            if (bucket) show(bucket);
          }}
        />
      }
      columns={[
        {
          key: 'when',
          title: step === 'month' ? 'Month' : 'Week',
          cell: (b) => nameOf(b, step, today),
          csv: (b) => b.from,
        },
        {
          key: 'side',
          title: 'Side',
          cell: (b) => (isSince(b, goLiveOn) ? 'since go-live' : 'before'),
          csv: (b) => (isSince(b, goLiveOn) ? 'since go-live' : 'before'),
        },
        {
          key: 'value',
          title: unit === 'days' ? 'Median days' : unit === 'cases' ? 'Cases' : 'Incidents',
          numeric: true,
          cell: (b) => (b.value === null ? 'none' : figureText(b.value)),
          csv: (b) => b.value,
        },
        ...(unit === 'days'
          ? [
              {
                key: 'mean',
                title: 'Mean days',
                numeric: true,
                cell: (b: Bucket) => (b.mean === null ? 'none' : figureText(b.mean)),
                csv: (b: Bucket) => b.mean,
              },
            ]
          : []),
        ...(unit === 'cases'
          ? []
          : [
              {
                key: 'cases',
                title: 'Cases',
                numeric: true,
                cell: (b: Bucket) => countText(b.cases),
                csv: (b: Bucket) => b.cases,
              },
            ]),
      ]}
      rows={something ? buckets : []}
      rowKey={(b) => b.from}
      onOpen={show}
      openLabel={(b) =>
        `Show the cases of ${nameOf(b, step, today)}, ${basisOf(measure, b) || withUnit(b.value, unit)}`
      }
      empty={empties[id]}
      {...(note === '' ? {} : { note })}
    />
  );
}

function owedWords({ outstandingCents, claims }: NonNullable<Measure['now']>): string {
  if (outstandingCents === null) return 'amounts withheld';
  if (claims === 0) return 'no claim is linked to them';
  return `${moneyText(outstandingCents)} outstanding on ${many(claims, 'linked claim')}`;
}

/** Incidents are told per month, whatever the length of the side; levels as the mean of their bars. */
function totalsOf(measure: Measure): ChartTotal[] {
  const { before, since, unit, id, now } = measure;
  const per = { incidents: ' a month', days: ' days', cases: ' cases' }[unit] ?? '';
  const change = changeOf(measure);
  const side = (label: string, of: Measure['before'], more?: Change | null): ChartTotal => ({
    label,
    value: of.value === null ? 'none' : `${figureText(of.value)}${per}`,
    note: more ? <ChangeWords change={more} better={measure.better} /> : of.days === 0 ? 'no day of the period' : ' ',
  });
  const owed: ChartTotal[] =
    id === 'receivables' && now !== null
      ? [
          {
            label: 'Today',
            value: many(now.cases, 'case'),
            note: owedWords(now),
          },
        ]
      : [];
  return [side('Before go-live', before), side('Since go-live', since, change), ...owed];
}

function ChangeWords({ change, better }: { readonly change: Change; readonly better: 'up' | 'down' }) {
  if (change.good === null) return <>{change.words}</>;
  const isUp = change.good === (better === 'up');
  const Icon = isUp ? IconArrowUpRight : IconArrowDownRight;
  return (
    <span className={`${classes.sub} ${change.good ? classes.good : classes.bad}`}>
      <Icon size={14} aria-hidden />
      {change.words}, {change.good ? 'better' : 'worse'}
    </span>
  );
}

function noteOf({ before, since, unit }: Measure): string {
  if (unit === 'cases') return 'Before and since are the means of their bars.';
  if (unit !== 'days' || before.cases + since.cases === 0) return '';
  const rests = [
    before.cases > 0 ? `${many(before.cases, 'case')} before` : '',
    since.cases > 0 ? `${many(since.cases, 'case')} since` : '',
  ];
  return `Medians rest on ${rests.filter(Boolean).join(' and ')}.`;
}
