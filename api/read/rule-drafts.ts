/** Drafts of rules: what somebody is about to publish, one a layer, kept so that nothing typed is lost. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { changeLayers } from '../../commands/rules/layers';
import type { RuleLayers } from '../../domain/kernel';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { asFaults, RuleChange, RuleScope } from './rule-changes';
import { isShown, ruleDefinitions, type Locations } from './rules';

const Person = z.strictObject({ id: z.uuid(), name: plain(z.string()) });

export const RuleDraftView = z
  .strictObject({
    scope: plain(RuleScope),
    changes: plain(z.array(RuleChange)),
    note: plain(z.string().nullable()),
    revision: z.int().describe('Its ETag: the next change names it as If-Match'),
    basedOn: z.int().describe('The rule version in force when it was last changed'),
    updatedBy: Person,
    updatedAt: Instant,
    faults: plain(z.array(z.strictObject({ path: z.string(), message: z.string() }))).describe(
      'What keeps it from being published; it is kept all the same',
    ),
  })
  .meta({ id: 'RuleDraft' });
export type RuleDraftView = z.infer<typeof RuleDraftView>;

interface Row {
  readonly scope: string;
  readonly changes: z.infer<typeof RuleChange>[];
  readonly note: string | null;
  readonly revision: number;
  readonly basedOn: number;
  readonly updatedById: string;
  readonly updatedByName: string;
  readonly updatedAt: Date;
  readonly layers: RuleLayers | null;
}

const SELECT = `select d.scope, d.changes, d.note, d.revision, d.based_on as "basedOn", d.updated_by as "updatedById",
    u.display_name as "updatedByName", d.updated_at as "updatedAt",
    (select layers from rule_version order by version desc limit 1) as layers
  from rule_draft d join app_user u on u.id = d.updated_by`;

function viewOf({ updatedById, updatedByName, updatedAt, layers, ...row }: Row): RuleDraftView {
  const { faults } = changeLayers(ruleDefinitions, layers ?? {}, row.scope, row.changes);
  return {
    ...row,
    updatedBy: { id: updatedById, name: updatedByName },
    updatedAt: updatedAt.toISOString(),
    faults: faults.flatMap((fault) => asFaults('changes', fault)),
  };
}

/** The drafts of layers whose rules somebody may see. */
export async function listDrafts(pool: Pool, locations: Locations): Promise<RuleDraftView[]> {
  const { rows } = await pool.query<Row>(`${SELECT} order by d.scope`);
  return rows.filter((row) => isShown(locations, row.scope)).map(viewOf);
}

export interface DraftToKeep {
  readonly scope: string;
  readonly changes: readonly RuleChange[];
  readonly note: string | null;
  /** The revision that was seen; 0: there was none. */
  readonly seen: number;
  readonly userId: string;
}

/** @returns the draft as kept, or the revision that is there instead (0: none) when it was changed meanwhile. */
export async function keepDraft(pool: Pool, draft: DraftToKeep): Promise<RuleDraftView | { readonly current: number }> {
  const kept = await pool.query(
    `with v as (select coalesce(max(version), 0) as version from rule_version)
     ${draft.seen === 0 ? INSERT : UPDATE}`,
    [draft.scope, JSON.stringify(draft.changes), draft.note, draft.userId, ...(draft.seen === 0 ? [] : [draft.seen])],
  );
  const { rows } = await pool.query<Row>(`${SELECT} where d.scope = $1`, [draft.scope]);
  const [row] = rows;
  return kept.rowCount === 1 && row ? viewOf(row) : { current: row?.revision ?? 0 };
}

const INSERT = `insert into rule_draft (scope, changes, note, revision, based_on, created_by, updated_by)
  select $1::text, $2::jsonb, $3::text, 1, v.version, $4::uuid, $4::uuid from v on conflict (scope) do nothing`;
const UPDATE = `update rule_draft set changes = $2::jsonb, note = $3, revision = revision + 1, based_on = v.version,
    updated_by = $4, updated_at = now() from v where scope = $1 and revision = $5`;

/** False when there is none. */
export async function discardDraft(pool: Pool, scope: string): Promise<boolean> {
  const { rowCount } = await pool.query('delete from rule_draft where scope = $1', [scope]);
  return rowCount === 1;
}
