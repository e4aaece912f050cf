/** CSV for spreadsheets: quoted as RFC 4180 says, and no cell runs. */
import { parse } from 'csv-parse/sync';
import { csvOf } from '../../api/csv';

test('commas, quotes, line breaks and blanks survive a reader', () => {
  const row = ['a,b', 'say "x"', 'two\r\nlines', ' blank ', '', 'plain'];
  const text = csvOf(['1', '2', '3', '4', '5', '6'], [row, [1, true, null, -5, 'x', 'y']]);
  expect(parse(text)).toEqual([['1', '2', '3', '4', '5', '6'], row, ['1', 'true', '', '-5', 'x', 'y']]);
});

test.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\uFF1D1'])(
  'a cell that begins as a formula is text: %j',
  (cell) => {
    const [[read = ''] = []] = parse(csvOf([], [[cell]])) as string[][];
    expect(read).toBe(`'${cell}`);
  },
);
