/** `reconcile`: starts a sweep over all cases through the API, waits for its end, and prints what it found. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { exitCodes, Failure } from '../failure';
import { ask, type Target } from '../http';
import { printJson, settings } from '../terminal';

const Sweep = z.looseObject({
  id: z.string(),
  state: z.string(),
  looked: z.int(),
  found: z.int(),
  repaired: z.int(),
  open: z.int(),
});
const Finding = z.looseObject({
  caseId: z.string().nullable(),
  kind: z.string().nullable(),
  code: z.string(),
  words: z.string(),
  outcome: z.string(),
  done: z.string(),
});
const Page = z.object({
  reconciliation: Sweep,
  findings: z.object({ items: z.array(Finding), next: z.string().nullable() }),
});

const LOOKS_EVERY_MS = 1_000;

export function addReconcileCommand(program: Command): void {
  program
    .command('reconcile')
    .description('compare every case with its workflow; exit code 3 when something is left for a person')
    .option('--repair', 'mend what is certain; the rest is reported')
    .action(async ({ repair }: { repair?: boolean }, command: Command) => {
      const { target, json } = settings(command);
      const { body } = await ask(target, '/reconciliations', { method: 'POST', json: { repair: repair === true } });
      const { id } = Sweep.parse(body);
      const sweep = await finished(target, id);
      const findings = await all(target, id);
      if (json) printJson({ reconciliation: sweep, findings });
      else tell(sweep, findings);
      if (sweep.open > 0) process.exitCode = exitCodes.refused;
    });
}

async function finished(target: Target, id: string): Promise<z.infer<typeof Sweep>> {
  for (;;) {
    const { body } = await ask(target, `/reconciliations/${id}`, { query: { limit: '1' } });
    const { reconciliation } = Page.parse(body);
    if (reconciliation.state === 'finished') return reconciliation;
    if (reconciliation.state === 'failed') {
      throw new Failure(exitCodes.failed, 'The sweep was lost with data of Temporal. Start it again.');
    }
    await delay(LOOKS_EVERY_MS);
  }
}

async function all(target: Target, id: string): Promise<z.infer<typeof Finding>[]> {
  const findings: z.infer<typeof Finding>[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await ask(target, `/reconciliations/${id}`, { query: { limit: '200', cursor } });
    const page = Page.parse(body).findings;
    findings.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return findings;
}

function tell(sweep: z.infer<typeof Sweep>, findings: readonly z.infer<typeof Finding>[]): void {
  for (const { caseId, kind, code, words, outcome, done } of findings) {
    console.log(`${kind ?? ''} ${caseId ?? ''}  ${code}`.trim());
    console.log(`  ${words}`);
    console.log(`  ${outcome}: ${done}`);
  }
  console.log(
    `Looked at ${sweep.looked}; found ${sweep.found}, repaired ${sweep.repaired}, left for a person ${sweep.open}.`,
  );
}
