/** Search over everything that the caller may see. What is looked for may name a person: it stands in the body. */
import { z } from 'zod';
import { defineRoute } from '../route';
import { findAdjusters, findCases, findTasks } from '../search/find-cases';
import { findClaims, findPatients, findPayers, findPeople } from '../search/find-others';
import { Hits } from '../search/hits';
import { searchWords } from '../search/patterns';

export default defineRoute({
  method: 'post',
  path: '/search',
  tag: 'Search',
  summary: 'Finds cases, claims, patients, adjusters, payers, tasks and colleagues by part of a word',
  description:
    'A few of each, the likeliest first, of what your roles reach and show: nothing is found by a field that is withheld ' +
    'from you. All words must be there. Of a word of two letters only the beginning is looked for.',
  permission: 'directory.read',
  body: z.strictObject({ q: z.string().trim().min(2).max(100).describe('Words to look for') }),
  answers: { 200: Hits },
  audit: 'search.all',
  async handle({ body, caller, deps }) {
    const { pool } = deps.db;
    const words = searchWords(body.q);
    const cases = findCases(pool, caller, words);
    const tasks = cases.then((found) =>
      findTasks(
        pool,
        caller,
        words,
        found.map((hit) => hit.caseId),
      ),
    );
    const [foundCases, claims, patients, adjusters, payers, foundTasks, people] = await Promise.all([
      cases,
      findClaims(pool, caller, words),
      findPatients(pool, caller, words),
      findAdjusters(pool, caller, words),
      findPayers(pool, caller, words),
      tasks,
      findPeople(pool, caller, words),
    ]);
    const hits = { cases: foundCases, claims, patients, adjusters, payers, tasks: foundTasks, people };
    return { status: 200, body: hits };
  },
});
