/** Says what a run was measured on, and keeps the table in docs/benchmarks.md between its markers. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { readEnv } from '../platform/env';
import { findTemporalCli } from '../platform/temporal/find-cli';
import type { Line } from './figures';

export interface Machine {
  readonly date: string;
  readonly cores: string;
  readonly memory: string;
  readonly node: string;
  readonly temporal: string;
  readonly postgres: string;
  /** Programs wanting a processor before the run began: above 0.5, others were at work. */
  readonly load: string;
}

export async function describeMachine(postgres: string): Promise<Machine> {
  const cli = await findTemporalCli({ cacheDir: readEnv().CASECLOCK_CACHE });
  const temporal = execFileSync(cli, ['--version'], { encoding: 'utf8' }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    node: process.version,
    temporal,
    postgres,
    load: (loadavg()[0] ?? 0).toFixed(1),
  };
}

const word = (kept: Line['kept']): string => (kept === null ? '' : kept ? 'kept' : '**missed**');

/** The table, in Markdown. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(
    (l) => `| ${l.what} | ${l.ours} | ${l.bare || '-'} | ${l.ratio || '-'} | ${l.budget} | ${word(l.kept)} |`,
  );
  return ['| what | Caseclock | bare limit, same run | ratio | budget | |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';
const file = path.resolve(__dirname, '..', 'docs', 'benchmarks.md');

/** Replaces what stands between the markers. @throws when the document has lost them. */
export function writeDocument(machine: Machine, text: string, how: string): void {
  const document = readFileSync(file, 'utf8');
  const [head, rest] = document.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) {
    throw new Error(`docs/benchmarks.md has no lines "${BEGIN}" and "${END}"; put them back where the table belongs.`);
  }
  const { date, cores, memory, node, temporal, postgres, load } = machine;
  const on = `${date}, ${how}. ${cores}, ${memory}; Node ${node}; ${temporal}; PostgreSQL ${postgres}; load before the run ${load}.`;
  writeFileSync(file, [head, BEGIN, '\n\n', on, '\n\n', text, '\n\n', END, tail].join(''));
}
