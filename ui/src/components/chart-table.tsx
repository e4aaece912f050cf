/**
 * A tile of figures: what it counts in one sentence, the totals, a chart with its key, and the same figures as a table
 * and as a CSV file. It knows no chart: the slot takes one that is loaded when it is needed.
 *
 *   <ChartTable id="open-by-payer" title="Open cases by payer" definition="Denial cases neither Resolved nor Canceled."
 *     totals={[{ label: 'open cases', value: '1,902' }]} series={series} chart={<Bars … />}
 *     columns={[{ key: 'payer', title: 'Payer', cell: (r) => r.payer, csv: (r) => r.payer }, …]}
 *     rows={rows} rowKey={(r) => r.id} onOpen={(r) => …} openLabel={(r) => `Show the ${r.n} cases of ${r.payer}`}
 *     empty={<>No open denials.</>} />
 */
import { Button, Skeleton } from '@mantine/core';
import { IconChartBar, IconDownload, IconTable } from '@tabler/icons-react';
import { Suspense, useId, useState, type ReactNode } from 'react';
import { ChartLegend, type ChartSeries } from './chart-legend';
import { csvText, saveCsv, type CsvCell } from './csv';
import classes from './chart-table.module.css';

export interface ChartColumn<R> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: R) => ReactNode;
  /** Amounts go out in dollars with two decimals, dates as YYYY-MM-DD. */
  readonly csv: (row: R) => CsvCell;
  /** Figures stand right. */
  readonly numeric?: boolean;
}

export interface ChartTotal {
  readonly label: string;
  readonly value: ReactNode;
  /** Said in a third line: what it was before, for example. */
  readonly note?: ReactNode;
}

export interface ChartTableProps<R> {
  /** Names the CSV file and the tile's place on the page. */
  readonly id: string;
  readonly title: string;
  readonly definition: ReactNode;
  readonly totals?: readonly ChartTotal[];
  readonly series?: readonly ChartSeries[];
  /** Left out: the figures are shown as a table only. */
  readonly chart?: ReactNode;
  /** Keeps the place of a chart that is on its way. */
  readonly chartHeight?: number;
  readonly columns: readonly ChartColumn<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
  /** Opens what is behind a row; the first cell becomes its button. */
  readonly onOpen?: (row: R) => void;
  readonly openLabel?: (row: R) => string;
  /** Shown instead of everything when there is no row: what would be here, and why it is not. */
  readonly empty: ReactNode;
  /** Beside the title: a moment, a link. */
  readonly aside?: ReactNode;
  /** Below the chart: what the figures cannot tell. */
  readonly note?: ReactNode;
}

export function ChartTable<R>(props: ChartTableProps<R>) {
  const { id, title, definition, totals = [], series = [], chart, rows, columns, empty, aside, note } = props;
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  const hasRows = rows.length > 0;
  const tableShown = asTable || chart === undefined;
  const save = () =>
    saveCsv(
      `${id}.csv`,
      csvText(
        columns.map((column) => column.title),
        rows.map((row) => columns.map((column) => column.csv(row))),
      ),
    );
  return (
    <section id={id} className={classes.tile} aria-labelledby={heading}>
      <header className={classes.head}>
        <h2 id={heading}>{title}</h2>
        <div className={classes.tools}>
          {aside === undefined ? null : <span className={classes.aside}>{aside}</span>}
          {hasRows && chart !== undefined ? (
            <Button
              variant="default"
              leftSection={asTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
              aria-label={`${asTable ? 'Show as chart' : 'Show as table'}: ${title}`}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? 'Chart' : 'Table'}
            </Button>
          ) : null}
          {hasRows ? (
            <Button
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              aria-label={`Save as CSV: ${title}`}
              onClick={save}
            >
              CSV
            </Button>
          ) : null}
        </div>
        <p className={classes.definition}>{definition}</p>
      </header>
      {totals.length > 0 && hasRows ? <Totals totals={totals} /> : null}
      {hasRows ? (
        <>
          {tableShown ? null : (
            <div className={classes.chart}>
              <Suspense fallback={<Skeleton height={props.chartHeight ?? 240} radius="sm" />}>{chart}</Suspense>
              {series.length > 0 ? <ChartLegend series={series} /> : null}
            </div>
          )}
          <div className={classes.tableBox} data-shown={tableShown}>
            <Figures {...props} labelledBy={heading} />
          </div>
          {note === undefined ? null : <p className={classes.note}>{note}</p>}
        </>
      ) : (
        <div className={classes.empty}>{empty}</div>
      )}
    </section>
  );
}

function Totals({ totals }: { readonly totals: readonly ChartTotal[] }) {
  return (
    <dl className={classes.totals}>
      {totals.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={classes.figure}>{value}</dd>
          {note === undefined ? null : <dd className={classes.totalNote}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Always in the page, so that it prints and is found; hidden from all while the chart is shown. */
function Figures<R>({
  columns,
  rows,
  rowKey,
  onOpen,
  openLabel,
  labelledBy,
}: ChartTableProps<R> & { readonly labelledBy: string }) {
  return (
    <table className={classes.table} aria-labelledby={labelledBy}>
      <thead>
        <tr>
          {columns.map(({ key, title, numeric }) => (
            <th key={key} scope="col" data-numeric={numeric ?? false}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ key, cell, numeric }, n) => {
              const inside =
                n === 0 && onOpen ? (
                  <button
                    type="button"
                    className={classes.open}
                    aria-label={openLabel?.(row)}
                    onClick={() => onOpen(row)}
                  >
                    {cell(row)}
                  </button>
                ) : (
                  cell(row)
                );
              return n === 0 ? (
                <th key={key} scope="row">
                  {inside}
                </th>
              ) : (
                <td key={key} data-numeric={numeric ?? false}>
                  {inside}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
