/** Marks what is in a list because the caller covers its owner (E4). */
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { CaseSummary } from './case-views';
import { TaskView } from './tasks';

const CoverFor = z.uuid().nullable().describe('The absent user whose work it is and whom you cover; null: nobody');

export const ListedCase = z.strictObject({ ...CaseSummary.shape, coverFor: CoverFor }).meta({ id: 'ListedCase' });
export const ListedTask = z.strictObject({ ...TaskView.shape, coverFor: CoverFor }).meta({ id: 'ListedTask' });

/** @param userId owner or assignee. */
const coverFor = (caller: Caller, userId: string | null | undefined): string | null =>
  userId !== null && userId !== undefined && caller.coversIds.includes(userId) ? userId : null;

export const listedCase = <C extends CaseSummary>(caller: Caller, item: C) => ({
  ...item,
  coverFor: coverFor(caller, item.owner?.type === 'user' ? item.owner.id : null),
});

export const listedTask = (caller: Caller, item: z.infer<typeof TaskView>) => ({
  ...item,
  coverFor: coverFor(caller, item.assignee.userId),
});
