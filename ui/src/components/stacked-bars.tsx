/**
 * Bars in parts, across or up, each part a button: pressed, it opens what it counts. One stop for the Tab key; the arrow
 * keys move between parts. Heavy with its chart library, so it is loaded when it is shown:
 *
 *   const StackedBars = lazy(() => import('../../components/stacked-bars'));
 */
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { ChartSeries, ChartTint } from './chart-legend';
import classes from './stacked-bars.module.css';

export interface Bar {
  readonly key: string;
  readonly name: string;
  /** Series key -> value; what is left out is 0. */
  readonly values: Readonly<Record<string, number>>;
  /** At the end of the bar. */
  readonly total: string;
}

export interface BarMark {
  /** Name of the bar before which it stands. */
  readonly at: string;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly series: readonly ChartSeries[];
  /** across: names stand left, for words; up: names stand below, for days. */
  readonly direction: 'across' | 'up';
  readonly format: (value: number) => string;
  /** Says a part to those who hear it: "Acme, duplicate charges: 12 cases". */
  readonly describe?: (bar: Bar, series: ChartSeries) => string;
  readonly onOpen?: (bar: Bar, series: ChartSeries) => void;
  readonly mark?: BarMark | undefined;
}

/** Of a bar with its name, in px; fingers need the higher one. */
const ROW = 34;
const ROW_BY_FINGER = 44;
const AXIS = 28;
const UP_HEIGHT = 240;
/** Above bars that go up: a total, and the word at a mark. */
const MARK_ROOM = 24;
const NAME_WIDTH = 148;
const NAME_WIDTH_NARROW = 104;

const fills: Readonly<Record<ChartTint, string>> = {
  '1': 'var(--cc-chart-1)',
  '2': 'var(--cc-chart-2)',
  '3': 'var(--cc-chart-3)',
  '4': 'var(--cc-chart-4)',
  rest: 'var(--cc-subtle)',
  hatch: 'var(--cc-surface)',
};

/**
 * The library draws every part anew when anything changes, which would lose a press under way, or the focus. So it draws
 * when the figures change and at no other time, and the focus goes back to the part that had it.
 */
export default function StackedBars(props: Props) {
  const latest = useRef(props);
  const box = useRef<HTMLDivElement>(null);
  const focused = useRef<string | null>(null);
  useEffect(() => {
    latest.current = props;
  });
  const { label, bars, series, direction, mark, onOpen } = props;
  const drawn = JSON.stringify({ bars, series, direction, mark: mark ?? null, pressable: onOpen !== undefined });
  const chart = useMemo(() => <Chart drawing={JSON.parse(drawn) as Drawing} latest={latest} />, [drawn]);
  const parts = partsOf(bars, series);
  useEffect(() => {
    const lost = new MutationObserver(() => {
      keepLayersOut(box.current);
      const part = focused.current;
      if (part === null || document.activeElement !== document.body) return;
      partIn(box.current, part)?.focus({ preventScroll: true });
    });
    keepLayersOut(box.current);
    if (box.current) lost.observe(box.current, { childList: true, subtree: true });
    return () => lost.disconnect();
  }, []);
  return (
    // The arrow keys belong to the parts inside; the group only names them.
    <div
      ref={box}
      role="group"
      aria-label={label}
      className={classes.bars}
      onKeyDown={(event) => onKey(event, parts, direction === 'across')}
      onFocus={({ target }) => {
        if (!target.hasAttribute('data-part')) return;
        focused.current = target.getAttribute('data-part');
        // One stop for the Tab key: the part that was here last.
        for (const one of box.current?.querySelectorAll('[data-part][tabindex="0"]') ?? [])
          one.setAttribute('tabindex', '-1');
        target.setAttribute('tabindex', '0');
      }}
      onBlur={({ target }) => {
        // A part that was taken away while it had the focus gets it back; one that was left does not.
        if (target.isConnected) focused.current = null;
      }}
    >
      {chart}
    </div>
  );
}

/**
 * The library draws into groups through portals, which listen to every event of theirs; and Chromium takes a group that
 * listens to the focus for a stop of the Tab key: four stops in each chart at which nothing is.
 */
function keepLayersOut(box: Element | null): void {
  for (const layer of box?.querySelectorAll('g[class^="recharts-zIndex-layer"]:not([tabindex])') ?? [])
    layer.setAttribute('tabindex', '-1');
}

const partsOf = (bars: readonly Bar[], series: readonly ChartSeries[]): string[] =>
  bars.flatMap((bar) => series.filter(({ key }) => (bar.values[key] ?? 0) > 0).map(({ key }) => `${bar.key} ${key}`));

const partIn = (box: Element | null, part: string): SVGElement | undefined =>
  [...(box?.querySelectorAll<SVGElement>('[data-part]') ?? [])].find((one) => one.dataset['part'] === part);

type Drawing = Pick<Props, 'bars' | 'series' | 'direction'> & {
  readonly mark: BarMark | null;
  readonly pressable: boolean;
};

interface ChartProps {
  readonly drawing: Drawing;
  readonly latest: RefObject<Props>;
}

