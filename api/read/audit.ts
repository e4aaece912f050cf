/** Reads the audit trail for whoever watches over it: a page, newest first, or everything that fits a filter, row by row. */
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { purposes } from '../../domain/audit';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { Statement } from './statement';

const Code = z.string().regex(/^[A-Za-z0-9:._-]{1,120}$/, { error: 'must be a code or an id' });

export const auditFilterFields = {
  actor: Code.optional().describe('Who: a user id, or `import:<id>`, `rules`'),
  caseId: z.uuid().optional().describe('Whatever was about this case, or showed it in a list'),
  patientId: z.uuid().optional().describe('Whatever was about this patient, or showed one of their cases in a list'),
  action: Code.optional()
    .describe('`case.read`; `case.*`: all that begin so')
    .or(z.string().regex(/^[a-z0-9._-]+\.\*$/)),
  outcome: Code.optional().describe('`200`, `ok`, `applied`, or the code of a refusal'),
  purpose: z.enum(purposes).optional(),
  requestId: Code.optional(),
  from: Instant.optional(),
  to: Instant.optional().describe('Before this instant'),
};
export type AuditFilter = z.output<z.ZodObject<typeof auditFilterFields>>;

/**
 * Names differ from those of other answers on purpose: reading the trail about a patient is not seeing the patient. All of
 * it is plain: a row holds ids, codes and counts and names of staff (platform/audit), and an auditor has no groups.
 */
export const AuditView = z
  .strictObject({
    id: plain(z.string()),
    at: Instant,
    actor: plain(z.strictObject({ type: z.string(), id: z.string(), name: z.string().nullable() })),
    roles: plain(z.array(z.string())),
    action: plain(z.string()),
    outcome: plain(z.string()),
    purpose: z.enum(purposes),
    case: z.uuid().nullable(),
    patient: z.uuid().nullable(),
    cases: z.array(z.uuid()).describe('Those it showed, the one above among them'),
    patients: z.array(z.uuid()),
    requestId: plain(z.string().nullable()),
    data: plain(z.record(z.string(), z.unknown())).describe('Ids, counts and codes'),
    hash: plain(z.string()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditView = z.infer<typeof AuditView>;

const COLUMNS = `a.id::text, a.at, json_build_object('type', a.actor_type, 'id', a.actor_id, 'name', u.display_name) as actor,
  a.roles, a.action, a.outcome, a.purpose, a.case_id as "case", a.patient_id as patient, a.case_ids as cases,
  a.patient_ids as patients, a.request_id as "requestId", a.data, encode(a.hash, 'hex') as hash`;
const FROM = `audit_entry a left join app_user u on a.actor_type = 'user' and u.id::text = a.actor_id`;

type Row = Omit<AuditView, 'at'> & { readonly at: Date };
const viewOf = (row: Row): AuditView => ({ ...row, at: row.at.toISOString() });

function conditions(filter: AuditFilter, s: Statement): string {
  const where = ['true'];
  const add = (value: string | undefined, sql: (placeholder: string) => string, type?: string) => {
    if (value !== undefined) where.push(sql(s.value(value, type)));
  };
  add(filter.actor, (v) => `a.actor_id = ${v}`);
  add(filter.caseId, (v) => `a.case_ids @> array[${v}]`, 'uuid');
  add(filter.patientId, (v) => `a.patient_ids @> array[${v}]`, 'uuid');
  if (filter.action?.endsWith('*')) add(filter.action.slice(0, -1), (v) => `starts_with(a.action, ${v})`);
  else add(filter.action, (v) => `a.action = ${v}`);
  add(filter.outcome, (v) => `a.outcome = ${v}`);
  add(filter.purpose, (v) => `a.purpose = ${v}`);
  add(filter.requestId, (v) => `a.request_id = ${v}`);
  add(filter.from, (v) => `a.at >= ${v}`, 'timestamptz');
  add(filter.to, (v) => `a.at < ${v}`, 'timestamptz');
  return where.join(' and ');
}

/** Newest first. */
export async function listAudit(pool: Pool, filter: AuditFilter, limit: number, cursor: string | undefined) {
  const s = new Statement();
  const where = [conditions(filter, s)];
  if (cursor !== undefined) {
    const [before] = decodeCursor('audit', cursor, [z.string().regex(/^\d{1,18}$/)] as const);
    where.push(`a.id < ${s.value(before, 'bigint')}`);
  }
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from ${FROM} where ${where.join(' and ')} order by a.id desc limit ${s.value(limit + 1)}`,
    s.values,
  );
  const items = rows.slice(0, limit).map(viewOf);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor('audit', [last.id]) : null };
}

const AT_ONCE = 500;

/** Everything that fits, oldest first, in pages of one snapshot; the memory it takes does not grow with the trail. */
export async function* allAudit(client: PoolClient, filter: AuditFilter): AsyncGenerator<AuditView[]> {
  const s = new Statement();
  const where = conditions(filter, s);
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(
      `declare export no scroll cursor for select ${COLUMNS} from ${FROM} where ${where} order by a.id`,
      s.values,
    );
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${AT_ONCE} from export`);
      if (rows.length > 0) yield rows.map(viewOf);
      if (rows.length < AT_ONCE) return;
    }
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}
