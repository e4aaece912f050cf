/** Reads the first rows of each section of the WC board in one statement, each section along its own index (E1, E2). */
import type { Pool } from 'pg';
import { encodeCursor } from '../input/cursor';
import { caseConditions, type Asking, type CaseFilter, type Section } from './case-filter';
import { SUMMARY, SUMMARY_JOINS, summaryOf, type CaseSummary, type SummaryRow } from './case-views';
import { Statement } from './statement';

export interface SectionPage {
  readonly items: readonly CaseSummary[];
  /** The cursor of GET /board/wc with this section; null: these are all. */
  readonly next: string | null;
}

/** As the list by attention reads it. */
const cursorAfter = (row: SummaryRow): string =>
  encodeCursor('cases:attention', [row.attention_rank, row.attention_on, row.id]);

const ORDER = 'c.attention_rank, c.attention_on, c.id';

/** @param most rows a section. */
export async function readSections(
  pool: Pool,
  sections: readonly Section[],
  filter: CaseFilter,
  most: number,
  asking: Asking,
): Promise<Map<Section, SectionPage>> {
  if (sections.length === 0) return new Map();
  const s = new Statement();
  const limit = s.value(most + 1, 'int');
  const parts = sections.map((section) => {
    const where = caseConditions({ ...filter, kind: 'wc', section: [section] }, asking, s).join(' and ');
    return `(select c.*, ${s.value(section, 'text')} as section from cases c where ${where} order by ${ORDER} limit ${limit})`;
  });
  const { rows } = await pool.query<SummaryRow & { section: Section }>(
    `with page as materialized (${parts.join(' union all ')})
     select c.section, ${SUMMARY} from page c ${SUMMARY_JOINS} order by ${ORDER}`,
    s.values,
  );
  return new Map(
    sections.map((section) => {
      const found = rows.filter((row) => row.section === section);
      const shown = found.slice(0, most);
      const last = shown.at(-1);
      const next = found.length > shown.length && last ? cursorAfter(last) : null;
      return [section, { items: shown.map(summaryOf), next }];
    }),
  );
}
