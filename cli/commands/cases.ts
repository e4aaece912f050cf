/** `case list | show | history`, `event send`, `clocks`: what a coordinator asks most. */
import type { Command } from 'commander';
import { z } from 'zod';
import { exitCodes, Failure } from '../failure';
import { ask } from '../http';
import { instant, jsonArgument, printJson, printTable, settings } from '../terminal';

const Summary = z.looseObject({
  id: z.string(),
  kind: z.string(),
  stage: z.string(),
  flags: z.array(z.string()),
  owner: z.object({ name: z.string().nullable() }).nullable(),
  next: z.object({ title: z.string(), dueAt: z.string() }).nullable(),
});
/** Stands for what the roles of the token do not show. */
const WITHHELD = '(not for your role)';

const Whole = Summary.extend({
  version: z.int(),
  clocks: z.array(
    z.looseObject({
      title: z.string(),
      dueAt: z.string(),
      explanation: z.looseObject({ text: z.string() }).nullable(),
    }),
  ),
  tasks: z.array(z.looseObject({ title: z.string().nullable(), dueOn: z.string(), reason: z.string().nullable() })),
  allowed: z.array(z.looseObject({ type: z.string(), by: z.string(), ok: z.boolean() })),
});
const pageOf = <T extends z.ZodType>(item: T) => z.looseObject({ items: z.array(item), next: z.string().nullable() });
const Entry = z.looseObject({
  at: z.string(),
  title: z.string(),
  actor: z.object({ id: z.string(), name: z.string().nullable() }),
  note: z.string().nullable(),
  stage: z.object({ before: z.string().nullable(), after: z.string() }).nullable(),
});
const LedgerRow = z.looseObject({ caseId: z.string(), title: z.string(), dueAt: z.string(), otherwise: z.string() });

export function addCaseCommands(program: Command): void {
  const cases = program.command('case').description('look at cases');
  cases
    .command('list')
    .description('list cases')
    .option('--kind <kind>', 'wc or denial')
    .option('--stage <stage>', 'for example "In Progress"')
    .option('--search <words>', 'part of a name, claim number or word')
    .option('--limit <n>', 'at most so many', '25')
    .option('--cursor <cursor>', 'go on where an earlier list ended')
    .addHelpText('after', '\nExample: caseclock case list --kind wc --stage "In Progress"')
    .action(async (options: Record<string, string | undefined>, command: Command) => {
      const { target, json } = settings(command);
      const { kind, stage, limit, cursor } = options;
      const filter = { kind, stage, limit, cursor, q: options['search'] };
      const { body } = await (filter.q === undefined
        ? ask(target, '/cases', { query: filter })
        : ask(target, '/cases/search', { method: 'POST', json: { filter } }));
      if (json) return printJson(body);
      const { items, next } = pageOf(Summary).parse(body);
      printTable(['CASE', 'KIND', 'STAGE', 'OWNER', 'NEXT CLOCK', 'DUE (UTC)', 'FLAGS'], items.map(summaryCells));
      if (next) console.log(`More: --cursor ${next}`);
    });
  cases
    .command('show <id>')
    .description('show a case: stage, clocks with their day count, tasks, what is allowed')
    .action(async (id: string, _options: object, command: Command) => {
      const { target, json } = settings(command);
      const { body } = await ask(target, `/cases/${encodeURIComponent(id)}`);
      if (json) return printJson(body);
      const view = Whole.parse(body);
      console.log(`${view.kind} case ${view.id}, version ${view.version}: ${view.stage}`);
      console.log(`Owner: ${view.owner?.name ?? 'nobody'}   Flags: ${view.flags.join(', ') || 'none'}`);
      console.log('Clocks:');
      for (const clock of view.clocks) {
        console.log(`  ${instant(clock.dueAt)} UTC  ${clock.title}\n      ${clock.explanation?.text ?? WITHHELD}`);
      }
      console.log('Open tasks:');
      for (const task of view.tasks) {
        console.log(`  ${task.dueOn}  ${task.title ?? WITHHELD}: ${task.reason ?? WITHHELD}`);
      }
      console.log(
        `Allowed now: ${view.allowed.flatMap((event) => (event.ok && event.by !== 'system' ? [event.type] : [])).join(', ')}`,
      );
    });
  cases
    .command('history <id>')
    .description('show what happened on a case, newest first')
    .option('--limit <n>', 'at most so many', '50')
    .action(async (id: string, { limit }: { limit: string }, command: Command) => {
      const { target, json } = settings(command);
      const { body } = await ask(target, `/cases/${encodeURIComponent(id)}/timeline`, { query: { limit } });
      if (json) return printJson(body);
      const { items } = pageOf(Entry).parse(body);
      printTable(['AT (UTC)', 'WHAT', 'WHO', 'STAGE', 'NOTE'], items.map(entryCells));
    });
}

