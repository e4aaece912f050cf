/** Background work that failed for good: a list, and another try (R22). */
import { z } from 'zod';
import { incidentScope } from '../auth/linked-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { IdParams, Instant, pageOf, PageQuery } from '../input/fields';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { Statement } from '../read/statement';
import { defineRoute } from '../route';

const State = z.enum(['open', 'retried', 'resolved']);
const Incident = z.strictObject({
  id: z.uuid(),
  code: plain(z.string()),
  message: plain(z.string()).describe('Plain words of the program: never anything from a case'),
  caseId: z.uuid().nullable(),
  state: plain(z.string()),
  at: Instant,
  resolvedAt: Instant.nullable(),
  retry: z.boolean().describe('Another try can be asked for; what cannot is tried again by itself'),
});

const isCommand = (source: string): boolean => source.startsWith('command:');

const list = defineRoute({
  method: 'get',
  path: '/incidents',
  tag: 'Incidents',
  summary: 'Lists incidents, newest first',
  permission: 'incident.read',
  query: z.strictObject({ ...PageQuery, state: State.default('open') }),
  answers: { 200: pageOf(Incident) },
  audit: 'incident.list',
  async handle({ query, caller, deps }) {
    const [at, id] =
      query.cursor === undefined
        ? [null, null]
        : decodeCursor('incidents', query.cursor, [z.iso.datetime(), z.uuid()] as const);
    const s = new Statement();
    const where = [`i.state = ${s.value(query.state)}`, incidentScope(caller, 'incident.read', s)];
    if (at !== null) where.push(`(i.at, i.id) < (${s.value(at, 'timestamptz')}, ${s.value(id, 'uuid')})`);
    const { rows } = await deps.db.pool.query<{
      id: string;
      source: string;
      code: string;
      message: string;
      caseId: string | null;
      state: string;
      at: Date;
      resolvedAt: Date | null;
    }>(
      `select i.id, i.source, i.code, i.message, i.case_id as "caseId", i.state, i.at, i.resolved_at as "resolvedAt"
       from incident i where ${where.join(' and ')} order by i.at desc, i.id desc limit ${s.value(query.limit + 1)}`,
      s.values,
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      status: 200,
      body: {
        items: page.map(({ source, ...row }) => ({
          ...row,
          at: row.at.toISOString(),
          resolvedAt: row.resolvedAt?.toISOString() ?? null,
          retry: isCommand(source),
        })),
        next: rows.length > page.length && last ? encodeCursor('incidents', [last.at.toISOString(), last.id]) : null,
      },
    };
  },
});

const retry = defineRoute({
  method: 'post',
  path: '/incidents/:id/retry',
  tag: 'Incidents',
  summary: 'Tries a command that could not be delivered again, now',
  permission: 'incident.retry',
  params: IdParams,
  answers: { 202: z.strictObject({ id: z.uuid(), commandId: z.uuid() }) },
  problems: ['not_found', 'conflict'],
  audit: 'incident.retry',
  async handle({ params, caller, deps }) {
    const s = new Statement();
    const { rows } = await deps.db.pool.query<{ source: string }>(
      `select i.source from incident i
       where i.id = ${s.value(params.id, 'uuid')} and ${incidentScope(caller, 'incident.retry', s)}`,
      s.values,
    );
    const source = rows[0]?.source;
    if (source === undefined) throw new Problem('not_found', 'There is no incident with this id.');
    const commandId = isCommand(source) ? source.slice('command:'.length) : null;
    if (commandId === null) {
      throw new Problem('conflict', 'This is tried again by itself until it succeeds; it needs no retry from here.');
    }
    // Redelivery takes what was last tried long ago; five seconds at most and it goes out.
    await deps.db.pool.query(
      `with due as (update command set tried_at = to_timestamp(0), attempts = 0 where id = $1 and state = 'pending')
       update incident set state = 'retried', resolved_at = now() where id = $2`,
      [commandId, params.id],
    );
    return { status: 202, body: { id: params.id, commandId }, headers: { Location: `/api/v1/commands/${commandId}` } };
  },
});

export const incidentRoutes = [list, retry];
