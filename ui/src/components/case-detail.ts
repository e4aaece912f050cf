/** The structures of a case's `detail` with their types: what its chart keeps and the API passes on as open records. */
import type { Case } from '../api/case';

export interface Determination {
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly visitsLimit: number | null;
  readonly source: string;
  readonly determinedOn: string | null;
}

export interface Authorization extends Determination {
  readonly authorizationId: string;
  readonly service: string;
  readonly withdrawnOn: string | null;
  readonly earlier: readonly Determination[];
  readonly effectiveEndsOn: string | null;
  readonly used: number;
  readonly booked: number;
  readonly remaining: number | null;
  readonly percentUsed: number | null;
  readonly expired: boolean;
}

export interface Visit {
  readonly visitId: string;
  readonly on: string;
  readonly service: string;
  readonly authorizationId: string | null;
  readonly status: 'booked' | 'completed' | 'canceled';
  readonly covered: boolean;
}

export interface Prediction {
  readonly first: 'visits' | 'date';
  readonly on: string;
  readonly basis: 'bookings' | 'pace' | 'dates';
}

export interface Request {
  readonly requestId: string;
  readonly kind: string;
  readonly receivedAt: number;
  readonly decision: string | null;
  readonly decidedOn: string | null;
}

export interface CaseDocument {
  readonly documentId: string;
  readonly kind: string;
  readonly status: string;
  readonly on: string;
}

export interface Silence {
  readonly since: string;
  readonly calendarDays: number;
  readonly businessDays: number;
}

type Detailed = Pick<Case, 'detail'>;

function list<T>({ detail }: Detailed, name: string): readonly T[] {
  const found = detail[name];
  return Array.isArray(found) ? (found as T[]) : [];
}

function one<T>({ detail }: Detailed, name: string): T | null {
  const found = detail[name];
  return typeof found === 'object' && found !== null ? (found as T) : null;
}

export const authorizationsOf = (it: Detailed) => list<Authorization>(it, 'authorizations');
/** Booked and completed, by day. */
export const visitsOf = (it: Detailed) =>
  list<Visit>(it, 'visits').toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
export const predictionOf = (it: Detailed) => one<Prediction>(it, 'exhaustion');
export const requestOf = (it: Detailed) => one<Request>(it, 'reauthorization');
export const documentsOf = (it: Detailed) => list<CaseDocument>(it, 'documents');
export const milestonesOf = (it: Detailed) => list<{ code: string; on: string }>(it, 'milestones');
export const silenceOf = (it: Detailed) => one<Silence>(it, 'silence');

/** A text of the details: `employer`, `patient.name`. */
export function detailText({ details }: Pick<Case, 'details'>, path: string): string | null {
  let at: unknown = details;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null) return null;
    at = (at as Record<string, unknown>)[step];
  }
  return typeof at === 'string' ? at : null;
}

/** How the payer writes the number of an authorization, where that is known. */
export function authorizationNumber({ details }: Pick<Case, 'details'>, id: string): string | null {
  const numbers = details['authorizationNumbers'];
  if (!Array.isArray(numbers)) return null;
  const found = (numbers as { authorizationId?: unknown; number?: unknown }[]).find((n) => n.authorizationId === id);
  return typeof found?.number === 'string' ? found.number : null;
}

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
