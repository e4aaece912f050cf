/** The bar at the foot of a case: travels to a past moment, says when one is looked at, and runs the case forward. */
import { ActionIcon, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  IconArrowBackUp,
  IconHistory,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useHotkeys } from '../app/hotkeys';
import { useZone } from '../api/session';
import { instantText } from './dates';
import { announce } from './live-region';
import { momentsQuery, usePastMoment, type PastMoment } from './past-moment';
import { RunForward } from './run-forward';
import { TimeTrack } from './time-track';
import classes from './time-travel-bar.module.css';

const DAYS = 60;

export function TimeTravelBar({ caseId }: { caseId: string }) {
  const { data: moments, error } = useQuery(momentsQuery(caseId));
  const past = usePastMoment(caseId);
  const zone = useZone();
  const [forward, setForward] = useState(false);
  if (moments === undefined) {
    return (
      <div className={classes.foot}>
        <div className={classes.bar}>
          <span className={classes.wait}>{error ? 'The moments of this case cannot be listed now.' : ''}</span>
        </div>
      </div>
    );
  }
  const { items } = moments;
  const last = items.length - 1;
  const at = past.version === null ? last : Math.max(0, past.version - (items[0]?.version ?? 1));
  const goTo = (index: number) => past.goTo(items[Math.min(last, Math.max(0, index))]?.version ?? null);
  const here = items[at];
  return (
    <section className={classes.foot} aria-label="Time travel">
      {past.version === null || here === undefined ? null : (
        <div className={classes.banner}>
          <IconHistory size={18} aria-hidden />
          <p>
            You are looking at <strong>{instantText(here.at, zone)}</strong>, event {here.version} of {moments.version}
            <span className={classes.title}>: {here.title}</span>. Nothing can be changed here.
          </p>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            onClick={() => past.goTo(null)}
          >
            Back to now
          </Button>
          <TravelKeys past={past} back={() => goTo(at - 1)} on={() => goTo(at + 1)} />
          <SayMoment
            words={`${instantText(here.at, zone)}, event ${here.version} of ${moments.version}, ${here.title}`}
          />
        </div>
      )}
      <div className={classes.bar}>
        <Button
          className={classes.travel}
          variant={past.version === null ? 'default' : 'light'}
          aria-pressed={past.version !== null}
          disabled={last < 1}
          leftSection={<IconHistory size={16} aria-hidden />}
          onClick={() => (past.version === null ? goTo(last - 1) : past.goTo(null))}
        >
          Time travel
        </Button>
        <ActionIcon aria-label="Event before" disabled={at <= 0} onClick={() => goTo(at - 1)}>
          <IconPlayerSkipBack size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label="Event after" disabled={at >= last} onClick={() => goTo(at + 1)}>
          <IconPlayerSkipForward size={16} aria-hidden />
        </ActionIcon>
        <TimeTrack moments={moments} at={at} zone={zone} onMove={goTo} />
        <Button
          className={classes.forward}
          variant="default"
          aria-haspopup="dialog"
          leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
          onClick={() => setForward(true)}
        >
          <span className={classes.words}>Run forward {DAYS} days</span>
          <span className={classes.short}>{DAYS} days</span>
        </Button>
      </div>
      <RunForward caseId={caseId} days={DAYS} opened={forward} onClose={() => setForward(false)} />
    </section>
  );
}

/** Only while one travels: otherwise the arrows belong to the page. */
function TravelKeys({ past, back, on }: { past: PastMoment; back: () => void; on: () => void }) {
  const group = 'Time travel';
  useHotkeys([
    { keys: 'ArrowLeft', label: 'Event before', group, run: back },
    { keys: 'ArrowRight', label: 'Event after', group, run: on },
    { keys: 'Escape', label: 'Back to now', group, run: () => past.goTo(null) },
  ]);
  return null;
}

/** Says where one has arrived, once it is clear that one stays. */
function SayMoment({ words }: { words: string }) {
  useEffect(() => {
    const timer = setTimeout(() => announce(`You are looking at ${words}.`), 600);
    return () => clearTimeout(timer);
  }, [words]);
  return null;
}
