/** Uploads the files, as bodies and in forms, follows them, reads their reports, and applies what was tried dry first. */
import { eventually } from '../../support/eventually';
import type { Canaries } from '../canaries';
import type { Client, Reply } from './http';
import { remittanceFiles } from './remittances';
import { sheetFiles, type SheetFile } from './sheets';

export interface ImportCounts {
  readonly states: Map<string, number>;
  readonly outcomes: Map<string, number>;
}

const ENDED = new Set(['finished', 'failed', 'stopped', 'already-imported']);
const WITHIN_MS = 600_000;
/** Files on their way at once. */
const LANES = 3;

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

function send(client: Client, kind: string, file: SheetFile, inForm: boolean, dryRun: boolean): Promise<Reply> {
  const query = new URLSearchParams({ kind, ...(dryRun ? { dryRun: 'true' } : {}) });
  if (!inForm) {
    return client.ask('POST', `/imports?${query.toString()}`, undefined, {
      raw: new Uint8Array(Buffer.from(file.content)),
      headers: {
        'Content-Type': file.type,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      },
    });
  }
  const boundary = 'leaks-form';
  const raw = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`,
    ),
    Buffer.from(file.content),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return client.ask('POST', `/imports?${query.toString()}`, undefined, {
    raw: new Uint8Array(raw),
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  });
}

async function follow(client: Client, id: string, counts: ImportCounts): Promise<void> {
  const shown = await eventually(
    () => client.ask('GET', `/imports/${id}`),
    (reply) => ENDED.has(String(reply.body['state'])),
    WITHIN_MS,
  );
  count(counts.states, String(shown.body['state']));
  for (const part of ['rows', 'exceptions', 'parts']) {
    const { body } = await client.ask('GET', `/imports/${id}/${part}?limit=200`);
    for (const row of (body['items'] ?? []) as { outcome?: string; code?: string }[]) {
      count(counts.outcomes, `${part} ${row.outcome ?? row.code ?? ''}`);
    }
  }
}

/** Runs every file once; the first of each kind dry before. */
export async function importFiles(
  client: Client,
  canaries: Canaries,
  today: string,
  rows: number,
): Promise<ImportCounts> {
  const counts: ImportCounts = { states: new Map(), outcomes: new Map() };
  const sheets = await sheetFiles(canaries, today, rows);
  const files = [
    ...sheets.map((file) => ({ kind: 'wc-audit', file })),
    ...remittanceFiles(canaries, rows).map((file) => ({ kind: '835', file })),
  ];
  const run = async (n: number, kind: string, file: SheetFile): Promise<void> => {
    const dryRun = n === 0 || n === sheets.length;
    const reply = await send(client, kind, file, n % 2 === 1, dryRun);
    const id = reply.body['id'];
    if (typeof id !== 'string') {
      count(counts.states, `not taken: ${reply.status}`);
      return;
    }
    await follow(client, id, counts);
    if (!dryRun) return;
    const applied = await client.ask('POST', `/imports/${id}/apply`);
    const next = applied.body['id'];
    if (typeof next === 'string') await follow(client, next, counts);
  };
  const left = [...files.entries()];
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let next = left.shift(); next; next = left.shift()) await run(next[0], next[1].kind, next[1].file);
    }),
  );
  return counts;
}
