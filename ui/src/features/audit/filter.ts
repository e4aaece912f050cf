/** The filter of the trail as it stands in the page's address, and as the server takes it. */
import { momentOf } from '../../components/zoned';
import type { AuditFilter, Purpose } from './queries';

export const purposes: readonly Purpose[] = ['treatment', 'payment', 'operations', 'emergency'];

export interface Asked {
  readonly actor: string | null;
  readonly action: string | null;
  readonly outcome: string | null;
  readonly purpose: Purpose | null;
  readonly caseId: string | null;
  readonly patientId: string | null;
  readonly requestId: string | null;
  /** Civil days in the clinic's zone, both included. */
  readonly from: string | null;
  readonly to: string | null;
}

const names = ['actor', 'action', 'outcome', 'caseId', 'patientId', 'requestId'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function askedIn(search: URLSearchParams): Asked {
  const text = (name: string) => search.get(name)?.trim() || null;
  const day = (name: string) => (DAY.test(search.get(name) ?? '') ? search.get(name) : null);
  const [actor, action, outcome, caseId, patientId, requestId] = names.map(text) as [...(string | null)[]] as [
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
  ];
  const purpose = purposes.find((one) => one === search.get('purpose')) ?? null;
  return { actor, action, outcome, purpose, caseId, patientId, requestId, from: day('from'), to: day('to') };
}

export function searchOf(asked: Asked): URLSearchParams {
  const set = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(set);
}

/** The day after, as a civil date. */
function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

const startOf = (day: string, zone: string): string => new Date(momentOf(zone, `${day}T00:00`) ?? 0).toISOString();

export function filterOf({ from, to, ...rest }: Asked, zone: string): AuditFilter {
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return {
    ...set,
    ...(from === null ? {} : { from: startOf(from, zone) }),
    ...(to === null ? {} : { to: startOf(dayAfter(to), zone) }),
  };
}

/** An id out of what a person pasted: the id itself, or the address of its page. */
export function idIn(text: string): string | null {
  return /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.exec(text)?.[0].toLowerCase() ?? null;
}
