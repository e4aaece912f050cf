/** The words a WC case may use as codes, and the shapes its facts share. Lists and patterns only. */
import { z } from 'zod';

/** A civil date a case can be about; outside these years a typing slip is certain. */
export const CaseDate = z.iso.date().refine((on) => on >= '1950-01-01' && on <= '2099-12-31', {
  error: 'must lie between 1950 and 2099',
});

/** The end of 2099 in UTC, epoch ms. */
export const LAST_INSTANT = 4_102_444_799_999;

/** A practice's own code: a service (treatment, chiropractic, mri), a milestone, a kind of document. */
export const Code = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);

/** Where a value comes from [A16]. */
export const Source = z.enum(['portal', 'ehr', 'billing', 'manual']);
export type Source = z.infer<typeof Source>;

export const ContactChannel = z.enum(['email', 'fax', 'call', 'portal', 'letter', 'other']);
export type ContactChannel = z.infer<typeof ContactChannel>;

export const RequestKind = z.enum(['extend', 'expand']);
export type RequestKind = z.infer<typeof RequestKind>;

export const Decision = z.enum(['approved', 'denied', 'withdrawn']);
export type Decision = z.infer<typeof Decision>;

export const Resolution = z.enum(['paid', 'settled', 'returned-to-work', 'denied', 'transferred', 'other']);
export type Resolution = z.infer<typeof Resolution>;

export const CancelReason = z.enum(['opened-in-error', 'duplicate', 'not-work-related', 'patient-left', 'other']);
export type CancelReason = z.infer<typeof CancelReason>;

export const DocumentStatus = z.enum(['requested', 'received', 'missing']);
export type DocumentStatus = z.infer<typeof DocumentStatus>;

export const WorkKind = z.enum(['full', 'modified']);
export type WorkKind = z.infer<typeof WorkKind>;

export const Owner = z.union([z.strictObject({ userId: z.uuid() }), z.strictObject({ teamId: z.uuid() })]);

/** Cents; the largest amount keeps sums exact. */
export const Cents = z.int().min(0).max(100_000_000_000);

/** No authorization reaches this; more is a typing slip. */
export const VisitCount = z.int().min(0).max(1_000);

/** Bounds on what one case carries, so that its state stays far below Temporal's payload limit. */
export const MOST_AUTHORIZATIONS = 100;
export const MOST_VISITS = 1_000;
export const MOST_DOCUMENTS = 200;
export const MOST_SUBMISSIONS = 500;
/** Of one authorization; the timeline has all of them. */
export const MOST_DETERMINATIONS = 50;
