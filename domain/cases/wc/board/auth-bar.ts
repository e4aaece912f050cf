/** The bar that fuses the two clocks of an authorization, dates and visits, and says which runs out first [N11, R26]. */
import type { BoardDay, BoardFacts } from './board-facts';
import { toneOf, type Tone } from './urgency';

/**
 * visits-run-out, dates-run-out: on `on`. followed: another authorization goes on without a gap. ended, used-up: over.
 * finished: treatment is complete. starts: not yet. open: neither end nor prediction.
 */
export const barWords = [
  'visits-run-out',
  'dates-run-out',
  'followed',
  'ended',
  'used-up',
  'finished',
  'starts',
  'open',
] as const;
export type BarWords = (typeof barWords)[number];

export interface AuthBar {
  readonly authorizationId: string;
  readonly used: number;
  readonly booked: number;
  /** null: no limit on visits. */
  readonly limit: number | null;
  /** Booked beyond the limit. */
  readonly beyond: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly says: BarWords;
  readonly on: string | null;
  /** The day rests on the pace so far and not on bookings. */
  readonly byPace: boolean;
  readonly tone: Tone;
  /** How many further authorizations the case holds. */
  readonly others: number;
}

/** null: the case has no authorization. */
export function authBarOf(facts: BoardFacts, day: BoardDay): AuthBar | null {
  const { authorizationId, startsOn, endsOn, used, booked, limit } = facts;
  if (authorizationId === null || startsOn === null) return null;
  return {
    authorizationId,
    used,
    booked,
    limit,
    beyond: limit === null ? 0 : Math.min(booked, Math.max(0, used + booked - limit)),
    startsOn,
    endsOn,
    others: Math.max(0, facts.authorizations - 1),
    ...saying(facts, startsOn, day),
  };
}

function saying(facts: BoardFacts, startsOn: string, day: BoardDay): Pick<AuthBar, 'says' | 'on' | 'byPace' | 'tone'> {
  const { endsOn, limit, used, exhaustion, coveredThroughOn } = facts;
  const said = (says: BarWords, on: string | null, tone: Tone = 'plain', byPace = false) => ({
    says,
    on,
    byPace,
    tone,
  });
  if (facts.treatment === 'complete') return said('finished', endsOn);
  if (endsOn !== null && endsOn < day.today) return said('ended', endsOn, 'red');
  if (startsOn > day.today) return said('starts', startsOn);
  if (limit !== null && used >= limit) return said('used-up', exhaustion?.on ?? null, 'red');
  if (exhaustion?.by === 'visits') {
    return said('visits-run-out', exhaustion.on, toneOf(exhaustion.on, day), exhaustion.basis === 'pace');
  }
  if (endsOn === null) return said('open', null);
  const goesOn = facts.authorizations > 1 && (coveredThroughOn === null || coveredThroughOn > endsOn);
  if (goesOn) return said('followed', coveredThroughOn ?? endsOn);
  return said('dates-run-out', endsOn, toneOf(endsOn, day));
}
