/** Amounts and counts as the field writes them. */
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const plainDollars = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const counts = new Intl.NumberFormat('en-US');

/** "$7,815.25" from integer cents. */
export const moneyText = (cents: number): string => dollars.format(cents / 100);
/** "7,815.25": for a column whose head carries the "$". */
export const amountText = (cents: number): string => plainDollars.format(cents / 100);
/** "1,284" */
export const countText = (n: number): string => counts.format(n);
/** "1 case", "1,284 cases" */
export const many = (n: number, one: string, several = `${one}s`): string =>
  `${countText(n)} ${n === 1 ? one : several}`;

/** Integer cents from what a person typed, "1,250.5" or "$1250.50"; null when it is no amount. */
export function centsOf(text: string): number | null {
  const bare = text.replaceAll(/[$,\s]/g, '');
  if (!/^\d{1,9}(\.\d{0,2})?$/.test(bare)) return null;
  const [whole = '0', part = ''] = bare.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