function Chart({ drawing: { bars, series, direction, mark, pressable }, latest }: ChartProps) {
  const hatch = useId();
  const narrow = globalThis.matchMedia('(width < 640px)').matches;
  const across = direction === 'across';
  const byKey = new Map(bars.map((bar) => [bar.key, bar]));
  const [stop] = partsOf(bars, series);
  const last = series.at(-1)?.key;
  const height = across ? bars.length * (narrow ? ROW_BY_FINGER : ROW) + AXIS : UP_HEIGHT;
  const format = (value: number) => latest.current.format(value);

  const shape = (one: ChartSeries) => (drawn: Drawn) => {
    const bar = byKey.get(String(drawn.payload?.['key']));
    const value = bar?.values[one.key] ?? 0;
    if (bar === undefined || value <= 0) return <g />;
    const part = `${bar.key} ${one.key}`;
    return (
      <rect
        className={classes.part}
        data-tint={one.tint}
        data-part={part}
        data-pressable={pressable}
        x={drawn.x}
        y={drawn.y}
        width={Math.max(0, drawn.width)}
        height={Math.max(0, drawn.height)}
        rx={2}
        fill={one.tint === 'hatch' ? `url(#${hatch})` : fills[one.tint]}
        role={pressable ? 'button' : 'img'}
        tabIndex={pressable && part === stop ? 0 : -1}
        aria-label={latest.current.describe?.(bar, one) ?? `${bar.name}, ${one.label}: ${format(value)}`}
        onClick={() => latest.current.onOpen?.(bar, one)}
      />
    );
  };

  return (
    <BarChart
      h={height}
      data={bars.map(({ key, name, values, total }) => ({ key, name, total, ...zeros(series), ...values }))}
      dataKey="name"
      type="stacked"
      orientation={across ? 'vertical' : 'horizontal'}
      series={series.map(({ key, label, tint }) => ({ name: key, label, color: fills[tint] }))}
      valueFormatter={format}
      gridAxis={across ? 'y' : 'x'}
      tickLine="none"
      strokeDasharray="0"
      gridColor="var(--cc-border)"
      textColor="var(--cc-text-2)"
      cursorFill="var(--cc-subtle)"
      barLabelColor="var(--cc-text-1)"
      maxBarWidth={across ? 22 : 34}
      withBarValueLabel
      valueLabelProps={(one) => (one.name === last ? totalLabel(across) : { content: nothing })}
      barProps={(one) => {
        const own = series.find(({ key }) => key === one.name);
        return own ? { shape: shape(own) as never } : {};
      }}
      barChartProps={{
        accessibilityLayer: false,
        barCategoryGap: 6,
        margin: { top: across ? 0 : MARK_ROOM, right: across ? 72 : 8, bottom: 0, left: 0 },
      }}
      xAxisProps={across ? { allowDecimals: false, height: AXIS } : { height: AXIS, interval: 'preserveStartEnd' }}
      yAxisProps={
        across
          ? { width: narrow ? NAME_WIDTH_NARROW : NAME_WIDTH, interval: 0, tick: <Name narrow={narrow} /> }
          : { width: 44, allowDecimals: false }
      }
      referenceLines={
        mark === null
          ? []
          : [
              {
                ...{ x: mark.at, position: 'start', label: mark.label, labelPosition: 'top' },
                ...{ color: 'var(--cc-text-2)', strokeDasharray: '4 3' },
              },
            ]
      }
    >
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={5} height={5} className={classes.hatchGround} />
          <rect width={1.2} height={5} className={classes.hatchLine} />
        </pattern>
      </defs>
    </BarChart>
  );
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly payload?: Readonly<Record<string, unknown>>;
}

const zeros = (series: readonly ChartSeries[]): Record<string, number> =>
  Object.fromEntries(series.map(({ key }) => [key, 0]));

const nothing = () => null;
const totalLabel = (across: boolean) =>
  ({
    dataKey: 'total',
    position: across ? 'right' : 'top',
    className: classes.total,
    formatter: (text: unknown) => String(text),
  }) as const;

interface NameProps {
  readonly narrow: boolean;
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: string };
}

const LETTER = 6.6;

/** A name that is too long is cut with an ellipsis; its whole stands in the title, and in the table. */
function Name({ narrow, x = 0, y = 0, payload }: NameProps) {
  const name = payload?.value ?? '';
  const most = Math.floor((narrow ? NAME_WIDTH_NARROW : NAME_WIDTH) / LETTER) - 1;
  const shown = name.length > most ? `${name.slice(0, most - 1).trimEnd()}…` : name;
  return (
    <text x={x - 6} y={y} dy="0.32em" textAnchor="end" className={classes.name}>
      {shown === name ? null : <title>{name}</title>}
      {shown}
    </text>
  );
}

/** Along a bar, and from bar to bar; Enter and Space press. */
function onKey(event: KeyboardEvent<HTMLDivElement>, parts: readonly string[], across: boolean): void {
  const target = event.target as Element;
  const part = target.getAttribute('data-part');
  if (part === null) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    return;
  }
  const [along, over] = across ? ['ArrowRight', 'ArrowDown'] : ['ArrowUp', 'ArrowRight'];
  const [back, backOver] = across ? ['ArrowLeft', 'ArrowUp'] : ['ArrowDown', 'ArrowLeft'];
  const here = parts.indexOf(part);
  const barOf = (one: string | undefined) => one?.split(' ')[0];
  const otherBar = (list: readonly string[]) => list.find((one) => barOf(one) !== barOf(part));
  const next = new Map([
    [along, parts[here + 1]],
    [back, parts[here - 1]],
    [over, otherBar(parts.slice(here))],
    [backOver, otherBar(parts.slice(0, here).toReversed())],
    ['Home', parts[0]],
    ['End', parts.at(-1)],
  ]).get(event.key);
  if (next === undefined) return;
  event.preventDefault();
  partIn(event.currentTarget, next)?.focus();
}
