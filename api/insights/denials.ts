/** Reads the figures of denial cases: by payer and subject, in dollars, by how they ended, and by owner or code (H30-H33). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { SubjectCode } from '../../domain/cases/denial/vocabulary';
import { stages, type Stage } from '../../domain/kernel';
import { several } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { caseConditions, caseFilterFields, type Asking, type CaseFilter } from '../read/case-filter';
import { ownerOf, OwnerView, PayerName } from '../read/case-views';
import { Statement } from '../read/statement';
import type { Period } from './period';

const { owner, carc, practiceId, payerId, stage, open, closedFrom, closedTo } = caseFilterFields;

/** What narrows every tile. */
export const denialFields = { owner, carc, practiceId };

/** What one bar counts. The subject of a denial case is a code, which everybody who sees the case sees. */
export const cellFields = {
  ...denialFields,
  ...{ payerId, stage, open, closedFrom, closedTo },
  subjectCode: several(SubjectCode).optional().describe('Any of these subjects of a denial'),
};
const Cell = z.strictObject(cellFields);
export type Cell = z.output<typeof Cell>;

/** The same as fields of the list of cases. */
export function filterOfCell({ subjectCode, ...rest }: Cell): CaseFilter {
  return { ...rest, kind: 'denial', ...(subjectCode === undefined ? {} : { subject: subjectCode }) };
}

const Subject = plain(z.string().nullable());

export const DenialInsights = z
  .strictObject({
    open: z.strictObject({
      cases: z.int(),
      outstandingCents: phi('money', z.int()),
      rows: z
        .array(
          z.strictObject({
            payer: PayerName,
            subject: Subject,
            cases: z.int(),
            outstandingCents: phi('money', z.int()),
          }),
        )
        .describe('By payer and subject; a payer without an id: none is linked'),
    }),
    outcomes: z
      .array(z.strictObject({ stage: z.enum(stages), cases: z.int(), outstandingCents: phi('money', z.int()) }))
      .describe('Resolved and Canceled: closed in the period; the others: open now'),
  })
  .meta({ id: 'DenialInsights' });

interface CellRow {
  payer_id: string | null;
  payer_name: string | null;
  subject: string | null;
  cases: number;
  cents: number;
}

interface StageRow {
  stage: Stage;
  cases: number;
  cents: number;
}

const SUMS = 'count(*)::int as cases, sum(c.outstanding_cents)::float8 as cents';

export async function readDenials(
  pool: Pool,
  narrowed: Pick<Cell, 'owner' | 'carc' | 'practiceId'>,
  period: Period,
  asking: Asking,
): Promise<z.infer<typeof DenialInsights>> {
  const closed: Cell = { ...narrowed, open: false, closedFrom: period.from, closedTo: period.to };
  const [rows, openStages, closedStages] = await Promise.all([
    byPayerAndSubject(pool, { ...narrowed, open: true }, asking),
    byStage(pool, { ...narrowed, open: true }, asking),
    byStage(pool, closed, asking),
  ]);
  const counted = new Map([...openStages, ...closedStages].map((row) => [row.stage, row]));
  return {
    open: {
      cases: total(rows, 'cases'),
      outstandingCents: total(rows, 'cents'),
      rows: rows.map((row) => ({
        payer: { id: row.payer_id, name: row.payer_name },
        subject: row.subject,
        cases: row.cases,
        outstandingCents: row.cents,
      })),
    },
    outcomes: stages.map((stage) => ({
      stage,
      cases: counted.get(stage)?.cases ?? 0,
      outstandingCents: counted.get(stage)?.cents ?? 0,
    })),
  };
}

const total = (rows: readonly CellRow[], of: 'cases' | 'cents') => rows.reduce((sum, row) => sum + row[of], 0);

async function byPayerAndSubject(pool: Pool, cell: Cell, asking: Asking): Promise<CellRow[]> {
  const s = new Statement();
  const where = caseConditions(filterOfCell(cell), asking, s).join(' and ');
  const { rows } = await pool.query<CellRow>(
    `with counted as (select c.payer_id, c.subject, ${SUMS} from cases c where ${where} group by 1, 2)
     select counted.*, payer.name as payer_name from counted left join payer on payer.id = counted.payer_id
     order by sum(counted.cases) over (partition by counted.payer_id) desc, payer_name, counted.payer_id, cases desc, subject`,
    s.values,
  );
  return rows;
}

async function byStage(pool: Pool, cell: Cell, asking: Asking): Promise<StageRow[]> {
  const s = new Statement();
  const where = caseConditions(filterOfCell(cell), asking, s).join(' and ');
  const { rows } = await pool.query<StageRow>(
    `select c.stage, ${SUMS} from cases c where ${where} group by 1`,
    s.values,
  );
  return rows;
}

export const breakdowns = ['owner', 'carc'] as const;

export const DenialBreakdown = z
  .strictObject({
    cases: z.int().describe('Cases in all; those with several codes count under each'),
    outstandingCents: phi('money', z.int()),
    rows: z.array(
      z.strictObject({
        owner: OwnerView.nullable().describe('By owner; null: nobody owns them'),
        carc: plain(z.string().nullable()).describe('By code'),
        cases: z.int(),
        outstandingCents: phi('money', z.int()),
      }),
    ),
  })
  .meta({ id: 'DenialBreakdown' });

interface PartRow {
  owner_user_id: string | null;
  owner_team_id: string | null;
  owner_user_name: string | null;
  owner_team_name: string | null;
  carc: string | null;
  cases: number;
  cents: number;
}

/** The cases of one bar, by owner or by CARC code (H33). */
export async function readBreakdown(
  pool: Pool,
  by: (typeof breakdowns)[number],
  cell: Cell,
  asking: Asking,
): Promise<z.infer<typeof DenialBreakdown>> {
  const s = new Statement();
  const where = caseConditions(filterOfCell(cell), asking, s).join(' and ');
  const parts =
    by === 'owner'
      ? `select c.owner_user_id, c.owner_team_id, null as carc, ${SUMS} from cases c where ${where} group by 1, 2`
      : `select null::uuid as owner_user_id, null::uuid as owner_team_id, code as carc, ${SUMS}
         from cases c cross join lateral unnest(c.carc_codes) code where ${where} group by code`;
  const [all, { rows }] = await Promise.all([
    byStage(pool, cell, asking),
    pool.query<PartRow>(
      `with part as (${parts})
       select part.*, owner_user.display_name as owner_user_name, owner_team.name as owner_team_name from part
       left join app_user owner_user on owner_user.id = part.owner_user_id
       left join team owner_team on owner_team.id = part.owner_team_id
       order by cases desc, carc, owner_user_name, owner_team_name, owner_user_id, owner_team_id`,
      s.values,
    ),
  ]);
  return {
    cases: all.reduce((sum, row) => sum + row.cases, 0),
    outstandingCents: all.reduce((sum, row) => sum + row.cents, 0),
    rows: rows.map((row) => ({ owner: ownerOf(row), carc: row.carc, cases: row.cases, outstandingCents: row.cents })),
  };
}
