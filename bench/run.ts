/** `npm run bench`: measures each row beside its bare limit and writes the table into docs/benchmarks.md. */
import { loadavg } from 'node:os';
import type { Line } from './figures';
import { describeMachine, tableOf, writeDocument } from './machine';
import { applyEvent } from './rows/apply-event';
import { callers } from './rows/callers';
import { clocksAtOnce } from './rows/clocks-at-once';
import { clocksSpread } from './rows/clocks-spread';
import { coldStart } from './rows/cold-start';
import { disk } from './rows/disk';
import { historyEvents } from './rows/history-events';
import { importFile } from './rows/import-file';
import { openCase } from './rows/open-case';
import { views } from './rows/views';
import { workerMemory } from './rows/worker-memory';
import { openStand, type Stand } from './stand';

type Row = (stand: Stand, quick: boolean) => Promise<Line[]>;

/** In the order of the table; light rows first, so that none begins on a machine still busy with another's rest. */
const rows: Readonly<Record<string, Row>> = {
  'apply-event': applyEvent,
  'open-case': openCase,
  callers,
  'history-events': historyEvents,
  disk,
  'clocks-spread': clocksSpread,
  'worker-memory': workerMemory,
  'clocks-at-once': clocksAtOnce,
  views,
  'import-file': importFile,
  'cold-start': coldStart,
};

/** @throws when an argument is not known. */
function asked(args: readonly string[]): { names: string[]; quick: boolean } {
  let names = Object.keys(rows);
  let quick = false;
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--quick') quick = true;
    else if (args[at] === '--only') names = (args[(at += 1)] ?? '').split(',');
    else throw new Error(`"${args[at]}" is not known; give --quick, or --only with names.`);
  }
  const unknown = names.filter((name) => rows[name] === undefined);
  if (unknown.length === 0) return { names, quick };
  throw new Error(`There is no row ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}.`);
}

const seconds = (): string => `${process.uptime().toFixed(0).padStart(4)} s`;
const say = (what: string): void => console.log(`${seconds()}  ${what}`);

async function main(): Promise<void> {
  const { names, quick } = asked(process.argv.slice(2));
  const stand = await openStand(say);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping = true;
      say('stopping');
      void stand.close().finally(() => process.exit(1));
    });
  }
  const lines: Line[] = [];
  const failed: string[] = [];
  try {
    const { rows: versions } = await stand.db.pool.query<{ server_version: string }>('show server_version');
    const machine = await describeMachine(versions[0]?.server_version ?? 'unknown');
    for (const name of names) {
      say(`${name} (load ${(loadavg()[0] ?? 0).toFixed(1)})`);
      try {
        const measured = await (rows[name] as Row)(stand, quick);
        lines.push(...measured);
        for (const l of measured) console.log(`        ${l.what}: ${l.ours} | ${l.bare} | ${l.ratio} | ${l.budget}`);
      } catch (error) {
        if (stopping) return;
        failed.push(name);
        say(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    console.log(`\n${tableOf(lines)}\n`);
    const whole = names.length === Object.keys(rows).length && !quick && failed.length === 0;
    if (whole) writeDocument(machine, tableOf(lines), `the whole run in ${seconds().trim()}`);
    else say('docs/benchmarks.md is written only by a whole run without failures');
  } finally {
    if (!stopping) await stand.close();
  }
  if (failed.length > 0) throw new Error(`Not measured: ${failed.join(', ')}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
