/** The counts of the day: how many in each section and the one thing to know about it; pressed, a count shows its section alone. */
import { IconCircleCheck, IconAlertTriangle, IconUserQuestion, type Icon } from '@tabler/icons-react';
import { useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { countText, many, moneyText } from '../../components/numbers';
import type { BoardSummary, Section } from './board-query';
import classes from './counts-strip.module.css';
import { sectionWords } from './section-words';

interface Props {
  readonly summary: BoardSummary;
  /** The section that is shown alone, or `none`: what nobody owns. */
  readonly chosen: Section | 'nobody' | null;
  onChoose(this: void, chosen: Section | 'nobody' | null): void;
}

export function CountsStrip({ summary, chosen, onChoose }: Props) {
  const today = dayIn(useZone());
  const { sections, unowned, unwatched } = summary;
  const press = (which: Section | 'nobody') => () => onChoose(chosen === which ? null : which);
  return (
    <div className={classes.strip} role="group" aria-label="Counts of today">
      {(['authorization', 'silent', 'unbilled'] as const).map((section) => {
        const { short, icon, tone } = sectionWords[section];
        return (
          <Tile
            key={section}
            name={short}
            icon={icon}
            tone={sections[section] === 0 ? 'none' : tone}
            n={sections[section] ?? 0}
            note={noteOf[section](summary, today)}
            pressed={chosen === section}
            onClick={press(section)}
          />
        );
      })}
      <Tile
        name="Unowned"
        icon={IconUserQuestion}
        tone={unowned === 0 ? 'none' : 'red'}
        n={unowned}
        note={
          unowned === 0 ? 'every case has an owner' : unowned === 1 ? 'needs an owner today' : 'need an owner today'
        }
        pressed={chosen === 'nobody'}
        onClick={press('nobody')}
      />
      <Tile
        name="No clock, no task"
        icon={unwatched === 0 ? IconCircleCheck : IconAlertTriangle}
        tone={unwatched === 0 ? 'green' : 'red'}
        n={unwatched}
        note={unwatched === 0 ? 'every open case is watched' : 'nobody would notice these'}
      />
    </div>
  );
}

const noteOf: Readonly<
  Record<'authorization' | 'silent' | 'unbilled', (summary: BoardSummary, today: string) => string>
> = {
  authorization({ authorization: { past, soon, nextOn } }, today) {
    const parts = [past > 0 ? `${countText(past)} past` : '', soon > 0 ? `${countText(soon)} by tomorrow` : ''].filter(
      Boolean,
    );
    if (parts.length > 0) return parts.join(', ');
    return nextOn === null ? 'none in sight' : `first on ${dayText(nextOn, today)}`;
  },
  silent: ({ silent: { longest } }) =>
    longest === null ? 'everyone was in contact' : `longest ${many(longest, 'business day')}`,
  unbilled({ unbilled: { longest, cents } }) {
    if (longest === null) return 'all treatment is billed';
    return cents !== null && cents > 0
      ? `${moneyText(cents).replace(/\.00$/, '')} not yet billed`
      : `longest ${many(longest, 'business day')}`;
  },
};

interface TileProps {
  readonly name: string;
  readonly icon: Icon;
  readonly tone: 'red' | 'amber' | 'green' | 'none';
  readonly n: number;
  readonly note: string;
  readonly pressed?: boolean;
  readonly onClick?: () => void;
}

function Tile({ name, icon: Mark, tone, n, note, pressed = false, onClick }: TileProps) {
  const inside = (
    <>
      <span className={classes.name}>
        <Mark size={16} data-tone={tone} aria-hidden /> {name}
      </span>
      <span className={classes.figures}>
        <b>{countText(n)}</b> <span className={classes.note}>{note}</span>
      </span>
    </>
  );
  if (onClick === undefined) return <div className={classes.tile}>{inside}</div>;
  return (
    <button type="button" className={classes.tile} aria-pressed={pressed} onClick={onClick}>
      {inside}
    </button>
  );
}
