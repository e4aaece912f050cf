/** How dates, times and amounts read (UI.md, "Words, numbers, dates"). */
import { dayIn, dayText, instantText, longDay, timeText } from '../../ui/src/components/dates';
import { amountText, centsOf, countText, many, moneyText } from '../../ui/src/components/numbers';

test('N12 a civil date keeps its day in every time zone of the reader', () => {
  expect(dayText('2026-11-30', '2026-11-19')).toBe('Mon 30 Nov');
  expect(longDay('2026-09-02')).toBe('2 Sep 2026');
});

test('N12 a date far from today carries its year, one within eleven months does not', () => {
  expect(dayText('2027-11-30', '2026-11-19')).toBe('Tue 30 Nov 2027');
  expect(dayText('2027-10-19', '2026-11-19')).toBe('Tue 19 Oct');
});

test('R06 a time is the clinic’s, and its zone is named where the reader’s differs', () => {
  const at = '2026-11-20T16:00:00.000Z';
  expect(timeText(at, 'America/Los_Angeles')).toBe('8:00 am');
  expect(dayIn('America/Los_Angeles', '2026-11-20T07:59:00.000Z')).toBe('2026-11-19');
  expect(instantText(at, 'America/Los_Angeles')).toMatch(/^Fri 20 Nov( 2026)?, 8:00 am PST$/);
});

test('H31 amounts are cents until they are read', () => {
  expect(moneyText(781_525)).toBe('$7,815.25');
  expect(amountText(124_800)).toBe('1,248.00');
  expect(countText(1284)).toBe('1,284');
  expect([many(1, 'case'), many(2, 'case')]).toEqual(['1 case', '2 cases']);
});

test.each([
  ['$1,250.50', 125_050],
  ['1250.5', 125_050],
  ['12', 1_200],
  ['12.345', null],
  ['', null],
  ['-5', null],
  ['five', null],
])('H15 what a person types as an amount, "%s", is understood or refused, never guessed', (typed, cents) => {
  expect(centsOf(typed)).toBe(cents);
});
