/**
 * The rule sets a case went by, as far back as its opening: built from the published versions and, where that is not
 * what the case had (a holiday was changed since), taken from its workflow's own history.
 */
import type { Pool } from 'pg';
import { RuleSource } from '../../commands/rule-source';
import type { RuleLayers, RuleSnapshot, RulesNeeded } from '../../domain/kernel';
import { rulesPublished } from '../../domain/kernel';
import type { CaseHistory } from './read-history';

/** By the seq of the event that brought them. A version that is not on record any more is left out. */
export async function publishedRules(
  pool: Pool,
  needed: readonly RulesNeeded[],
  practiceId: string,
  jurisdiction: string,
): Promise<Map<number, RuleSnapshot>> {
  const { rows } = await pool.query<{ version: number; layers: RuleLayers }>(
    'select version, layers from rule_version where version = any($1::int[])',
    [[...new Set(needed.map((n) => n.version))]],
  );
  // Before the first publication every rule had its defaults.
  const layersOf = new Map<number, RuleLayers>([[0, {}], ...rows.map((row) => [row.version, row.layers] as const)]);
  const sources = new Map<number, RuleSource>();
  const rules = new Map<number, RuleSnapshot>();
  for (const { seq, version, at } of needed) {
    const layers = layersOf.get(version);
    if (layers === undefined) continue;
    // A calendar covers the years around the moment it was built.
    const year = new Date(at).getUTCFullYear();
    const source = sources.get(year) ?? new RuleSource(pool, () => at);
    sources.set(year, source);
    rules.set(seq, await source.build(version, layers, practiceId, jurisdiction));
  }
  return rules;
}

/** The very rule sets that its workflow was given, as far as Temporal still has them. */
export async function rulesGiven(history: CaseHistory): Promise<Map<number, RuleSnapshot>> {
  const rules = new Map<number, RuleSnapshot>();
  const underWay = new Map<string, RuleSnapshot>();
  for await (const event of history.events()) {
    if (event.is === 'run-started' && event.start.from === 'open') rules.set(1, event.start.open.rules);
    if (event.is === 'run-started' && event.start.from === 'closed') rules.set(event.version + 1, event.start.rules);
    if (event.is === 'update-accepted' && event.command?.type === 'rules.published') {
      const given = rulesPublished.safeParse(event.command.data);
      if (given.success) underWay.set(event.updateId, given.data.rules);
    }
    if (event.is === 'update-completed' && event.answer?.result === 'applied') {
      const given = underWay.get(event.updateId);
      if (given) rules.set(event.answer.version, given);
    }
  }
  return rules;
}
