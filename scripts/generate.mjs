/** Generates the Prisma client after an installation, without the network; it touches no database. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const schema = path.join(root, 'prisma', 'schema.prisma');

if (!existsSync(schema)) {
  console.log('No prisma/schema.prisma yet: no database client to generate.');
  process.exit(0);
}

// Generating needs no engine, yet Prisma downloads one unless it is told where one is. The program named here must
// exist and must fail when run: one that succeeds would make a later "prisma migrate" report success and do nothing.
let scratch;
let engine = '/bin/false';
if (!existsSync(engine)) engine = '/usr/bin/false';
if (!existsSync(engine)) {
  scratch = mkdtempSync(path.join(tmpdir(), 'caseclock-generate-'));
  engine = path.join(scratch, 'no-engine.cmd');
  writeFileSync(engine, '@exit /b 1\r\n', { mode: 0o755 });
}

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const result = spawnSync(process.execPath, [cli, 'generate', '--schema', schema, '--no-hints'], {
  cwd: root,
  encoding: 'utf8',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (scratch) rmSync(scratch, { recursive: true, force: true });

if (result.status !== 0) {
  const said = [result.stdout, result.stderr, result.error?.message].filter(Boolean).join('\n').trim();
  console.error(`The database client could not be generated from prisma/schema.prisma:\n${said}`);
  console.error('Correct the schema, then run "node scripts/generate.mjs" again.');
  process.exit(1);
}
console.log('Database client generated in prisma/generated.');
