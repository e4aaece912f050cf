/** One line above everything when something is blocked: what, since when, and the first thing to do about it. */
import { Button } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import type { Case } from '../../api/case';
import { useZone } from '../../api/session';
import { predictionOf, visitsOf, authorizationsOf } from '../../components/case-detail';
import { dayIn, dayText } from '../../components/dates';
import { many } from '../../components/numbers';
import classes from './blocked-banner.module.css';

interface Props {
  readonly theCase: Case;
  onOpen(this: void, type: string): void;
}

interface Blocked {
  readonly text: string;
  readonly beside: string | null;
  readonly act: string;
}

export function BlockedBanner({ theCase, onOpen }: Props) {
  const today = dayIn(useZone());
  const blocked = blockedBy(theCase, today);
  if (blocked === null) return null;
  const act = theCase.allowed.find(({ type, ok }) => type === blocked.act && ok);
  return (
    <div className={classes.banner} role="status">
      <IconBan size={16} aria-hidden />
      <strong className={classes.text}>{blocked.text}</strong>
      {blocked.beside === null ? null : <span>{blocked.beside}</span>}
      {act && theCase.may.includes('case.send-event') ? (
        <Button size="compact-sm" variant="default" onClick={() => onOpen(blocked.act)}>
          {act.title}
        </Button>
      ) : null}
    </div>
  );
}

function blockedBy(theCase: Case, today: string): Blocked | null {
  const has = (flag: string) => theCase.flags.includes(flag);
  const prediction = predictionOf(theCase);
  const beside =
    prediction === null
      ? null
      : `${prediction.first === 'visits' ? 'Visits' : 'Dates'} run out ${prediction.basis === 'pace' ? '≈ ' : ''}${dayText(prediction.on, today)}`;
  if (has('uncovered-visit')) {
    const held = visitsOf(theCase).filter((visit) => visit.status === 'booked' && !visit.covered);
    const [first, ...more] = held;
    if (!first) return null;
    const day = dayText(first.on, today);
    const text =
      more.length === 0
        ? `${nameOfVisit(theCase, first.on)} is booked for ${day}. It is held until an authorization covers it.`
        : `${many(held.length, 'visit')} are booked and not covered, the first on ${day}. They are held.`;
    return { text, beside, act: 'reauthorization.requested' };
  }
  if (has('lapsed')) {
    return {
      text: 'The authorization has lapsed before treatment is complete. Visits stop until it is authorized again.',
      beside: null,
      act: 'reauthorization.requested',
    };
  }
  if (has('appeal-window-closed')) {
    return {
      text: 'The appeal window has closed. A manager decides what becomes of the case.',
      beside: null,
      act: 'case.resolved',
    };
  }
  return null;
}

/** "Visit 9 of 8" where the limit is what stands in the way. */
function nameOfVisit(theCase: Case, on: string): string {
  const current = authorizationsOf(theCase).find((a) => a.authorizationId === theCase.facts['authorizationId']);
  const end = current?.effectiveEndsOn ?? null;
  if (!current || current.visitsLimit === null || (end !== null && on > end))
    return 'A visit past the authorized dates';
  const ahead = visitsOf(theCase).filter((visit) => visit.status === 'booked' && visit.on <= on).length;
  return `Visit ${current.used + ahead} of ${current.visitsLimit}`;
}
