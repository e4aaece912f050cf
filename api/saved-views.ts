/** Keeps filters, orders and columns of pages, for a person or for a team of that person. Only the owner changes one. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Caller } from './auth/caller';
import { Instant } from './input/fields';
import { withheldFilters } from './privacy/asked';
import { filterTree } from './privacy/case-privacy';
import { openRecord, phiBy, plain } from './privacy/phi';
import { Problem } from './problem';
import { Statement } from './read/statement';

export const savedPages = ['today', 'cases', 'denials', 'claims', 'tasks', 'clocks', 'insights', 'timeline'] as const;

const Named = plain(z.strictObject({ id: z.uuid(), name: z.string() }));

export const SavedView = z
  .strictObject({
    id: z.uuid(),
    page: z.enum(savedPages),
    mine: z.boolean().describe('Only the owner changes it'),
    name: phiBy(
      'plain to its owner, words to others',
      (around) => (around.find('mine') ? 'plain' : 'words'),
      z.string(),
    ),
    tab: plain(z.string().nullable()),
    filter: openRecord(filterTree, z.record(z.string(), z.unknown())),
    sort: plain(z.string().nullable()),
    hidden: plain(z.array(z.string())).describe('Columns that are switched off'),
    usable: z.boolean().describe('false: it asks for what your roles do not show, and would show you other rows'),
    owner: Named,
    team: Named.nullable().describe('Whose members see it too'),
    changedAt: Instant,
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.input<typeof SavedView>;

const Value = z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(200)).max(50)]);
const code = z.string().regex(/^-?[A-Za-z][A-Za-z0-9-]{0,39}$/);

/** What a page asks its list for: fields by name. What they may be, the list says when it is asked. */
export const SavedFilter = z
  .record(z.string().regex(/^[A-Za-z]{1,40}$/), Value)
  .refine((filter) => Object.keys(filter).length <= 30, { error: 'has more fields than any list' });

export const savedFields = {
  name: z.string().trim().min(1).max(60),
  tab: code.nullable().optional(),
  filter: SavedFilter,
  sort: code.nullable().optional(),
  hidden: z.array(code).max(60).optional(),
  teamId: z.uuid().nullable().optional().describe('A team of yours whose members see it too; null: nobody else'),
};

export interface SavedChange {
  readonly name?: string | undefined;
  readonly tab?: string | null | undefined;
  readonly filter?: z.output<typeof SavedFilter> | undefined;
  readonly sort?: string | null | undefined;
  readonly hidden?: readonly string[] | undefined;
  readonly teamId?: string | null | undefined;
}

type Row = Omit<SavedView, 'usable' | 'changedAt'> & { readonly changedAt: Date };

const select = (
  caller: Caller,
  s: Statement,
) => `select v.id, v.page, v.owner_user_id = ${s.value(caller.userId, 'uuid')} as mine,
  v.name, v.tab, v.filter, v.sort, coalesce(v.hidden, '{}') as hidden, v.changed_at as "changedAt",
  jsonb_build_object('id', o.id, 'name', o.display_name) as owner,
  case when g.id is null then null else jsonb_build_object('id', g.id, 'name', g.name) end as team
  from saved_view v join app_user o on o.id = v.owner_user_id left join team g on g.id = v.team_id`;

const reach = (caller: Caller, s: Statement) =>
  `(v.owner_user_id = ${s.value(caller.userId, 'uuid')} or v.team_id = any(${s.value(caller.teamIds, 'uuid[]')}))`;

const viewOf = (caller: Caller, { changedAt, ...row }: Row): SavedView => ({
  ...row,
  usable: withheldFilters(caller, row.filter, row.sort).length === 0,
  changedAt: changedAt.toISOString(),
});

/** The caller's own and those of the caller's teams, by name. */
export async function listSavedViews(pool: Pool, caller: Caller, page: string | undefined): Promise<SavedView[]> {
  const s = new Statement();
  const where = [reach(caller, s), ...(page === undefined ? [] : [`v.page = ${s.value(page)}`])];
  const { rows } = await pool.query<Row>(
    `${select(caller, s)} where ${where.join(' and ')} order by v.name, v.id limit 500`,
    s.values,
  );
  return rows.map((row) => viewOf(caller, row));
}

