/** Reads rules as people see them: each rule's sentence and source, its parameters, and what every layer makes of it. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { caseKinds } from '../../domain/cases';
import {
  mergeLayers,
  RuleMode,
  RuleSetting,
  sentenceOf,
  sentenceParts,
  type RuleDefinition,
  type RuleLayers,
} from '../../domain/kernel';
import { differences } from '../../commands/rules/layers';
import { practiceIn } from '../publishable';

const Value = z.union([z.number(), z.string(), z.boolean(), z.null()]);

export const RuleParameter = z.strictObject({
  name: z.string(),
  title: z.string().describe('What a person calls it'),
  type: z.enum(['integer', 'number', 'text', 'yes-no', 'choice']),
  unit: z.string().nullable(),
  least: z.number().nullable(),
  most: z.number().nullable(),
  choices: z.array(z.string()),
  words: z.record(z.string(), z.string()).describe('Choices as people say them'),
  /** May be null: the limit does not apply. */
  optional: z.boolean(),
  default: Value,
});

export const LayerSetting = z.strictObject({ mode: RuleMode.optional(), params: RuleSetting.shape.params.optional() });

export const RuleView = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    group: z.string().describe('The heading under which people look for it'),
    title: z.string(),
    sentence: z.string().describe('With the values of the default layer'),
    parts: z
      .array(
        z.strictObject({
          text: z.string().optional(),
          param: z.string().optional(),
          one: z.string().optional(),
          many: z.string().optional(),
        }),
      )
      .describe('The sentence in pieces: words, the value of a parameter, or a word that follows its number'),
    source: z.string(),
    changedIn: z.int().describe('The newest version that changed it in a layer shown here'),
    defaultMode: RuleMode,
    parameters: z.array(RuleParameter),
    layers: z
      .array(z.strictObject({ scope: z.string(), own: LayerSetting.nullable(), effective: RuleSetting }))
      .describe('default first; then each state and practice that has a layer. effective: all layers below it merged'),
  })
  .meta({ id: 'Rule' });
export type RuleView = z.infer<typeof RuleView>;

export const VersionHead = z.strictObject({
  version: z.int(),
  note: z.string().nullable(),
  reverts: z.int().nullable(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  batchId: z.uuid().nullable(),
});

export const VersionView = VersionHead.extend({
  layers: z.record(z.string(), z.record(z.string(), LayerSetting)),
  changes: z
    .array(
      z.strictObject({
        scope: z.string(),
        ruleId: z.string(),
        before: LayerSetting.nullable(),
        after: LayerSetting.nullable(),
      }),
    )
    .describe('Against the version before; none: the calendar changed'),
}).meta({ id: 'RuleVersion' });

export const ruleDefinitions: readonly RuleDefinition[] = caseKinds.flatMap((kind) => kind.rules);

interface Row {
  version: number;
  layers: RuleLayers;
  note: string | null;
  reverts: number | null;
  publishedAt: Date;
  publishedBy: string;
  batchId: string | null;
  scopes: string[] | null;
}

const COLUMNS = `v.version, v.layers, v.note, v.reverts, v.published_at as "publishedAt", v.published_by as "publishedBy",
  v.batch_id as "batchId", (select b.filter->'scopes' from batch b where b.id = v.batch_id) as scopes`;

const headOf = ({ layers: _layers, scopes: _scopes, publishedAt, ...row }: Row): z.infer<typeof VersionHead> => ({
  ...row,
  publishedAt: publishedAt.toISOString(),
});

/** Locations whose own rules somebody may see; everybody sees what counts for all. */
export type Locations = readonly string[] | 'all';

export function isShown(locations: Locations, scope: string): boolean {
  const practice = practiceIn(scope);
  return practice === null || locations === 'all' || locations.includes(practice);
}

const UNTOLD = { note: null, publishedBy: 'another location', batchId: null } as const;

/** Who changed a practice's own rules, and why, is told to those who work there. */
function headFor(locations: Locations, row: Row): z.infer<typeof VersionHead> {
  const shown = row.scopes === null || row.scopes.length === 0 || row.scopes.some((scope) => isShown(locations, scope));
  return { ...headOf(row), ...(shown ? {} : UNTOLD) };
}

/** A version without the layers and changes of practices where the reader does not work. */
export function versionFor(locations: Locations, version: WholeVersion): z.infer<typeof VersionView> {
  const { scopes, ...view } = version;
  const shown = scopes === null || scopes.length === 0 || scopes.some((scope) => isShown(locations, scope));
  return {
    ...view,
    ...(shown ? {} : UNTOLD),
    layers: Object.fromEntries(Object.entries(view.layers).filter(([scope]) => isShown(locations, scope))),
    changes: view.changes.filter((change) => isShown(locations, change.scope)),
  };
}

export type WholeVersion = z.infer<typeof VersionView> & { readonly scopes: readonly string[] | null };

/** Every rule with its value in every layer of the newest version that the reader may see. */
export async function readRules(pool: Pool, locations: Locations): Promise<{ version: number; rules: RuleView[] }> {
  const { rows } = await pool.query<Row>(`select ${COLUMNS} from rule_version v order by v.version desc limit 1`);
  const practices = await pool.query<{ id: string; jurisdiction: string }>('select id, jurisdiction from practice');
  const homes = new Map(practices.rows.map((p) => [`practice:${p.id}`, `jurisdiction:${p.jurisdiction}`]));
  const layers = rows[0]?.layers ?? {};
  const scopes = [
    'default',
    ...Object.keys(layers)
      .filter((name) => name !== 'default' && isShown(locations, name))
      .sort(),
  ];
  const effective = new Map(
    scopes.map((scope) => {
      const below = ['default', homes.get(scope), scope].filter((name, i, all) => all.indexOf(name) === i);
      const found = below.flatMap((name) => (name !== undefined && layers[name] ? [layers[name]] : []));
      return [scope, mergeLayers(ruleDefinitions, found)] as const;
    }),
  );
  const changes = await lastChanges(pool, locations);
  return {
    version: rows[0]?.version ?? 0,
    rules: ruleDefinitions.map((rule) => ({
      id: rule.id,
      kind: rule.kind,
      group: rule.group ?? rule.kind,
      title: rule.title,
      sentence: sentenceOf(rule, effective.get('default')?.[rule.id]?.params),
      parts: sentenceParts(rule),
      source: rule.source,
      changedIn: changes.get(rule.id) ?? Math.min(1, rows[0]?.version ?? 0),
      defaultMode: rule.defaultMode,
      parameters: parametersOf(rule),
      layers: scopes.flatMap((scope) => {
        const own = layers[scope]?.[rule.id] ?? null;
        const setting = effective.get(scope)?.[rule.id];
        return setting && (own !== null || scope === 'default') ? [{ scope, own, effective: setting }] : [];
      }),
    })),
  };
}

/** For each rule the newest version that says something else about it than the one before, in layers that are shown. */
async function lastChanges(pool: Pool, locations: Locations): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ scope: string; ruleId: string; version: number }>(
    `with said as (
       select v.version, l.key as scope, r.key as rule_id, r.value as setting
       from rule_version v, jsonb_each(v.layers) l, jsonb_each(l.value) r),
     told as (select distinct scope, rule_id from said)
     select t.scope, t.rule_id as "ruleId", max(v.version) as version
     from told t cross join rule_version v
     left join said s on s.version = v.version and s.scope = t.scope and s.rule_id = t.rule_id
     left join said b on b.version = v.version - 1 and b.scope = t.scope and b.rule_id = t.rule_id
     where s.setting is distinct from b.setting group by 1, 2`,
  );
  const last = new Map<string, number>();
  for (const { scope, ruleId, version } of rows) {
    if (isShown(locations, scope)) last.set(ruleId, Math.max(version, last.get(ruleId) ?? 0));
  }
  return last;
}

