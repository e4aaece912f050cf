/** Small facts of a row as text: injury, last contact, urgency. */
import { longDay, shortDay } from '../../components/dates';
import { many } from '../../components/numbers';
import { urgencyWords, type UrgencyWords } from '../../components/urgency-words';
import type { ActOn } from '../../components/do-next';
import type { BoardRow } from './board-query';

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** "Left shoulder, 14 Aug" */
export function injuryText({ injury, today }: BoardRow): string | null {
  if (injury === null) return null;
  const day =
    injury.on === null ? null : injury.on.slice(0, 4) === today.slice(0, 4) ? shortDay(injury.on) : longDay(injury.on);
  const parts = [injury.bodyPart === null ? null : capital(injury.bodyPart), day].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

export interface ContactText {
  readonly text: string;
  readonly tone: 'red' | 'amber' | 'none';
}

/** "8 business days ago"; amber from near the limit of silence, red past it. */
export function contactText({ contact }: BoardRow): ContactText | null {
  if (contact === null) return null;
  const { businessDays: n, limit } = contact;
  if (n === null) return { text: 'No contact yet', tone: 'amber' };
  if (n <= 0) return { text: 'Contact today', tone: 'none' };
  return { text: `${many(n, 'business day')} ago`, tone: n > limit ? 'red' : n === limit ? 'amber' : 'none' };
}

export function urgencyOf(row: BoardRow): UrgencyWords {
  const { facts } = row;
  const waits = facts['reauthorizationStatus'] === 'requested';
  const requestedOn = facts['reauthorizationReceivedOn'];
  return urgencyWords(row.urgency, {
    today: row.today,
    requestedOn: waits && typeof requestedOn === 'string' ? requestedOn : null,
    unbilledCents: row.unbilledCents,
    nextTitle: row.next?.title ?? null,
  });
}

export const actOn = (row: BoardRow): ActOn => ({
  id: row.id,
  kind: row.kind,
  today: row.today,
  owner: row.owner,
  followUpOn: row.followUpOn,
  adjuster: row.contact?.adjuster ?? null,
});

/** How a row is called where one name is needed: a preview, a checkbox. */
export const rowName = (row: BoardRow): string => row.claimNumber ?? row.patient.name ?? 'this case';
