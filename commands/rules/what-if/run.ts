/**
 * Runs a what-if over all live cases that its asker may see (N03): each stored state goes through the pure chart twice,
 * with its own rules and with the draft. Beside other requests, in short slices; what comes out is kept in Postgres, so
 * that any API process can show it. Changes no case.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool } from 'pg';
import { kindOf } from '../../../domain/cases';
import { ChartFault, whatIf, type CaseState, type RuleLayers, type WhatIf } from '../../../domain/kernel';
import type { PracticeCalendar } from '../../../domain/calendar';
import type { RuleSource } from '../../rule-source';
import { horizonOf } from './horizon';
import { SnapshotShelf } from './snapshots';
import { Tally } from './tally';

/** A live case as its row keeps it: the state without its rules, and the keys of its open tasks. */
export interface LiveCase {
  readonly id: string;
  readonly kind: string;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly ruleVersion: number;
  readonly state: CaseState;
  readonly openTasks: readonly string[];
}

export interface WhatIfRun {
  readonly id: string;
  /** The layers as they would be. */
  readonly layers: RuleLayers;
  /** Days are those of this calendar. */
  readonly calendar: PracticeCalendar;
  readonly now: number;
  /** The next cases in the order of their ids, a page of at most `LIVE_PAGE`. */
  page(after: string | null): Promise<readonly LiveCase[]>;
}

export const LIVE_PAGE = 200;
/** How long other requests of the process may have to wait for a slice. */
const SLICE_MS = 12;

interface Deps {
  readonly pool: Pool;
  readonly rules: RuleSource;
}

/** Ends as finished, or quietly when the row is gone or a newer what-if of the same person took its place. */
export async function runWhatIf(deps: Deps, run: WhatIfRun): Promise<void> {
  const horizon = horizonOf(run.calendar, run.now);
  const tally = new Tally(run.calendar, horizon);
  const shelf = new SnapshotShelf(deps.rules, run.layers);
  let done = 0;
  let sliceFrom = performance.now();
  for (let after: string | null = null; ;) {
    const cases: readonly LiveCase[] = await run.page(after);
    const touched: { readonly caseId: string; readonly it: WhatIf }[] = [];
    for (const live of cases) {
      const it = await outcomeOf(live, shelf, run.now, horizon.until);
      if (it === null) tally.fail();
      else if (tally.add(it)) touched.push({ caseId: live.id, it });
      if (performance.now() - sliceFrom > SLICE_MS) {
        await nextTurn();
        sliceFrom = performance.now();
      }
    }
    done += cases.length;
    if (!(await keep(deps.pool, run, touched, done))) return;
    const last = cases.at(-1);
    if (!last || cases.length < LIVE_PAGE) break;
    after = last.id;
  }
  await deps.pool.query(
    `update rule_what_if set state = 'finished', finished_at = now(), summary = $2
     where id = $1 and state = 'running'`,
    [run.id, JSON.stringify(tally.summary())],
  );
}

/** Null when the chart cannot be run with the draft; the other cases are still counted. */
async function outcomeOf(live: LiveCase, shelf: SnapshotShelf, now: number, until: number): Promise<WhatIf | null> {
  const { own, draft } = await shelf.rulesOf(live);
  const { snapshot } = live.state;
  const state = { ...live.state, snapshot: { ...snapshot, context: { ...(snapshot.context as object), rules: own } } };
  try {
    return whatIf({ kind: kindOf(live.kind), state, rules: draft, openTasks: live.openTasks, now, until });
  } catch (error) {
    if (error instanceof ChartFault) return null;
    throw error;
  }
}

/** Writes a page's outcomes and how far it is. False: nobody waits for it any more. */
async function keep(
  pool: Pool,
  { id, now }: WhatIfRun,
  touched: readonly { readonly caseId: string; readonly it: WhatIf }[],
  done: number,
): Promise<boolean> {
  const rows = touched.map(({ caseId, it }) => ({
    caseId,
    flagged: it.flagsRaised.length > 0,
    cleared: it.flagsCleared.length > 0,
    moved: it.clocks.length,
    sortAt: new Date(soonestOf(it, now)).toISOString(),
    effect: {
      flagsRaised: it.flagsRaised,
      flagsCleared: it.flagsCleared,
      clocks: it.clocks,
      opened: it.opened,
      closed: it.closed,
    },
  }));
  const { rowCount } = await pool.query(
    `with alive as (
       update rule_what_if set done = $3, beat_at = now() where id = $1 and state = 'running' returning id),
     kept as (
       insert into rule_what_if_case (what_if_id, case_id, flagged, cleared, moved, sort_at, effect)
       select a.id, r."caseId", r.flagged, r.cleared, r.moved, r."sortAt", r.effect from alive a,
         jsonb_to_recordset($2::jsonb) as r("caseId" uuid, flagged boolean, cleared boolean, moved int,
                                            "sortAt" timestamptz, effect jsonb))
     select id from alive`,
    [id, JSON.stringify(rows), done],
  );
  return rowCount === 1;
}

/** What comes first of it: now, or the soonest new due instant. */
function soonestOf({ clocks }: WhatIf, now: number): number {
  const dates = clocks.map(({ atPublish, dueBefore, dueAfter }) => (atPublish ? now : (dueAfter ?? dueBefore ?? now)));
  return Math.min(now + 4_000 * 86_400_000, ...dates);
}
