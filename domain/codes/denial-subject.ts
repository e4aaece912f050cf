/** What a denial is about, in the words a biller sorts by; it knows no payer and no code list. */
import { z } from 'zod';

/** The subjects a denial case can carry (H08); `other` is for what nobody has sorted yet. */
export const DenialSubject = z.enum([
  'authorization exceeded',
  'service not covered',
  'duplicate charges',
  'patient responsibility',
  'coordination of benefits',
  'bundling',
  'medical necessity',
  'timely filing',
  'modifier or coding',
  'fee schedule',
  'eligibility',
  'information missing',
  'contractual',
  'other',
]);
export type DenialSubject = z.infer<typeof DenialSubject>;
