/** Which facts stand at the top of a case of each kind, in words, and which fields of the record each rests on. Pure. */
import type { Case } from '../../api/case';
import { authorizationNumber, detailText, silenceOf } from '../../components/case-detail';
import { codeWords, codeWordsInside } from '../../components/code-words';
import { dayText, longDay } from '../../components/dates';
import { many, moneyText } from '../../components/numbers';

export interface HeaderFact {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'amber' | 'red';
  /** Names in the answer about sources. */
  readonly fields: readonly string[];
}

const NONE = 'none';
type Text = string | null | undefined;

export function factsOf(theCase: Case, today: string): HeaderFact[] {
  return theCase.kind === 'wc' ? wcFacts(theCase, today) : denialFacts(theCase, today);
}

const text = (theCase: Case, name: string): Text => {
  const value = theCase.facts[name];
  return typeof value === 'string' ? value : null;
};
const number = (theCase: Case, name: string): number | null => {
  const value = theCase.facts[name];
  return typeof value === 'number' ? value : null;
};
const day = (on: Text, today: string): string => (on ? dayText(on, today) : NONE);

function wcFacts(theCase: Case, today: string): HeaderFact[] {
  const injuredOn = text(theCase, 'injuredOn') ?? detailText(theCase, 'injuredOn');
  return [
    {
      label: 'Worker',
      value: theCase.patient.name ?? detailText(theCase, 'patient.name') ?? NONE,
      fields: ['details.patient'],
    },
    { label: 'Employer', value: detailText(theCase, 'employer') ?? NONE, fields: ['details.employer'] },
    {
      label: 'Date of injury',
      value: injuredOn ? longDay(injuredOn) : NONE,
      fields: ['injuredOn', 'details.injuredOn'],
    },
    { label: 'Body part', value: detailText(theCase, 'bodyPart') ?? NONE, fields: ['details.bodyPart'] },
    { label: 'Adjuster', value: detailText(theCase, 'adjuster.name') ?? NONE, fields: ['details.adjuster'] },
    lastContact(theCase, today),
    authorization(theCase, today),
    visitsUsed(theCase),
  ];
}

function lastContact(theCase: Case, today: string): HeaderFact {
  const on = text(theCase, 'lastContactOn');
  const silence = silenceOf(theCase);
  const ago = silence === null || on === null ? '' : `, ${many(silence.businessDays, 'business day')} silent`;
  return {
    label: 'Last contact',
    value: `${day(on, today)}${theCase.flags.includes('silent') ? ago : ''}`,
    ...(theCase.flags.includes('silent') ? { tone: 'amber' as const } : {}),
    fields: ['lastContactOn'],
  };
}

function authorization(theCase: Case, today: string): HeaderFact {
  const id = text(theCase, 'authorizationId');
  const limit = number(theCase, 'visitsAuthorized');
  const ends = text(theCase, 'authorizationEndsOn');
  const named = id ? authorizationNumber(theCase, id) : null;
  const parts = [named, limit === null ? null : many(limit, 'visit'), ends ? `to ${dayText(ends, today)}` : null];
  const value = id ? parts.filter(Boolean).join(', ') || 'no limit, no end' : NONE;
  const isOver = theCase.flags.includes('lapsed');
  const isSoon = theCase.flags.includes('expiring');
  return {
    label: 'Authorization',
    value,
    ...(isOver ? { tone: 'red' as const } : isSoon ? { tone: 'amber' as const } : {}),
    fields: ['authorizationEndsOn', 'visitsAuthorized', 'authorizationStartsOn'],
  };
}

function visitsUsed(theCase: Case): HeaderFact {
  const used = number(theCase, 'visitsUsed');
  const limit = number(theCase, 'visitsAuthorized');
  const isOver = theCase.flags.includes('visits-exhausted');
  const isNear = theCase.flags.includes('visit-capped');
  return {
    label: 'Visits used',
    value: used === null ? NONE : limit === null ? String(used) : `${used} of ${limit}`,
    ...(isOver ? { tone: 'red' as const } : isNear ? { tone: 'amber' as const } : {}),
    fields: ['visitsUsed'],
  };
}

function denialFacts(theCase: Case, today: string): HeaderFact[] {
  const outstanding = number(theCase, 'outstandingCents');
  const denied = number(theCase, 'deniedCents');
  const deadline = text(theCase, 'appealDeadlineOn');
  const filed = text(theCase, 'appealFiledOn');
  const subject = text(theCase, 'subject') ?? theCase.subject;
  const closing = theCase.flags.includes('appeal-window-closing');
  const closed = theCase.flags.includes('appeal-window-closed');
  return [
    {
      label: 'Patient',
      value: theCase.patient.name ?? detailText(theCase, 'patient.name') ?? NONE,
      fields: ['details.patient'],
    },
    { label: 'Payer', value: theCase.payer.name ?? NONE, fields: ['payerId', 'details.payerName'] },
    { label: 'Subject', value: subject ? codeWords(subject) : NONE, fields: ['subject'] },
    { label: 'Priority', value: codeWords(theCase.priority), fields: ['priority'] },
    { label: 'Denied', value: denied === null ? NONE : moneyText(denied), fields: ['deniedCents'] },
    { label: 'Outstanding', value: outstanding === null ? NONE : moneyText(outstanding), fields: ['outstandingCents'] },
    { label: 'Denied on', value: day(text(theCase, 'deniedOn'), today), fields: ['deniedOn'] },
    {
      label: 'Appeal by',
      value: filed ? `filed ${dayText(filed, today)}` : day(deadline, today),
      ...(closed ? { tone: 'red' as const } : closing ? { tone: 'amber' as const } : {}),
      fields: filed ? ['appealFiledOn'] : ['appealDeadlineOn'],
    },
    {
      label: 'Follow up by',
      value: day(theCase.followUpOn, today),
      ...(theCase.followUpOn !== null && theCase.followUpOn <= today ? { tone: 'red' as const } : {}),
      fields: ['followUpOn'],
    },
    { label: 'Last action', value: lastAction(theCase, today), fields: ['lastAction', 'lastActionOn'] },
  ];
}

function lastAction(theCase: Case, today: string): string {
  const action = text(theCase, 'lastAction');
  if (!action) return NONE;
  const on = text(theCase, 'lastActionOn');
  return on ? `${codeWords(action)}, ${dayText(on, today)}` : codeWordsInside(action);
}
