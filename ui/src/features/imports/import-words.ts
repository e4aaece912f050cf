/** Imports in words: their states, what became of rows, what cases and payments are called. */
import type { Tone } from '../../components/status-badge';
import { many } from '../../components/numbers';
import type { ImportView, RowOutcome } from './queries';

type State = ImportView['state'];

const states: Readonly<Record<State, readonly [words: string, tone: Tone]>> = {
  uploading: ['Arriving', 'accent'],
  queued: ['Waiting to start', 'accent'],
  running: ['Running', 'accent'],
  finished: ['Finished', 'green'],
  'already-imported': ['Imported before', 'neutral'],
  failed: ['Could not go on', 'red'],
  stopped: ['Stopped', 'amber'],
};

/** A dry run that has finished waits for a person. */
export function stateOf({ state, dryRun }: Pick<ImportView, 'state' | 'dryRun'>): readonly [words: string, tone: Tone] {
  if (dryRun && state === 'finished') return ['Checked, not imported', 'amber'];
  if (dryRun && state === 'running') return ['Checking', 'accent'];
  return states[state];
}

export const outcomes: readonly RowOutcome[] = ['created', 'updated', 'unchanged', 'refused'];

/** What became of a row; in a dry run, what would. */
export function outcomeWords(kind: ImportView['kind'], outcome: RowOutcome): string {
  const words: Readonly<Record<RowOutcome, string>> =
    kind === '835'
      ? { created: 'New claim', updated: 'Known claim', unchanged: 'Unchanged', refused: 'Not posted' }
      : { created: 'New case', updated: 'Updated', unchanged: 'Unchanged', refused: 'Refused' };
  return words[outcome];
}

export const outcomeTones: Readonly<Record<RowOutcome, Tone>> = {
  created: 'green',
  updated: 'accent',
  unchanged: 'neutral',
  refused: 'red',
};

/** "180 new cases" */
export function outcomeCount(kind: ImportView['kind'], outcome: RowOutcome, n: number): string {
  const things: Readonly<Record<RowOutcome, readonly [one: string, several: string]>> =
    kind === '835'
      ? {
          created: ['new claim', 'new claims'],
          updated: ['known claim', 'known claims'],
          unchanged: ['claim unchanged', 'claims unchanged'],
          refused: ['claim not posted', 'claims not posted'],
        }
      : {
          created: ['new case', 'new cases'],
          updated: ['case updated', 'cases updated'],
          unchanged: ['case unchanged', 'cases unchanged'],
          refused: ['row refused', 'rows refused'],
        };
  return many(n, ...things[outcome]);
}

const caseWords: Readonly<Record<string, readonly [one: string, several: string]>> = {
  case_would_open: ['denial case would open', 'denial cases would open'],
  case_would_join: ['denial would join an open case', 'denials would join open cases'],
  case_opened: ['denial case opened', 'denial cases opened'],
  case_joined: ['denial joined an open case', 'denials joined open cases'],
  case_told_of_payment: ['open case told of a payment', 'open cases told of payments'],
  case_told_of_reversal: ['open case told of a reversal', 'open cases told of reversals'],
  case_not_told: ['case could not be told', 'cases could not be told'],
};

export function caseCount(code: string, n: number): string {
  const words = caseWords[code];
  return words ? many(n, ...words) : many(n, code.replaceAll('_', ' '), code.replaceAll('_', ' '));
}

const partStates: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  posted: ['Posted', 'green'],
  held: ['Held, not posted', 'red'],
  'already-imported': ['Imported before', 'neutral'],
  refused: ['Refused', 'red'],
};
/** What became of a payment; in a dry run, what would. */
export function partState(outcome: string, dryRun: boolean): readonly [words: string, tone: Tone] {
  const [words, tone] = partStates[outcome] ?? [outcome, 'neutral'];
  return [dryRun && outcome === 'posted' ? 'Would be posted' : words, tone];
}

/** "New cases", below their number. */
export function outcomeThing(kind: ImportView['kind'], outcome: RowOutcome, n: number): string {
  const words = outcomeCount(kind, outcome, n).replace(/^[\d,]+ /, '');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
