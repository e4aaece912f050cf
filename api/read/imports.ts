/** Reads imports and their reports: progress, rows, exceptions and parts. */
import { z } from 'zod';
import { importKinds, importStates } from '../../domain/imports';
import type { Db } from '../../platform/db';
import type { Prisma } from '../../prisma/generated/client';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';

/** A message may say what stood in the file. */
const Reason = z.strictObject({ code: plain(z.string()), message: phi('words', z.string()) });

export const ImportView = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(importKinds),
    practiceId: z.uuid(),
    fileName: phi('identity', z.string()),
    sha256: plain(z.string()),
    bytes: z.int(),
    dryRun: z.boolean(),
    state: z.enum(importStates),
    progress: z
      .strictObject({ phase: plain(z.string()), title: plain(z.string()), done: z.int(), total: z.int().nullable() })
      .nullable()
      .describe('The phase under way, with bytes or claims done'),
    summary: phi('money', z.record(z.string(), z.unknown()).nullable()).describe('Sums; money in cents'),
    error: Reason.nullable().describe('Why it failed, and what to do'),
    createdBy: z.uuid(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.output<typeof ImportView>;

export const ImportRowView = z
  .strictObject({
    row: z.int(),
    outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
    reasons: z.array(Reason),
    caseId: z.uuid().nullable(),
  })
  .meta({ id: 'ImportRow' });

export const ImportExceptionView = z
  .strictObject({
    id: z.uuid(),
    scope: phi('identity', z.string()).describe('Where in the file: a payment, a claim'),
    code: plain(z.string()),
    message: phi('words', z.string()),
    severity: z.enum(['refused', 'warning']),
    segmentNumber: z.int().nullable(),
    segmentId: plain(z.string().nullable()),
    byteOffset: z.int().nullable(),
    controlNumber: phi('identity', z.string().nullable()),
    amountCents: phi('money', z.int().nullable()),
    state: plain(z.string()).describe('open: somebody has to decide; noted: nothing to do'),
  })
  .meta({ id: 'ImportException' });

export const ImportPartView = z
  .strictObject({
    n: z.int(),
    outcome: plain(z.string()),
    counts: phi('money', z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'ImportPart' });

type Row = Prisma.ImportGetPayload<object>;

function viewOf(row: Row): ImportView {
  return ImportView.parse({
    id: row.id,
    kind: row.kind,
    practiceId: row.practiceId,
    fileName: row.fileName,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    dryRun: row.dryRun,
    state: row.state,
    progress: z.looseObject({ phase: z.string() }).safeParse(row.counts).success ? row.counts : null,
    summary: row.summary,
    error: row.error,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  });
}

/** Locations whose imports somebody may see. */
type Locations = readonly string[] | 'all';

const at = (locations: Locations) => (locations === 'all' ? {} : { practiceId: { in: [...locations] } });

/** Null when there is none at these locations. */
export async function readImport(db: Db, locations: Locations, id: string): Promise<ImportView | null> {
  const row = await db.prisma.import.findFirst({ where: { id, ...at(locations) } });
  return row && viewOf(row);
}

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listImports(db: Db, locations: Locations, filter: Page & { readonly kind?: string | undefined }) {
  const [before, id] = filter.cursor ? decodeCursor('imports', filter.cursor, [Instant, z.uuid()]) : [];
  const rows = await db.prisma.import.findMany({
    where: {
      ...at(locations),
      ...(filter.kind === undefined ? {} : { kind: filter.kind }),
      ...(before === undefined || id === undefined
        ? {}
        : { OR: [{ createdAt: { lt: new Date(before) } }, { createdAt: new Date(before), id: { lt: id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: filter.limit + 1,
  });
  return page(rows, filter.limit, viewOf, (row) => encodeCursor('imports', [row.createdAt.toISOString(), row.id]));
}

/** The report, in the order of the file. */
export async function listImportRows(
  db: Db,
  importId: string,
  filter: Page & { readonly outcome?: string | undefined },
) {
  const [after] = filter.cursor ? decodeCursor('import-rows', filter.cursor, [z.int()]) : [0];
  const rows = await db.prisma.importRow.findMany({
    where: { importId, row: { gt: after }, ...(filter.outcome === undefined ? {} : { outcome: filter.outcome }) },
    orderBy: { row: 'asc' },
    take: filter.limit + 1,
  });
  const view = ({ row, outcome, reasons, caseId }: (typeof rows)[number]) =>
    ImportRowView.parse({ row, outcome, reasons, caseId });
  return page(rows, filter.limit, view, (row) => encodeCursor('import-rows', [row.row]));
}

/** What did not parse or does not balance. */
export async function listImportExceptions(
  db: Db,
  importId: string,
  filter: Page & { readonly state?: string | undefined },
) {
  const [after] = filter.cursor ? decodeCursor('import-exceptions', filter.cursor, [z.uuid()]) : [];
  const rows = await db.prisma.importException.findMany({
    where: {
      importId,
      ...(after === undefined ? {} : { id: { gt: after } }),
      ...(filter.state === undefined ? {} : { state: filter.state }),
    },
    orderBy: { id: 'asc' },
    take: filter.limit + 1,
  });
  const view = ({ importId: _of, byteOffset, amountCents, ...row }: (typeof rows)[number]) =>
    ImportExceptionView.parse({
      ...row,
      byteOffset: byteOffset === null ? null : Number(byteOffset),
      amountCents: amountCents === null ? null : Number(amountCents),
    });
  return page(rows, filter.limit, view, (row) => encodeCursor('import-exceptions', [row.id]));
}

/** The parts with their sums: the payments of a remittance. */
export async function listImportParts(db: Db, importId: string, filter: Page) {
  const [after] = filter.cursor ? decodeCursor('import-parts', filter.cursor, [z.int()]) : [0];
  const rows = await db.prisma.importPart.findMany({
    where: { importId, n: { gt: after } },
    orderBy: { n: 'asc' },
    take: filter.limit + 1,
  });
  const view = ({ n, outcome, counts }: (typeof rows)[number]) => ImportPartView.parse({ n, outcome, counts });
  return page(rows, filter.limit, view, (row) => encodeCursor('import-parts', [row.n]));
}

function page<R, V>(rows: R[], limit: number, view: (row: R) => V, cursorOf: (row: R) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(view), next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
