/** The tiles of Tier 1: what is active, what was resolved, what lies as a draft, what there is to do. */
import { lazy } from 'react';
import { ChartTable } from '../../components/chart-table';
import type { ChartSeries } from '../../components/chart-legend';
import { countText, many } from '../../components/numbers';
import { kindOf, taskOf, wordsOf } from './labels';
import type { Behind, TierOne } from './queries';

const StackedBars = lazy(() => import('../../components/stacked-bars'));

interface Props {
  readonly figures: TierOne;
  readonly narrowed: Partial<Behind>;
  open(title: string, behind: Behind): void;
}

const sum = (rows: readonly { readonly cases: number }[]): number => rows.reduce((all, { cases }) => all + cases, 0);
const unique = (words: readonly string[]): string[] => [...new Set(words)];

const stageSeries: readonly ChartSeries[] = [
  { key: 'New', label: 'New', tint: '3' },
  { key: 'In Progress', label: 'In Progress', tint: '2' },
  { key: 'Awaiting Payment', label: 'Awaiting Payment', tint: '1' },
];
type Stage = TierOne['active'][number]['stage'];

export function ActiveTile({ figures, narrowed, open }: Props) {
  const rows = figures.active;
  const show = (kind: string, stage: string) =>
    open(`${kindOf(kind)} cases, ${stage}`, { ...narrowed, of: 'active', kind, stage: [stage as Stage] });
  return (
    <ChartTable
      id="active-cases"
      title="Active cases"
      definition={figures.sentences.active}
      totals={[
        { label: 'Active', value: countText(sum(rows)) },
        ...unique(rows.map(({ kind }) => kind)).map((kind) => ({
          label: kindOf(kind),
          value: countText(sum(rows.filter((row) => row.kind === kind))),
        })),
      ]}
      series={stageSeries}
      chart={
        <StackedBars
          label="Active cases by kind and stage"
          direction="across"
          bars={unique(rows.map(({ kind }) => kind)).map((kind) => {
            const own = rows.filter((row) => row.kind === kind);
            return {
              key: kind,
              name: kindOf(kind),
              total: countText(sum(own)),
              values: Object.fromEntries(own.map(({ stage, cases }) => [stage, cases])),
            };
          })}
          series={stageSeries}
          format={countText}
          describe={(bar, { key }) => `${bar.name}, ${key}: ${many(bar.values[key] ?? 0, 'case')}`}
          onOpen={(bar, { key }) => show(bar.key, key)}
        />
      }
      columns={[
        { key: 'kind', title: 'Kind', cell: (r) => kindOf(r.kind), csv: (r) => kindOf(r.kind) },
        { key: 'stage', title: 'Stage', cell: (r) => r.stage, csv: (r) => r.stage },
        { key: 'cases', title: 'Cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
      ]}
      rows={rows}
      rowKey={({ kind, stage }) => `${kind} ${stage}`}
      onOpen={({ kind, stage }) => show(kind, stage)}
      openLabel={(r) => `Show ${many(r.cases, `${kindOf(r.kind)} case`)} in ${r.stage}`}
      empty="No active cases here. They come from imports, from feeds, or from whoever opens one."
    />
  );
}

const resolvedSeries: readonly ChartSeries[] = [{ key: 'cases', label: 'Resolved cases', tint: '2' }];

export function ResolvedTile({ figures, narrowed, open }: Props) {
  const { resolved: rows, from, to } = figures;
  const nameOf = (r: (typeof rows)[number]) =>
    `${kindOf(r.kind)}, ${r.outcome === null ? 'no outcome' : wordsOf(r.outcome).toLowerCase()}`;
  const show = (kind: string) =>
    open(`${kindOf(kind)} cases resolved in the period`, {
      ...narrowed,
      of: 'resolved',
      kind,
      closedFrom: from,
      closedTo: to,
    });
  const kinds = unique(rows.map(({ kind }) => kind));
  return (
    <ChartTable
      id="resolved-cases"
      title="Resolved cases"
      definition={figures.sentences.resolved}
      totals={[{ label: 'Resolved in the period', value: countText(sum(rows)) }]}
      series={resolvedSeries}
      chart={
        <StackedBars
          label="Resolved cases by kind"
          direction="across"
          bars={kinds.map((kind) => {
            const cases = sum(rows.filter((row) => row.kind === kind));
            return { key: kind, name: kindOf(kind), total: countText(cases), values: { cases } };
          })}
          series={resolvedSeries}
          format={countText}
          describe={({ name, values }) => `${name}: ${many(values['cases'] ?? 0, 'resolved case')}`}
          onOpen={({ key }) => show(key)}
        />
      }
      columns={[
        { key: 'outcome', title: 'Kind and outcome', cell: nameOf, csv: nameOf },
        { key: 'cases', title: 'Cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
      ]}
      rows={rows}
      rowKey={({ kind, outcome }) => `${kind} ${outcome ?? ''}`}
      empty="No case was resolved in this period. Choose a longer one above."
    />
  );
}

const taskSeries: readonly ChartSeries[] = [
  { key: 'late', label: 'Late', tint: '1' },
  { key: 'today', label: 'Due today', tint: '2' },
  { key: 'later', label: 'Later', tint: '4' },
];
const MOST_TASKS = 12;

export function ActivitiesTile({ figures, narrowed, open }: Props) {
  const { activities: rows, visits } = figures;
  const show = (kind: string, task: string) =>
    open(`${taskOf(task)}, ${kindOf(kind)} cases`, { ...narrowed, of: 'activity', kind, task });
  const nameOf = (r: (typeof rows)[number]) => taskOf(r.task);
  const all = rows.reduce((n, { open: one }) => n + one, 0);
  const late = rows.reduce((n, row) => n + row.late, 0);
  return (
    <ChartTable
      id="open-activities"
      title="Open activities"
      definition={figures.sentences.activities}
      totals={[
        { label: 'Open tasks', value: countText(all) },
        { label: 'Late', value: countText(late) },
        { label: 'Cases with a visit to come', value: countText(visits) },
      ]}
      series={taskSeries}
      chart={
        <StackedBars
          label="Open tasks by what they ask for"
          direction="across"
          bars={rows.slice(0, MOST_TASKS).map((r) => ({
            key: `${r.kind}:${r.task}`,
            name: nameOf(r),
            total: countText(r.open),
            values: { late: r.late, today: r.today, later: r.open - r.late - r.today },
          }))}
          series={taskSeries}
          format={countText}
          describe={(bar, { key, label }) =>
            `${bar.name}, ${label.toLowerCase()}: ${many(bar.values[key] ?? 0, 'task')}`
          }
          onOpen={({ key }) => {
            const [kind = '', task = ''] = key.split(':');
            show(kind, task);
          }}
        />
      }
      columns={[
        { key: 'task', title: 'Task', cell: nameOf, csv: nameOf },
        { key: 'kind', title: 'Kind', cell: (r) => kindOf(r.kind), csv: (r) => kindOf(r.kind) },
        { key: 'open', title: 'Open', numeric: true, cell: (r) => countText(r.open), csv: (r) => r.open },
        { key: 'late', title: 'Late', numeric: true, cell: (r) => countText(r.late), csv: (r) => r.late },
        { key: 'today', title: 'Due today', numeric: true, cell: (r) => countText(r.today), csv: (r) => r.today },
        { key: 'cases', title: 'Cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
      ]}
      rows={rows}
      rowKey={({ kind, task }) => `${kind}:${task}`}
      onOpen={({ kind, task }) => show(kind, task)}
      openLabel={(r) => `Show ${many(r.cases, 'case')} with the task ${nameOf(r)}`}
      empty={
        visits === 0
          ? 'No open tasks. Clocks open them when something has to be done.'
          : `No open tasks. ${many(visits, 'case')} with a visit to come.`
      }
      note="A part of a bar opens all cases with that task."
    />
  );
}

export function DraftsTile({ figures, narrowed, open }: Props) {
  const { letters, cases } = figures.drafts;
  return (
    <ChartTable
      id="drafts"
      title="Draft letters and e-mails"
      definition={figures.sentences.drafts}
      totals={[{ label: 'Drafts', value: countText(letters) }]}
      columns={[
        {
          key: 'what',
          title: 'Waiting for a person',
          cell: () => 'Drafts on open cases',
          csv: () => 'Drafts on open cases',
        },
        { key: 'drafts', title: 'Drafts', numeric: true, cell: () => countText(letters), csv: () => letters },
        { key: 'cases', title: 'Cases', numeric: true, cell: () => countText(cases), csv: () => cases },
      ]}
      rows={letters === 0 ? [] : [figures.drafts]}
      rowKey={() => 'drafts'}
      onOpen={() => open('Cases with a draft', { ...narrowed, of: 'drafts' })}
      openLabel={() => `Show ${many(cases, 'case')} with a draft`}
      empty="No drafts. None of the rules in use orders a letter or an e-mail yet."
    />
  );
}
