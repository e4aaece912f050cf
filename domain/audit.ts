/** The words of the audit trail that more than one layer uses. Data only. */

/** Why somebody looked or acted: the purposes of 45 CFR 164.501, and the emergency of 164.312(a)(2)(ii). */
export const purposes = ['treatment', 'payment', 'operations', 'emergency'] as const;
export type Purpose = (typeof purposes)[number];
