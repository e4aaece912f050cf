/** What happened, in the past tense: titles for entries of a timeline, and who did it. */
import type { TimelineEntry } from '../api/case';
import { codeWords, codeWordsInside } from './code-words';

type Data = Readonly<Record<string, unknown>>;
const word = (data: Data, name: string): string => (typeof data[name] === 'string' ? String(data[name]) : '');

const contact: Readonly<Record<string, readonly [out: string, into: string]>> = {
  call: ['Called', 'Call from'],
  email: ['E-mailed', 'E-mail from'],
  fax: ['Faxed', 'Fax from'],
  portal: ['Wrote in the portal to', 'Portal message from'],
  letter: ['Wrote to', 'Letter from'],
  other: ['Contacted', 'Contact by'],
};

function contactWords(data: Data, whom: string): string {
  const [out, into] = contact[word(data, 'channel')] ?? ['Contacted', 'Contact by'];
  const reached = data['reached'] === false ? ', not reached' : '';
  return `${word(data, 'direction') === 'in' ? into : out} ${whom}${reached}`;
}

function noteWords(data: Data): string {
  const channel = word(data, 'channel');
  const whom = word(data, 'with');
  if (channel === 'note' || channel === '') return whom === '' ? 'Note' : `Note, ${codeWordsInside(whom)}`;
  return whom === '' ? codeWords(channel) : contactWords(data, `the ${codeWordsInside(whom)}`);
}

const past: Readonly<Record<string, string | ((data: Data) => string)>> = {
  'case.opened': 'Case opened',
  'case.started': 'Work started',
  'work.started': 'Work started',
  'work.resumed': 'Work resumed',
  'case.assigned': 'Owner changed',
  'case.resolved': (d) => `Resolved: ${codeWordsInside(word(d, 'outcome'))}`,
  'case.canceled': (d) => `Canceled: ${codeWordsInside(word(d, 'reason'))}`,
  'case.reopened': 'Reopened',
  'authorization.recorded': 'Authorization recorded',
  'authorization.changed': 'Authorization changed',
  'authorization.withdrawn': 'Authorization withdrawn',
  'visit.booked': (d) => (d['override'] === true ? 'Visit booked against the check' : 'Visit booked'),
  'visit.completed': 'Visit completed',
  'visit.canceled': 'Visit canceled',
  'visits.counted': 'Visits used counted',
  'reauthorization.requested': 'Re-authorization requested',
  'reauthorization.decided': (d) => `Re-authorization ${word(d, 'decision') || 'decided'}`,
  'adjuster.contacted': (d) => contactWords(d, 'the adjuster'),
  'note.added': noteWords,
  'treatment.completed': 'Treatment complete',
  'treatment.resumed': 'Treatment resumed',
  'claim.submitted': 'Claim submitted',
  'claim.denied': 'Claim denied',
  'payment.posted': 'Payment posted',
  'followUp.set': 'Follow-up date set',
  'followUp.cleared': 'Follow-up date cleared',
  'returnToWork.recorded': 'Return to work recorded',
  'milestone.recorded': (d) => `Milestone: ${codeWordsInside(word(d, 'code'))}`,
  'document.changed': (d) => `${codeWords(word(d, 'kind') || 'document')} ${word(d, 'status')}`.trim(),
  'action.taken': (d) => codeWords(word(d, 'action') || 'Action taken'),
  'payer.responded': (d) => `Payer answered: ${codeWordsInside(word(d, 'outcome')) || 'see the note'}`,
  'claims.added': 'Claims added',
  'claims.removed': 'Claims removed',
  'carc.added': 'CARC codes added',
  'carc.resolved': 'CARC codes resolved',
  'carc.unresolved': 'CARC codes open again',
  'amounts.updated': 'Amounts updated',
  'classification.set': 'Subject or priority changed',
  'denial.received': 'Further denial received',
  'payer.termsSet': "Payer's terms applied",
  'clock.moved': 'Deadline moved',
  'task.done': 'Task done',
  'task.added': 'Task added',
  'rules.published': 'Rules changed',
  'effect.failed': 'Something could not be carried out',
};

/** "Called the adjuster", "Visit completed"; a clock that fired has its own name. */
export function happenedWords({
  type,
  title,
  data,
  receipt,
}: Pick<TimelineEntry, 'type' | 'title' | 'data' | 'receipt'>): string {
  if (receipt) return title;
  const found = past[type];
  if (found === undefined) return title;
  return typeof found === 'string' ? found : found(data);
}

/** "Wren Holloway", "a rule", "the system". */
export function actorWords({ actor, receipt }: Pick<TimelineEntry, 'actor' | 'receipt'>): string {
  if (actor.name !== null) return actor.name;
  if (receipt) return 'rule';
  return actor.type === 'system' ? 'system' : 'somebody you do not work with';
}
