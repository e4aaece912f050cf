/** People in words: how they stand with their sign-in. */
import type { Tone } from '../../components/status-badge';
import type { Person } from './queries';

export function standingOf(person: Person): readonly [words: string, tone: Tone] {
  if (!person.active) return ['Shut out', 'red'];
  if (person.kind === 'service') return ['Feed, by token', 'neutral'];
  if (person.signsInWith.length === 0) return ['Invited, not here yet', 'amber'];
  return person.hasSecondFactor ? ['Two factors', 'green'] : ['Password alone', 'outline'];
}
