/** Marks what is in a list because the caller covers its owner (E4), and how urgent it is. */
import { z } from 'zod';
import type { RuleSource } from '../../commands/rule-source';
import type { Caller } from '../auth/caller';
import { CaseSummary } from './case-views';
import { TaskView, taskViewOf, type TaskRow } from './task-view';
import { calendarsOf, leftUntil, localDay, TimeLeft } from './time-left';

const CoverFor = z.uuid().nullable().describe('The absent user whose work it is and whom you cover; null: nobody');

export const ListedCase = z.strictObject({ ...CaseSummary.shape, coverFor: CoverFor }).meta({ id: 'ListedCase' });
export const ListedTask = z
  .strictObject({ ...TaskView.shape, left: TimeLeft, coverFor: CoverFor })
  .meta({ id: 'ListedTask' });

/** @param userId owner or assignee. */
const coverFor = (caller: Caller, userId: string | null | undefined): string | null =>
  userId !== null && userId !== undefined && caller.coversIds.includes(userId) ? userId : null;

export const listedCase = <C extends CaseSummary>(caller: Caller, item: C) => ({
  ...item,
  coverFor: coverFor(caller, item.owner?.type === 'user' ? item.owner.id : null),
});

/** @param now epoch ms. */
export async function listedTasks(
  rules: RuleSource,
  caller: Caller,
  rows: readonly TaskRow[],
  now: number,
): Promise<z.infer<typeof ListedTask>[]> {
  const placeOf = (row: TaskRow) => ({ practiceId: row.practice_id, jurisdiction: row.jurisdiction });
  const calendarOf = await calendarsOf(rules, rows.map(placeOf));
  return rows.map((row) => ({
    ...taskViewOf(row, now),
    left: leftUntil(calendarOf(placeOf(row)), localDay(row.zone, now), row.due_on),
    coverFor: coverFor(caller, row.assignee_user_id),
  }));
}
