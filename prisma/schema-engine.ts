/** Runs Prisma's schema engine as WebAssembly over our own connection, because its native engine must be downloaded first. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Pool, type QueryConfig, types as pgTypes } from 'pg';

/** The folder with schema.prisma and migrations. */
export const prismaFolder = __dirname;

/**
 * Types that only Postgres's own catalog uses, and the type to read each as; the adapter refuses a result that has one.
 * Numbers are type ids of pg_type.
 */
const catalogTypes = new Map([
  [18, 25], // "char" as text
  [22, 25], // int2vector as text
  [24, 25], // regproc as text
  [194, 25], // pg_node_tree as text
  [1002, 1009], // "char"[] as text[]
  [1003, 1009], // name[] as text[]
  [2205, 25], // regclass as text
  [2206, 25], // regtype as text
]);

/** The part of the WebAssembly API used here; the compiler's list of Node's globals lacks it. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: Record<string, object>): Promise<{ exports: Record<string, unknown> }>;
};

/** The columns of a result that are "char": the engine wants a character there, and the adapter can only say text. */
const charColumns = new WeakMap<object, number[]>();

const known = (oid: number) => catalogTypes.get(oid) ?? oid;

/** A pool whose results name only types that the adapter knows. */
function catalogPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 2, allowExitOnIdle: true });
  // Without a listener a reset connection would end the process; the query itself fails too, and says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const plain = pool.query.bind(pool);
  const mapped = async (config: QueryConfig) => {
    const result = await plain({
      ...config,
      types: {
        getTypeParser: (oid, format) => (config.types ?? pgTypes).getTypeParser(known(oid), format ?? 'text'),
      },
    });
    const fields = result.fields ?? [];
    charColumns.set(
      result.rows ?? [],
      fields.flatMap((field, index) => (field.dataTypeID === 18 ? [index] : [])),
    );
    for (const field of fields) field.dataTypeID = known(field.dataTypeID);
    return result;
  };
  Object.defineProperty(pool, 'query', { value: mapped });
  return pool;
}

async function connect(connectionString: string, afterwards = async () => {}): Promise<SqlDriverAdapter> {
  const pool = catalogPool(connectionString);
  const adapter: SqlDriverAdapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    queryRaw: async (query: SqlQuery) => {
      const result = await queryRaw(query);
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
    // The adapter's own splits at every semicolon, which cuts functions written in $$ ... $$ apart. Sent whole, a
    // script is also one transaction: it is applied completely or not at all.
    executeScript: async (script: string) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    },
    dispose: async () => {
      if (pool.ending) return;
      await pool.end();
      await afterwards();
    },
  });
}

/** Gives the engine its connections; it keeps them in `opened`, because the engine leaves the closing to chance. */
function adapterFactory(databaseUrl: string, opened: SqlDriverAdapter[]): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => {
      const adapter = await connect(databaseUrl);
      opened.push(adapter);
      return adapter;
    },
    connectToShadowDb: async () => {
      const name = `caseclock_shadow_${process.pid}_${Date.now()}`;
      const url = new URL(databaseUrl);
      url.pathname = `/${name}`;
      await statement(databaseUrl, `create database "${name}" template template0`);
      const adapter = await connect(url.href, () => statement(databaseUrl, `drop database if exists "${name}"`));
      opened.push(adapter);
      return adapter;
    },
  };
}

async function statement(databaseUrl: string, sql: string): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1, allowExitOnIdle: true });
  try {
    await pool.query(sql);
  } finally {
    await pool.end();
  }
}

// A crash of the engine ends the process from inside WebAssembly; this is the only place that hears the reason.
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (message: string) => console.error(`Prisma's schema engine crashed: ${message}`),
  },
});

let loaded: Promise<typeof SchemaEngine> | undefined;

/** Node 20 cannot import .wasm files, so the module is put together by hand; 5 MB, once per process. */
async function loadEngine(): Promise<typeof SchemaEngine> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = createRequire(__filename).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(readFileSync(file.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': withoutLingering(glue) });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  return glue.SchemaEngine;
}

/**
 * The engine limits the wait for its own lock by a 10 s timer that it never clears, and a process that updated its
 * database would linger for as long: timers it sets keep nothing alive.
 */
function withoutLingering(glue: object): object {
  const timer = Object.keys(glue).find((name) => name.startsWith('__wbg_setTimeout_'));
  const unref = (run: () => void, ms: number) => setTimeout(run, ms >>> 0).unref();
  return { ...glue, ...(timer ? { [timer]: unref } : {}) };
}

/** Gives `use` an engine on this database and closes it afterwards. `datamodel` is the text of a Prisma schema. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  datamodel: string | undefined,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const opened: SqlDriverAdapter[] = [];
  const Engine = await (loaded ??= loadEngine());
  const engine = await Engine.new(
    { datamodels: datamodel === undefined ? undefined : [['schema.prisma', datamodel]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapterFactory(databaseUrl, opened)),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
    for (const adapter of opened) await adapter.dispose();
  }
}

/** Reads a standard migrations folder in the shape the engine wants; an absent folder is an empty list. */
export function readMigrations(folder: string): MigrationList {
  const names = statSync(folder, { throwIfNoEntry: false })
    ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  const lock = path.join(folder, 'migration_lock.toml');
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: statSync(lock, { throwIfNoEntry: false }) ? readFileSync(lock, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') },
        },
      })),
  };
}
