/** The dates people type: which are read as what, which are refused, and how a column decides about 3/11. */
import * as fc from 'fast-check';
import { noEvidence, orderOf, readDate, settle, weigh } from '../../../../activities/imports/wc-audit/dates';
import { addDays } from '../../../../domain/calendar';
import { readAll } from './read';

const window = { latestYear: 2041 };
const us = (cell: string | number) => settle(readDate(cell, window), 'mdy');

test.each([
  ['2026-11-03', '2026-11-03'],
  ['2026-11-03T00:00:00.000Z', '2026-11-03'],
  ['2026/11/3', '2026-11-03'],
  ['20261103', '2026-11-03'],
  ['11/3/2026', '2026-11-03'],
  ['11/03/26', '2026-11-03'],
  ['11-3-26', '2026-11-03'],
  ['11/3/2026 12:00 AM', '2026-11-03'],
  ['3-Nov-26', '2026-11-03'],
  ['03-NOV-2026', '2026-11-03'],
  ['3 November 2026', '2026-11-03'],
  ['Nov 3, 2026', '2026-11-03'],
  ['Sept. 3rd, 2026', '2026-09-03'],
  ['Tue, November 3, 2026', '2026-11-03'],
  ['46329', '2026-11-03'],
  ['2/29/2028', '2028-02-29'],
  ['1/5/87', '1987-01-05'],
])('A05 %s is read as %s', (text, on) => {
  expect(us(text)).toBe(on);
});

test('A05 a serial number in a workbook is the day the program shows', () => {
  expect(us(46_329)).toBe('2026-11-03');
  expect(us(46_329.75)).toBe('2026-11-03');
  expect(us(1)).toBeNull();
});

test.each(['2026-02-30', '2/30/2026', '13/13/2026', '0/5/2026', '31-Jun-26', '2/29/2027'])(
  '%s is not a real date',
  (text) => {
    expect(readDate(text, window)).toEqual({ kind: 'impossible' });
  },
);

test.each(['soon', '11/2026', '3', 'Foo 3, 2026', '1/2/3/4', '12', 'see notes'])('%s is no date at all', (text) => {
  expect(readDate(text, window)).toEqual({ kind: 'unknown' });
});

test('one date that only day-month order allows decides the whole column; without proof it is US', () => {
  const evidence = noEvidence();
  weigh(evidence, readDate('3/11/2026', window));
  expect(orderOf(evidence)).toBe('mdy');
  weigh(evidence, readDate('25/11/2026', window));
  expect(orderOf(evidence)).toBe('dmy');
  weigh(evidence, readDate('11/25/2026', window));
  expect(orderOf(evidence)).toBe('mixed');
});

test('each column decides for itself, and a mapping decides for all', async () => {
  const csv = 'Claim #,DOI,Last contact\nA,3/4/2026,3/4/2026\nB,25/4/2026,4/25/2026\n';
  const { rows, sheet } = await readAll(csv);
  expect(rows[0]).toMatchObject({ injuredOn: '2026-04-03', lastContactOn: '2026-03-04' });
  expect(Object.fromEntries(sheet.orders)).toEqual({ injuredOn: 'dmy', lastContactOn: 'mdy' });
  const mapped = await readAll('Claim #,DOI\nA,3/4/2026\n', { dateOrder: 'dmy' });
  expect(mapped.rows[0]).toMatchObject({ injuredOn: '2026-04-03' });
});

test('a column that proves both orders refuses the dates that could be either, and only those', async () => {
  const { rows, faults } = await readAll('Claim #,DOI\nA,13/4/2026\nB,4/13/2026\nC,3/4/2026\n');
  expect(rows.map((r) => r.injuredOn)).toEqual(['2026-04-13', '2026-04-13']);
  expect(faults).toEqual([{ row: 3, codes: ['date_ambiguous'] }]);
});

test('every day from 1950 to 2099 survives every way of writing it', () => {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 54_786 }), (days) => {
      const on = addDays('1950-01-01', days);
      const [y, m, d] = on.split('-').map(Number) as [number, number, number];
      const ways = [
        on,
        `${m}/${d}/${y}`,
        `${on.slice(5, 7)}-${on.slice(8)}-${y}`,
        `${d}-${months[m - 1]}-${y}`,
        `${months[m - 1]} ${d}, ${y}`,
        on.replaceAll('-', ''),
      ];
      for (const text of ways) expect([text, us(text)]).toEqual([text, on]);
      expect(us(days + 18_264)).toBe(on);
    }),
  );
});
