/** Imports of files: upload, list, and the report of one. */
import { z } from 'zod';
import { endsLike, fileEndings, importKinds, type ImportKind } from '../../domain/imports';
import { locationsOf } from '../auth/row-scope';
import { IdParams, PageQuery, pageOf, Yes } from '../input/fields';
import { keyIn } from '../input/preconditions';
import { UPLOAD_TYPES, uploadOf } from '../input/upload';
import { practiceOf } from '../practice';
import { Problem } from '../problem';
import {
  ImportExceptionView,
  ImportPartView,
  ImportRowView,
  ImportView,
  listImportExceptions,
  listImportParts,
  listImportRows,
  listImports,
} from '../read/imports';
import { defineRoute } from '../route';
import { acceptedImport, changeImport, ImportOptions, importsOf, shownImport } from '../run-import';

function optionsIn(text: string | undefined, path: string): z.output<typeof ImportOptions> {
  if (text === undefined) return {};
  try {
    return ImportOptions.parse(JSON.parse(text));
  } catch {
    throw new Problem(
      'invalid',
      undefined,
      { errors: [{ path, message: 'must be a JSON object' }] },
      { Connection: 'close' },
    );
  }
}

function requireEnding(kind: ImportKind, fileName: string): void {
  if (endsLike(kind, fileName)) return;
  const message = `must end in .${fileEndings[kind].join(', .')}, or have no ending`;
  throw new Problem('invalid', undefined, { errors: [{ path: 'body.fileName', message }] }, { Connection: 'close' });
}

const upload = defineRoute({
  method: 'post',
  path: '/imports',
  tag: 'Imports',
  summary: 'Uploads a file and imports it in the background',
  description:
    'The body is the file, named in Content-Disposition, or a form with one file (fields before the file). Follow it at its address. A dry run reports what would happen and writes nothing else; apply it afterwards. The same file again is recognised and adds nothing.',
  permission: 'import.run',
  query: z.strictObject({
    kind: z.enum(importKinds),
    practiceId: z.uuid().optional().describe('Needed only where there are several practices'),
    dryRun: Yes.default(false),
    options: z.string().max(60_000).optional().describe('Options of the kind as JSON, such as a column mapping'),
  }),
  consumes: UPLOAD_TYPES,
  headers: ['Idempotency-Key'],
  answers: { 202: ImportView },
  problems: ['invalid', 'too_large', 'unsupported_media_type', 'body_interrupted', 'unavailable'],
  audit: 'import.upload',
  async handle({ query, caller, deps, req }) {
    const key = keyIn(req);
    const file = await uploadOf(req);
    const { kind, dryRun } = query;
    requireEnding(kind, file.fileName);
    const { id: practiceId } = await practiceOf(
      deps.db.pool,
      caller,
      'import.run',
      query.practiceId,
      'query.practiceId',
    );
    const options =
      query.options === undefined
        ? optionsIn(file.fields['options'], 'body.options')
        : optionsIn(query.options, 'query.options');
    const request = { kind, practiceId, dryRun, fileName: file.fileName, options, createdBy: caller.userId, key };
    const id = await changeImport(() => importsOf(deps).receive(request, file.content));
    // What a repeated request sends again is not read; the connection can still be used.
    req.resume();
    return acceptedImport(await shownImport(deps, caller, 'import.run', id));
  },
});

const list = defineRoute({
  method: 'get',
  path: '/imports',
  tag: 'Imports',
  summary: 'Lists imports, newest first',
  permission: 'import.read',
  query: z.strictObject({ kind: z.enum(importKinds).optional(), ...PageQuery }),
  answers: { 200: pageOf(ImportView) },
  problems: ['invalid'],
  audit: 'import.list',
  async handle({ query, caller, deps }) {
    return { status: 200, body: await listImports(deps.db, locationsOf(caller, 'import.read'), query) };
  },
});

const show = defineRoute({
  method: 'get',
  path: '/imports/:id',
  tag: 'Imports',
  summary: 'Shows an import: state, progress, sums',
  permission: 'import.read',
  params: IdParams,
  answers: { 200: ImportView },
  problems: ['not_found'],
  audit: 'import.read',
  async handle({ params, caller, deps }) {
    return { status: 200, body: await shownImport(deps, caller, 'import.read', params.id) };
  },
});

const rows = defineRoute({
  method: 'get',
  path: '/imports/:id/rows',
  tag: 'Imports',
  summary: 'Lists what became of each row or claim, and why',
  permission: 'import.read',
  params: IdParams,
  query: z.strictObject({ outcome: ImportRowView.shape.outcome.optional(), ...PageQuery }),
  answers: { 200: pageOf(ImportRowView) },
  problems: ['not_found', 'invalid'],
  audit: 'import.rows.read',
  async handle({ params, query, caller, deps }) {
    await shownImport(deps, caller, 'import.read', params.id);
    return { status: 200, body: await listImportRows(deps.db, params.id, query) };
  },
});

const exceptions = defineRoute({
  method: 'get',
  path: '/imports/:id/exceptions',
  tag: 'Imports',
  summary: 'Lists what did not parse or does not balance',
  permission: 'import.read',
  params: IdParams,
  query: z.strictObject({ state: z.enum(['open', 'noted']).optional(), ...PageQuery }),
  answers: { 200: pageOf(ImportExceptionView) },
  problems: ['not_found', 'invalid'],
  audit: 'import.exceptions.read',
  async handle({ params, query, caller, deps }) {
    await shownImport(deps, caller, 'import.read', params.id);
    return { status: 200, body: await listImportExceptions(deps.db, params.id, query) };
  },
});

const parts = defineRoute({
  method: 'get',
  path: '/imports/:id/parts',
  tag: 'Imports',
  summary: 'Lists the parts of an import with their sums: the payments of a remittance',
  permission: 'import.read',
  params: IdParams,
  query: z.strictObject(PageQuery),
  answers: { 200: pageOf(ImportPartView) },
  problems: ['not_found', 'invalid'],
  audit: 'import.parts.read',
  async handle({ params, query, caller, deps }) {
    await shownImport(deps, caller, 'import.read', params.id);
    return { status: 200, body: await listImportParts(deps.db, params.id, query) };
  },
});

export const importRoutes = [upload, list, show, rows, exceptions, parts];
