/** Cells that lists of cases share. */
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconClock, IconMinus } from '@tabler/icons-react';
import type { components } from '../../api/generated/schema';
import { dayText } from '../dates';
import classes from './cells.module.css';

type Left = components['schemas']['TimeLeft'];

/** What a case is called: by its patient for those who may know, else by the beginning of its id. */
export const caseName = (row: { readonly id: string; readonly patient: { readonly name: string | null } }): string =>
  row.patient.name ?? `Case ${row.id.slice(0, 8)}`;

const marks = { high: IconChevronUp, normal: IconMinus, low: IconChevronDown } as const;

export function PriorityText({ priority }: { readonly priority: string }) {
  const Mark = marks[priority as keyof typeof marks] ?? IconMinus;
  return (
    <span className={classes.priority} data-priority={priority}>
      <Mark size={14} aria-hidden /> {priority.charAt(0).toUpperCase() + priority.slice(1)}
    </span>
  );
}

/**
 * Codes in a row: those that are open first, two at most, then how many more. Their texts stand in the preview: a tooltip
 * for each of a long table would slow its scrolling and add a stop of the tab key for each.
 */
export function CodesText({
  codes,
  resolved,
}: {
  readonly codes: readonly string[];
  readonly resolved: readonly string[];
}) {
  if (codes.length === 0) return <span className={classes.none}>none</span>;
  const ordered = codes.toSorted((a, b) => Number(resolved.includes(a)) - Number(resolved.includes(b)));
  return (
    <span className={classes.codes} title={codes.join(', ')}>
      {ordered.slice(0, 2).map((code) =>
        resolved.includes(code) ? (
          <s key={code} className={classes.code}>
            {code}
            <span className="visually-hidden"> resolved</span>
          </s>
        ) : (
          <span key={code} className={classes.code}>
            {code}
          </span>
        ),
      )}
      {codes.length > 2 && <span className={classes.code}>+{codes.length - 2}</span>}
    </span>
  );
}

interface FollowUpProps {
  readonly on: string | null;
  readonly left: Left | null;
  readonly today: string;
}

/** "4 days late", "Today", or the date alone; the date stands in the tooltip where words take its place. */
export function FollowUpText({ on, left, today }: FollowUpProps) {
  if (on === null) return <span className={classes.none}>none</span>;
  const day = dayText(on, today);
  if (left?.urgency === 'late') {
    const days = -left.days;
    return (
      <span className={classes.followUp} data-tone="red" title={day}>
        <IconAlertTriangle size={14} aria-hidden /> {days} {days === 1 ? 'day' : 'days'} late
      </span>
    );
  }
  if (left?.urgency === 'today') {
    return (
      <span className={classes.followUp} data-tone="amber" title={day}>
        <IconClock size={14} aria-hidden /> Today
      </span>
    );
  }
  return <time dateTime={on}>{day}</time>;
}
