/** What a WC case knows that identifies a person or is free text: stays in Postgres, never reaches the workflow. */
import { z } from 'zod';

export const PreferredContact = z.enum(['phone', 'text', 'email', 'mail', 'employer', 'other']);
export type PreferredContact = z.infer<typeof PreferredContact>;

const text = (most: number) => z.string().trim().min(1).max(most);

/** Facts beside the case, in the words of its fields [A01-A06, R28]. */
export const WcDetails = z.strictObject({
  claimNumber: text(60).optional().describe('Claim number'),
  patient: z
    .strictObject({
      name: text(200).describe('Injured worker'),
      dateOfBirth: z.iso.date().optional().describe('Date of birth'),
      phone: text(40).optional().describe('Phone'),
      email: z.email().max(254).optional().describe('E-mail'),
      preferredContact: PreferredContact.optional().describe('Preferred contact'),
      accountNumber: text(60).optional().describe('Patient account number'),
    })
    .optional()
    .describe('Injured worker'),
  employer: text(200).optional().describe('Employer'),
  employment: text(200).optional().describe('Employment: occupation and kind'),
  payerName: text(200).optional().describe('Payer'),
  claimsAdministrator: text(200).optional().describe('Claims administrator'),
  jurisdiction: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
    .optional()
    .describe('Jurisdiction of the injury'),
  adjuster: z
    .strictObject({
      name: text(200).describe('Adjuster name'),
      email: z.email().max(254).optional().describe('Adjuster e-mail'),
      phone: text(40).optional().describe('Adjuster phone'),
      fax: text(40).optional().describe('Adjuster fax'),
    })
    .optional()
    .describe('Adjuster name and contact'),
  injuredOn: z.iso.date().optional().describe('Date of injury'),
  injuryType: text(200).optional().describe('Type of accident'),
  bodyPart: text(200).optional().describe('Body part'),
  authorizationNumbers: z
    .array(z.strictObject({ authorizationId: z.uuid(), number: text(60) }))
    .max(100)
    .optional()
    .describe('Authorization numbers as the payer writes them'),
  description: text(4_000).optional().describe('Description'),
  tags: z.array(text(40)).max(30).optional().describe('Tags'),
});
export type WcDetails = z.infer<typeof WcDetails>;
