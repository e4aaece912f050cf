/** What a WC case starts from and the events it accepts: shapes only, ids, codes, dates, counts and cents. */
import { z } from 'zod';
import { taskDone, type Actor, type CaseEvent, type EventDefinition } from '../../kernel';
import * as v from './vocabulary';

const on = v.CaseDate;
const visitsLimit = v.VisitCount.min(1).nullable();
const unique = (items: readonly string[]) => new Set(items).size === items.length;

const authorizationShape = {
  authorizationId: z.uuid(),
  /** By default the case's own service. */
  service: v.Code.optional(),
  startsOn: on,
  /** null: no end is set. */
  endsOn: on.nullable(),
  /** null: no limit on visits. */
  visitsLimit,
  /** Visits already used when the authorization is entered, beside those the case lists. */
  visitsUsed: v.VisitCount.optional(),
  source: v.Source,
  /** When the payer decided, where that is known. */
  determinedOn: on.optional(),
};

interface Dated {
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly visitsLimit: number | null;
  readonly visitsUsed?: number | undefined;
}
const endsAfterStart = (a: Dated) => a.endsOn === null || a.endsOn >= a.startsOn;
const withinLimit = (a: Dated) => a.visitsLimit === null || (a.visitsUsed ?? 0) <= a.visitsLimit;
const ENDS_FIRST = { path: ['endsOn'], error: 'lies before the start; correct one of the two' };
const ABOVE_LIMIT = { path: ['visitsUsed'], error: 'is above the authorized limit; correct one of the two' };

export const NewAuthorization = z
  .strictObject(authorizationShape)
  .refine(endsAfterStart, ENDS_FIRST)
  .refine(withinLimit, ABOVE_LIMIT);
export type NewAuthorization = z.infer<typeof NewAuthorization>;

const Request = z.strictObject({
  requestId: z.uuid(),
  kind: v.RequestKind,
  /** Instant (epoch ms) the payer received it, for example the fax confirmation; by default the entry itself. */
  receivedAt: z.int().min(0).max(v.LAST_INSTANT).optional(),
});

const ListedVisit = z.strictObject({
  visitId: z.uuid(),
  on,
  status: z.enum(['booked', 'completed']),
  service: v.Code.optional(),
  authorizationId: z.uuid().optional(),
});

/** Facts of a new WC case, also of one that has run elsewhere for months: it opens in its true state [A05-A12, B09]. */
export const OpenData = z
  .strictObject({
    /** The compensation claim, where it has an id: one active case per claim. */
    claimId: z.uuid().optional(),
    owner: v.Owner.optional(),
    /** What the case's own authorizations are for. */
    service: v.Code.optional(),
    injuredOn: on.optional(),
    /** Day the case began for the practice; by default the day of entry. Silence counts from it without a contact. */
    startedOn: on.optional(),
    jurisdiction: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
      .optional(),
    authorizations: z.array(NewAuthorization).max(v.MOST_AUTHORIZATIONS).optional(),
    visits: z.array(ListedVisit).max(v.MOST_VISITS).optional(),
    /** Last day on which the adjuster was contacted. */
    lastContactOn: on.optional(),
    treatment: z.enum(['not-started', 'treating', 'complete']).optional(),
    treatmentStartedOn: on.optional(),
    /** Says by itself that treatment is complete. */
    treatmentCompletedOn: on.optional(),
    claimSubmittedOn: on.optional(),
    paymentPostedOn: on.optional(),
    paidCents: v.Cents.optional(),
    reauthorization: Request.optional(),
    /** May be past: the follow-up is then due at once. */
    followUpOn: on.optional(),
    returnToWorkOn: on.optional(),
    returnToWorkKind: v.WorkKind.optional(),
    sourceImportId: z.uuid().optional(),
  })
  .refine((d) => unique((d.authorizations ?? []).map((a) => a.authorizationId)), {
    path: ['authorizations'],
    error: 'names an authorization twice; list each once',
  })
  .refine((d) => unique((d.visits ?? []).map((visit) => visit.visitId)), {
    path: ['visits'],
    error: 'names a visit twice; list each once',
  })
  .refine((d) => d.treatment === undefined || (d.treatment === 'complete') === (d.treatmentCompletedOn !== undefined), {
    path: ['treatmentCompletedOn'],
    error: 'belongs to a complete treatment and only to it',
  })
  .refine(({ treatmentStartedOn: from, treatmentCompletedOn: to }) => !from || !to || from <= to, {
    path: ['treatmentCompletedOn'],
    error: 'lies before the start of treatment; correct one of the two',
  })
  .refine((d) => d.paidCents === undefined || d.paymentPostedOn !== undefined, {
    path: ['paidCents'],
    error: 'needs the day of the payment',
  })
  .refine((d) => d.returnToWorkKind === undefined || d.returnToWorkOn !== undefined, {
    path: ['returnToWorkKind'],
    error: 'needs the day of the return to work',
  });
export type OpenData = z.infer<typeof OpenData>;

