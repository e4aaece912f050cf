/** The key of a chart: a swatch and a word for each tint. The hatch stands for what is live beside a draft. */
import classes from './chart-legend.module.css';

/** Four tints, dark to light; `rest`: everything else together; `hatch`: the live state beside a draft. */
export type ChartTint = '1' | '2' | '3' | '4' | 'rest' | 'hatch';

export interface ChartSeries {
  /** The field of the data. */
  readonly key: string;
  readonly label: string;
  readonly tint: ChartTint;
}

export function ChartLegend({ series }: { readonly series: readonly ChartSeries[] }) {
  return (
    <ul className={classes.legend}>
      {series.map(({ key, label, tint }) => (
        <li key={key}>
          <span className={classes.swatch} data-tint={tint} aria-hidden />
          {label}
        </li>
      ))}
    </ul>
  );
}
