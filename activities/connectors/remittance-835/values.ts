/** Reads X12 money, quantities and dates exactly; it never guesses and never uses fractions of a number type. */

const MONEY = /^(-?)(\d*)(?:\.(\d*))?$/;
/** Beyond this many digits before the point a sum of cents could leave the exact integers. */
const MAX_WHOLE_DIGITS = 12;

/** Decimal text to integer cents; null when it is no plain decimal, has fractions of a cent or is too large. */
export function parseCents(text: string): number | null {
  const parts = MONEY.exec(text);
  if (!parts) return null;
  const whole = (parts[2] ?? '').replace(/^0+(?=\d)/, '');
  const fraction = parts[3] ?? '';
  if (whole === '' && fraction === '') return null;
  if (whole.length > MAX_WHOLE_DIGITS || /[1-9]/.test(fraction.slice(2))) return null;
  const cents = Number(whole || '0') * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'));
  return parts[1] === '-' && cents !== 0 ? -cents : cents;
}

/** A quantity as plain decimal text (`1.00` is `1`, `.50` is `0.5`); null when it is no plain decimal. */
export function parseQuantity(text: string): string | null {
  const parts = MONEY.exec(text);
  if (!parts || text.length > 20 || ((parts[2] ?? '') === '' && (parts[3] ?? '') === '')) return null;
  const whole = (parts[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  const value = fraction ? `${whole}.${fraction}` : whole;
  return parts[1] === '-' && value !== '0' ? `-${value}` : value;
}

/** CCYYMMDD to an ISO civil date; null when no such day exists (20260230). Years outside 1900-2199 are refused. */
export function parseDate(text: string): string | null {
  const parts = /^(19|20|21)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return null;
  const year = Number(text.slice(0, 4));
  const month = Number(parts[3]);
  const day = Number(parts[4]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${text.slice(0, 4)}-${parts[3] ?? ''}-${parts[4] ?? ''}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `CCYYMMDD-CCYYMMDD` to two ISO dates; null when either is no day or the end lies before the start. */
export function parseDateRange(text: string): { readonly from: string; readonly to: string } | null {
  const parts = /^(\d{8})-(\d{8})$/.exec(text);
  const from = parts && parseDate(parts[1] ?? '');
  const to = parts && parseDate(parts[2] ?? '');
  return from && to && from <= to ? { from, to } : null;
}

/** Cents as dollars for messages: -1234 is `-12.34`. */
export function formatCents(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
