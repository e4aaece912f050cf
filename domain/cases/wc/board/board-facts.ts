/** What a row of the board is judged by: the case's stored facts with their types back, and the day it is judged on. */
import type { PracticeCalendar } from '../../../calendar';
import { ruleOf, type RuleSnapshot } from '../../../kernel';
import { expiringRule, reauthorizationRule, silenceRule, unbilledRule } from '../rules';
import type { BillingStatus, ReauthorizationStatus, TreatmentStatus, VisitsStatus, WindowStatus } from '../status';

export interface BoardVisit {
  readonly visitId: string;
  readonly on: string;
  readonly status: 'booked' | 'completed' | 'canceled';
  readonly covered: boolean;
}

/** As the projection stored them; a fact that an older row lacks is null. */
export interface BoardFacts {
  readonly flags: readonly string[];
  readonly owned: boolean;
  readonly window: WindowStatus;
  readonly visitsStatus: VisitsStatus;
  readonly authorizationId: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly limit: number | null;
  readonly used: number;
  readonly booked: number;
  readonly authorizations: number;
  readonly coveredThroughOn: string | null;
  readonly exhaustion: { readonly by: 'visits' | 'date'; readonly on: string; readonly basis: string } | null;
  /** Earliest first. */
  readonly visits: readonly BoardVisit[];
  readonly treatment: TreatmentStatus;
  readonly treatmentCompletedOn: string | null;
  readonly billing: BillingStatus;
  readonly unbilledSince: string | null;
  readonly request: {
    readonly status: ReauthorizationStatus;
    readonly requestId: string | null;
    readonly receivedOn: string | null;
    readonly decidedOn: string | null;
  };
  readonly lastContactOn: string | null;
  /** The day from which silence counts by the rule: a contact, or the start of the case. */
  readonly silentSince: string | null;
  readonly followUpOn: string | null;
  readonly claimDeniedOn: string | null;
  readonly lastPaymentOn: string | null;
  readonly returnToWorkOn: string | null;
  readonly nextClockOn: string | null;
}

/** Columns of the case row that facts come from. */
export interface StoredCase {
  readonly flags: readonly string[];
  readonly owned: boolean;
  readonly followUpOn: string | null;
  readonly nextClockOn: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly visits: readonly BoardVisit[];
  readonly requestId: string | null;
  readonly silentSince: string | null;
}

export function boardFactsOf({ facts, ...row }: StoredCase): BoardFacts {
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : null);
  const number = (name: string) => (typeof facts[name] === 'number' ? facts[name] : null);
  const [by, on, basis] = [text('exhaustionBy'), text('exhaustionOn'), text('exhaustionBasis')];
  return {
    flags: row.flags,
    owned: row.owned,
    window: (text('authorizationStatus') as WindowStatus | null) ?? 'none',
    visitsStatus: (text('visitsStatus') as VisitsStatus | null) ?? 'within',
    authorizationId: text('authorizationId'),
    startsOn: text('authorizationStartsOn'),
    endsOn: text('authorizationEndsOn'),
    limit: number('visitsAuthorized'),
    used: number('visitsUsed') ?? 0,
    booked: number('visitsBooked') ?? 0,
    authorizations: number('authorizationsCount') ?? 0,
    coveredThroughOn: text('coveredThroughOn'),
    exhaustion: by !== null && on !== null && basis !== null ? { by: by as 'visits' | 'date', on, basis } : null,
    visits: row.visits.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    treatment: (text('treatmentStatus') as TreatmentStatus | null) ?? 'notStarted',
    treatmentCompletedOn: text('treatmentCompletedOn'),
    billing: (text('billingStatus') as BillingStatus | null) ?? 'nothing',
    unbilledSince: text('unbilledSince'),
    request: {
      status: (text('reauthorizationStatus') as ReauthorizationStatus | null) ?? 'none',
      requestId: row.requestId,
      receivedOn: text('reauthorizationReceivedOn'),
      decidedOn: text('reauthorizationDecidedOn'),
    },
    lastContactOn: text('lastContactOn'),
    silentSince: row.silentSince,
    followUpOn: row.followUpOn,
    claimDeniedOn: text('claimDeniedOn'),
    lastPaymentOn: text('lastPaymentOn'),
    returnToWorkOn: text('returnToWorkOn'),
    nextClockOn: row.nextClockOn,
  };
}

/** The day a row is judged on: the practice's date, its calendar, and the numbers of its rules. */
export interface BoardDay {
  readonly today: string;
  readonly calendar: PracticeCalendar;
  /** Calendar days before its end from which an authorization is called expiring. */
  readonly expiringDays: number;
  readonly silentDays: number;
  readonly requestDays: number;
  readonly unbilledDays: number;
  readonly unbilledFrom: 'treatment-complete' | 'visit';
}

export function boardDayOf(rules: RuleSnapshot, today: string): BoardDay {
  const unbilled = ruleOf(rules, unbilledRule).params;
  return {
    today,
    calendar: rules.calendar,
    expiringDays: ruleOf(rules, expiringRule).params.leadDays,
    silentDays: ruleOf(rules, silenceRule).params.businessDays,
    requestDays: ruleOf(rules, reauthorizationRule).params.businessDays,
    unbilledDays: unbilled.businessDays,
    unbilledFrom: unbilled.countFrom,
  };
}
