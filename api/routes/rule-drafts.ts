/** Drafts of rules over HTTP: kept as they are typed, one a layer; publishing takes them over, discarding forgets them. */
import { z } from 'zod';
import { locationsOf } from '../auth/row-scope';
import { seenIn } from '../input/preconditions';
import { Problem } from '../problem';
import { requireScopes } from '../publishable';
import { RuleChange, RuleScope } from '../read/rule-changes';
import { discardDraft, keepDraft, listDrafts, RuleDraftView } from '../read/rule-drafts';
import { defineRoute } from '../route';

const list = defineRoute({
  method: 'get',
  path: '/rules/drafts',
  tag: 'Rules',
  summary: 'Lists the drafts of rules, one a layer',
  permission: 'rules.publish',
  answers: { 200: z.strictObject({ items: z.array(RuleDraftView) }) },
  audit: false,
  unaudited: 'Settings of the practice: nothing of a patient.',
  async handle({ caller, deps }) {
    const items = await listDrafts(deps.db.pool, locationsOf(caller, 'rules.publish'));
    return { status: 200, body: { items } };
  },
});

const keep = defineRoute({
  method: 'put',
  path: '/rules/drafts',
  tag: 'Rules',
  summary: 'Keeps the draft of a layer',
  description:
    'Changes no rule. Values that cannot be published are kept too, and `faults` says what is wrong with them. ' +
    'If-Match is required: the revision you saw, "0" where there was no draft.',
  permission: 'rules.publish',
  headers: ['If-Match'],
  body: z.strictObject({
    scope: RuleScope,
    changes: z.array(RuleChange).min(1).max(100),
    note: z.string().trim().min(1).max(1_000).nullable().default(null),
  }),
  answers: { 200: RuleDraftView },
  problems: ['version_conflict', 'bad_header'],
  audit: 'rules.draft',
  async handle({ body, caller, deps, req }) {
    const seen = seenIn(req);
    if (seen === null) {
      throw new Problem(
        'bad_header',
        'Send If-Match with the revision of the draft you saw, "0" where there was none.',
      );
    }
    await requireScopes(deps.db.pool, caller, [body.scope]);
    const kept = await keepDraft(deps.db.pool, { ...body, seen: seen.version, userId: caller.userId });
    if ('current' in kept) {
      throw new Problem(
        'version_conflict',
        kept.current === 0
          ? 'The draft was published or discarded meanwhile. Look at the rules again.'
          : 'Somebody else changed this draft meanwhile. Look at both, then decide.',
        { currentVersion: kept.current },
      );
    }
    return { status: 200, body: kept, headers: { ETag: `"${kept.revision}"` } };
  },
});

const discard = defineRoute({
  method: 'delete',
  path: '/rules/drafts',
  tag: 'Rules',
  summary: 'Discards the draft of a layer',
  permission: 'rules.publish',
  query: z.strictObject({ scope: RuleScope }),
  answers: { 204: null },
  problems: ['not_found'],
  audit: 'rules.draft.discard',
  async handle({ query, caller, deps }) {
    await requireScopes(deps.db.pool, caller, [query.scope]);
    if (!(await discardDraft(deps.db.pool, query.scope))) throw new Problem('not_found', 'There is no such draft.');
    return { status: 204, body: null };
  },
});

export const ruleDraftRoutes = [list, keep, discard];
