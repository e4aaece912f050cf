/** Opens one case to somebody whose roles do not reach it, for a typed reason and a limited time; ends and reviews that. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Instant } from '../input/fields';
import { Problem } from '../problem';
import { Statement } from '../read/statement';
import { z } from 'zod';
import type { Asked } from './teams';
import { inTransaction } from './transaction';

export interface Glass {
  readonly id: string;
  readonly caseId: string;
  readonly openedAt: string;
  readonly endsAt: string;
  readonly endedAt: string | null;
}

interface Row {
  id: string;
  caseId: string;
  userId: string;
  openedAt: Date;
  endsAt: Date;
  endedAt: Date | null;
}

const COLUMNS = `b.id, b.case_id as "caseId", b.user_id as "userId", b.opened_at as "openedAt", b.ends_at as "endsAt",
  b.ended_at as "endedAt"`;
/** Still open. */
export const OPEN = 'b.ends_at > now() and b.ended_at is null';

const glassOf = ({ id, caseId, openedAt, endsAt, endedAt }: Row): Glass => ({
  id,
  caseId,
  openedAt: openedAt.toISOString(),
  endsAt: endsAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

/** Who reviews is told at once. */
const reviewers = ['compliance', 'manager'] as const;

/** @throws Problem `not_found`; `conflict` for a case that the caller reads anyway, or has opened already. */
export async function breakGlass(
  asked: Asked,
  caseId: string,
  { reason, minutes }: { readonly reason: string; readonly minutes: number },
): Promise<Glass> {
  const { caller } = asked;
  return inTransaction(asked.pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('break-glass:' || $1 || $2, 0))`, [
      caller.userId,
      caseId.toLowerCase(),
    ]);
    await mustNeedIt(client, caller, caseId);
    const { rows } = await client.query<Row>(
      `insert into break_glass as b (id, user_id, case_id, reason, opened_at, ends_at)
       values ($1, $2, $3, $4, now(), now() + make_interval(mins => $5)) returning ${COLUMNS}`,
      [randomUUID(), caller.userId, caseId, reason, minutes],
    );
    const glass = rows[0] as Row;
    for (const role of reviewers) {
      await client.query(
        `insert into notice (id, effect_id, case_id, template, role, at)
         values (gen_random_uuid(), $1, $2, 'break-glass-opened', $3, now())`,
        [`break-glass:${glass.id}:${role}`, caseId, role],
      );
    }
    await record(client, asked, 'break-glass.opened', glass, { minutes });
    return glassOf(glass);
  });
}

async function mustNeedIt(client: PoolClient, caller: Caller, caseId: string): Promise<void> {
  const s = new Statement();
  const id = s.value(caseId, 'uuid');
  const { rows } = await client.query<{ readable: boolean; opened: boolean }>(
    `select ${caseScope({ ...caller, openedCaseIds: [] }, 'case.read', s)} as readable,
            exists (select 1 from break_glass b where b.case_id = c.id and b.user_id = ${s.value(caller.userId, 'uuid')}
                    and ${OPEN}) as opened
     from cases c where c.id = ${id}`,
    s.values,
  );
  const found = rows[0];
  if (!found) throw new Problem('not_found', 'There is no case with this id.');
  if (found.readable) throw new Problem('conflict', 'You can read this case without breaking the glass.');
  if (found.opened)
    throw new Problem('conflict', 'You have opened this case already; it is open until its time is over.');
}

/** Ends one's own before its time. */
export async function endGlass(asked: Asked, id: string): Promise<Glass> {
  return inTransaction(asked.pool, async (client) => {
    const { rows } = await client.query<Row>(
      `update break_glass b set ended_at = now() where b.id = $1 and b.user_id = $2 and ${OPEN} returning ${COLUMNS}`,
      [id, asked.caller.userId],
    );
    if (!rows[0]) throw new Problem('not_found', 'You have no open glass with this id.');
    await record(client, asked, 'break-glass.ended', rows[0], {});
    return glassOf(rows[0]);
  });
}

export interface Finding {
  readonly finding: 'justified' | 'not-justified';
  readonly note: string | null;
}

/** Judges what somebody else opened. What is still open ends with it. */
export async function reviewGlass(asked: Asked, id: string, { finding, note }: Finding): Promise<void> {
  const { caller } = asked;
  await inTransaction(asked.pool, async (client) => {
    const s = new Statement();
    const { rows } = await client.query<Row & { reviewed: boolean }>(
      `select ${COLUMNS}, b.reviewed_at is not null as reviewed from break_glass b join cases c on c.id = b.case_id
       where b.id = ${s.value(id, 'uuid')} and ${caseScope(caller, 'break-glass.review', s)} for update of b`,
      s.values,
    );
    const glass = rows[0];
    if (!glass) throw new Problem('not_found', 'There is no broken glass with this id to review.');
    if (glass.userId === caller.userId)
      throw new Problem('forbidden', 'You opened it yourself; somebody else reviews it.');
    if (glass.reviewed) throw new Problem('conflict', 'This has been reviewed already.');
    await client.query(
      `update break_glass b set reviewed_by = $2, reviewed_at = now(), finding = $3, review_note = $4,
              ended_at = case when ${OPEN} then now() else ended_at end where b.id = $1`,
      [id, caller.userId, finding, note],
    );
    await record(client, asked, 'break-glass.reviewed', glass, { finding });
  });
}

export interface GlassToReview extends Glass {
  readonly user: { readonly id: string; readonly name: string };
  readonly reason: string;
  readonly review:
    (Finding & { readonly by: { readonly id: string; readonly name: string }; readonly at: string }) | null;
}

interface ReviewRow extends Row {
  userName: string;
  reason: string;
  reviewedBy: string | null;
  reviewerName: string | null;
  reviewedAt: Date | null;
  finding: Finding['finding'] | null;
  note: string | null;
}

/** What waits for review comes oldest first; what is reviewed, newest first. @param only one of them, by id. */
export async function listGlass(
  pool: Pool,
  caller: Caller,
  query: { readonly reviewed: boolean; readonly limit: number; readonly cursor?: string | undefined },
  only: string | null = null,
): Promise<{ items: GlassToReview[]; next: string | null }> {
  const s = new Statement();
  const name = `break-glass:${query.reviewed}`;
  const where = [
    caseScope(caller, 'break-glass.review', s),
    `b.reviewed_at is ${query.reviewed ? 'not null' : 'null'}`,
    ...(only === null ? [] : [`b.id = ${s.value(only, 'uuid')}`]),
  ];
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(name, query.cursor, [Instant, z.uuid()] as const);
    const than = query.reviewed ? '<' : '>';
    where.push(`(b.opened_at, b.id) ${than} (${s.value(at, 'timestamptz')}, ${s.value(id, 'uuid')})`);
  }
  const order = query.reviewed ? 'desc' : 'asc';
  const { rows } = await pool.query<ReviewRow>(
    `select ${COLUMNS}, b.reason, u.display_name as "userName", b.reviewed_by as "reviewedBy", b.finding,
            r.display_name as "reviewerName", b.reviewed_at as "reviewedAt", b.review_note as note
     from break_glass b join cases c on c.id = b.case_id join app_user u on u.id = b.user_id
     left join app_user r on r.id = b.reviewed_by
     where ${where.join(' and ')} order by b.opened_at ${order}, b.id ${order} limit ${s.value(query.limit + 1)}`,
    s.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > page.length && last ? encodeCursor(name, [last.openedAt.toISOString(), last.id]) : null;
  return { items: page.map(reviewOf), next };
}

function reviewOf(row: ReviewRow): GlassToReview {
  const { reviewedBy, reviewedAt, finding } = row;
  const done = reviewedBy !== null && reviewedAt !== null && finding !== null;
  return {
    ...glassOf(row),
    user: { id: row.userId, name: row.userName },
    reason: row.reason,
    review: done
      ? { by: { id: reviewedBy, name: row.reviewerName ?? '' }, at: reviewedAt.toISOString(), finding, note: row.note }
      : null,
  };
}

function record(client: PoolClient, { caller, requestId }: Asked, action: string, glass: Row, more: object) {
  const data = { purpose: 'emergency', breakGlassId: glass.id, openedBy: glass.userId, ...more };
  return audit(client, caller, { action, caseId: glass.caseId, outcome: 'ok', requestId, data });
}
