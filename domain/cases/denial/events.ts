/** What a denial case starts from and the events it accepts: shapes only, ids, codes, dates, counts and cents. */
import { z } from 'zod';
import { Priority } from '../../effects';
import type { Actor, CaseEvent, EventDefinition } from '../../kernel';
import * as v from './vocabulary';

const on = z.iso.date();
const unique = (items: readonly string[]) => new Set(items).size === items.length;
const codes = v.CarcCodes.refine(unique, { error: 'name a code twice; list each code once' });
const intervalDays = z.int().min(1).max(260);
const windowDays = z.int().min(1).max(730);
const newClaims = z
  .array(v.CaseClaim)
  .min(1)
  .max(v.MOST_CLAIMS)
  .refine((claims) => unique(claims.map((c) => c.claimId)), { error: 'name a claim twice; list each claim once' });

/** Facts of a new denial case [H01-H03, H06, H08, H10, H12, H15, H16]. */
export const OpenData = z
  .strictObject({
    claims: newClaims,
    carcCodes: codes,
    /** Without it the routing table names the subject. */
    subject: v.SubjectCode.optional(),
    priority: Priority,
    /** Date of the denial or its remittance: the appeal window counts from it. */
    deniedOn: on,
    /** Instant (epoch ms) the denial reached the practice; by default the opening of the case [L14]. */
    receivedAt: z.int().nonnegative().optional(),
    serviceFrom: on.optional(),
    deniedCents: v.Cents,
    outstandingCents: v.Cents,
    followUpOn: on.optional(),
    owner: v.Owner.optional(),
    payerId: z.uuid().optional(),
    payerClass: v.PayerClass.optional(),
    /** The payer's own terms, where the practice keeps them; otherwise the rules decide. */
    followUpIntervalDays: intervalDays.optional(),
    appealWindowDays: windowDays.optional(),
    sourceImportId: z.uuid().optional(),
  })
  .refine((d) => d.serviceFrom === undefined || d.serviceFrom <= d.deniedOn, {
    path: ['deniedOn'],
    error: 'lies before the date of service; correct one of the two',
  });
export type OpenData = z.infer<typeof OpenData>;

const data = {
  'work.started': z.strictObject({}),
  'action.taken': z.strictObject({ action: v.ActionCode, on, expectedBy: on.optional() }),
  'payer.responded': z.strictObject({ outcome: v.ResponseOutcome, on, amountCents: v.Cents.optional() }),
  'work.resumed': z.strictObject({}),
  'payment.posted': z.strictObject({ claimId: z.uuid().optional(), amountCents: v.Cents.min(1), on }),
  'case.resolved': z.strictObject({ outcome: v.Resolution }),
  'case.canceled': z.strictObject({ reason: v.CancelReason }),
  'case.reopened': z.strictObject({}),
  'case.assigned': z.strictObject({ owner: v.Owner.nullable() }),
  'claims.added': z.strictObject({ claims: newClaims }),
  'claims.removed': z.strictObject({ claimIds: z.array(z.uuid()).min(1).max(v.MOST_CLAIMS) }),
  'carc.added': z.strictObject({ codes }),
  'carc.resolved': z.strictObject({ codes }),
  'carc.unresolved': z.strictObject({ codes }),
  'amounts.updated': z.strictObject({ deniedCents: v.Cents, outstandingCents: v.Cents }),
  /** What is left out stays: a priority for many cases leaves each its subject. */
  'classification.set': z
    .strictObject({ subject: v.SubjectCode.optional(), priority: Priority.optional() })
    .refine((d) => d.subject !== undefined || d.priority !== undefined, {
      error: 'names neither subject nor priority',
    }),
  'denial.received': z.strictObject({
    claimId: z.uuid(),
    carcCodes: codes,
    deniedOn: on,
    amountCents: v.Cents,
    importId: z.uuid(),
  }),
  'followUp.set': z.strictObject({ on }),
  'followUp.cleared': z.strictObject({}),
  'payer.termsSet': z.strictObject({
    payerClass: v.PayerClass,
    followUpIntervalDays: intervalDays.nullable(),
    appealWindowDays: windowDays.nullable(),
  }),
  'task.done': z.strictObject({ key: z.string().min(1).max(120) }),
} as const;

export type DenialEventType = keyof typeof data;
export type DataOf<T extends DenialEventType> = z.infer<(typeof data)[T]>;
export type DenialEvent = {
  [T in DenialEventType]: {
    readonly type: T;
    readonly at: number;
    readonly commandId: string;
    readonly actor: Actor;
  } & DataOf<T>;
}[DenialEventType];

/** The data of an event that has passed its schema: the kernel validates before a chart sees it. */
export function dataOf<T extends DenialEventType>(_type: T, event: unknown): DataOf<T> {
  return event as CaseEvent & DataOf<T>;
}

const say = <T extends DenialEventType>(
  type: T,
  title: string,
  by: EventDefinition['by'] = 'anyone',
): EventDefinition => ({
  data: data[type],
  title,
  by,
});

/** Every event with its button text and who may send it. */
export const events: Readonly<Record<DenialEventType, EventDefinition>> = {
  'work.started': say('work.started', 'Start work'),
  'action.taken': say('action.taken', 'Record the action taken'),
  'payer.responded': say('payer.responded', "Record the payer's response"),
  'work.resumed': say('work.resumed', 'Resume work'),
  'payment.posted': say('payment.posted', 'Record a payment'),
  'case.resolved': say('case.resolved', 'Resolve case'),
  'case.canceled': say('case.canceled', 'Cancel case'),
  'case.reopened': say('case.reopened', 'Reopen case', 'manager'),
  'case.assigned': say('case.assigned', 'Assign owner'),
  'claims.added': say('claims.added', 'Add claims'),
  'claims.removed': say('claims.removed', 'Remove claims'),
  'carc.added': say('carc.added', 'Add CARC codes'),
  'carc.resolved': say('carc.resolved', 'Mark CARC codes resolved'),
  'carc.unresolved': say('carc.unresolved', 'Mark CARC codes unresolved'),
  'amounts.updated': say('amounts.updated', 'Update amounts'),
  'classification.set': say('classification.set', 'Change subject or priority'),
  'denial.received': say('denial.received', 'Receive a further denial', 'system'),
  'followUp.set': say('followUp.set', 'Set follow-up date'),
  'followUp.cleared': say('followUp.cleared', 'Clear follow-up date'),
  'payer.termsSet': say('payer.termsSet', "Apply the payer's terms", 'system'),
  'task.done': say('task.done', 'Complete a task of the case', 'system'),
};
