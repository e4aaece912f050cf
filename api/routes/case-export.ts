/** Sends the cases of a view as a file. The filter stands in the body: it may name a person. */
import { z } from 'zod';
import { exportCases, exportColumnNames } from '../export-cases';
import { exportPlaces } from '../export-place';
import { plain } from '../privacy/phi';
import { BodyFilter } from '../read/case-filter';
import { sorts } from '../read/case-order';
import { defineRoute, STREAMED } from '../route';

/** Each reads a page at a time: more of them make each slower, and nothing else. */
const takeExportPlace = exportPlaces(8);

export default defineRoute({
  method: 'post',
  path: '/cases/export',
  tag: 'Cases',
  summary: 'Sends all cases that match as CSV, in the order of the list',
  description: 'What your roles do not show is left empty. The audit trail names every case that was sent.',
  permission: 'case.read',
  body: z.strictObject({
    filter: BodyFilter.default({}),
    sort: z.enum(sorts).default('followUpOn'),
    columns: z.array(z.enum(exportColumnNames)).min(1).max(exportColumnNames.length).default(exportColumnNames),
  }),
  produces: 'text/csv',
  answers: { 200: plain(z.string()) },
  audit: 'case.export',
  async handle({ body, caller, deps, res, record }) {
    const giveBack = takeExportPlace();
    try {
      await record({ outcome: 'opened', data: { filter: Object.keys(body.filter) } });
      const { rows, whole } = await exportCases(
        deps.db.pool,
        res,
        { caller, may: ['case.read'], now: deps.now() },
        { ...body, record: (caseIds) => record({ outcome: 'sent', caseIds, data: { count: caseIds.length } }) },
      );
      await record({ outcome: whole ? 'finished' : 'broken', data: { count: rows } });
      res.end();
      return STREAMED;
    } finally {
      giveBack();
    }
  },
});
