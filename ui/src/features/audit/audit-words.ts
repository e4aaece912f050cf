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

/** What happens so often that its code would be a riddle in a list. */
const actions: Readonly<Record<string, string>> = {
  'me.read': 'Own rights read',
  'case.stream': 'Live updates',
  'session.open': 'Signed in',
  'session.close': 'Signed out',
  'session.end': 'Session ended',
  'people.list': 'People listed',
  'people.show': 'Person shown',
  'people.invite': 'Person invited',
  'people.change': 'Person changed',
  'people.send-link': 'Link sent',
  'people.work.read': 'Work of a person counted',
  'people.sessions.read': 'Sessions of a person listed',
  'password.invitation': 'Password chosen, invitation',
  'password.reset': 'Password chosen, reset',
  'second-factor.add': 'Second factor added',
  'audit.search': 'Trail searched',
  'audit.verify': 'Chain checked',
  'audit.export': 'Trail exported',
};

/** "case.timeline.read" as "Case timeline read" */
export function actionWords(action: string): string {
  const known = actions[action];
  if (known !== undefined) return known;
  const words = action.replaceAll(/[.-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Neither done nor refused: a step on the way. */
const steps: Readonly<Record<string, string>> = {
  enrolment: 'Second factor to set up',
  'second-factor': 'Code asked for',
  closed: 'Closed',
  pending: 'Under way',
};

const good = new Set(['ok', 'applied', 'opened', 'finished']);

export function outcomeOf(outcome: string): readonly [words: string, tone: Tone] {
  if (/^[23]\d\d$/.test(outcome) || good.has(outcome)) return ['Done', 'green'];
  const step = steps[outcome];
  if (step !== undefined) return [step, 'neutral'];
  const words = outcome.replaceAll('_', ' ');
  return [`${words.charAt(0).toUpperCase()}${words.slice(1)}`, 'red'];
}

export function actorName({ actor }: AuditEntry): string {
  if (actor.name !== null) return actor.name;
  if (actor.type === 'user') return 'An unknown account';
  return actor.type === 'anonymous' ? 'Nobody signed in' : actor.id;
}
