/** The trail in words: what an action is called, and whether it went well. Codes stay beside them: they are what is on record. */
import type { Tone } from '../../components/status-badge';
import type { AuditEntry, Purpose } from './queries';

/** Beginnings of actions that reviewers look for, as the filter offers them. */
export const actionGroups: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'case.*', label: 'Cases: read, opened, changed' },
  { value: 'break-glass.*', label: 'Emergency access' },
  { value: 'session.*', label: 'Sign-in and sign-out' },
  { value: 'password.*', label: 'Passwords' },
  { value: 'second-factor.*', label: 'Second factors' },
  { value: 'token.*', label: 'Tokens' },
  { value: 'people.*', label: 'People and their roles' },
  { value: 'user.*', label: 'Where people work' },
  { value: 'team.*', label: 'Teams' },
  { value: 'cover.*', label: 'Covers' },
  { value: 'rules.*', label: 'Rules' },
  { value: 'import.*', label: 'Imports' },
  { value: 'batch.*', label: 'Changes in bulk' },
  { value: 'audit.*', label: 'The trail itself' },
];

export const purposeWords: Readonly<Record<Purpose, string>> = {
  treatment: 'Treatment',
  payment: 'Payment',
  operations: 'Operations',
  emergency: 'Emergency',
};

/** "case.timeline.read" as "Case timeline read" */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[.-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const good = new Set(['ok', 'applied', 'opened', 'finished']);

export function outcomeOf(outcome: string): readonly [words: string, tone: Tone] {
  if (/^[23]\d\d$/.test(outcome) || good.has(outcome)) return ['Done', 'green'];
  if (outcome === 'pending') return ['Under way', 'accent'];
  const words = outcome.replaceAll('_', ' ');
  return [`${words.charAt(0).toUpperCase()}${words.slice(1)}`, 'red'];
}

export function actorName({ actor }: AuditEntry): string {
  if (actor.name !== null) return actor.name;
  if (actor.type === 'user') return 'An unknown account';
  return actor.type === 'anonymous' ? 'Nobody signed in' : actor.id;
}
