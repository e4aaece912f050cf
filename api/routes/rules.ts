/** Rules over HTTP: what they are, how they changed, publish, revert. Only managers and administrators publish (C08, N05). */
import { z } from 'zod';
import { publish, RulesMoved, type Published } from '../../commands/rules/publish';
import { changeLayers, differences, undo } from '../../commands/rules/layers';
import type { RuleLayers } from '../../domain/kernel';
import type { Caller } from '../auth/caller';
import { locationsOf } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { PageQuery, pageOf } from '../input/fields';
import { keyIn, seenIn } from '../input/preconditions';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { requireScopes } from '../publishable';
import { asFaults, RuleChange, RuleScope } from '../read/rule-changes';
import { readRuleHistory, RuleHistoryEntry } from '../read/rule-history';
import { readRules, readVersion, ruleDefinitions, RuleView, type VersionView } from '../read/rules';
import { defineRoute, type RouteContext } from '../route';

export const VersionParams = z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000_000) });
const Note = z.string().trim().min(1).max(1_000).describe('Why; it stands beside the version for ever');

export const PublishedAnswer = z
  .strictObject({
    version: z.int(),
    batchId: z.uuid(),
    batch: plain(z.string()).describe('Address of the rollout to the live cases'),
    effects: plain(z.string()).describe('Address of what it does to each case'),
  })
  .meta({ id: 'PublishedRules' });

/** 201 with the new version and its rollout. */
export function publishedAnswer({ version, batchId }: Published) {
  return {
    status: 201 as const,
    headers: { ETag: `"${version}"`, Location: `/api/v1/rules/versions/${version}` },
    body: {
      version,
      batchId,
      batch: `/api/v1/batches/${batchId}`,
      effects: `/api/v1/rules/versions/${version}/effects`,
    },
  };
}

/** The caller's words for errors of publishing. */
export function publishProblem(error: unknown): never {
  if (error instanceof RulesMoved) {
    throw new Problem('version_conflict', error.message, { currentVersion: error.current });
  }
  throw error;
}

const list = defineRoute({
  method: 'get',
  path: '/rules',
  tag: 'Rules',
  summary: 'Lists every rule with its sentence, source, parameters and value in each layer',
  description: 'The ETag is the version in force; publishing needs it as If-Match.',
  permission: 'rules.read',
  answers: { 200: z.strictObject({ version: z.int(), rules: plain(z.array(RuleView)) }) },
  audit: false,
  unaudited: 'Settings of the practice: nothing of a patient.',
  async handle({ caller, deps }) {
    const body = await readRules(deps.db.pool, locationsOf(caller, 'rules.read'));
    return { status: 200, body, headers: { ETag: `"${body.version}"` } };
  },
});

const publishVersion = defineRoute({
  method: 'post',
  path: '/rules/versions',
  tag: 'Rules',
  summary: 'Publishes a new version and carries it to every live case it touches',
  description:
    'Rules of one practice are for those who work there; others need somebody who works at every location. Clocks are dated anew from their anchors, so elapsed time is kept; closed cases keep what they were measured by. ' +
    'If-Match is required: somebody else may have published since you looked.',
  permission: 'rules.publish',
  headers: ['If-Match', 'Idempotency-Key'],
  body: z.strictObject({ scope: RuleScope, changes: z.array(RuleChange).min(1).max(100), note: Note }),
  answers: { 201: PublishedAnswer },
  problems: ['version_conflict', 'key_reused', 'bad_header'],
  audit: 'rules.publish',
  async handle({ body, caller, deps, req }) {
    const seen = seenOf(req);
    await requireScopes(deps.db.pool, caller, [body.scope]);
    const published = await publish(batchDeps(deps), {
      seen,
      key: keyIn(req),
      publishedBy: caller.userId,
      note: body.note,
      reverts: null,
      request: { scope: body.scope, changes: body.changes },
      make: async (client, current) => {
        const layers = draftedLayers(current.layers, body.scope, body.changes);
        // What is published is no draft any more; one that somebody went on with stays.
        await client.query('delete from rule_draft where scope = $1 and changes = $2::jsonb', [
          body.scope,
          JSON.stringify(body.changes),
        ]);
        return { layers, scopes: [body.scope] };
      },
    }).catch(publishProblem);
    if (!published) throw noVersion();
    return publishedAnswer(published);
  },
});