function summaryCells(item: z.infer<typeof Summary>): string[] {
  const { id, kind, stage, owner, next, flags } = item;
  return [id, kind, stage, owner?.name ?? '-', next?.title ?? '-', instant(next?.dueAt ?? null), flags.join(' ')];
}

function entryCells({ at, title, actor, stage, note }: z.infer<typeof Entry>): string[] {
  const moved = stage === null || stage.before === stage.after ? '' : `${stage.before ?? '-'} -> ${stage.after}`;
  return [instant(at), title, actor.name ?? actor.id, moved, note ?? ''];
}

export function addEventCommands(program: Command): void {
  program
    .command('event')
    .description('change a case')
    .command('send <case> <type>')
    .description('send an event to a case')
    .option('--data <json>', 'data of the event', '{}')
    .option('--note <text>', 'words for the timeline')
    .option('--key <key>', 'Idempotency-Key: sending again with the same key changes nothing')
    .addHelpText(
      'after',
      `\nExample: caseclock event send <case> adjuster.contacted --data '{"channel":"call","direction":"out","on":"2026-11-20","reached":true}'`,
    )
    .action(
      async (
        id: string,
        type: string,
        { data, note, key }: { data: string; note?: string; key?: string },
        command: Command,
      ) => {
        const { target, json } = settings(command);
        const { body, status } = await ask(target, `/cases/${encodeURIComponent(id)}/events`, {
          method: 'POST',
          json: { type, data: jsonArgument(data, '--data'), ...(note === undefined ? {} : { note }) },
          headers: key === undefined ? {} : { 'idempotency-key': key },
        });
        if (json) return printJson(body);
        const outcome = z.looseObject({ commandId: z.string(), version: z.int().optional() }).parse(body);
        console.log(
          status === 202
            ? `Stored, not applied yet; it will be. Command ${outcome.commandId}`
            : `Applied: the case is at version ${outcome.version ?? '?'}.`,
        );
      },
    );
}

export function addClockCommands(program: Command): void {
  program
    .command('clocks')
    .description('list the running clocks of all cases, soonest first')
    .option('--within <days>', 'only those due within so many days, such as 7d')
    .option('--limit <n>', 'at most so many', '50')
    .action(async ({ within, limit }: { within?: string; limit: string }, command: Command) => {
      const { target, json } = settings(command);
      const { body } = await ask(target, '/clocks', { query: { withinDays: daysOf(within), limit } });
      if (json) return printJson(body);
      const { items } = pageOf(LedgerRow).parse(body);
      const rows = items.map((clock) => [instant(clock.dueAt), clock.title, clock.caseId, clock.otherwise]);
      printTable(['DUE (UTC)', 'CLOCK', 'CASE', 'IF NOBODY ACTS'], rows);
    });
}

function daysOf(within: string | undefined): string | undefined {
  if (within === undefined) return undefined;
  const days = /^(\d{1,3})d?$/.exec(within)?.[1];
  if (days === undefined)
    throw new Failure(exitCodes.usage, `--within ${within} is not understood; write 7d for seven days.`);
  return days;
}
