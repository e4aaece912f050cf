/** Reads from a database what a backup must know: its tables in foreign-key order, sequences, migrations, triggers. */
import type { Client } from 'pg';
import { BackupError } from './passphrase';
import type { Manifest, Sequence } from './parts';

/** Kept by the migrations themselves: restoring brings a database to a level, it does not copy the list of levels. */
const MIGRATIONS = '_prisma_migrations';

/** Rows must read the same wherever they are read. */
export const SAME_TEXT_EVERYWHERE = `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 3;
  set bytea_output = 'hex'; set client_encoding = 'UTF8'; set synchronize_seqscans = off; set row_security = off;
  set search_path = public`;

export interface Table {
  readonly name: string;
  /** Columns that hold data of their own: generated ones are made again. */
  readonly columns: readonly string[];
  /** Expressions that order the rows alike in every database: the primary key, texts by their bytes. */
  readonly order: readonly string[];
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const columnsOf = (table: Pick<Table, 'columns'>): string => table.columns.map(quoted).join(', ');

/** Reads these columns of a table in its order: the same rows give the same bytes. */
export const copyOut = ({ name, order }: Pick<Table, 'name' | 'order'>, columns: readonly string[]): string =>
  `copy (select ${columnsOf({ columns })} from ${quoted(name)} t order by ${order.join(', ')}) to stdout`;

/** Every table of the application, those that others refer to first. */
export async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
            array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                  and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
            array(select quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
                  from pg_index i cross join lateral unnest(i.indkey) with ordinality k(attnum, n)
                  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
                  where i.indrelid = c.oid and i.indisprimary order by k.n) as "order"
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> $1
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
    [MIGRATIONS],
  );
  const references = await client.query<{ from: string; to: string }>(
    `select f.relname as "from", t.relname as "to" from pg_constraint k
     join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.conrelid <> k.confrelid and f.relnamespace = 'public'::regnamespace`,
  );
  return inOrder(
    rows.map((table) => (table.order.length > 0 ? table : { ...table, order: ['t::text collate "C"'] })),
    references.rows,
  );
}

/**
 * Tables after all they refer to.
 * @throws BackupError when tables refer to each other in a circle.
 */
export function inOrder(tables: readonly Table[], references: readonly { from: string; to: string }[]): Table[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const order: Table[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ name }) => !references.some((r) => r.from === name && left.has(r.to)));
    if (free.length === 0) {
      throw new BackupError(
        `The tables ${[...left.keys()].join(', ')} refer to each other in a circle, which a backup cannot bring back ` +
          'in order. Tell whoever maintains this version of Caseclock.',
      );
    }
    for (const table of free) left.delete(table.name);
    order.push(...free);
  }
  return order;
}

/** Read after the tables: a sequence stands outside of transactions, and must not be behind any row. */
export async function readSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' order by c.relname`,
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const { rows: values } = await client.query<Omit<Sequence, 'name'>>(
      `select last_value::text as last, is_called as called from ${quoted(name)}`,
    );
    if (values[0]) sequences.push({ name, ...values[0] });
  }
  return sequences;
}

export async function readMigrationsApplied(client: Client): Promise<Manifest['migrations']> {
  if (!(await hasTable(client, MIGRATIONS))) return [];
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `select migration_name as name, checksum from ${MIGRATIONS}
     where finished_at is not null and rolled_back_at is null order by started_at, migration_name`,
  );
  return rows;
}

/** The newest hash of the audit chain, where there is one. */
export async function readAuditHead(client: Client): Promise<string | null> {
  if (!(await hasTable(client, 'audit_head'))) return null;
  const { rows } = await client.query<{ hash: string }>(`select encode(last_hash, 'hex') as hash from audit_head`);
  return rows[0]?.hash ?? null;
}

async function hasTable(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `public.${quoted(name)}`,
  ]);
  return rows[0]?.there === true;
}

export interface Trigger {
  readonly table: string;
  readonly name: string;
  /** Postgres's own letters: O on, A always, R replica only, D off. */
  readonly state: 'O' | 'A' | 'R' | 'D';
}

/** Triggers that somebody wrote; those of foreign keys are not among them. */
export async function readTriggers(client: Client): Promise<Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `select c.relname as "table", t.tgname as name, t.tgenabled as state from pg_trigger t
     join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
  );
  return rows;
}
