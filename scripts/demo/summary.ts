/** Prints what is in the database after loading the demo: cases by stage, what asks for attention, tasks and clocks. */
import type { Pool } from 'pg';

interface Line {
  kind: string;
  what: string;
  n: number;
}

const queries: readonly (readonly [string, string])[] = [
  ['Cases by stage', `select kind, stage as what, count(*)::int as n from cases group by 1, 2 order by 1, 3 desc`],
  [
    'Open cases with a flag',
    `select kind, f as what, count(*)::int as n from cases, unnest(flags) f where closed_at is null group by 1, 2 order by 1, 3 desc`,
  ],
  [
    'Open tasks for',
    `select c.kind, coalesce(u.display_name, g.name, 'role ' || t.assignee_role, 'nobody') as what, count(*)::int as n
     from task t join cases c on c.id = t.case_id left join app_user u on u.id = t.assignee_user_id
       left join team g on g.id = t.assignee_team_id
     where t.state = 'open' group by 1, 2 order by 1, 3 desc`,
  ],
  [
    'Clocks due',
    `select c.kind, case when k.due_at < now() + interval '7 days' then 'within 7 days'
              when k.due_at < now() + interval '30 days' then 'within 30 days' else 'later' end as what, count(*)::int as n
     from clock k join cases c on c.id = k.case_id group by 1, 2 order by 1, 2 desc`,
  ],
];

/** The tables as lines. */
export async function demoSummary(pool: Pool): Promise<string[]> {
  const lines: string[] = [];
  for (const [title, text] of queries) {
    const { rows } = await pool.query<Line>(text);
    lines.push('', `  ${title}`);
    lines.push(...rows.map(({ kind, what, n }) => `    ${kind.padEnd(8)} ${what.padEnd(28)} ${String(n).padStart(5)}`));
  }
  return lines;
}