const revert = defineRoute({
  method: 'post',
  path: '/rules/versions/:version/revert',
  tag: 'Rules',
  summary: 'Publishes a new version in which what this one changed is as it was before',
  description:
    'What later versions changed stays. Where one of them changed the same setting again, the answer is 409.',
  permission: 'rules.publish',
  headers: ['If-Match', 'Idempotency-Key'],
  params: VersionParams,
  body: z.strictObject({ note: Note.optional() }),
  answers: { 201: PublishedAnswer },
  problems: ['not_found', 'conflict', 'version_conflict', 'key_reused', 'bad_header'],
  audit: 'rules.revert',
  async handle({ params, body, caller, deps, req }) {
    const seen = seenOf(req);
    const version = await readVersion(deps.db.pool, params.version);
    if (!version) throw noVersion();
    await mayRevert(deps, caller, version);
    if (version.changes.length === 0) {
      throw new Problem(
        'conflict',
        'This version changed the calendar only. Change the holidays or hours back instead.',
      );
    }
    const published = await publish(batchDeps(deps), {
      seen,
      key: keyIn(req),
      publishedBy: caller.userId,
      note: body.note ?? `Reverts version ${params.version}.`,
      reverts: params.version,
      request: { revert: params.version },
      make: (_client, current) => {
        const { layers, taken } = undo(current.layers, version.changes);
        if (taken.length > 0) {
          const what = taken.map((c) => `${c.ruleId} (${c.scope})`).join(', ');
          throw new Problem(
            'conflict',
            `A later version changed this again: ${what}. Publish the values you want instead.`,
          );
        }
        return Promise.resolve({ layers, scopes: [...new Set(version.changes.map((c) => c.scope))] });
      },
    }).catch(publishProblem);
    if (!published) throw noVersion();
    return publishedAnswer(published);
  },
});

const history = defineRoute({
  method: 'get',
  path: '/rules/:ruleId/history',
  tag: 'Rules',
  summary: 'Lists the versions that changed a rule, newest first, each with the values before and after',
  permission: 'rules.read',
  params: z.strictObject({ ruleId: z.string().min(1).max(80) }),
  query: z.strictObject(PageQuery),
  answers: { 200: pageOf(RuleHistoryEntry) },
  problems: ['not_found'],
  audit: false,
  unaudited: 'Settings of the practice: nothing of a patient.',
  async handle({ params, query, caller, deps }) {
    const { ruleId } = params;
    if (!ruleDefinitions.some((rule) => rule.id === ruleId)) {
      throw new Problem('not_found', 'There is no rule with this id.');
    }
    const name = `rule-history:${ruleId}`;
    const before = query.cursor === undefined ? null : decodeCursor(name, query.cursor, [z.int()] as const)[0];
    const locations = locationsOf(caller, 'rules.read');
    const { items, more } = await readRuleHistory(deps.db.pool, locations, ruleId, query.limit, before);
    const last = items.at(-1);
    return { status: 200, body: { items, next: more && last ? encodeCursor(name, [last.version]) : null } };
  },
});

export const noVersion = () => new Problem('not_found', 'There is no rule version with this number.');

const nothingNew = () =>
  new Problem('invalid', undefined, {
    errors: [{ path: 'body.changes', message: 'changes nothing; it is so already' }],
  });

type Deps = RouteContext['deps'];

export const batchDeps = (deps: Deps) => ({ pool: deps.db.pool, client: deps.client, taskQueue: deps.taskQueue });

function seenOf(req: RouteContext['req']): number {
  const seen = seenIn(req);
  if (seen === null) {
    throw new Problem('bad_header', 'Send If-Match with the ETag of GET /rules: the version you decided on.');
  }
  return seen.version;
}

/** What a version changed is changed again by reverting it. */
async function mayRevert(deps: Deps, caller: Caller, version: z.output<typeof VersionView>): Promise<void> {
  await requireScopes(
    deps.db.pool,
    caller,
    version.changes.map((change) => change.scope),
  );
}

/**
 * The layers with the changes in them.
 * @throws Problem `invalid` naming each fault, or that nothing changes.
 */
export function draftedLayers(layers: RuleLayers, scope: string, changes: readonly RuleChange[]): RuleLayers {
  const drafted = changeLayers(ruleDefinitions, layers, scope, changes);
  const errors = drafted.faults.flatMap((fault) => asFaults('body.changes', fault));
  if (errors.length > 0) throw new Problem('invalid', undefined, { errors });
  if (differences(layers, drafted.layers).length === 0) throw nothingNew();
  return drafted.layers;
}

export const ruleRoutes = [list, publishVersion, revert, history];