/** Newest first. */
export async function listVersions(pool: Pool, locations: Locations, limit: number, before: number | null) {
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from rule_version v where ($1::int is null or v.version < $1) order by v.version desc limit $2`,
    [before, limit + 1],
  );
  return { items: rows.slice(0, limit).map((row) => headFor(locations, row)), more: rows.length > limit };
}

/** The version whole, whoever asks: `versionFor` makes it fit to be shown. */
export async function readVersion(pool: Pool, version: number): Promise<WholeVersion | null> {
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from rule_version v where v.version in ($1, $1 - 1) order by v.version desc`,
    [version],
  );
  const [row, before] = rows;
  if (row?.version !== version) return null;
  const changes = differences(before?.layers ?? {}, row.layers);
  return { ...headOf(row), layers: row.layers, changes, scopes: row.scopes };
}

/** What a number counts, from the end of its name: every rule names its numbers this way. */
const units: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/businessDays/i, 'business days'],
  [/days(ahead)?$/i, 'calendar days'],
  [/hours$/i, 'hours'],
  [/minute$/i, 'minutes after local midnight'],
  [/margin$/i, 'visits'],
  [/From$/, 'occurrences'],
];

interface JsonType {
  readonly title?: string;
  readonly words?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonType[];
}

function parametersOf(rule: RuleDefinition): z.infer<typeof RuleParameter>[] {
  const { properties = {} } = z.toJSONSchema(rule.params) as { properties?: Record<string, JsonType> };
  const defaults = rule.defaults as RuleSetting['params'];
  return Object.entries(properties).map(([name, declared]) => {
    const options = declared.anyOf ?? [declared];
    const of = options.find((o) => o.type !== 'null') ?? declared;
    const number = of.type === 'integer' || of.type === 'number';
    return {
      name,
      title: declared.title ?? of.title ?? name,
      type: of.enum ? 'choice' : of.type === 'boolean' ? 'yes-no' : number ? (of.type as 'integer' | 'number') : 'text',
      unit: number ? (units.find(([ending]) => ending.test(name))?.[1] ?? null) : null,
      least: of.minimum ?? null,
      most: of.maximum ?? null,
      choices: [...(of.enum ?? [])],
      words: { ...(declared.words ?? of.words) },
      optional: options.some((o) => o.type === 'null'),
      default: defaults[name] ?? null,
    };
  });
}
