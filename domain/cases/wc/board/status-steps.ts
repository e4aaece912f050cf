/** The chain of a case as four steps, with the one it stands on [A12]: treating, complete, submitted, paid. */
import type { BoardFacts } from './board-facts';

export const stepWords = ['not-started', 'treating', 'complete', 'submitted', 'denied', 'paid'] as const;
export type StepWord = (typeof stepWords)[number];

export interface StatusSteps {
  /** Steps that are done, 0 to 4; the next one is where the case stands. */
  readonly done: number;
  readonly now: StepWord;
}

export function statusStepsOf({ treatment, billing }: Pick<BoardFacts, 'treatment' | 'billing'>): StatusSteps {
  if (billing === 'denied') return { done: 2, now: 'denied' };
  if (treatment !== 'complete') return { done: 0, now: treatment === 'treating' ? 'treating' : 'not-started' };
  if (billing === 'paid') return { done: 4, now: 'paid' };
  return billing === 'submitted' ? { done: 2, now: 'submitted' } : { done: 1, now: 'complete' };
}
