/** Two bars a day: hatched what the live rules give, beside it the draft in parts by owner. Heavy, so loaded when shown. */
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useId } from 'react';
import type { ChartSeries, ChartTint } from '../../components/chart-legend';
import type { ChartDay } from './tasks-chart';
import classes from './paired-bars.module.css';

const HEIGHT = 240;
const fills: Readonly<Record<ChartTint, string>> = {
  '1': 'var(--cc-chart-1)',
  '2': 'var(--cc-chart-2)',
  '3': 'var(--cc-chart-3)',
  '4': 'var(--cc-chart-4)',
  rest: 'var(--cc-subtle)',
  hatch: 'var(--cc-surface)',
};

interface Props {
  readonly days: readonly ChartDay[];
  readonly series: readonly ChartSeries[];
}

export default function PairedBars({ days, series }: Props) {
  const hatch = useId();
  const last = series.at(-1)?.key;
  const data = days.map(({ name, live, draft, parts, closed }) => ({ name, closed, ...parts, live, total: draft }));
  return (
    <div role="img" aria-label={spoken(days)} className={classes.bars}>
      <BarChart
        h={HEIGHT}
        data={data}
        dataKey="name"
        type="default"
        series={series.map(({ key, label, tint }) => ({
          ...{ name: key, label, color: fills[tint], stackId: tint === 'hatch' ? 'live' : 'draft' },
        }))}
        gridAxis="x"
        tickLine="none"
        strokeDasharray="0"
        gridColor="var(--cc-border)"
        textColor="var(--cc-text-2)"
        maxBarWidth={24}
        tooltipAnimationDuration={0}
        withBarValueLabel
        valueLabelProps={(one) => {
          if (one.name === 'live')
            return { dataKey: 'live', position: 'top', className: classes.live, formatter: some };
          if (one.name !== last) return { content: () => null };
          return { dataKey: 'total', position: 'top', className: classes.total, formatter: some };
        }}
        barProps={(one) => {
          const tint = series.find(({ key }) => key === one.name)?.tint ?? '1';
          const fill = tint === 'hatch' ? `url(#${hatch})` : fills[tint];
          return { shape: ((drawn: Drawn) => <Part {...drawn} tint={tint} paint={fill} />) as never };
        }}
        barChartProps={{
          accessibilityLayer: false,
          barCategoryGap: '18%',
          barGap: 3,
          margin: { top: 20, right: 8, bottom: 0, left: 0 },
        }}
        xAxisProps={{ height: 52, interval: 0, tick: <DayTick days={days} /> }}
        yAxisProps={{ width: 36, allowDecimals: false }}
        referenceAreas={days.flatMap(({ name, closed }) =>
          closed === null ? [] : [{ x1: name, x2: name, color: 'var(--cc-subtle)', fillOpacity: 1, strokeOpacity: 0 }],
        )}
      >
        <defs>
          <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width={5} height={5} className={classes.ground} />
            <rect width={1.2} height={5} className={classes.line} />
          </pattern>
        </defs>
      </BarChart>
    </div>
  );
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function Part({ x, y, width, height, tint, paint }: Drawn & { readonly tint: ChartTint; readonly paint: string }) {
  if (!(height > 0)) return <g />;
  return (
    <rect
      className={classes.part}
      data-tint={tint}
      x={x}
      y={y}
      width={Math.max(0, width)}
      height={height}
      rx={2}
      fill={paint}
    />
  );
}

interface TickProps {
  readonly days: readonly ChartDay[];
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: string };
}

/** The day, and below it that the practice is closed; why stands in the title, and in the table. */
function DayTick({ days, x = 0, y = 0, payload }: TickProps) {
  const closed = days.find(({ name }) => name === payload?.value)?.closed ?? null;
  const [word, number] = (payload?.value ?? '').split(' ');
  return (
    <text x={x} y={y + 14} textAnchor="middle" className={classes.day}>
      {closed === null ? null : <title>{closed}</title>}
      <tspan x={x}>{word}</tspan>
      <tspan x={x} dy={14}>
        {number ?? ''}
      </tspan>
      {closed === null ? null : (
        <tspan x={x} dy={14} className={classes.closed}>
          closed
        </tspan>
      )}
    </text>
  );
}

/** No label over a bar that is not there. */
const some = (value: unknown): string => (Number(value) > 0 ? String(value) : '');

const spoken = (days: readonly ChartDay[]): string =>
  `New tasks per day. ${days.map(({ name, live, draft }) => `${name}: ${draft} with the draft, ${live} live`).join('; ')}.`;
