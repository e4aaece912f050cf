/** Commands of one case take turns; cases do not wait for each other. */
import { Turns } from '../../commands/turns';

const gate = () => {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
};

test('at most eight commands of a case are under way, the others follow in the order they came', async () => {
  const turns = new Turns();
  const gates = Array.from({ length: 12 }, gate);
  const started: number[] = [];
  const all = gates.map((g, i) =>
    turns.take('a', async () => {
      started.push(i);
      await g.passed;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  gates[3]?.open();
  await all[3];
  await Promise.resolve();
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  for (const g of gates) g.open();
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('a case that is busy does not hold up another, and a failed command gives its turn back', async () => {
  const turns = new Turns();
  const block = gate();
  const busy = Array.from({ length: 8 }, () => turns.take('a', () => block.passed));
  await expect(turns.take('b', () => Promise.resolve('done'))).resolves.toBe('done');
  await expect(turns.take('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(turns.take('b', () => Promise.resolve('again'))).resolves.toBe('again');
  block.open();
  await Promise.all(busy);
});
