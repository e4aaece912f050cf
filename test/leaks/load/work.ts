/** What people do with a patient's cases: open, note, edit, add tasks, move clocks, look, search. */
import { eventually } from '../../support/eventually';
import type { Canaries } from '../canaries';
import type { Client, Reply } from './http';
import type { Patient } from './patients';

export interface OpenedCase {
  readonly kind: 'denial' | 'wc';
  readonly caseId: string;
}

export interface WorkParts {
  readonly client: Client;
  readonly canaries: Canaries;
  readonly today: string;
  readonly opened: OpenedCase[];
  /** Requests of these steps that a person would call refused; some are, because cases move on meanwhile. */
  readonly refused: Map<string, number>;
}

const idOf = (reply: Reply, name: string): string | null => {
  const id = reply.body[name];
  return typeof id === 'string' ? id : null;
};

async function step(parts: WorkParts, name: string, method: string, path: string, body?: unknown): Promise<Reply> {
  const reply = await parts.client.ask(method, path, body);
  if (reply.status >= 400) {
    const key = `${name} ${reply.status}`;
    parts.refused.set(key, (parts.refused.get(key) ?? 0) + 1);
  }
  return reply;
}

/** One patient's life: two cases, and everything that can be said about them. */
export async function liveThrough(parts: WorkParts, patient: Patient): Promise<void> {
  const claim = await step(parts, 'claim', 'POST', '/claims', patient.claim());
  const claimId = idOf(claim, 'id');
  if (claimId === null) return;
  const asked =
    patient.n % 2 === 0
      ? { kind: 'denial' as const, body: patient.denial(claimId, parts.today) }
      : { kind: 'wc' as const, body: patient.wc(parts.today) };
  const reply = await step(parts, `open ${asked.kind}`, 'POST', '/cases', asked.body);
  const caseId = idOf(reply, 'caseId');
  if (caseId === null) return;
  if (reply.status === 202) {
    // A part of the system was down: the inbox opens the case once it is back.
    await eventually(
      () => parts.client.ask('GET', `/commands/${idOf(reply, 'commandId') ?? ''}`),
      (shown) => shown.body['state'] !== 'pending',
      300_000,
    );
  }
  const opened = { kind: asked.kind, caseId };
  parts.opened.push(opened);
  await work(parts, opened);
}

async function work(parts: WorkParts, { kind, caseId }: OpenedCase): Promise<void> {
  const { canaries, today } = parts;
  const at = `/cases/${caseId}`;
  const words = (field: string) => `${canaries.word(field)} said "${canaries.word(field)}" \u00fc`;
  await step(parts, 'note', 'POST', `${at}/events`, {
    type: kind === 'wc' ? 'adjuster.contacted' : 'action.taken',
    data:
      kind === 'wc'
        ? { channel: 'call', direction: 'out', on: today, reached: true }
        : { action: 'called-payer', on: today },
    note: words('event.note'),
  });
  await step(parts, 'task', 'POST', `${at}/tasks`, {
    title: words('task.title'),
    assignTo: { role: 'biller' },
    dueOn: today,
  });
  await step(parts, 'edit', 'PATCH', at, {
    tags: [canaries.word('case.tag')],
    details: { description: words('case.description') },
    ...(kind === 'wc' ? { subject: canaries.word('case.subject') } : {}),
  });
  const clock = kind === 'wc' ? 'adjusterSilence' : 'appealWindowClosing';
  await step(parts, 'clock', 'POST', `${at}/clocks/${clock}/move`, {
    dueAt: new Date(Date.now() + 8_000).toISOString(),
    reason: words('clock.reason'),
  });
  if (kind === 'wc') {
    await step(parts, 'visit check', 'POST', '/visit-check', { caseId, on: today });
  }
  for (const path of [at, `${at}/timeline`, `${at}/receipts`, `${at}/clocks`, `/tasks?caseId=${caseId}`]) {
    await step(parts, `read ${path.split('/').at(-1)?.split('?')[0] ?? ''}`, 'GET', path);
  }
  const q = `${canaries.word('query.q')} Ren\u00e9e`;
  await step(parts, 'search', 'POST', '/cases/search', { filter: { q, tag: canaries.word('query.tag') } });
  await step(parts, 'search claims', 'POST', '/claims/search', { filter: { number: canaries.word('query.number') } });
}

/** One note for many: the batch's filter looks for a person's name, its command carries words. */
export async function runBatches(parts: WorkParts, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await step(parts, 'batch', 'POST', '/batches', {
      // Every patient's name holds these letters.
      filter: { kind: 'wc', q: 'ren\u00e9e' },
      command: {
        type: 'task.added',
        data: { assignTo: 'owner', priority: 'normal', dueOn: parts.today },
        note: parts.canaries.word('batch.note'),
      },
    });
    const named = parts.canaries.word('batch.filter.q');
    const tagged = parts.canaries.word('case.tag');
    await parts.client.ask('PATCH', `/cases/${parts.opened[n]?.caseId ?? ''}`, {
      details: { description: named },
      tags: [tagged],
    });
    for (const filter of [{ q: named }, { tag: tagged }]) {
      await step(parts, 'batch by name', 'POST', '/batches', {
        filter,
        command: { type: 'followUp.cleared', data: {}, note: parts.canaries.word('batch.note') },
      });
    }
  }
}
