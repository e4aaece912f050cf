/** What a denial can be about, as the chart's routing names it. */
export const subjects = [
  ...['authorization-exceeded', 'bundling', 'coding', 'coordination-of-benefits', 'duplicate-charges', 'eligibility'],
  ...['fee-schedule', 'medical-necessity', 'missing-information', 'patient-responsibility', 'service-not-covered'],
  ...['timely-filing', 'other'],
] as const;
