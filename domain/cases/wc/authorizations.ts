/** Which authorization covers which day and visit, how many visits are left, and which limit comes first [A19, N11]. */
import { addDays, diffDays } from '../../calendar';
import type { Authorization, Visit, WcContext } from './context';

/** A date range without a gap, from one authorization or several that follow each other. `to` null: no end. */
export interface Span {
  readonly from: string;
  readonly to: string | null;
  readonly authorizations: readonly Authorization[];
}

/** One authorization with its visits counted [R26]. `remaining` and `percent` null: no limit. */
export interface Usage {
  readonly authorization: Authorization;
  readonly used: number;
  readonly booked: number;
  /** Not below zero. */
  readonly remaining: number | null;
  readonly percent: number | null;
}

export interface Allotment {
  readonly usage: ReadonlyMap<string, Usage>;
  /** Visits that no authorization covers, or beyond its limit. */
  readonly uncovered: readonly Visit[];
}

/** Its last day, also when it was withdrawn earlier. */
export function endOf(a: Authorization): string | null {
  if (a.withdrawnOn === null) return a.endsOn;
  const before = addDays(a.withdrawnOn, -1);
  return a.endsOn !== null && a.endsOn < before ? a.endsOn : before;
}

function isEmpty(a: Authorization): boolean {
  const end = endOf(a);
  return end !== null && end < a.startsOn;
}

export function covers(a: Authorization, on: string): boolean {
  const end = endOf(a);
  return a.startsOn <= on && (end === null || on <= end);
}

const endsFirst = (a: Authorization, b: Authorization) =>
  (endOf(a) ?? '9999') < (endOf(b) ?? '9999') ? -1 : (endOf(a) ?? '9999') > (endOf(b) ?? '9999') ? 1 : 0;

/** Authorizations for a service that cover the day, the one that ends first in front. */
export function covering(c: WcContext, on: string, service = c.service): Authorization[] {
  return c.authorizations.filter((a) => a.service === service && covers(a, on)).sort(endsFirst);
}

/** All spans of coverage for a service, earliest first. */
export function spans(c: WcContext, service = c.service): Span[] {
  const ordered = c.authorizations
    .filter((a) => a.service === service && !isEmpty(a))
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
  const out: Span[] = [];
  for (const a of ordered) {
    const last = out.at(-1);
    const end = endOf(a);
    if (last && (last.to === null || a.startsOn <= addDays(last.to, 1))) {
      const to = last.to === null || end === null ? null : end > last.to ? end : last.to;
      out[out.length - 1] = { from: last.from, to, authorizations: [...last.authorizations, a] };
    } else out.push({ from: a.startsOn, to: end, authorizations: [a] });
  }
  return out;
}

/** The span that covers the day, or the last one that ended before it. */
export function spanAt(c: WcContext, on: string, service = c.service): Span | null {
  return (
    spans(c, service)
      .filter((s) => s.from <= on)
      .at(-1) ?? null
  );
}

/** The next day after `on` on which an authorization starts. */
export function nextStart(c: WcContext, on: string): string | null {
  const starts = c.authorizations.filter((a) => a.service === c.service && !isEmpty(a) && a.startsOn > on);
  return starts.map((a) => a.startsOn).sort()[0] ?? null;
}

const cache = new WeakMap<WcContext, Allotment>();

/** Counts every visit against an authorization: the one it names, else the covering one with room that ends first. */
export function allot(c: WcContext): Allotment {
  const known = cache.get(c);
  if (known) return known;
  const counts = new Map(c.authorizations.map((a) => [a.authorizationId, { used: a.unlistedUsed, booked: 0 }]));
  const room = (a: Authorization) => {
    const n = counts.get(a.authorizationId);
    return a.visitsLimit === null || n === undefined || Math.max(0, n.used) + n.booked < a.visitsLimit;
  };
  const uncovered: Visit[] = [];
  for (const visit of inOrder(c.visits)) {
    const candidates = covering(c, visit.on, visit.service);
    const named = candidates.find((a) => a.authorizationId === visit.authorizationId);
    const takes = named ?? candidates.find(room) ?? candidates[0];
    if (takes === undefined || !room(takes)) uncovered.push(visit);
    const count = takes && counts.get(takes.authorizationId);
    if (count) count[visit.status === 'completed' ? 'used' : 'booked'] += 1;
  }
  const usage = new Map<string, Usage>();
  for (const a of c.authorizations) {
    const n = counts.get(a.authorizationId) ?? { used: 0, booked: 0 };
    const used = Math.max(0, n.used);
    const remaining = a.visitsLimit === null ? null : Math.max(0, a.visitsLimit - used);
    const percent = a.visitsLimit === null ? null : Math.round((100 * used) / a.visitsLimit);
    usage.set(a.authorizationId, { authorization: a, used, booked: n.booked, remaining, percent });
  }
  const result = { usage, uncovered };
  cache.set(c, result);
  return result;
}

