/** Reads in which versions a rule changed, and from what to what (R20): the versions a person can compare and revert. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { differences } from '../../commands/rules/layers';
import type { RuleLayers } from '../../domain/kernel';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { isShown, LayerSetting, type Locations } from './rules';

export const RuleHistoryEntry = z
  .strictObject({
    version: z.int(),
    note: plain(z.string().nullable()),
    reverts: z.int().nullable(),
    publishedAt: Instant,
    publishedBy: plain(z.string()).describe('Name of the person; system where nobody asked'),
    changes: plain(
      z.array(z.strictObject({ scope: z.string(), before: LayerSetting.nullable(), after: LayerSetting.nullable() })),
    ),
    /** How many other rules the version changed: reverting it takes those back as well. */
    alsoChanges: plain(z.array(z.string())),
  })
  .meta({ id: 'RuleHistoryEntry' });
type RuleHistoryEntry = z.infer<typeof RuleHistoryEntry>;

interface Row {
  readonly version: number;
  readonly note: string | null;
  readonly reverts: number | null;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly layers: RuleLayers;
  readonly before: RuleLayers | null;
}

/** The newest first. Only versions that changed the rule in a layer the reader may see. */
export async function readRuleHistory(
  pool: Pool,
  locations: Locations,
  ruleId: string,
  limit: number,
  before: number | null,
): Promise<{ items: RuleHistoryEntry[]; more: boolean }> {
  const items: RuleHistoryEntry[] = [];
  for (let below = before; ;) {
    const rows = await readVersions(pool, ruleId, below);
    for (const row of rows) {
      const entry = entryOf(row, locations, ruleId);
      if (entry === null) continue;
      if (items.length === limit) return { items, more: true };
      items.push(entry);
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return { items, more: false };
    below = last.version;
  }
}

const PAGE = 100;

/** Versions that say something else about the rule than the one before, in any layer. */
async function readVersions(pool: Pool, ruleId: string, below: number | null): Promise<Row[]> {
  const said = (layers: string) =>
    `(select jsonb_object_agg(l.key, l.value->$1) from jsonb_each(${layers}) l where l.value ? $1)`;
  const { rows } = await pool.query<Row>(
    `select v.version, v.note, v.reverts, v.published_at as "publishedAt", v.layers, b.layers as before,
            coalesce(u.display_name, v.published_by) as "publishedBy"
     from rule_version v left join rule_version b on b.version = v.version - 1
     left join app_user u on u.id::text = v.published_by
     where ($2::int is null or v.version < $2) and ${said('v.layers')} is distinct from ${said('b.layers')}
     order by v.version desc limit ${PAGE}`,
    [ruleId, below],
  );
  return rows;
}

function entryOf(row: Row, locations: Locations, ruleId: string): RuleHistoryEntry | null {
  const all = differences(row.before ?? {}, row.layers).filter((change) => isShown(locations, change.scope));
  const changes = all.filter((change) => change.ruleId === ruleId);
  if (changes.length === 0) return null;
  return {
    version: row.version,
    note: row.note,
    reverts: row.reverts,
    publishedAt: row.publishedAt.toISOString(),
    publishedBy: row.publishedBy,
    changes: changes.map(({ scope, before, after }) => ({ scope, before, after })),
    alsoChanges: [...new Set(all.flatMap((change) => (change.ruleId === ruleId ? [] : [change.ruleId])))],
  };
}
