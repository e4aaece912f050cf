/** Open work of people, so that shutting somebody out strands nothing (R19): before it, and where it happened. */
import { z } from 'zod';
import { IdParams } from '../input/fields';
import { strandedWork, workOf } from '../people/work';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';

const openWork = {
  openCases: z.int(),
  openTasks: z.int().describe('Given to the person, not to the owner of a case'),
};

const ofPerson = defineRoute({
  method: 'get',
  path: '/people/:id/work',
  tag: 'People',
  summary: 'Counts the open cases and tasks of a person',
  permission: 'people.manage',
  params: IdParams,
  answers: { 200: z.strictObject(openWork).meta({ id: 'OpenWork' }) },
  problems: ['not_found'],
  audit: 'people.work.read',
  async handle({ params, deps }) {
    const found = await deps.db.prisma.user.findUnique({ where: { id: params.id }, select: { id: true } });
    if (!found) throw new Problem('not_found', 'There is no account with this id.');
    return { status: 200, body: await workOf(deps.db.pool, params.id) };
  },
});

const Person = plain(z.strictObject({ id: z.uuid(), name: z.string() }));

const stranded = defineRoute({
  method: 'get',
  path: '/figures/stranded-work',
  tag: 'People',
  summary: 'Counts open cases and tasks of people who are not active, as far as you may hand them over',
  permission: 'batch.run',
  answers: { 200: z.strictObject({ items: z.array(z.strictObject({ user: Person, ...openWork })) }) },
  audit: false,
  unaudited: 'Counts and names of staff: nothing of a patient.',
  handle: async ({ caller, deps }) => ({
    status: 200,
    body: { items: await strandedWork(deps.db.pool, caller) },
  }),
});

export const peopleWorkRoutes = [ofPerson, stranded];
