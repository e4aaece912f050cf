/** Holidays and opening hours over HTTP. A change that moves a day is published like a rule, so live cases are re-dated. */
import { z } from 'zod';
import { addHolidays, removeHoliday, setPracticeHours } from '../../commands/rules/calendar';
import { CalendarError, OpenInterval } from '../../domain/calendar';
import { buildCalendar } from '../../platform/calendar/build-calendar';
import { locationScope } from '../auth/row-scope';
import { CivilDay, IdParams } from '../input/fields';
import { keyIn } from '../input/preconditions';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { requireScopes } from '../publishable';
import { Statement } from '../read/statement';
import { defineRoute } from '../route';
import { batchDeps, PublishedAnswer, publishedAnswer } from './rules';

const Jurisdiction = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
  .describe('US for federal holidays, US-CA for those of a state');
const Name = z.string().trim().min(1).max(120);

const Holiday = z
  .strictObject({
    jurisdiction: Jurisdiction,
    on: CivilDay,
    name: z.string(),
    source: z.string(),
    closesAtMinute: z.int().nullable().describe('A half day: closed from this local minute; null: all day'),
    approvedBy: z.string().nullable().describe('Null: proposed by the source, not looked at yet. It counts either way'),
  })
  .meta({ id: 'Holiday' });

const list = defineRoute({
  method: 'get',
  path: '/holidays',
  tag: 'Rules',
  summary: 'Lists the holidays of a jurisdiction and year, by date',
  permission: 'rules.read',
  query: z.strictObject({ jurisdiction: Jurisdiction, year: z.coerce.number().int().min(2000).max(2100) }),
  answers: { 200: z.strictObject({ items: plain(z.array(Holiday)) }) },
  audit: false,
  unaudited: 'Settings of the practice: nothing of a patient.',
  async handle({ query, deps }) {
    const { rows } = await deps.db.pool.query<z.infer<typeof Holiday>>(
      `select jurisdiction, to_char("on", 'YYYY-MM-DD') as "on", name, source, closes_at_minute as "closesAtMinute",
              approved_by as "approvedBy"
       from holiday where jurisdiction = $1 and extract(year from "on") = $2 order by holiday."on", name`,
      [query.jurisdiction, query.year],
    );
    return { status: 200, body: { items: rows } };
  },
});

const Unchanged = z
  .strictObject({ changed: z.literal(false) })
  .meta({ id: 'CalendarUnchanged', description: 'The calendar was so already; no clock moves' });

const unchanged = { status: 200, body: { changed: false } } as const;

const add = defineRoute({
  method: 'post',
  path: '/holidays',
  tag: 'Rules',
  summary: 'Adds holidays, or approves those that are there',
  description:
    'Send all of a year at once: each change of the calendar is a rule version that re-dates the live cases.',
  permission: 'rules.publish',
  headers: ['Idempotency-Key'],
  body: z.strictObject({
    holidays: z
      .array(
        z.strictObject({
          jurisdiction: Jurisdiction,
          on: CivilDay,
          name: Name,
          source: Name.default('entered by hand'),
          closesAtMinute: z.int().min(1).max(1_439).nullable().default(null),
        }),
      )
      .min(1)
      .max(500)
      .refine((rows) => new Set(rows.map((r) => `${r.jurisdiction} ${r.on} ${r.name}`)).size === rows.length, {
        error: 'names a holiday twice; list each once',
      }),
  }),
  answers: { 200: Unchanged, 201: PublishedAnswer },
  problems: ['key_reused', 'bad_header'],
  audit: 'calendar.change',
  async handle({ body, caller, deps, req }) {
    await requireScopes(deps.db.pool, caller, ['default']);
    const published = await addHolidays(batchDeps(deps), body.holidays, { userId: caller.userId, key: keyIn(req) });
    return published ? publishedAnswer(published) : unchanged;
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/holidays',
  tag: 'Rules',
  summary: 'Removes a holiday',
  permission: 'rules.publish',
  query: z.strictObject({ jurisdiction: Jurisdiction, on: CivilDay, name: Name }),
  answers: { 201: PublishedAnswer },
  problems: ['not_found'],
  audit: 'calendar.change',
  async handle({ query, caller, deps }) {
    await requireScopes(deps.db.pool, caller, ['default']);
    const published = await removeHoliday(batchDeps(deps), query, caller.userId);
    if (!published) throw new Problem('not_found', 'There is no such holiday.');
    return publishedAnswer(published);
  },
});

const Week = z.array(z.array(OpenInterval).max(6)).length(7);

const hours = defineRoute({
  method: 'put',
  path: '/practices/:id/hours',
  tag: 'Rules',
  summary: "Sets a practice's time zone and opening hours",
  description:
    '`week`: the intervals of Monday to Sunday in minutes after local midnight; null: Monday to Friday 08:00-17:30.',
  permission: 'rules.publish',
  params: IdParams,
  body: z.strictObject({ zone: z.string().min(1).max(60), week: Week.nullable().default(null) }),
  answers: { 200: Unchanged, 201: PublishedAnswer },
  problems: ['not_found'],
  audit: 'calendar.change',
  async handle({ params, body, caller, deps }) {
    checkHours(body, new Date(deps.now()).getUTCFullYear());
    const s = new Statement();
    const { rowCount } = await deps.db.pool.query(
      `select 1 from practice p
       where p.id = ${s.value(params.id, 'uuid')} and ${locationScope(caller, 'rules.publish', s, 'p.id')}`,
      s.values,
    );
    if (rowCount === 0) throw new Problem('not_found', 'There is no practice with this id.');
    const published = await setPracticeHours(batchDeps(deps), { id: params.id, ...body }, caller.userId);
    return published ? publishedAnswer(published) : unchanged;
  },
});

/** Built once on trial: hours that no calendar can be made of would stop every case of the practice. */
function checkHours({ zone, week }: { zone: string; week: z.infer<typeof Week> | null }, year: number): void {
  try {
    buildCalendar({ zone, holidays: [], ...(week === null ? {} : { week }), fromYear: year, toYear: year });
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    const fault =
      error.code === 'unknown_zone'
        ? { path: 'body.zone', message: 'is not a time zone; use an IANA name such as America/Los_Angeles' }
        : {
            path: 'body.week',
            message: 'cannot be used: list the intervals of each day in order, one day at least open',
          };
    throw new Problem('invalid', undefined, { errors: [fault] });
  }
}

export const holidayRoutes = [list, add, remove, hours];
