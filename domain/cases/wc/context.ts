/** What a WC case remembers between events: ids, codes, dates, counts and cents. Never a name, never free text. */
import { localDateOf } from '../../calendar';
import type { BaseContext, OpenInput, Owner } from '../../kernel';
import { OpenData, type NewAuthorization } from './events';
import type * as v from './vocabulary';

/** Dates and limit of one determination of the payer. */
export interface Determination {
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly visitsLimit: number | null;
  readonly source: v.Source;
  readonly determinedOn: string | null;
}

/** A number of visits within a date range [A19]; its earlier determinations stay for the read side [A14]. */
export interface Authorization extends Determination {
  readonly authorizationId: string;
  readonly service: string;
  /** First day on which it no longer counts. */
  readonly withdrawnOn: string | null;
  /** Visits used that the case does not list one by one; negative where a source counts fewer than are listed. */
  readonly unlistedUsed: number;
  readonly earlier: readonly Determination[];
}

export interface Visit {
  readonly visitId: string;
  readonly on: string;
  readonly service: string;
  readonly authorizationId: string | null;
  readonly status: 'booked' | 'completed' | 'canceled';
}

export interface Reauthorization {
  readonly requestId: string;
  readonly kind: v.RequestKind;
  readonly receivedAt: number;
  readonly decision: v.Decision | null;
  readonly decidedOn: string | null;
  /** An approval is recorded when its dates and visits are on the case; a denial is handled when its task is done. */
  readonly settled: boolean;
}

export interface Submission {
  readonly claimId: string | null;
  readonly on: string;
  /** Last day of treatment the claim bills. */
  readonly throughOn: string;
}

export interface WcContext extends BaseContext {
  readonly openedAt: number;
  /** The practice's date at the last event or firing: which authorization is current follows from it. */
  readonly asOf: string;
  readonly claimId: string | null;
  readonly sourceImportId: string | null;
  readonly jurisdiction: string | null;
  readonly injuredOn: string | null;
  readonly startedOn: string;
  readonly service: string;
  readonly owner: Owner | null;
  readonly assignedAt: number | null;
  readonly workStartedAt: number | null;
  readonly authorizations: readonly Authorization[];
  readonly visits: readonly Visit[];
  readonly reauthorization: Reauthorization | null;
  readonly lastContactOn: string | null;
  readonly lastReplyOn: string | null;
  readonly contacts: number;
  readonly silenceReminders: number;
  readonly silenceRemindedOn: string | null;
  readonly treatmentStarted: boolean;
  readonly treatmentStartedOn: string | null;
  readonly treatmentCompletedOn: string | null;
  readonly submissions: readonly Submission[];
  readonly claimDeniedOn: string | null;
  /** A person took the case back from Awaiting Payment; the next claim or payment ends it. */
  readonly workResumed: boolean;
  readonly payments: number;
  /** How many of them a person has checked. */
  readonly paymentsChecked: number;
  readonly paidCents: number;
  readonly lastPaymentOn: string | null;
  readonly paidInFullOn: string | null;
  readonly followUp: { readonly on: string; readonly setAt: number } | null;
  readonly returnToWork: { readonly on: string; readonly kind: v.WorkKind; readonly handled: boolean } | null;
  readonly milestones: readonly { readonly code: string; readonly on: string }[];
  readonly documents: readonly {
    readonly documentId: string;
    readonly kind: string;
    readonly status: v.DocumentStatus;
    readonly on: string;
  }[];
  /** Care delivered without cover, each visit once [F1]. */
  readonly lapses: readonly string[];
  /** Treatments beyond the authorization whose task was done. */
  readonly acknowledged: readonly string[];
  readonly outcome: v.Resolution | null;
  readonly cancelReason: v.CancelReason | null;
  readonly closedOn: string | null;
  readonly reopenings: number;
}