/** Completed before booked, then by day: what has happened takes the places first. */
function inOrder(visits: readonly Visit[]): Visit[] {
  const rank = (v: Visit) => `${v.status === 'completed' ? 0 : 1}${v.on}${v.visitId}`;
  return visits.filter((v) => v.status !== 'canceled').sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

export function usageOf(c: WcContext, a: Authorization): Usage {
  const found = allot(c).usage.get(a.authorizationId);
  if (!found) throw new RangeError(`The authorization ${a.authorizationId} is not on the case.`);
  return found;
}

/** The authorization that counts on a day: the covering one with visits left that ends first, else any covering one. */
export function governing(c: WcContext, on: string): Usage | null {
  const all = covering(c, on).map((a) => usageOf(c, a));
  return all.find((u) => u.remaining === null || u.remaining > 0) ?? all[0] ?? null;
}

/** Visits left on the day, and with what follows without a gap. null: no limit, or nothing covers the day. */
export function visitsLeft(c: WcContext, on: string): { today: number; chain: number; booked: number } | null {
  const now = covering(c, on).map((a) => usageOf(c, a));
  if (now.length === 0 || now.some((u) => u.remaining === null)) return null;
  const today = sum(now.map((u) => u.remaining ?? 0));
  const later = (spanAt(c, on)?.authorizations ?? []).filter((a) => a.startsOn > on).map((a) => usageOf(c, a));
  const followed = later.some((u) => u.remaining === null);
  const chain = followed ? Number.MAX_SAFE_INTEGER : today + sum(later.map((u) => u.remaining ?? 0));
  return { today, chain, booked: sum([...now, ...later].map((u) => u.booked)) };
}

const sum = (items: readonly number[]) => items.reduce((a, b) => a + b, 0);

/** Which limit of the current authorization is reached first, and when [N11]. */
export interface Exhaustion {
  readonly first: 'visits' | 'date';
  readonly on: string;
  /** bookings: the booked visits use the limit up; pace: extrapolated from the visits so far; dates: only the end is known. */
  readonly basis: 'bookings' | 'pace' | 'dates';
}

export function exhaustion(c: WcContext, on: string): Exhaustion | null {
  const current = governing(c, on);
  if (!current) return null;
  const end = endOf(current.authorization);
  const visits = visitsRunOut(c, current);
  if (visits && (end === null || visits.on <= end)) return { first: 'visits', ...visits };
  if (end === null) return null;
  return { first: 'date', on: end, basis: visits?.basis ?? 'dates' };
}

/** With fewer than two visits there is no pace; with enough bookings none is needed. */
function visitsRunOut(c: WcContext, usage: Usage): { on: string; basis: 'bookings' | 'pace' } | null {
  const { authorization, remaining } = usage;
  if (remaining === null) return null;
  const days = c.visits
    .filter((v) => v.status !== 'canceled' && v.service === authorization.service && covers(authorization, v.on))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const booked = days.filter((v) => v.status === 'booked');
  const last = days.filter((v) => v.status === 'completed').at(-1);
  if (remaining === 0) return last ? { on: last.on, basis: 'bookings' } : null;
  const reaching = booked[remaining - 1];
  if (reaching) return { on: reaching.on, basis: 'bookings' };
  const [first, latest] = [days[0], days.at(-1)];
  if (!first || !latest || days.length < 2 || first.on === latest.on) return null;
  const gap = diffDays(first.on, latest.on) / (days.length - 1);
  return { on: addDays(latest.on, Math.ceil((remaining - booked.length) * gap)), basis: 'pace' };
}
