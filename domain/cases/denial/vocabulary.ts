/** The words a denial case may use as codes. Lists and patterns only; what follows from a code is decided elsewhere. */
import { z } from 'zod';

export const SubjectCode = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);

/** Group code and reason code, as in CO-16 or PI-P12 [H10]. A code nobody knows is kept, never dropped. */
export const CarcCode = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,5}$/);
export const CarcCodes = z.array(CarcCode).min(1).max(50);

export const PayerClass = z.enum([
  'commercial',
  'medicare-ffs',
  'medicare-advantage',
  'medicaid',
  'workers-comp',
  'other',
]);
export type PayerClass = z.infer<typeof PayerClass>;

/** What the practice can do about a denial; each moves the case to Awaiting Payment [H20]. */
export const ActionCode = z.enum([
  'appeal-sent',
  'corrected-claim',
  'resubmitted',
  'called-payer',
  'documents-sent',
  'reconsideration',
  'other',
]);
export type ActionCode = z.infer<typeof ActionCode>;

/** The actions that use the appeal window: after one of them the window no longer threatens. */
export const filings: readonly ActionCode[] = ['appeal-sent', 'corrected-claim', 'resubmitted', 'reconsideration'];

export const ResponseOutcome = z.enum(['paid', 'partial', 'upheld', 'more-information', 'other']);
export type ResponseOutcome = z.infer<typeof ResponseOutcome>;

export const Resolution = z.enum([
  'paid',
  'partially-paid',
  'written-off',
  'patient-responsibility',
  'upheld',
  'duplicate',
  'other',
]);
export type Resolution = z.infer<typeof Resolution>;

export const CancelReason = z.enum(['opened-in-error', 'duplicate', 'paid-before-work', 'claim-voided', 'other']);
export type CancelReason = z.infer<typeof CancelReason>;

/** Cents; the largest amount keeps sums of 500 claims exact. */
export const Cents = z.int().min(0).max(100_000_000_000);

export const Owner = z.union([z.strictObject({ userId: z.uuid() }), z.strictObject({ teamId: z.uuid() })]);

/** `submissionId` null means all submissions of the claim; set, the case is bound to that version [H03]. */
export const CaseClaim = z.strictObject({ claimId: z.uuid(), submissionId: z.uuid().nullable() });
export type CaseClaim = z.infer<typeof CaseClaim>;
export const MOST_CLAIMS = 500;
