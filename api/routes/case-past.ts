/** A case's past and its untouched future: moments of time travel (N06), and "nobody acts from here on" (N07). */
import { z } from 'zod';
import { requireCase } from '../auth/reach';
import { momentOf, MomentView } from '../history/moment-view';
import { MomentList, readMoments } from '../history/moments';
import { ForwardView, readForward } from '../history/forward';
import { readPast } from '../history/past';
import { IdParams } from '../input/fields';
import { Problem } from '../problem';
import { readTimelineEvent } from '../read/timeline';
import { defineRoute } from '../route';

const moments = defineRoute({
  method: 'get',
  path: '/cases/:id/moments',
  tag: 'Cases',
  summary: 'Lists the moments of a case, one an event, oldest first',
  permission: 'case.read',
  params: IdParams,
  answers: { 200: MomentList },
  problems: ['not_found'],
  audit: 'case.moments.read',
  async handle({ params, caller, deps }) {
    await requireCase(deps.db.pool, caller, ['case.read'], params.id);
    return { status: 200, body: await readMoments(deps.db.pool, params.id) };
  },
});

const moment = defineRoute({
  method: 'get',
  path: '/cases/:id/moments/:version',
  tag: 'Cases',
  summary: 'Shows a case as of one of its events: stage, facts, flags, armed clocks, open tasks, allowed events',
  description:
    'The timeline is played again through the chart, with the rules of the time, and each step is compared with what ' +
    'the timeline says that it did; `proof` tells. Facts in words (names, numbers of claims) are not played: they are ' +
    'those of today.',
  permission: 'case.read',
  params: z.strictObject({ ...IdParams.shape, version: z.coerce.number().int().min(1).max(1_000_000) }),
  answers: { 200: MomentView },
  problems: ['not_found'],
  audit: 'case.moment.read',
  async handle({ params, caller, deps }) {
    const { id, version } = params;
    await requireCase(deps.db.pool, caller, ['case.read'], id);
    const past = await readPast({ pool: deps.db.pool, client: deps.client }, id, version);
    const view =
      past.events.length === version
        ? await momentOf(deps.db.pool, id, past, await readTimelineEvent(deps.db.pool, id, version))
        : null;
    if (view === null) throw new Problem('not_found', `The case has ${past.version} events, and no such version.`);
    return { status: 200, body: view, audited: { version } };
  },
});

const forward = defineRoute({
  method: 'get',
  path: '/cases/:id/forward',
  tag: 'Cases',
  summary: 'Plays a copy of the case forward: what happens by itself if nobody acts',
  description: 'Clocks fire each at its own instant under the rules of the case. The case itself is not touched.',
  permission: 'case.read',
  params: IdParams,
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(60) }),
  answers: { 200: ForwardView },
  problems: ['not_found'],
  audit: 'case.forward.read',
  async handle({ params, query, caller, deps }) {
    await requireCase(deps.db.pool, caller, ['case.read'], params.id);
    return { status: 200, body: await readForward(deps.db.pool, params.id, query.days, deps.now()) };
  },
});

export const pastRoutes = [moments, moment, forward];
