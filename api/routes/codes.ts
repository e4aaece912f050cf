/** The codes of denials in our own words: adjustment groups, reason codes, and what a denial can be about (H08, H10). */
import { z } from 'zod';
import { ADJUSTMENT_GROUPS, DenialSubject, knownCarcs } from '../../domain/codes';
import { plain } from '../privacy/phi';
import { defineRoute } from '../route';

const Reason = plain(
  z.strictObject({ code: z.string(), text: z.string(), subject: z.string(), retired: z.boolean() }).describe('A CARC'),
);

const reasons = knownCarcs().map(({ code, text, subject, retired }) => ({ code, text, subject, retired }));
const groups = Object.entries(ADJUSTMENT_GROUPS).map(([code, text]) => ({ code, text }));
const subjects = [...DenialSubject.options];

export default defineRoute({
  method: 'get',
  path: '/codes',
  tag: 'Claims',
  summary: 'Lists group codes, reason codes (CARC) and subjects of denials, in plain words',
  description: 'A code that is not listed is kept and shown all the same.',
  permission: 'directory.read',
  answers: {
    200: z.strictObject({
      groups: z.array(plain(z.strictObject({ code: z.string(), text: z.string() }))),
      reasons: z.array(Reason),
      subjects: plain(z.array(z.string())),
    }),
  },
  audit: false,
  unaudited: 'A list of codes: the same for everybody, nothing of a patient.',
  handle: () => Promise.resolve({ status: 200 as const, body: { groups, reasons, subjects } }),
});
