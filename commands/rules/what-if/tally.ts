/** Adds up what a draft would do to many cases: totals, flags, and new tasks by day and owner, live beside draft. */
import { localDateOf, type PracticeCalendar } from '../../../domain/calendar';
import type { NewTask, WhatIf } from '../../../domain/kernel';
import type { Horizon, HorizonDay } from './horizon';

/** New tasks of one owner, a number a day. `key`: user:<id>, team:<id>, role:<name>, or none. */
export interface OwnerLoad {
  readonly key: string;
  readonly live: readonly number[];
  readonly draft: readonly number[];
}

export interface WhatIfSummary {
  /** Live cases that were looked at, and those on which something changes at the publication. */
  readonly cases: number;
  readonly changed: number;
  /** Cases whose chart cannot be run with these rules. */
  readonly failed: number;
  readonly flagged: number;
  readonly cleared: number;
  readonly flags: readonly { readonly flag: string; readonly raised: number; readonly cleared: number }[];
  readonly clocks: {
    readonly moved: number;
    readonly cases: number;
    readonly atPublish: number;
    readonly sooner: number;
    readonly later: number;
    readonly started: number;
    readonly stopped: number;
  };
  /** Tasks at the publication itself. */
  readonly opened: number;
  readonly closed: number;
  /** New tasks of all the days. */
  readonly tasks: { readonly live: number; readonly draft: number };
  readonly days: readonly (HorizonDay & { readonly live: number; readonly draft: number })[];
  readonly owners: readonly OwnerLoad[];
}

const ownerKey = ({ owner, role }: NewTask): string => {
  if (owner) return 'userId' in owner ? `user:${owner.userId}` : `team:${owner.teamId}`;
  return role === null ? 'none' : `role:${role}`;
};

type Count = 'cases' | 'failed' | 'changed' | 'flagged' | 'cleared' | 'opened' | 'closed';

export class Tally {
  readonly #days: ReadonlyMap<string, number>;
  readonly #loads = new Map<string, { live: number[]; draft: number[] }>();
  readonly #flags = new Map<string, { raised: number; cleared: number }>();
  readonly #counts: Record<Count, number> = {
    ...{ cases: 0, failed: 0, changed: 0, flagged: 0, cleared: 0, opened: 0, closed: 0 },
  };
  readonly #clocks = { moved: 0, cases: 0, atPublish: 0, sooner: 0, later: 0, started: 0, stopped: 0 };

  constructor(
    private readonly calendar: PracticeCalendar,
    private readonly horizon: Horizon,
  ) {
    this.#days = new Map(horizon.days.map(({ on }, n) => [on, n]));
  }

  fail(): void {
    this.#counts.cases += 1;
    this.#counts.failed += 1;
  }

  /** @returns true when something changes on the case at the publication. */
  add(it: WhatIf): boolean {
    const changes = it.clocks.length + it.flagsRaised.length + it.flagsCleared.length;
    const changed = changes + it.opened.length + it.closed.length > 0;
    this.#counts.cases += 1;
    this.#counts.changed += Number(changed);
    this.#counts.flagged += Number(it.flagsRaised.length > 0);
    this.#counts.cleared += Number(it.flagsCleared.length > 0);
    this.#counts.opened += it.opened.length;
    this.#counts.closed += it.closed.length;
    for (const flag of it.flagsRaised) this.#flag(flag).raised += 1;
    for (const flag of it.flagsCleared) this.#flag(flag).cleared += 1;
    this.#move(it);
    for (const task of it.live) this.#load(task, 'live');
    for (const task of it.draft) this.#load(task, 'draft');
    return changed;
  }

  summary(): WhatIfSummary {
    const loads = [...this.#loads].map(([key, load]) => ({ key, ...load }));
    const onDay = (which: 'live' | 'draft', n: number) => loads.reduce((sum, load) => sum + (load[which][n] ?? 0), 0);
    const days = this.horizon.days.map((day, n) => ({ ...day, live: onDay('live', n), draft: onDay('draft', n) }));
    const sum = (which: 'live' | 'draft') => days.reduce((total, day) => total + day[which], 0);
    const weight = (load: OwnerLoad) => [...load.draft, ...load.live].reduce((a, b) => a + b, 0);
    return {
      ...this.#counts,
      flags: [...this.#flags].map(([flag, counts]) => ({ flag, ...counts })).sort((a, b) => (a.flag < b.flag ? -1 : 1)),
      clocks: this.#clocks,
      tasks: { live: sum('live'), draft: sum('draft') },
      days,
      owners: loads.sort((a, b) => weight(b) - weight(a) || (a.key < b.key ? -1 : 1)),
    };
  }

  #flag(flag: string): { raised: number; cleared: number } {
    const counts = this.#flags.get(flag) ?? { raised: 0, cleared: 0 };
    this.#flags.set(flag, counts);
    return counts;
  }

  #move({ clocks }: WhatIf): void {
    this.#clocks.cases += Number(clocks.length > 0);
    this.#clocks.moved += clocks.length;
    for (const { atPublish, dueBefore, dueAfter } of clocks) {
      if (atPublish) this.#clocks.atPublish += 1;
      else if (dueBefore === null) this.#clocks.started += 1;
      else if (dueAfter === null) this.#clocks.stopped += 1;
      else this.#clocks[dueAfter < dueBefore ? 'sooner' : 'later'] += 1;
    }
  }

  #load(task: NewTask, which: 'live' | 'draft'): void {
    const day = this.#days.get(localDateOf(this.calendar, task.at));
    if (day === undefined) return;
    const none = () => this.horizon.days.map(() => 0);
    const load = this.#loads.get(ownerKey(task)) ?? { live: none(), draft: none() };
    this.#loads.set(ownerKey(task), load);
    load[which][day] = (load[which][day] ?? 0) + 1;
  }
}
