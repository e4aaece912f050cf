/** The line of a case's events as a slider: ticks coloured by stage, one step a key, the nearest event under the pointer. */
import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { dayIn, instantText, shortDay } from './dates';
import type { Moments } from './past-moment';
import { labelled, nearest, placesOf } from './track-places';
import classes from './time-track.module.css';

interface Props {
  readonly moments: Moments;
  /** Index into the items. */
  readonly at: number;
  readonly zone: string;
  onMove(index: number): void;
}

const PAGE = 10;

export const stageTone = (stage: string): string => stage.toLowerCase().replaceAll(' ', '-');

export function TimeTrack({ moments, at, zone, onMove }: Props) {
  const { items } = moments;
  const places = useMemo(() => placesOf(items), [items]);
  const labels = useMemo(() => {
    const days = items.map((item) => shortDay(dayIn(zone, item.at)));
    const chosen = labelled(places);
    return chosen.filter((n, k) => k === 0 || days[n] !== days[chosen[k - 1] ?? 0]);
  }, [places, items, zone]);
  const line = useRef<HTMLDivElement>(null);
  const last = items.length - 1;
  const here = items[at];
  const move = (index: number) => onMove(Math.min(last, Math.max(0, index)));
  const keys: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1 },
    ...{ PageDown: at - PAGE, PageUp: at + PAGE, Home: 0, End: last },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keys[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(to);
  };
  const onPointer = (event: PointerEvent) => {
    const box = line.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    move(nearest((100 * (event.clientX - box.left)) / box.width, places));
  };
  const text = here === undefined ? '' : `${instantText(here.at, zone)}, ${here.title}, ${here.stage}`;
  return (
    <div className={classes.frame}>
      <div
        className={classes.hit}
        role="slider"
        tabIndex={0}
        aria-label="Moment of the case"
        aria-valuemin={items[0]?.version ?? 1}
        aria-valuemax={moments.version}
        aria-valuenow={here?.version ?? moments.version}
        aria-valuetext={`${at === last ? 'Now' : text}, event ${here?.version ?? 0} of ${moments.version}`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onPointer(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) onPointer(event);
        }}
      >
        <div className={classes.line} ref={line}>
          {items.slice(0, -1).map(({ version, stage }, n) => (
            <span
              key={version}
              className={classes.part}
              data-stage={stageTone(stage)}
              data-after={n >= at || undefined}
              style={{ left: `${places[n] ?? 0}%`, width: `${(places[n + 1] ?? 100) - (places[n] ?? 0)}%` }}
            />
          ))}
          {items.map(({ version, stage, byClock }, n) => (
            <span
              key={version}
              className={classes.tick}
              data-stage={stageTone(stage)}
              data-clock={byClock || undefined}
              style={{ left: `${places[n] ?? 0}%` }}
            />
          ))}
          <span
            className={classes.thumb}
            data-past={at < last || undefined}
            style={{ left: `${places[at] ?? 100}%` }}
          />
        </div>
      </div>
      <div className={classes.days} aria-hidden>
        {labels.map((n) => (
          <span key={n} style={{ left: `${places[n] ?? 0}%` }} data-first={n === 0 || undefined}>
            {shortDay(dayIn(zone, items[n]?.at))}
          </span>
        ))}
        <span className={classes.which}>
          {at === last ? <strong>Now</strong> : null}
          {at === last ? ', ' : null}event {here?.version ?? 0} of {moments.version}
        </span>
      </div>
    </div>
  );
}
