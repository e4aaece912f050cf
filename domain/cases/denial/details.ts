/** What a denial case knows that identifies a person or is free text: stays in Postgres, never reaches the workflow. */
import { z } from 'zod';

const text = (most: number) => z.string().trim().min(1).max(most);

/** Facts beside the case, in the words of its fields [H06, H07, H09, H11]. */
export const DenialDetails = z.strictObject({
  patient: z
    .strictObject({
      name: text(200).describe('Patient'),
      dateOfBirth: z.iso.date().optional().describe('Date of birth'),
      accountNumber: text(60).optional().describe('Patient account number'),
      memberId: text(60).optional().describe('Member id at the payer'),
    })
    .optional()
    .describe('Patient of the claims on the case'),
  payerName: text(200).optional().describe('Payer'),
  payerReference: text(80).optional().describe("The payer's claim control number"),
  claimNumbers: z.array(text(60)).max(500).optional().describe('Claim numbers as billing shows them'),
  remarkCodes: z
    .array(z.string().regex(/^[A-Z]{1,2}\d{1,4}$/))
    .max(100)
    .optional()
    .describe('Remark codes (RARC)'),
  description: text(4_000).optional().describe('Description: source of the denial, investigations underway'),
  tags: z.array(text(40)).max(30).optional().describe('Tags'),
});
export type DenialDetails = z.infer<typeof DenialDetails>;
