/** Answers allow, warn or block before a visit is confirmed [C03, C09]. Pure; the API and the chart ask the same way. */
import { diffDays, localDateOf } from '../../calendar';
import { ruleOf } from '../../kernel';
import { covering, endOf, exhaustion, spanAt, usageOf, type Exhaustion, type Usage } from './authorizations';
import type { WcContext } from './context';
import { expiringRule, visitCapRule, visitCheckRule, type Severity } from './rules';

export type ReasonCode =
  | 'case-closed'
  | 'no-authorization'
  | 'before-start'
  | 'after-end'
  | 'limit-reached'
  | 'near-limit'
  | 'expiring-soon'
  | 'reauthorization-pending';

export interface VisitReason {
  readonly code: ReasonCode;
  readonly severity: Severity;
  readonly text: string;
}

/** The authorization that would take the visit, as it stands without it. */
export interface VisitCoverage {
  readonly authorizationId: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** Last day of coverage without a gap, further authorizations included. */
  readonly coveredThrough: string | null;
  readonly limit: number | null;
  readonly used: number;
  readonly booked: number;
  /** Visits left when those booked are counted. */
  readonly free: number | null;
  readonly predicted: Exhaustion | null;
}

export interface VisitCheck {
  readonly verdict: Severity;
  readonly reasons: readonly VisitReason[];
  readonly coverage: VisitCoverage | null;
}

export interface VisitQuestion {
  /** Civil date of the visit. */
  readonly on: string;
  /** Instant of the question, epoch ms. */
  readonly at: number;
  readonly service?: string | undefined;
  /** A booked visit that is moved does not count against itself. */
  readonly visitId?: string | undefined;
  readonly authorizationId?: string | undefined;
}

const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
const worst = (reasons: readonly VisitReason[]): Severity =>
  reasons.some((r) => r.severity === 'block') ? 'block' : reasons.some((r) => r.severity === 'warn') ? 'warn' : 'allow';

/** Would an authorization cover this visit? Counts visits already booked; several authorizations: the one with room. */
export function checkVisit(context: WcContext, question: VisitQuestion): VisitCheck {
  const rule = ruleOf(context.rules, visitCheckRule);
  const service = question.service ?? context.service;
  const c = without(context, question.visitId);
  const candidates = covering(c, question.on, service)
    .filter((a) => question.authorizationId === undefined || a.authorizationId === question.authorizationId)
    .map((a) => usageOf(c, a));
  const takes = candidates.find((u) => free(u) === null || (free(u) ?? 0) > 0) ?? candidates[0];
  const coverage = takes ? coverageOf(c, takes, question, service) : null;
  if (rule.mode === 'off') return { verdict: 'allow', reasons: [], coverage };
  const reasons: VisitReason[] = [];
  const say = (code: ReasonCode, severity: Severity, text: string) => reasons.push({ code, severity, text });
  const p = rule.params;
  if (context.closedOn !== null) say('case-closed', 'warn', `The case was closed on ${context.closedOn}.`);
  if (!coverage) {
    const [code, text] = whyNot(c, question.on, service);
    say(code, p.notCovered, text);
  } else if (coverage.free !== null && coverage.free <= 0) {
    say('limit-reached', p.limitReached, `${countOf(coverage)}; this visit would exceed the limit.`);
  } else {
    nearLimit(c, coverage, (text) => say('near-limit', p.nearLimit, text));
    const through = coverage.coveredThrough;
    const lead = ruleOf(c.rules, expiringRule);
    const days = through === null ? null : diffDays(localDateOf(c.rules.calendar, question.at), through);
    if (lead.mode === 'on' && days !== null && days <= lead.params.leadDays) {
      const left = days < 0 ? 'that day has passed' : `${plural(days, 'day')} from today`;
      say('expiring-soon', p.expiringSoon, `The authorization ends on ${through}, ${left}.`);
    }
  }
  if (context.reauthorization?.decision === null) {
    const on = localDateOf(c.rules.calendar, context.reauthorization.receivedAt);
    say(
      'reauthorization-pending',
      p.reauthorizationPending,
      `The re-authorization requested on ${on} is not decided yet.`,
    );
  }
  return { verdict: worst(reasons), reasons, coverage };
}

function without(c: WcContext, visitId: string | undefined): WcContext {
  if (visitId === undefined || !c.visits.some((v) => v.visitId === visitId)) return c;
  return { ...c, visits: c.visits.filter((v) => v.visitId !== visitId) };
}

function free(u: Usage): number | null {
  const limit = u.authorization.visitsLimit;
  return limit === null ? null : limit - u.used - u.booked;
}

function coverageOf(c: WcContext, u: Usage, { on, at }: VisitQuestion, service: string): VisitCoverage {
  const a = u.authorization;
  const main = service === c.service;
  return {
    authorizationId: a.authorizationId,
    startsOn: a.startsOn,
    endsOn: endOf(a),
    coveredThrough: spanAt(c, on, service)?.to ?? null,
    limit: a.visitsLimit,
    used: u.used,
    booked: u.booked,
    free: free(u),
    predicted: main ? exhaustion(c, localDateOf(c.rules.calendar, at)) : null,
  };
}

function countOf(coverage: VisitCoverage): string {
  const { limit, used, booked } = coverage;
  return `${used + booked} of the ${plural(limit ?? 0, 'authorized visit')} are taken (${used} used, ${booked} booked)`;
}

function nearLimit(c: WcContext, coverage: VisitCoverage, say: (text: string) => void): void {
  const rule = ruleOf(c.rules, visitCapRule);
  if (rule.mode === 'on' && coverage.free !== null && coverage.free <= rule.params.margin) {
    say(`${countOf(coverage)}; ${plural(coverage.free, 'visit')} left before this one.`);
  }
}

function whyNot(c: WcContext, on: string, service: string): [ReasonCode, string] {
  const ended = spanAt(c, on, service);
  if (ended !== null && ended.to !== null && ended.to < on) {
    return ['after-end', `The authorization ended on ${ended.to}; no authorization covers ${on}.`];
  }
  const starts = c.authorizations
    .filter((a) => a.service === service && a.startsOn > on && (endOf(a) ?? '9999') >= a.startsOn)
    .map((a) => a.startsOn)
    .sort()[0];
  if (starts !== undefined) return ['before-start', `The authorization starts on ${starts}; none covers ${on}.`];
  return ['no-authorization', `No authorization for ${service} covers ${on}.`];
}
