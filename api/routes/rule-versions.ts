/** Published rule versions over HTTP: the list, one whole, and what it did to the live cases (N05). */
import { z } from 'zod';
import { locationsOf } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { PageQuery, pageOf } from '../input/fields';
import { plain } from '../privacy/phi';
import { CaseEffect, EffectTotals, effectTotals, readEffects } from '../read/rule-effects';
import { listVersions, readVersion, versionFor, VersionHead, VersionView } from '../read/rules';
import { defineRoute } from '../route';
import { noVersion, VersionParams } from './rules';

const versions = defineRoute({
  method: 'get',
  path: '/rules/versions',
  tag: 'Rules',
  summary: 'Lists the published versions, newest first',
  permission: 'rules.read',
  query: z.strictObject(PageQuery),
  answers: { 200: pageOf(plain(VersionHead)) },
  audit: false,
  unaudited: 'Settings of the practice: nothing of a patient.',
  async handle({ query, caller, deps }) {
    const before =
      query.cursor === undefined ? null : decodeCursor('rule-versions', query.cursor, [z.int()] as const)[0];
    const { items, more } = await listVersions(deps.db.pool, locationsOf(caller, 'rules.read'), query.limit, before);
    const last = items.at(-1);
    return { status: 200, body: { items, next: more && last ? encodeCursor('rule-versions', [last.version]) : null } };
  },
});

const show = defineRoute({
  method: 'get',
  path: '/rules/versions/:version',
  tag: 'Rules',
  summary: 'Shows a version whole, and what it changed',
  permission: 'rules.read',
  params: VersionParams,
  answers: { 200: plain(VersionView) },
  problems: ['not_found'],
  audit: false,
  unaudited: 'Settings of the practice: nothing of a patient.',
  async handle({ params, caller, deps }) {
    const body = await readVersion(deps.db.pool, params.version);
    if (!body) throw noVersion();
    return { status: 200, body: versionFor(locationsOf(caller, 'rules.read'), body) };
  },
});

const effects = defineRoute({
  method: 'get',
  path: '/rules/versions/:version/effects',
  tag: 'Rules',
  summary: 'Shows what a version did to each live case: clocks old due -> new due, flags, tasks',
  permission: 'rules.read',
  params: VersionParams,
  query: z.strictObject(PageQuery),
  answers: {
    200: z.strictObject({ totals: EffectTotals, items: z.array(CaseEffect), next: plain(z.string().nullable()) }),
  },
  problems: ['not_found'],
  audit: 'rules.effects.read',
  async handle({ params, query, caller, deps }) {
    const version = await readVersion(deps.db.pool, params.version);
    if (!version) throw noVersion();
    const none = { applied: 0, changed: 0, refused: 0, skipped: 0, toCome: 0, finished: true };
    if (version.batchId === null) return { status: 200, body: { totals: none, items: [], next: null } };
    const name = `effects:${params.version}`;
    const after = query.cursor === undefined ? null : decodeCursor(name, query.cursor, [z.uuid()] as const)[0];
    const [page, totals] = await Promise.all([
      readEffects(deps.db.pool, caller, version.batchId, query.limit, after),
      effectTotals(deps.db.pool, caller, params.version, version.batchId),
    ]);
    const last = page.items.at(-1);
    const next = page.more && last ? encodeCursor(name, [last.caseId]) : null;
    return { status: 200, body: { totals, items: page.items, next } };
  },
});

export const ruleVersionRoutes = [versions, show, effects];
