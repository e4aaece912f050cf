/** Reads what the projection wrote, as the story tells it: events, what fired and why, tasks opened and closed. */
import type { Pool } from 'pg';

export interface TaskChange {
  readonly title: string;
  readonly requirement: string | null;
  readonly who: string;
  readonly reason: string;
}

export interface Entry {
  readonly position: bigint;
  readonly caseId: string;
  readonly type: string;
  readonly at: Date;
  readonly stageBefore: string | null;
  readonly stageAfter: string;
  /** Clocks the event stopped. */
  readonly stopped: readonly string[];
  /** Present when a clock caused the event. */
  readonly fired: { readonly name: string; readonly dueAt: Date; readonly why: string } | null;
  readonly opened: readonly TaskChange[];
  readonly closed: readonly { readonly title: string; readonly outcome: string }[];
}

interface Row {
  position: string;
  caseId: string;
  type: string;
  at: Date;
  stageBefore: string | null;
  stageAfter: string;
  clockChanges: { change: string; name: string }[];
  firedName: string | null;
  firedDueAt: Date | null;
  firedWhy: string | null;
  opened: TaskChange[] | null;
  closed: { title: string; outcome: string }[] | null;
}

/** Everything after the given position, in order. */
export async function readEntries(pool: Pool, after: bigint): Promise<Entry[]> {
  const { rows } = await pool.query<Row>(
    `select e.position::text, e.case_id as "caseId", e.type, e.at, e.stage_before as "stageBefore",
            e.stage_after as "stageAfter", e.clock_changes as "clockChanges",
            r.name as "firedName", r.due_at as "firedDueAt", r.explanation->>'text' as "firedWhy",
            (select json_agg(json_build_object('title', t.title, 'requirement', t.requirement, 'reason', t.reason,
                      'who', coalesce(u.display_name, g.name, 'role ' || t.assignee_role, 'nobody')) order by t.key)
             from task t left join app_user u on u.id = t.assignee_user_id left join team g on g.id = t.assignee_team_id
             where t.case_id = e.case_id and t.opened_by_seq = e.seq) as opened,
            (select json_agg(json_build_object('title', t.title, 'outcome', t.outcome) order by t.key)
             from task t where t.case_id = e.case_id and t.closed_by_seq = e.seq) as closed
     from case_event e left join clock_receipt r on r.case_id = e.case_id and r.seq = e.seq
     where e.position > $1 order by e.at, e.position`,
    [after.toString()],
  );
  return rows.map((row) => ({
    position: BigInt(row.position),
    caseId: row.caseId,
    type: row.type,
    at: row.at,
    stageBefore: row.stageBefore,
    stageAfter: row.stageAfter,
    stopped: stoppedOf(row.clockChanges),
    fired:
      row.firedName === null || row.firedDueAt === null
        ? null
        : { name: row.firedName, dueAt: row.firedDueAt, why: row.firedWhy ?? '' },
    opened: row.opened ?? [],
    closed: row.closed ?? [],
  }));
}

/** A clock that goes on in the chart's next state is stopped there and armed here: it did not stop. */
function stoppedOf(changes: Row['clockChanges']): string[] {
  const goesOn = new Set(changes.flatMap(({ change, name }) => (change === 'armed' ? [name] : [])));
  const stopped = changes.flatMap(({ change, name }) => (change === 'stopped' && !goesOn.has(name) ? [name] : []));
  return [...new Set(stopped)];
}
