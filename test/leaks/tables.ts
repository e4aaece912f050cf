/** The one allowed place: every column of every table is read, and those in which a canary stands are compared with a list. */
import type { Pool } from 'pg';
import { allowedColumns } from './allowed-columns';
import type { Searcher } from './search/searcher';

export interface ColumnResult {
  readonly column: string;
  readonly rows: number;
  readonly fields: readonly string[];
  readonly allowed: boolean;
}

export interface TablesResult {
  readonly tables: number;
  readonly columns: number;
  readonly bytes: number;
  readonly found: readonly ColumnResult[];
  readonly ms: number;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

const MOST_HITS = 20_000;

/** Values are read as text; bytes as they are. */
export async function searchTables(pool: Pool, searcher: Searcher): Promise<TablesResult> {
  const from = Date.now();
  const { rows: columns } = await pool.query<Column>(
    `select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE' order by 1, 2`,
  );
  const found: ColumnResult[] = [];
  let bytes = 0;
  for (const { table, column, type } of columns) {
    const value = type === 'bytea' ? `"${column}"` : `convert_to("${column}"::text, 'UTF8')`;
    const { rows } = await pool.query<{ v: Buffer }>(
      `select ${value} as v from "${table}" where "${column}" is not null`,
    );
    // A line between two values, or the end of one and the start of the next would read as one word.
    const content = Buffer.concat(rows.flatMap(({ v }) => [v, Buffer.from('\n\n')]));
    bytes += content.length;
    const hits = type === 'bytea' ? rows.flatMap(({ v }) => searcher.find(v)) : searcher.find(content, MOST_HITS);
    if (hits.length === 0) continue;
    const name = `${table}.${column}`;
    const fields = [...new Set(hits.map((hit) => hit.field))].sort();
    found.push({ column: name, rows: hits.length, fields, allowed: name in allowedColumns });
  }
  return {
    tables: new Set(columns.map((c) => c.table)).size,
    columns: columns.length,
    bytes,
    found,
    ms: Date.now() - from,
  };
}
