/** The bar of one authorization of a case, from what the server counted: which limit comes first, and when. Pure. */
import type { Case } from '../../api/case';
import type { AuthorizationBar } from '../../components/auth-bar';
import { authorizationsOf, predictionOf, type Authorization } from '../../components/case-detail';

/** Its own last day, also when it was withdrawn earlier. */
const endOf = (a: Authorization): string | null => a.effectiveEndsOn ?? a.endsOn;

export function barOf(theCase: Case, a: Authorization, today: string): AuthorizationBar {
  const { used, booked, visitsLimit: limit } = a;
  return {
    authorizationId: a.authorizationId,
    used,
    booked,
    limit,
    beyond: limit === null ? 0 : Math.min(booked, Math.max(0, used + booked - limit)),
    startsOn: a.startsOn,
    endsOn: endOf(a),
    others: 0,
    ...sayingOf(theCase, a, today),
  };
}

type Saying = Pick<AuthorizationBar, 'says' | 'on' | 'byPace' | 'tone'>;

function sayingOf(theCase: Case, a: Authorization, today: string): Saying {
  const end = endOf(a);
  const has = (...flags: readonly string[]) => flags.some((flag) => theCase.flags.includes(flag));
  const say = (says: Saying['says'], on: string | null, tone: Saying['tone'] = 'plain', byPace = false): Saying => ({
    ...{ says, on, byPace, tone },
  });
  const isCurrent = theCase.facts['authorizationId'] === a.authorizationId;
  if (theCase.facts['treatmentStatus'] === 'complete') return say('finished', end);
  if (a.expired) return say('ended', end, isCurrent && has('lapsed') ? 'red' : 'plain');
  if (a.startsOn > today) return say('starts', a.startsOn);
  if (!isCurrent) return say('open', end);
  const prediction = predictionOf(theCase);
  // The flags follow the rules of the practice; the browser knows no threshold.
  const tone = (soon: string) =>
    has('lapsed', 'uncovered-visit', 'visits-exhausted') ? 'red' : has(soon) ? 'amber' : 'plain';
  if (a.remaining === 0) return say('used-up', prediction?.on ?? null, 'red');
  if (prediction?.first === 'visits')
    return say('visits-run-out', prediction.on, tone('visit-capped'), prediction.basis === 'pace');
  if (end === null) return say('open', null);
  const through = theCase.facts['coveredThroughOn'];
  if (authorizationsOf(theCase).length > 1 && typeof through === 'string' && through > end)
    return say('followed', through);
  return say('dates-run-out', end, tone('expiring'));
}
