/** Periods by their names, as civil dates counted back from a day. */
const DAY_MS = 86_400_000;

/** `day` moved by whole calendar days. */
export function daysFrom(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export interface NamedPeriod {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The usual periods up to today, today included. */
export const namedPeriods = (today: string): NamedPeriod[] => [
  { name: 'Last 30 days', from: daysFrom(today, -29), to: today },
  { name: 'Last 90 days', from: daysFrom(today, -89), to: today },
  { name: 'This year', from: `${today.slice(0, 4)}-01-01`, to: today },
  { name: 'Last 12 months', from: daysFrom(today, -364), to: today },
];
