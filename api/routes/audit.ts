/** The audit trail for auditor and compliance: search, export, verify. Each of these is on the trail itself. */
import { z } from 'zod';
import { verifyChain } from '../../platform/audit/verify';
import { exportAudit, exportFormats, type ExportFormat } from '../export-audit';
import { exportPlaces } from '../export-place';
import { pageOf, PageQuery } from '../input/fields';
import { plain } from '../privacy/phi';
import { auditFilterFields, AuditView, listAudit } from '../read/audit';
import { defineRoute, STREAMED } from '../route';

const search = defineRoute({
  method: 'get',
  path: '/audit',
  tag: 'Audit',
  summary: 'Searches the audit trail, newest first',
  description: '`patientId` finds who saw a patient, also when a list showed one of their cases among others.',
  permission: 'audit.read',
  query: z.strictObject({ ...auditFilterFields, ...PageQuery }),
  answers: { 200: pageOf(AuditView) },
  audit: 'audit.search',
  async handle({ query, deps }) {
    const { limit, cursor, ...filter } = query;
    return { status: 200, body: await listAudit(deps.db.pool, filter, limit, cursor) };
  },
});

/** Each holds a connection and a snapshot for as long as it runs. */
const takeExportPlace = exportPlaces(3);

const exported = defineRoute({
  method: 'get',
  path: '/audit/export',
  tag: 'Audit',
  summary: 'Sends the audit trail as a file, oldest first',
  description: 'csv, ndjson (one row a line), or fhir (one R4 AuditEvent a line). The filter is that of the search.',
  permission: 'audit.read',
  query: z.strictObject({
    ...auditFilterFields,
    format: z.enum(Object.keys(exportFormats) as [ExportFormat, ...ExportFormat[]]).default('csv'),
  }),
  produces: 'text/csv',
  answers: { 200: plain(z.string()) },
  audit: 'audit.export',
  async handle({ query, deps, res, record }) {
    const { format, ...filter } = query;
    const giveBack = takeExportPlace();
    try {
      await record({ outcome: 'opened', data: { format } });
      const { rows, whole } = await exportAudit(deps.db.pool, res, format, filter);
      await record({ outcome: whole ? 'finished' : 'broken', data: { format, count: rows } });
      res.end();
      return STREAMED;
    } finally {
      giveBack();
    }
  },
});

/** Rows that one request verifies: about a second's work. */
const ROWS_A_REQUEST = 50_000;
const RowAndHash = z
  .string()
  .regex(/^\d{1,18}:[0-9a-f]{64}$/, { error: 'must be a row and its hash, such as 120:5f3c...' })
  .transform((text) => {
    const [id = '', hash = ''] = text.split(':');
    return { id, hash };
  });
const End = z.strictObject({ id: plain(z.string()), hash: plain(z.string()) });

const verify = defineRoute({
  method: 'get',
  path: '/audit/verify',
  tag: 'Audit',
  summary: 'Recomputes the chain of hashes and names every row that does not fit',
  description:
    'Looks at most at 50,000 rows; where `complete` is false, send `last` as `after` to go on. Keep `head` elsewhere and ' +
    'send it as `known` later: then not even a chain that was rewritten as a whole goes unseen.',
  permission: 'audit.read',
  query: z.strictObject({
    after: RowAndHash.optional().describe('Goes on behind this row: `last` of the answer before'),
    known: RowAndHash.optional().describe(
      'A head that was kept elsewhere: its row must still be there, with that hash',
    ),
  }),
  answers: {
    200: z
      .strictObject({
        ok: z.boolean(),
        rows: z.int(),
        broken: z.int(),
        breaks: plain(z.array(z.strictObject({ id: z.string(), kind: z.string(), detail: z.string() }))),
        head: z.strictObject({ ...End.shape, count: plain(z.string()) }),
        last: End.nullable(),
        complete: z.boolean(),
      })
      .meta({ id: 'AuditChain' }),
  },
  audit: 'audit.verify',
  async handle({ query, deps }) {
    const client = await deps.db.pool.connect();
    try {
      const report = await verifyChain(client, { limit: ROWS_A_REQUEST, ...query });
      return { status: 200, body: { ...report, breaks: [...report.breaks] } };
    } finally {
      client.release();
    }
  },
});

export const auditRoutes = [search, exported, verify];
