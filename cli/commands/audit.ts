/** `audit search | export | verify`: who did what. Search and export ask the API; verify reads the table itself and trusts nobody. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { Client } from 'pg';
import { z } from 'zod';
import { verifyChain, type ChainEnd, type ChainReport } from '../../platform/audit/verify';
import { readEnv } from '../../platform/env';
import { findRunning } from '../../scripts/start/running-file';
import { exitCodes, Failure } from '../failure';
import { ask, open } from '../http';
import { instant, printJson, printTable, settings } from '../terminal';

const Found = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      at: z.string(),
      actor: z.looseObject({ id: z.string(), name: z.string().nullable() }),
      action: z.string(),
      outcome: z.string(),
      purpose: z.string(),
      case: z.string().nullable(),
      cases: z.array(z.string()),
    }),
  ),
  next: z.string().nullable(),
});

interface Filter {
  actor?: string;
  case?: string;
  patient?: string;
  action?: string;
  outcome?: string;
  purpose?: string;
  from?: string;
  to?: string;
}

const withFilter = (command: Command): Command =>
  command
    .option('--actor <id>', 'user id')
    .option('--case <id>', 'about this case, or a list that showed it')
    .option('--patient <id>', 'about this patient, or a list that showed one of their cases')
    .option('--action <action>', 'such as case.read, or case.* for all that begin so')
    .option('--outcome <outcome>', 'such as 200, applied or forbidden')
    .option('--purpose <purpose>', 'treatment, payment, operations or emergency')
    .option('--from <instant>', 'such as 2026-11-01T00:00:00Z')
    .option('--to <instant>', 'before this instant');

const queryOf = ({ actor, action, outcome, purpose, from, to, ...ids }: Filter) => ({
  ...{ actor, action, outcome, purpose, from, to },
  caseId: ids.case,
  patientId: ids.patient,
});

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('who read or changed what (roles auditor and compliance)');
  withFilter(audit.command('search').description('search the audit trail, newest first'))
    .option('--limit <n>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where an earlier list ended')
    .action(async (options: Filter & { limit: string; cursor?: string }, command: Command) => {
      const { target, json } = settings(command);
      const { limit, cursor, ...filter } = options;
      const { body } = await ask(target, '/audit', { query: { ...queryOf(filter), limit, cursor } });
      if (json) return printJson(body);
      const { items, next } = Found.parse(body);
      printTable(
        ['ROW', 'AT (UTC)', 'WHO', 'WHAT', 'OUTCOME', 'PURPOSE', 'CASE'],
        items.map(({ id, at, actor, action, outcome, purpose, cases, case: one }) => {
          const about = one ?? (cases.length > 0 ? `${cases.length} cases` : '-');
          return [id, instant(at), actor.name ?? (actor.id || 'nobody known'), action, outcome, purpose, about];
        }),
      );
      if (next) console.log(`More: --cursor ${next}`);
    });
  withFilter(audit.command('export').description('write the audit trail to a file or to the terminal, oldest first'))
    .option('--format <format>', 'csv, ndjson or fhir (R4 AuditEvent, one a line)', 'csv')
    .option('--out <file>', 'file to write; without it the terminal')
    .action(async (options: Filter & { format: string; out?: string }, command: Command) => {
      const { target } = settings(command);
      const { format, out, ...filter } = options;
      const { body } = await open(target, '/audit/export', { query: { ...queryOf(filter), format } });
      const from = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
      // What it holds is for the auditor alone.
      if (out !== undefined) await pipeline(from, createWriteStream(out, { mode: 0o600, flags: 'wx' }));
      else for await (const chunk of from) process.stdout.write(chunk as Uint8Array);
    });
  audit
    .command('verify')
    .description('recompute the chain of hashes. Needs DATABASE_URL, or a running `npm start` on CASECLOCK_DATA')
    .option('--known <row:hash>', 'a head that was printed earlier and kept elsewhere: it must still be there')
    .action(async ({ known }: { known?: string }, command: Command) => {
      const report = await verify(endIn(known));
      if (command.optsWithGlobals<{ json?: boolean }>().json) printJson(report);
      else print(report);
      if (!report.ok) process.exitCode = exitCodes.failed;
    });
}

function endIn(text: string | undefined): ChainEnd | undefined {
  if (text === undefined) return undefined;
  const [, id, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (id !== undefined && hash !== undefined) return { id, hash };
  throw new Failure(exitCodes.usage, '--known must be a row and its hash as printed by an earlier verify: 120:5f3c...');
}

async function verify(known: ChainEnd | undefined): Promise<ChainReport> {
  const env = readEnv();
  const url = env.DATABASE_URL ?? findRunning(env.CASECLOCK_DATA)?.databaseUrl;
  if (url === undefined) {
    throw new Failure(
      exitCodes.unavailable,
      `Nothing runs on ${env.CASECLOCK_DATA}. Run \`npm start\` first, set CASECLOCK_DATA to its directory, or set DATABASE_URL.`,
    );
  }
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await verifyChain(client, { known });
  } finally {
    await client.end();
  }
}

function print({ ok, rows, broken, breaks, head }: ChainReport): void {
  for (const { id, kind, detail } of breaks) console.log(`Row ${id} (${kind}): ${detail}.`);
  if (broken > breaks.length) console.log(`... and ${broken - breaks.length} more.`);
  console.log(
    ok
      ? `The chain of ${rows} rows is whole.`
      : `The chain is broken: ${broken} faults in ${rows} rows, the first at row ${breaks[0]?.id ?? '?'}.`,
  );
  console.log(`Head, to be kept elsewhere: ${head.id}:${head.hash}`);
}
