/** Works on many items at once, some at a time; stops between items when told to. */

/**
 * Runs `work` for each item, at most `lanes` at once, beginning no further item once `stop()` says so or one has failed.
 * @throws the first failure, after the items under way have ended.
 */
export async function sideBySide<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
  stop: () => boolean,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length && failures.length === 0 && !stop()) {
      const item = items[next++] as T;
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failures.length > 0) throw failures[0];
}
