/** A batch remembers by which codes and dates its cases were chosen, and no name that somebody searched for. */
import { keptFilter } from '../../api/kept-filter';

test('I9 what a person types into the filter of a batch is used and not kept', () => {
  const kept = keptFilter({ kind: 'wc', open: true, q: 'zqxvkw ren\u00e9e', tag: ['zqxvkw'], subject: ['zqxvkw'] });
  expect(kept).toEqual({ kind: 'wc', open: true, q: '(not kept)', tag: '(not kept)', subject: '(not kept)' });
});

test('rows that were ticked are the items of the batch: the filter keeps how many', () => {
  const id = '2b3c1f0e-7a4d-4c7e-9a51-0d7a6f1c2e3b';
  expect(keptFilter({ ids: [id], exceptIds: [id, id] })).toEqual({ ids: 1, exceptIds: 2 });
});

test('a filter without words is kept as it was asked', () => {
  expect(keptFilter({ kind: 'denial', stage: ['New'] })).toEqual({ kind: 'denial', stage: ['New'] });
});