/** The authorization as the case keeps it. */
export function authorizationFrom(a: NewAuthorization, service: string): Authorization {
  const { startsOn, endsOn, visitsLimit, source, determinedOn } = a;
  return {
    authorizationId: a.authorizationId,
    service: a.service ?? service,
    startsOn,
    endsOn,
    visitsLimit,
    source,
    determinedOn: determinedOn ?? null,
    withdrawnOn: null,
    unlistedUsed: a.visitsUsed ?? 0,
    earlier: [],
  };
}

/** The context of a new case. `input.data` has passed `OpenData`; parsing it again only gives it its type. */
export function initialContext(input: OpenInput): WcContext {
  const d = OpenData.parse(input.data);
  const today = localDateOf(input.rules.calendar, input.at);
  const service = d.service ?? 'treatment';
  const authorizations = (d.authorizations ?? []).map((a) => authorizationFrom(a, service));
  const visits = (d.visits ?? []).map((visit) => visitFrom(visit, service, today));
  const treated =
    authorizations.some((a) => a.unlistedUsed > 0) ||
    visits.some((visit) => visit.status === 'completed') ||
    d.treatmentStartedOn !== undefined ||
    d.treatmentCompletedOn !== undefined ||
    d.treatment === 'treating';
  const worked =
    treated || authorizations.length > 0 || d.lastContactOn !== undefined || d.claimSubmittedOn !== undefined;
  const request = d.reauthorization;
  return {
    caseId: input.caseId,
    rules: input.rules,
    moves: {},
    openedAt: input.at,
    asOf: today,
    claimId: d.claimId ?? null,
    sourceImportId: d.sourceImportId ?? null,
    jurisdiction: d.jurisdiction ?? null,
    injuredOn: d.injuredOn ?? null,
    startedOn: earlier(d.startedOn, today),
    service,
    owner: d.owner ?? null,
    assignedAt: d.owner ? input.at : null,
    workStartedAt: worked ? input.at : null,
    authorizations,
    visits,
    reauthorization: request
      ? {
          requestId: request.requestId,
          kind: request.kind,
          // Nothing is received later than it is entered: a sender's clock may run ahead of ours.
          receivedAt: Math.min(request.receivedAt ?? input.at, input.at),
          decision: null,
          decidedOn: null,
          settled: false,
        }
      : null,
    lastContactOn: d.lastContactOn === undefined ? null : earlier(d.lastContactOn, today),
    lastReplyOn: d.lastContactOn === undefined ? null : earlier(d.lastContactOn, today),
    contacts: 0,
    silenceReminders: 0,
    silenceRemindedOn: null,
    treatmentStarted: treated,
    treatmentStartedOn: d.treatmentStartedOn ?? null,
    treatmentCompletedOn: d.treatmentCompletedOn ?? null,
    submissions: d.claimSubmittedOn ? [{ claimId: null, on: d.claimSubmittedOn, throughOn: d.claimSubmittedOn }] : [],
    claimDeniedOn: null,
    workResumed: false,
    payments: d.paymentPostedOn === undefined ? 0 : 1,
    paymentsChecked: 0,
    paidCents: d.paidCents ?? 0,
    lastPaymentOn: d.paymentPostedOn ?? null,
    paidInFullOn: null,
    followUp: d.followUpOn === undefined ? null : { on: d.followUpOn, setAt: input.at },
    returnToWork:
      d.returnToWorkOn === undefined
        ? null
        : { on: d.returnToWorkOn, kind: d.returnToWorkKind ?? 'full', handled: false },
    milestones: [],
    documents: [],
    lapses: [],
    acknowledged: [],
    outcome: null,
    cancelReason: null,
    closedOn: null,
    reopenings: 0,
  };
}

/** A visit in the future has not taken place, whatever the list says. */
function visitFrom(visit: NonNullable<OpenData['visits']>[number], service: string, today: string): Visit {
  const { visitId, on, status } = visit;
  return {
    visitId,
    on,
    service: visit.service ?? service,
    authorizationId: visit.authorizationId ?? null,
    status: on > today ? 'booked' : status,
  };
}

function earlier(on: string | undefined, today: string): string {
  return on !== undefined && on < today ? on : today;
}
