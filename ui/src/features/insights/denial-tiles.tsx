/** The tiles of denial figures: open cases by payer and subject, dollars by payer, how cases end. */
import { lazy } from 'react';
import { ChartTable } from '../../components/chart-table';
import type { ChartSeries } from '../../components/chart-legend';
import { amountText, countText, many, moneyText } from '../../components/numbers';
import { MOST_BARS, payerBars, payersOf, subjectSeries, type Cell, type PayerSum } from './by-payer';
import { payerOf, subjectOf } from './labels';
import type { Behind, Denials } from './queries';

const StackedBars = lazy(() => import('../../components/stacked-bars'));

export interface TileProps {
  readonly figures: Denials;
  /** What the whole page is narrowed to. */
  readonly narrowed: Partial<Behind>;
  open(title: string, behind: Behind): void;
}

const moreThanBars = (n: number): string | undefined =>
  n > MOST_BARS ? `${many(n - MOST_BARS, 'more payer')} in the table.` : undefined;

export function OpenByPayer({ figures, narrowed, open }: TileProps) {
  const { rows, cases } = figures.open;
  const payers = payersOf(rows);
  const subjects = subjectSeries(rows);
  const show = (title: string, payerId: string, subjectCode: readonly string[]) =>
    open(title, { ...narrowed, of: 'denials', open: 'true', payerId, subjectCode: [...subjectCode] });
  const more = moreThanBars(payers.length);
  return (
    <ChartTable
      id="open-denials-by-payer-and-subject"
      title="Open cases by payer and subject"
      definition={figures.sentences.open}
      totals={[
        { label: 'Open cases', value: countText(cases) },
        { label: 'Payers', value: countText(payers.length) },
      ]}
      series={subjects.series}
      chart={
        <StackedBars
          label="Open cases by payer and subject"
          direction="across"
          bars={payerBars(payers, subjects)}
          series={subjects.series}
          format={countText}
          describe={(bar, { key, label }) => `${bar.name}, ${label}: ${many(bar.values[key] ?? 0, 'case')}`}
          onOpen={(bar, { key, label }) => show(`${bar.name}, ${label}`, bar.key, subjects.subjectsIn.get(key) ?? [])}
        />
      }
      columns={[
        { key: 'payer', title: 'Payer', cell: ({ payer }) => payerOf(payer), csv: ({ payer }) => payerOf(payer) },
        { key: 'subject', title: 'Subject', cell: (r) => subjectOf(r.subject), csv: (r) => subjectOf(r.subject) },
        { key: 'cases', title: 'Cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
        amountColumn((r: Cell) => r.outstandingCents),
      ]}
      rows={rows}
      rowKey={({ payer, subject }) => `${payer.id ?? ''} ${subject ?? ''}`}
      onOpen={({ payer, subject }) =>
        show(`${payerOf(payer)}, ${subjectOf(subject)}`, payer.id ?? 'none', subject === null ? [] : [subject])
      }
      openLabel={(r) => `Show ${many(r.cases, 'case')} of ${payerOf(r.payer)}, ${subjectOf(r.subject)}`}
      empty="No open denial cases here. A case opens when a denial arrives by an import, or when somebody opens one for a claim."
      {...(more === undefined ? {} : { note: more })}
    />
  );
}

/** Dollars of a column headed "$"; roles without amounts see that they are withheld. */
const amountColumn = <R,>(of: (row: R) => number | null) =>
  ({
    key: 'outstanding',
    title: 'Outstanding, $',
    numeric: true,
    cell: (row: R) => dollars(of(row)),
    csv: (row: R) => centsForCsv(of(row)),
  }) as const;

const dollars = (cents: number | null): string => (cents === null ? 'withheld' : amountText(cents));
const centsForCsv = (cents: number | null): number | null => (cents === null ? null : cents / 100);

const outstandingSeries: readonly ChartSeries[] = [{ key: 'dollars', label: 'Dollars outstanding', tint: '2' }];

export function OutstandingTile({ figures, narrowed, open }: TileProps) {
  const { outstandingCents } = figures.open;
  const payers = payersOf(figures.open.rows).toSorted((a, b) => (b.cents ?? 0) - (a.cents ?? 0));
  const shown = outstandingCents !== null;
  const show = ({ key, name }: Pick<PayerSum, 'key' | 'name'>) =>
    open(`Open cases of ${name}`, { ...narrowed, of: 'denials', open: 'true', payerId: key });
  const more = moreThanBars(payers.length);
  return (
    <ChartTable
      id="outstanding-by-payer"
      title="Dollars outstanding by payer"
      definition={figures.sentences.outstanding}
      totals={[{ label: 'Outstanding', value: shown ? moneyText(outstandingCents) : 'Withheld' }]}
      {...(shown ? { series: outstandingSeries } : {})}
      chart={
        shown ? (
          <StackedBars
            label="Dollars outstanding by payer"
            direction="across"
            bars={payers.slice(0, MOST_BARS).map(({ key, name, cents }) => ({
              key,
              name,
              total: wholeDollars(cents ?? 0),
              values: { dollars: (cents ?? 0) / 100 },
            }))}
            series={outstandingSeries}
            format={(value) => wholeDollars(value * 100)}
            describe={({ name, values }) => `${name}: ${moneyText((values['dollars'] ?? 0) * 100)} outstanding`}
            onOpen={show}
          />
        ) : undefined
      }
      columns={[
        { key: 'payer', title: 'Payer', cell: (r) => r.name, csv: (r) => r.name },
        { key: 'cases', title: 'Open cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
        amountColumn((r: PayerSum) => r.cents),
      ]}
      rows={payers}
      rowKey={(r) => r.key}
      onOpen={show}
      openLabel={(r) => `Show the open cases of ${r.name}`}
      empty="Nothing is outstanding on open denial cases here."
      {...(shown
        ? more === undefined
          ? {}
          : { note: more }
        : { note: 'Your roles do not show amounts. The counts are complete.' })}
    />
  );
}

/** "$12,480": a label beside a bar has no room for cents; the table has them. */
const wholeDollars = (cents: number): string => `$${countText(Math.round(cents / 100))}`;

const outcomeSeries: readonly ChartSeries[] = [
  { key: 'now', label: 'Open now', tint: '3' },
  { key: 'closed', label: 'Closed in the period', tint: '1' },
];

export function OutcomesTile({ figures, narrowed, open }: TileProps) {
  const { from, to, outcomes } = figures;
  const isClosed = (stage: string) => stage === 'Resolved' || stage === 'Canceled';
  const count = (of: string) => outcomes.find(({ stage }) => stage === of)?.cases ?? 0;
  const show = (stage: Denials['outcomes'][number]['stage']) =>
    open(isClosed(stage) ? `${stage} in the period` : `${stage} now`, {
      ...narrowed,
      ...(isClosed(stage) ? { closedFrom: from, closedTo: to } : {}),
      of: 'denials',
      open: isClosed(stage) ? 'false' : 'true',
      stage: [stage],
    });
  return (
    <ChartTable
      id="denials-by-stage"
      title="Resolved, canceled, in progress"
      definition={figures.sentences.outcomes}
      totals={[
        { label: 'Resolved', value: countText(count('Resolved')) },
        { label: 'Canceled', value: countText(count('Canceled')) },
        { label: 'In Progress', value: countText(count('In Progress')) },
      ]}
      series={outcomeSeries}
      chart={
        <StackedBars
          label="Cases by stage"
          direction="across"
          bars={outcomes.map(({ stage, cases }) => ({
            key: stage.replaceAll(' ', '-'),
            name: stage,
            total: countText(cases),
            values: { [isClosed(stage) ? 'closed' : 'now']: cases },
          }))}
          series={outcomeSeries}
          format={countText}
          describe={({ name }) => `${name}: ${many(count(name), 'case')}`}
          onOpen={({ name }) => show(name as Denials['outcomes'][number]['stage'])}
        />
      }
      columns={[
        { key: 'stage', title: 'Stage', cell: (r) => r.stage, csv: (r) => r.stage },
        {
          key: 'when',
          title: 'Counted',
          cell: (r) => (isClosed(r.stage) ? 'closed in the period' : 'open now'),
          csv: (r) => (isClosed(r.stage) ? 'closed in the period' : 'open now'),
        },
        { key: 'cases', title: 'Cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
        amountColumn((r: Denials['outcomes'][number]) => r.outstandingCents),
      ]}
      rows={outcomes.some(({ cases }) => cases > 0) ? outcomes : []}
      rowKey={(r) => r.stage}
      onOpen={(r) => show(r.stage)}
      openLabel={(r) => `Show ${many(r.cases, 'case')} in ${r.stage}`}
      empty="No denial case is open, and none was closed in this period."
    />
  );
}
