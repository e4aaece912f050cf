/** `import <file>`: uploads a file, follows its import, reports what became of each row. */
import { openAsBlob, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import ora from 'ora';
import { z } from 'zod';
import { exitCodes, Failure } from '../failure';
import { ask, type Target } from '../http';
import { jsonArgument, printJson, settings } from '../terminal';
import { printReport } from './import-report';

const LOOK_EVERY_MS = 300;
const ROWS_A_PAGE = 100;
/** More than anybody reads in a terminal; the API has the rest. */
const MOST_ROWS = 2_000;

const ImportView = z.looseObject({
  id: z.string(),
  state: z.string(),
  dryRun: z.boolean(),
  progress: z.looseObject({ title: z.string(), done: z.int(), total: z.int().nullable() }).nullable(),
  summary: z.record(z.string(), z.unknown()).nullable(),
  error: z.looseObject({ message: z.string() }).nullable(),
  finishedAt: z.string().nullable(),
});
type ImportView = z.infer<typeof ImportView>;
const Row = z.looseObject({
  row: z.int(),
  outcome: z.string(),
  reasons: z.array(z.object({ message: z.string() })),
});
type Row = z.infer<typeof Row>;
const Rows = z.looseObject({ items: z.array(Row), next: z.string().nullable() });
const Practices = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

interface Options {
  kind?: string;
  dryRun?: boolean;
  mapping?: string;
  practice?: string;
}

export function addImportCommand(program: Command): void {
  program
    .command('import <file>')
    .description('import a WC audit spreadsheet (CSV, XLSX) or an 835 remittance')
    .option('--kind <kind>', 'wc-audit or 835; by default from the file name')
    .option('--dry-run', 'report what would happen and change nothing')
    .option('--mapping <file>', 'JSON file that maps odd column headers')
    .option('--practice <id>', 'needed only when there are several')
    .addHelpText('after', '\nExamples:\n  caseclock import audit.xlsx --dry-run\n  caseclock import era.835')
    .action(async (file: string, options: Options, command: Command) => {
      const { target, json } = settings(command);
      const started = await upload(target, file, options, json);
      const view = await follow(target, started, json);
      const { rows, more } = await rowsOf(target, view.id);
      if (json) printJson({ import: view, rows, more });
      else printReport(view, rows, more);
      if (view.error) throw new Failure(exitCodes.failed, view.error.message, view);
    });
}

function kindOf(file: string, given: string | undefined): string {
  if (given !== undefined) return given;
  if (/\.(csv|tsv|xlsx)$/i.test(file)) return 'wc-audit';
  if (/\.(835|edi|x12|era)$/i.test(file)) return '835';
  throw new Failure(
    exitCodes.usage,
    `What ${path.basename(file)} is cannot be told from its name; give --kind wc-audit or --kind 835.`,
  );
}

async function upload(target: Target, file: string, options: Options, json: boolean): Promise<ImportView> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new Failure(exitCodes.usage, `There is no file ${file}.`);
  }
  const mapping =
    options.mapping === undefined ? undefined : jsonArgument(await readFile(options.mapping, 'utf8'), options.mapping);
  const practiceId = options.practice ?? (await onlyPractice(target));
  const spinner = ora({ text: `Uploading ${path.basename(file)}`, isSilent: json }).start();
  try {
    const { body } = await ask(target, '/imports', {
      method: 'POST',
      query: {
        kind: kindOf(file, options.kind),
        practiceId,
        ...(options.dryRun ? { dryRun: 'true' } : {}),
        ...(mapping === undefined ? {} : { options: JSON.stringify(mapping) }),
      },
      body: await openAsBlob(file),
      contentType: 'application/octet-stream',
      // In a header: an address is kept by whatever it passes, and a file may be called after a person.
      headers: { 'content-disposition': `attachment; filename*=UTF-8''${headerText(path.basename(file))}` },
    });
    spinner.succeed();
    return ImportView.parse(body);
  } catch (error) {
    spinner.fail();
    throw error;
  }
}

/** As RFC 5987 writes it. */
const headerText = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

async function onlyPractice(target: Target): Promise<string> {
  const { body } = await ask(target, '/practices');
  const { items } = Practices.parse(body);
  const [one, another] = items;
  if (one && !another) return one.id;
  const names = items.map((practice) => `  ${practice.id}  ${practice.name}`).join('\n');
  throw new Failure(exitCodes.usage, `There are several practices; give --practice with one of:\n${names}`);
}

async function follow(target: Target, started: ImportView, json: boolean): Promise<ImportView> {
  const bar = json ? null : new SingleBar({ format: '{title} [{bar}] {percentage}%', stream: process.stderr });
  bar?.start(1, 0, { title: 'Importing' });
  let view = started;
  try {
    while (view.finishedAt === null) {
      await delay(LOOK_EVERY_MS);
      view = ImportView.parse((await ask(target, `/imports/${started.id}`)).body);
      const { progress } = view;
      if (progress?.total) {
        bar?.setTotal(progress.total);
        bar?.update(Math.min(progress.done, progress.total), { title: progress.title });
      }
    }
  } finally {
    bar?.stop();
  }
  return view;
}

async function rowsOf(target: Target, importId: string): Promise<{ rows: Row[]; more: boolean }> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: String(ROWS_A_PAGE), cursor };
    const page = Rows.parse((await ask(target, `/imports/${importId}/rows`, { query })).body);
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && rows.length < MOST_ROWS);
  return { rows, more: cursor !== undefined };
}
