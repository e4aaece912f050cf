/** A case's timeline played again through its chart, and proved against what the timeline says (N06). Changes nothing. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { CaseNotFound } from '../../commands/types';
import { kindOf } from '../../domain/cases';
import {
  endsAs,
  retrace,
  rulesNeeded,
  type CaseKind,
  type CaseState,
  type Parting,
  type RuleSnapshot,
  type Step,
  type TimelineEvent,
} from '../../domain/kernel';
import { readHistory } from './read-history';
import { publishedRules, rulesGiven } from './rules-then';

interface CaseRow {
  readonly kind: string;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly version: number;
  readonly state: CaseState;
}

export interface Past {
  readonly kind: CaseKind;
  /** Number of events of the case, also of those after `upTo`. */
  readonly version: number;
  readonly events: readonly TimelineEvent[];
  readonly steps: readonly Step[];
  readonly parting: Parting | null;
  /** Whose rule sets made the replay what the timeline says. */
  readonly rulesFrom: 'publications' | 'workflow-history';
  /** Does the replay end in the very state that is stored? Null: it was not asked as far as that. */
  readonly endsAsStored: boolean | null;
}

/** @param upTo the version to stop at; the newest where it is left out. */
export async function readPast(
  { pool, client }: { readonly pool: Pool; readonly client: Client },
  caseId: string,
  upTo?: number,
): Promise<Past> {
  const row = await readRow(pool, caseId);
  const kind = kindOf(row.kind);
  const events = await readEvents(pool, caseId, upTo ?? row.version);
  const play = (rules: ReadonlyMap<number, RuleSnapshot>) => retrace(kind, caseId, events, rules);
  const published = await publishedRules(pool, rulesNeeded(events), row.practiceId, row.jurisdiction);
  let rulesFrom: Past['rulesFrom'] = 'publications';
  let { steps, parting } = play(published);
  if (parting !== null) {
    const given = await givenBy(client, row.kind, caseId);
    const again = play(new Map([...published, ...given]));
    if (again.steps.length > steps.length) {
      ({ steps, parting } = again);
      rulesFrom = 'workflow-history';
    }
  }
  const whole = events.length === row.version;
  const endsAsStored = whole ? parting === null && endsAs(steps, row.state) : null;
  return { kind, version: row.version, events, steps, parting, rulesFrom, endsAsStored };
}

/** None when Temporal does not answer or has forgotten: then the parting stands, and is told. */
async function givenBy(client: Client, kind: string, caseId: string): Promise<Map<number, RuleSnapshot>> {
  try {
    return await rulesGiven(await readHistory(client, kind, caseId));
  } catch {
    return new Map();
  }
}

async function readRow(pool: Pool, caseId: string): Promise<CaseRow> {
  const { rows } = await pool.query<CaseRow>(
    `select kind, practice_id as "practiceId", jurisdiction, version, state from cases where id = $1`,
    [caseId],
  );
  const row = rows[0];
  if (!row) throw new CaseNotFound(caseId);
  return row;
}

/** What the timeline has of each event up to a version, oldest first. */
async function readEvents(pool: Pool, caseId: string, upTo: number): Promise<TimelineEvent[]> {
  const { rows } = await pool.query<TimelineEvent>(
    `select e.seq, e.type, (extract(epoch from e.at) * 1000)::float8 as at, e.command_id as "commandId",
            json_build_object('type', e.actor_type, 'id', e.actor_id) as actor, e.data, e.stage_after as stage,
            e.changed, e.clock_changes as "clockChanges", e.effects, e.rule_version as "ruleVersion"
     from case_event e where e.case_id = $1 and e.seq <= $2 order by e.seq`,
    [caseId, upTo],
  );
  return rows;
}