const data = {
  'case.started': z.strictObject({}),
  'case.assigned': z.strictObject({ owner: v.Owner.nullable() }),
  'case.resolved': z.strictObject({ outcome: v.Resolution }),
  'case.canceled': z.strictObject({ reason: v.CancelReason }),
  'case.reopened': z.strictObject({}),
  'work.resumed': z.strictObject({}),
  'authorization.recorded': NewAuthorization,
  'authorization.changed': z.strictObject({
    authorizationId: z.uuid(),
    startsOn: on.optional(),
    endsOn: on.nullable().optional(),
    visitsLimit: visitsLimit.optional(),
    source: v.Source,
    determinedOn: on.optional(),
  }),
  /** `on`: first day on which it no longer counts; by default the day of entry. */
  'authorization.withdrawn': z.strictObject({ authorizationId: z.uuid(), on: on.optional() }),
  'visit.booked': z.strictObject({
    visitId: z.uuid(),
    on,
    service: v.Code.optional(),
    authorizationId: z.uuid().optional(),
    /** Book although the check blocks it; the case is flagged. */
    override: z.boolean().optional(),
  }),
  'visit.completed': z.strictObject({
    visitId: z.uuid(),
    on,
    service: v.Code.optional(),
    authorizationId: z.uuid().optional(),
  }),
  'visit.canceled': z.strictObject({ visitId: z.uuid() }),
  'visits.counted': z.strictObject({ authorizationId: z.uuid(), used: v.VisitCount, source: v.Source.optional() }),
  'reauthorization.requested': Request,
  'reauthorization.decided': z.strictObject({
    requestId: z.uuid(),
    decision: v.Decision,
    /** By default the day of entry. */
    on: on.optional(),
    authorizationId: z.uuid().optional(),
  }),
  'adjuster.contacted': z.strictObject({
    channel: v.ContactChannel,
    direction: z.enum(['in', 'out']),
    on,
    reached: z.boolean(),
  }),
  'treatment.completed': z.strictObject({ on }),
  'treatment.resumed': z.strictObject({}),
  'claim.submitted': z.strictObject({ claimId: z.uuid().optional(), on, throughOn: on.optional() }),
  'claim.denied': z.strictObject({ claimId: z.uuid().optional(), on }),
  'payment.posted': z.strictObject({ on, amountCents: v.Cents.min(1), final: z.boolean() }),
  'followUp.set': z.strictObject({ on }),
  'followUp.cleared': z.strictObject({}),
  'returnToWork.recorded': z.strictObject({ on, kind: v.WorkKind }),
  'milestone.recorded': z.strictObject({ code: v.Code, on }),
  'document.changed': z.strictObject({
    documentId: z.uuid(),
    kind: v.Code,
    status: v.DocumentStatus,
    on: on.optional(),
  }),
} as const;

/** The chart answers `task.done` too; it belongs to the kernel, which names and checks it. */
const answered = { ...data, 'task.done': taskDone };

export type WcEventType = keyof typeof answered;
export type DataOf<T extends WcEventType> = z.infer<(typeof answered)[T]>;
export type WcEvent = {
  [T in WcEventType]: {
    readonly type: T;
    readonly at: number;
    readonly commandId: string;
    readonly actor: Actor;
  } & DataOf<T>;
}[WcEventType];

/** The data of an event that has passed its schema: the kernel validates before a chart sees it. */
export function dataOf<T extends WcEventType>(_type: T, event: unknown): DataOf<T> {
  return event as CaseEvent & DataOf<T>;
}

type OwnEventType = keyof typeof data;

const titles: Readonly<Record<OwnEventType, string>> = {
  'case.started': 'Start work',
  'case.assigned': 'Assign owner',
  'case.resolved': 'Resolve case',
  'case.canceled': 'Cancel case',
  'case.reopened': 'Reopen case',
  'work.resumed': 'Resume work',
  'authorization.recorded': 'Record authorization',
  'authorization.changed': 'Change authorization',
  'authorization.withdrawn': 'Withdraw authorization',
  'visit.booked': 'Book visit',
  'visit.completed': 'Record completed visit',
  'visit.canceled': 'Cancel visit',
  'visits.counted': 'Set visits used',
  'reauthorization.requested': 'Request re-authorization',
  'reauthorization.decided': 'Record decision on re-authorization',
  'adjuster.contacted': 'Log adjuster contact',
  'treatment.completed': 'Record treatment complete',
  'treatment.resumed': 'Resume treatment',
  'claim.submitted': 'Record claim submitted',
  'claim.denied': 'Record claim denied',
  'payment.posted': 'Record payment',
  'followUp.set': 'Set follow-up date',
  'followUp.cleared': 'Clear follow-up date',
  'returnToWork.recorded': 'Record return to work',
  'milestone.recorded': 'Record milestone',
  'document.changed': 'Change document status',
};
const restricted: Partial<Record<OwnEventType, EventDefinition['by']>> = { 'case.reopened': 'manager' };

/** Every event with its button text and who may send it. */
export const events = Object.fromEntries(
  (Object.keys(data) as OwnEventType[]).map((type): [OwnEventType, EventDefinition] => [
    type,
    { data: data[type], title: titles[type], by: restricted[type] ?? 'anyone' },
  ]),
) as Readonly<Record<OwnEventType, EventDefinition>>;
