/** Working on many items at once: never more than asked for, and nothing begins after a stop or a failure. */
import { sideBySide } from '../../../activities/batches/side-by-side';

const items = Array.from({ length: 50 }, (_, n) => n);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('R13 every item is worked once, and no more than the lanes at a time', async () => {
  const seen: number[] = [];
  let now = 0;
  let most = 0;
  await sideBySide(
    items,
    4,
    async (n) => {
      now += 1;
      most = Math.max(most, now);
      await turn();
      seen.push(n);
      now -= 1;
    },
    () => false,
  );
  expect([...seen].sort((a, b) => a - b)).toEqual(items);
  expect(most).toBe(4);
});

test('R24 after a stop the items under way end and no further one begins', async () => {
  let begun = 0;
  let ended = 0;
  const work = async () => {
    begun += 1;
    await turn();
    ended += 1;
  };
  await sideBySide(items, 4, work, () => begun >= 8);
  expect([begun, ended]).toEqual([8, 8]);
});

test('a failure ends the page after the items under way, and is not swallowed', async () => {
  const ended: number[] = [];
  const work = async (n: number) => {
    await turn();
    if (n === 5) throw new Error('no database');
    ended.push(n);
  };
  await expect(sideBySide(items, 4, work, () => false)).rejects.toThrow('no database');
  expect(ended.length).toBeLessThan(12);
});
