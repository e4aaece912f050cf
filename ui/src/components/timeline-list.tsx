/** What happened, by day: when, what, who, before and after, the note, and the rule that decided (R20). */
import { UnstyledButton } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconReceipt } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useZone } from '../api/session';
import type { TimelineEntry } from '../api/case';
import { dayIn, dayText, timeText } from './dates';
import { usePeopleNames } from './people-names';
import { TimelineChanges } from './timeline-changes';
import { iconOfEntry } from './timeline-icons';
import classes from './timeline.module.css';
import { actorWords, happenedWords } from './timeline-words';

interface Props {
  readonly caseId: string;
  /** Newest first. */
  readonly entries: readonly TimelineEntry[];
  readonly selectedSeq?: number | null | undefined;
  onSelect?: ((entry: TimelineEntry) => void) | undefined;
}

export function TimelineList({ caseId, entries, selectedSeq, onSelect }: Props) {
  const zone = useZone();
  const nameOf = usePeopleNames();
  const today = dayIn(zone);
  const days = byDay(entries, zone);
  return (
    <div>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={dayText(day, today)}>
          <h3 className={classes.day}>
            {day === today ? 'Today, ' : ''}
            {dayText(day, today)}
          </h3>
          <ol className={classes.list}>
            {ofDay.map((entry) => (
              <li key={entry.id} className={classes.entry} data-selected={isSelected(entry, selectedSeq) || undefined}>
                <time className={classes.time} dateTime={entry.at}>
                  {timeText(entry.at, zone)}
                </time>
                <EntryIcon entry={entry} />
                <div className={classes.what}>
                  <Title entry={entry} onSelect={onSelect} />
                  <span className={classes.actor}>{actorWords(entry)}</span>
                  {entry.note === null ? null : <q className={classes.note}>{entry.note}</q>}
                  <TimelineChanges entry={entry} around={{ today, nameOf }} zone={zone} />
                </div>
                <FiredLinks caseId={caseId} entry={entry} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function byDay(entries: readonly TimelineEntry[], zone: string): ReadonlyMap<string, readonly TimelineEntry[]> {
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = dayIn(zone, entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}

const isSelected = ({ seq }: TimelineEntry, selected: number | null | undefined): boolean =>
  seq !== null && seq === selected;

function Title({ entry, onSelect }: { entry: TimelineEntry; onSelect: Props['onSelect'] }) {
  const words = happenedWords(entry);
  if (!onSelect || entry.seq === null) return <span className={classes.title}>{words}</span>;
  return (
    <UnstyledButton className={classes.title ?? ''} onClick={() => onSelect(entry)}>
      {words}
    </UnstyledButton>
  );
}

function EntryIcon({ entry }: { entry: TimelineEntry }) {
  const { Icon, tone } = iconOfEntry(entry);
  return (
    <span className={classes.icon} data-tone={tone} aria-hidden>
      <Icon size={14} />
    </span>
  );
}

/** Of a clock that fired: the rule, in the version that decided, and the receipt of the firing (N02). */
function FiredLinks({ caseId, entry: { receipt } }: { caseId: string; entry: TimelineEntry }) {
  if (receipt === null) return null;
  return (
    <span className={classes.fired}>
      <Link className={classes.rule ?? ''} to={`/rules/${encodeURIComponent(receipt.ruleId)}`}>
        <IconAdjustmentsHorizontal size={14} aria-hidden />
        {receipt.ruleId} v{receipt.ruleVersion}
      </Link>
      <Link className={classes.rule ?? ''} to={`/clocks/${caseId}:${receipt.seq}`}>
        <IconReceipt size={14} aria-hidden />
        Receipt
      </Link>
    </span>
  );
}
