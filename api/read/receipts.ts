/** Reads receipts: what armed a clock that fired, which rule dated it, when it was due, when it fired, what it opened (N02). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { receiptIdOf } from '../clocks/receipt-id';
import { Instant } from '../input/fields';
import { taskTitleClass } from '../privacy/case-privacy';
import { phi, phiBy, plain } from '../privacy/phi';
import { clockWords } from './case-views';
import { ArmedBy, armedByOf, type ClockRow } from './clocks';

export const ReceiptView = z
  .strictObject({
    id: plain(z.string()).describe('Its address: GET /clocks/{id}/receipt'),
    caseId: z.uuid(),
    seq: z.int(),
    name: plain(z.string()),
    title: plain(z.string()),
    ruleId: plain(z.string()),
    ruleVersion: z.int(),
    armedBy: ArmedBy,
    explanation: phi('visits', z.record(z.string(), z.unknown())),
    dueAt: Instant,
    firedAt: Instant,
    latenessMs: z.int(),
    moved: z.boolean(),
    openedTasks: z.array(
      z.strictObject({
        id: z.uuid(),
        key: plain(z.string()),
        state: z.enum(['open', 'closed']),
        dueOn: plain(z.iso.date()),
        title: phiBy('words, of a task that a person added', taskTitleClass, z.string()),
      }),
    ),
  })
  .meta({ id: 'ClockReceipt' });

export type ReceiptRow = Omit<ClockRow, 'computed_due_at'> & {
  seq: number;
  fired_at: Date;
  opened: z.infer<typeof ReceiptView>['openedTasks'];
};

/** Of `r` (clock_receipt) and `c` (cases). */
export const RECEIPT_COLUMNS = `r.case_id, c.kind, r.seq, r.slot, r.name, r.rule_id, r.rule_version, r.due_at, r.fired_at,
  r.explanation, r.armed_at, r.armed_by_seq, r.armed_by_type, r.moved,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'title', t.title, 'state', t.state,
                             'dueOn', to_char(t.due_on, 'YYYY-MM-DD')) order by t.key)
            from task t where t.case_id = r.case_id and t.receipt_seq = r.seq), '[]'::jsonb) as opened`;

export function receiptViewOf(row: ReceiptRow): z.infer<typeof ReceiptView> {
  return {
    id: receiptIdOf(row.case_id, row.seq),
    caseId: row.case_id,
    seq: row.seq,
    name: row.name,
    title: clockWords(row.kind, row.name).title,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    armedBy: armedByOf(row),
    explanation: row.explanation ?? {},
    dueAt: row.due_at.toISOString(),
    firedAt: row.fired_at.toISOString(),
    latenessMs: row.fired_at.getTime() - row.due_at.getTime(),
    moved: row.moved,
    openedTasks: row.opened,
  };
}

/** Receipts of the clocks that fired on a case, newest first. */
export async function readReceipts(pool: Pool, caseId: string, before: number | null, limit: number) {
  const { rows } = await pool.query<ReceiptRow>(
    `select ${RECEIPT_COLUMNS} from clock_receipt r join cases c on c.id = r.case_id
     where r.case_id = $1 and r.seq < coalesce($2::int, 2147483647) order by r.seq desc limit $3`,
    [caseId, before, limit],
  );
  return rows.map(receiptViewOf);
}
