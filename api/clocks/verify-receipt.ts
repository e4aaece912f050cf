/**
 * Verifies a receipt: the case's workflow history is asked what happened, the pure chart and its clocks compute the same
 * instants again, and each stored value is set beside the computed one. The stored record is not trusted for any of it.
 */
import type { Pool } from 'pg';
import type { Client } from '@temporalio/client';
import { stable } from '../../commands/ids';
import { CannotRecall, recall, type Recalled } from '../../commands/recall';
import type { ClockEntry, Step } from '../../domain/kernel';
import { askTemporal } from '../history/ask-temporal';
import { Problem } from '../problem';
import { findEvidence, type FoundEvidence } from './find-evidence';

/** What is compared, in the order a person reads it. */
export const checked = [
  'firedAt',
  'dueAt',
  'clock',
  'rule',
  'armedAt',
  'armedBy',
  'moved',
  'dayCount',
  'tasks',
] as const;
export type Checked = (typeof checked)[number];

export interface Check {
  readonly what: Checked;
  readonly same: boolean;
  readonly stored: string | null;
  readonly recomputed: string | null;
}

export interface Verification {
  readonly result: 'verified' | 'differs' | 'not-kept';
  readonly checks: readonly Check[];
  /** Sentences of the day count, where they differ. */
  readonly dayCounts: { readonly stored: string; readonly recomputed: string } | null;
  /** What Temporal's own events show of it. */
  readonly evidence: FoundEvidence | null;
  readonly replayed: { readonly events: number; readonly fromVersion: number; readonly armingKept: boolean } | null;
}

interface Stored {
  readonly kind: string;
  readonly slot: string;
  readonly name: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly dueAt: number;
  readonly firedAt: number;
  readonly armedAt: number;
  readonly armedBySeq: number;
  readonly armedByType: string;
  readonly moved: boolean;
  readonly explanation: { readonly text?: string } | null;
  readonly tasks: readonly string[];
}

const NOT_KEPT: Verification = { result: 'not-kept', checks: [], dayCounts: null, evidence: null, replayed: null };

/** @throws Problem `not_found`; `unavailable` when the history cannot be asked now: then nothing is said about the receipt. */
export async function verifyReceipt(
  { pool, client }: { readonly pool: Pool; readonly client: Client },
  { caseId, seq }: { readonly caseId: string; readonly seq: number },
): Promise<Verification> {
  const stored = await readStored(pool, caseId, seq);
  const recalled = await recalledFor(client, stored, caseId, seq);
  if (recalled === null) return NOT_KEPT;
  const { line, armingKept } = recalled;
  const evidence = await askTemporal(() => findEvidence(client, { ...stored, caseId, seq }));
  const step = line.steps[seq - line.from - 1];
  const replayed = { events: line.steps.length, fromVersion: line.from, armingKept };
  const checks = step?.fired ? compare(stored, step, step.fired) : [nothingFired(stored)];
  const text = step?.fired?.explanation?.text ?? '';
  const dayCountDiffers = checks.some((check) => check.what === 'dayCount' && !check.same);
  return {
    result: checks.every((check) => check.same) ? 'verified' : 'differs',
    checks,
    dayCounts: dayCountDiffers ? { stored: stored.explanation?.text ?? '', recomputed: text } : null,
    evidence,
    replayed,
  };
}

/** From before the clock was armed; where that run has gone, from the state that the next run was started with. */
async function recalledFor(
  client: Client,
  { kind, armedBySeq }: Stored,
  caseId: string,
  seq: number,
): Promise<{ line: Recalled; armingKept: boolean } | null> {
  const armingAt = Math.max(0, Math.min(armedBySeq, seq) - 1);
  for (const version of [...new Set([armingAt, seq - 1])]) {
    try {
      const line = await askTemporal(() => recall(client, kind, caseId, version));
      return { line, armingKept: line.from <= armingAt };
    } catch (error) {
      if (!(error instanceof CannotRecall)) throw error;
    }
  }
  return null;
}

function compare(stored: Stored, step: Step, fired: ClockEntry): Check[] {
  const opened = step.effects.flatMap((effect) => (effect.type === 'task.open' ? [effect.key] : [])).sort();
  const armedBy = (seq: number, type: string) => `${type} at version ${seq}`;
  return [
    check('firedAt', iso(stored.firedAt), iso(step.event.at)),
    check('dueAt', iso(stored.dueAt), iso(fired.dueAt)),
    check('clock', stored.slot, fired.slot),
    check('rule', `${stored.ruleId} version ${stored.ruleVersion}`, `${fired.ruleId} version ${fired.ruleVersion}`),
    check('armedAt', iso(stored.armedAt), iso(fired.armedAt)),
    check('armedBy', armedBy(stored.armedBySeq, stored.armedByType), armedBy(fired.armedBySeq, fired.armedByType)),
    check('moved', stored.moved ? 'yes' : 'no', fired.moved ? 'yes' : 'no'),
    // Its sentence belongs to a group of fields: only that it differs is said here.
    {
      what: 'dayCount',
      same: stable(stored.explanation) === stable(fired.explanation),
      stored: null,
      recomputed: null,
    },
    check('tasks', stored.tasks.join(', '), opened.join(', ')),
  ];
}

/** The history has no clock firing at this version: the receipt was made up, or belongs elsewhere. */
const nothingFired = (stored: Stored): Check => check('firedAt', iso(stored.firedAt), null);

const check = (what: Checked, stored: string | null, recomputed: string | null): Check => ({
  what,
  same: stored === recomputed,
  stored,
  recomputed,
});

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

async function readStored(pool: Pool, caseId: string, seq: number): Promise<Stored> {
  const ms = (column: string) => `round(extract(epoch from ${column}) * 1000)::float8`;
  const { rows } = await pool.query<Stored>(
    `select c.kind, r.slot, r.name, r.rule_id as "ruleId", r.rule_version as "ruleVersion", ${ms('r.due_at')} as "dueAt",
            ${ms('r.fired_at')} as "firedAt", ${ms('r.armed_at')} as "armedAt", r.armed_by_seq as "armedBySeq",
            r.armed_by_type as "armedByType", r.moved, r.explanation,
            array(select t.key from task t where t.case_id = r.case_id and t.receipt_seq = r.seq order by t.key) as tasks
     from clock_receipt r join cases c on c.id = r.case_id where r.case_id = $1 and r.seq = $2`,
    [caseId, seq],
  );
  const row = rows[0];
  if (!row) throw new Problem('not_found', 'No clock fired at this version of the case.');
  return row;
}
