/** The small parts of the page of the day: when it is, the way to a new case, what waits behind a button, nothing to do. */
import { Button } from '@mantine/core';
import { IconPlus, IconSun } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMe, useZone } from '../../api/session';
import { dayIn, dayText, timeText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { countText } from '../../components/numbers';
import type { BoardSummary } from './board-query';
import { CountsStrip } from './counts-strip';
import classes from './today-page.module.css';
import { NO_FILTER, type ViewState } from './view';

export function Now({ at }: { at: number }) {
  const zone = useZone();
  if (at === 0) return null;
  const day = dayIn(zone, at);
  return (
    <>
      {dayText(day, day)}{' '}
      <span className={classes.wide}>
        {day.slice(0, 4)}, {timeText(at, zone)}
      </span>
    </>
  );
}

export function NewCase() {
  return (
    <Button
      component={Link}
      to="/cases/new"
      className={classes.newCase ?? ''}
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
    >
      New case
    </Button>
  );
}

export function Counts({ summary, view }: { summary: BoardSummary; view: ViewState }) {
  const chosen = view.owner === 'none' ? 'nobody' : view.section;
  return (
    <CountsStrip
      summary={summary}
      chosen={chosen}
      onChoose={(next) =>
        next === 'nobody'
          ? view.change({ owner: 'none', section: null })
          : view.change({ section: next, owner: view.owner === 'none' ? null : view.owner })
      }
    />
  );
}

export function Waiting({ waiting, left, onShow }: { waiting: number; left: number; onShow(this: void): void }) {
  const parts = [waiting > 0 ? `${countText(waiting)} new` : '', left > 0 ? `${countText(left)} gone` : ''].filter(
    Boolean,
  );
  return (
    <div className={classes.waiting} role="status">
      <button type="button" onClick={onShow}>
        {parts.join(', ')}, show
      </button>
    </div>
  );
}

export function AllQuiet({ all, view }: { all: number; view: ViewState }) {
  const { name } = useMe();
  return (
    <EmptyState
      title={all === 0 ? 'No open cases yet' : 'Nothing is urgent'}
      icon={IconSun}
      action={
        all === 0 ? undefined : (
          <Button variant="default" onClick={() => view.change({ view: 'all' })}>
            Show all {countText(all)}
          </Button>
        )
      }
    >
      {all === 0
        ? `Cases that need somebody will stand here, most urgent first, ${name.split(' ')[0] ?? name}.`
        : 'No authorization ends soon, every adjuster was in contact, all treatment is billed, every case has an owner.'}
    </EmptyState>
  );
}

export function Nothing({ view }: { view: ViewState }) {
  return (
    <EmptyState
      title="No case matches"
      action={
        <Button variant="default" onClick={() => view.change(NO_FILTER)}>
          Clear filters
        </Button>
      }
    >
      Cases that match every filter would stand here.
    </EmptyState>
  );
}
