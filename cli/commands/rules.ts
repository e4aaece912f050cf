/** `rules show | publish | revert`: the numbers a practice may change. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { ask, type Target } from '../http';
import { jsonArgument, printJson, printTable, settings } from '../terminal';

const Rules = z.looseObject({
  version: z.int(),
  rules: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      layers: z.array(
        z.looseObject({
          scope: z.string(),
          effective: z.object({ mode: z.string(), params: z.record(z.string(), z.unknown()) }),
        }),
      ),
    }),
  ),
});
const Published = z.looseObject({ version: z.int(), batch: z.string() });

export function addRuleCommands(program: Command): void {
  const rules = program.command('rules').description('look at and change the rules');
  rules
    .command('show')
    .description('show every rule with its values')
    .action(async (_options: object, command: Command) => {
      const { target, json } = settings(command);
      const { body } = await ask(target, '/rules');
      if (json) return printJson(body);
      const { version, rules: all } = Rules.parse(body);
      console.log(`Version ${version}`);
      const rows = all.flatMap(({ id, title, layers }) =>
        layers.map(({ scope, effective }) => [id, title, scope, effective.mode, JSON.stringify(effective.params)]),
      );
      printTable(['RULE', 'TITLE', 'SCOPE', 'MODE', 'VALUES'], rows);
    });
  rules
    .command('publish <file>')
    .description(
      'publish a new version from a JSON file: {"scope", "changes": [{"ruleId", "mode"?, "params"?}], "note"}',
    )
    .option('--note <text>', 'why; replaces the note of the file')
    .addHelpText(
      'after',
      `\nExample file: {"scope":"default","changes":[{"ruleId":"wc.authorization-expiring","params":{"leadDays":21}}],"note":"Three weeks ahead"}`,
    )
    .action(async (file: string, { note }: { note?: string }, command: Command) => {
      const { target, json } = settings(command);
      const content = jsonArgument(await readFile(file, 'utf8'), file);
      await publish(target, json, '/rules/versions', { ...content, ...(note === undefined ? {} : { note }) });
    });
  rules
    .command('revert <version>')
    .description('publish a new version in which what that one changed is as before')
    .option('--note <text>', 'why')
    .action(async (version: string, { note }: { note?: string }, command: Command) => {
      const { target, json } = settings(command);
      const path = `/rules/versions/${encodeURIComponent(version)}/revert`;
      await publish(target, json, path, note === undefined ? {} : { note });
    });
}

/** Publishing needs the version one has seen: read just before. */
async function publish(target: Target, json: boolean, path: string, content: object): Promise<void> {
  const { etag } = await ask(target, '/rules');
  const { body } = await ask(target, path, {
    method: 'POST',
    json: content,
    headers: etag === null ? {} : { 'if-match': etag },
  });
  if (json) return printJson(body);
  const published = Published.parse(body);
  console.log(`Version ${published.version} is published and reaches the live cases: ${published.batch}`);
}