async function readSavedView(pool: Pool, caller: Caller, id: string): Promise<SavedView> {
  const s = new Statement();
  const { rows } = await pool.query<Row>(
    `${select(caller, s)} where v.id = ${s.value(id, 'uuid')} and ${reach(caller, s)}`,
    s.values,
  );
  if (!rows[0]) throw new Problem('not_found', 'There is no view with this id.');
  return viewOf(caller, rows[0]);
}

const MOST_VIEWS = 100;

/** @throws Problem `conflict` for a name the caller has on this page already, or too many views; `invalid` for a team. */
export async function createSavedView(
  pool: Pool,
  caller: Caller,
  page: (typeof savedPages)[number],
  view: SavedChange & { readonly name: string; readonly filter: z.output<typeof SavedFilter> },
): Promise<SavedView> {
  requireTeam(caller, view.teamId);
  const id = randomUUID();
  const { rowCount } = await pool.query(
    `insert into saved_view (id, page, name, tab, filter, sort, hidden, owner_user_id, team_id, changed_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, now()
     where (select count(*) from saved_view where owner_user_id = $8) < ${MOST_VIEWS}
     on conflict (owner_user_id, page, name) do nothing`,
    [
      ...[id, page, view.name, view.tab ?? null, JSON.stringify(view.filter), view.sort ?? null, view.hidden ?? []],
      ...[caller.userId, view.teamId ?? null],
    ],
  );
  if (rowCount === 0) throw new Problem('conflict', TAKEN);
  return readSavedView(pool, caller, id);
}

const TAKEN = `You have a view of this name here, or ${MOST_VIEWS} views in all. Choose another name, or delete one.`;

/** @throws Problem `not_found` for a view that the caller does not see, `forbidden` for one of somebody else. */
export async function changeSavedView(pool: Pool, caller: Caller, id: string, change: SavedChange): Promise<SavedView> {
  await requireOwn(pool, caller, id);
  requireTeam(caller, change.teamId);
  const s = new Statement();
  const set: string[] = ['changed_at = now()'];
  if (change.name !== undefined) set.push(`name = ${s.value(change.name)}`);
  if (change.tab !== undefined) set.push(`tab = ${s.value(change.tab)}`);
  if (change.filter !== undefined) set.push(`filter = ${s.value(JSON.stringify(change.filter), 'jsonb')}`);
  if (change.sort !== undefined) set.push(`sort = ${s.value(change.sort)}`);
  if (change.hidden !== undefined) set.push(`hidden = ${s.value(change.hidden, 'text[]')}`);
  if (change.teamId !== undefined) set.push(`team_id = ${s.value(change.teamId, 'uuid')}`);
  const sql = `update saved_view v set ${set.join(', ')} where v.id = ${s.value(id, 'uuid')}
    and not exists (select 1 from saved_view o where o.owner_user_id = v.owner_user_id and o.page = v.page
                    and o.id <> v.id and o.name = ${s.value(change.name ?? null, 'text')})`;
  const { rowCount } = await pool.query(sql, s.values);
  if (rowCount === 0) throw new Problem('conflict', TAKEN);
  return readSavedView(pool, caller, id);
}

export async function deleteSavedView(pool: Pool, caller: Caller, id: string): Promise<void> {
  await requireOwn(pool, caller, id);
  await pool.query('delete from saved_view where id = $1', [id]);
}

async function requireOwn(pool: Pool, caller: Caller, id: string): Promise<void> {
  const { mine, owner } = await readSavedView(pool, caller, id);
  if (mine) return;
  throw new Problem(
    'forbidden',
    `Only ${owner.name}, who made this view, may change it. Save it under your own name.`,
    {
      roles: [],
    },
  );
}

function requireTeam(caller: Caller, teamId: string | null | undefined): void {
  if (teamId === null || teamId === undefined || caller.teamIds.includes(teamId)) return;
  throw new Problem('invalid', undefined, {
    errors: [{ path: 'body.teamId', message: 'is no team of yours; a view is shared with a team that you are in' }],
  });
}
