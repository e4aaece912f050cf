/** The sixty-day story: every clock fires at the instant an independent count gives, and none after its case is closed. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { openDb, type Db } from '../../../platform/db';
import { readEnv } from '../../../platform/env';
import { seed } from '../../../prisma/seed';
import { playStory, type Story } from '../../../scripts/story/play';
import type { StoryCase } from '../../../scripts/story/plot';
import { readEntries, type Entry } from '../../../scripts/story/read-entries';
import { testConverter } from '../../support/keys';
import '../../support/quiet-sdk';
import { startPostgres, startTimeSkipping, type TestDatabase } from '../../support/servers';
import { daysOff, isWorkday, morning, offsetMinutes, plus, workday, workdayBefore } from './oracle';

let env: TestWorkflowEnvironment;
let database: TestDatabase;
let db: Db;
let story: Story;
let entries: Entry[];

beforeAll(async () => {
  [database, env] = await Promise.all([startPostgres(), startTimeSkipping()]);
  db = openDb({ url: database.url });
  const { practice } = await seed(db);
  story = await playStory({
    env,
    dataConverter: testConverter,
    db,
    practiceId: practice.id,
    cacheDir: readEnv().CASECLOCK_CACHE,
    quietDaysAfter: 200,
  });
  entries = await readEntries(db.pool, 0n);
}, 240_000);
afterAll(async () => {
  await db?.close();
  await env?.teardown();
  await database?.drop();
});

const caseId = (which: StoryCase): string => {
  const id = story.cases.get(which);
  if (id === undefined) throw new Error(`The story has no ${which} case.`);
  return id;
};
const of = (which: StoryCase) => entries.filter((entry) => entry.caseId === caseId(which));
/** When the clocks of that name were due, in order. */
const firings = (which: StoryCase, name: string) =>
  of(which).flatMap(({ fired }) => (fired?.name === name ? [fired.dueAt.toISOString()] : []));
const openedBy = (which: StoryCase, requirement: string) =>
  of(which).flatMap((entry) =>
    entry.opened.filter((t) => t.requirement === requirement).map((task) => ({ entry, task })),
  );
const day = (n: number) => plus(story.dates.clocksBackOn, n);
const year = () => story.dates.clocksBackOn.slice(0, 4);
const at = (date: string, which: StoryCase) => morning(date, caseId(which));

test('the sixty days hold weekends, a change of the clocks, Veterans Day and Thanksgiving', () => {
  const zero = story.dates.clocksBackOn;
  expect(offsetMinutes(Date.parse(`${zero}T06:00:00Z`))).toBe(-420);
  expect(offsetMinutes(Date.parse(`${zero}T20:00:00Z`))).toBe(-480);
  for (const off of daysOff(year())) {
    expect(off > story.dates.firstOn && off < story.dates.lastOn).toBe(true);
    expect(isWorkday(off)).toBe(false);
  }
});

test('every clock fires when it is due: never early, and not a minute late', () => {
  const fired = entries.flatMap((entry) => (entry.fired ? [entry.at.getTime() - entry.fired.dueAt.getTime()] : []));
  expect(fired).toHaveLength(13);
  for (const lateness of fired) {
    expect(lateness).toBeGreaterThanOrEqual(0);
    expect(lateness).toBeLessThan(60_000);
  }
});

test('C01 an authorization that ends in 14 days is flagged; on a Sunday the warning comes on the Friday before', () => {
  expect(firings('shoulder', 'authorizationExpiring')).toEqual([at(workdayBefore(day(14 - 14)), 'shoulder')]);
  expect(workdayBefore(day(0))).toBe(day(-2));
  const [first] = openedBy('shoulder', 'C01');
  expect(first?.task).toMatchObject({ title: 'Request an extension', who: 'Rosa Quill' });
});

test('C01 before the clocks go back and after, the warning comes in the same morning window', () => {
  expect(firings('back', 'authorizationExpiring')).toEqual([
    at(workdayBefore(day(4 - 14)), 'back'),
    at(workdayBefore(day(44 - 14)), 'back'),
  ]);
});

test('C01 the clock stops when treatment is complete: the second authorization is not warned about', () => {
  const completed = of('shoulder').find((entry) => entry.type === 'treatment.completed');
  expect(completed?.stopped).toEqual(expect.arrayContaining(['authorizationExpiring', 'authorizationLapsed']));
  expect(firings('shoulder', 'authorizationExpiring')).toHaveLength(1);
});

test('C02 with two visits left the task to request re-authorization opens with the visit that made it so', () => {
  const [capped] = openedBy('shoulder', 'C02');
  expect(capped?.entry.type).toBe('visit.completed');
  expect(capped?.entry.at.toISOString().slice(0, 10)).toBe(day(1));
  expect(capped?.task).toMatchObject({ title: 'Request re-authorization', who: 'Rosa Quill' });
  expect(openedBy('shoulder', 'C02')).toHaveLength(1);
});

test('C02 the task ends with the request', () => {
  const requested = of('shoulder').find((entry) => entry.type === 'reauthorization.requested');
  expect(requested?.closed).toContainEqual({ title: 'Request re-authorization', outcome: 'done' });
});

test('C03 a visit after the authorization ends is refused before it is booked, and leaves no trace on the case', () => {
  expect(story.refused).toHaveLength(1);
  expect(story.refused[0]?.why).toContain(`The authorization ended on ${day(14)}`);
  expect(of('shoulder').some((entry) => entry.type === 'visit.booked')).toBe(false);
});

test('C04 a request that comes on Friday evening counts from Monday, over a weekend and the change of the clocks', () => {
  const startsOn = workday(day(-9), 1);
  const lastDay = workday(startsOn, 5);
  expect([startsOn, lastDay]).toEqual([day(-6), day(1)]);
  expect(firings('back', 'reauthorizationOverdue')).toEqual([at(workday(lastDay, 1), 'back')]);
  expect(openedBy('back', 'C04')[0]?.task).toMatchObject({ title: 'Call the adjuster about the request' });
});

test('C04 an answer in time stops the clock: neither answered request became overdue', () => {
  expect(firings('shoulder', 'reauthorizationOverdue')).toEqual([]);
  expect(firings('back', 'reauthorizationOverdue')).toHaveLength(1);
  const stops = entries.filter((entry) => entry.stopped.includes('reauthorizationOverdue'));
  expect(stops.map((entry) => entry.type)).toEqual(['reauthorization.decided', 'reauthorization.decided']);
});

test('C05 ten workdays without a contact, over two weekends and the change of the clocks, surface the case', () => {
  expect(firings('shoulder', 'adjusterSilence')).toEqual([at(workday(day(-13), 10), 'shoulder')]);
  expect(openedBy('shoulder', 'C05')[0]?.task).toMatchObject({ title: 'Contact the adjuster', who: 'Rosa Quill' });
});

test('C05 Veterans Day does not count, and while the silence lasts the reminder comes again after five workdays', () => {
  const silent = workday(day(2), 10);
  expect(silent > plus(day(2), 14)).toBe(true);
  expect(firings('back', 'adjusterSilence')).toEqual([at(workday(day(-13), 10), 'back'), at(silent, 'back')]);
  expect(firings('back', 'silenceReminder')).toEqual([at(workday(silent, 5), 'back')]);
});

test('C05 a contact stops the reminders and ends the task', () => {
  const reached = of('back')
    .filter((entry) => entry.type === 'adjuster.contacted')
    .at(-1);
  expect(reached?.stopped).toContain('silenceReminder');
  expect(reached?.closed).toContainEqual({ title: 'Contact the adjuster', outcome: 'done' });
});

test('C06 treatment without a claim surfaces for the biller after five workdays, Thanksgiving and the day after not counted', () => {
  const completed = plus(story.dates.thanksgivingOn, -2);
  expect(firings('shoulder', 'authorizedUnbilled')).toEqual([at(workday(completed, 5), 'shoulder')]);
  expect(workday(completed, 5)).toBe(plus(completed, 9));
  expect(openedBy('shoulder', 'C06')[0]?.task).toMatchObject({ title: 'Submit the claim', who: 'role biller' });
});

test('C06 the claim ends the task and nothing reminds of it again', () => {
  const submitted = of('shoulder').find((entry) => entry.type === 'claim.submitted');
  expect(submitted?.closed).toContainEqual({ title: 'Submit the claim', outcome: 'done' });
  expect(firings('shoulder', 'authorizedUnbilled')).toHaveLength(1);
});

test('H12 a Follow Up By on Veterans Day comes on the workday before it', () => {
  expect(firings('denial', 'followUp')[0]).toBe(at(workdayBefore(`${year()}-11-11`), 'denial'));
  expect(openedBy('denial', 'H12')[0]?.task).toMatchObject({ title: 'Follow up', who: 'Theo Marsh' });
});

test('H20 in Awaiting Payment the follow-up comes every ten workdays over Thanksgiving, until the payer answers', () => {
  const first = workday(day(11), 10);
  expect(first).toBe(day(29));
  expect(firings('denial', 'followUp').slice(1)).toEqual([at(first, 'denial'), at(workday(first, 10), 'denial')]);
  expect(openedBy('denial', 'H20').map(({ task }) => task.title)).toEqual([
    'Follow up with the payer',
    'Follow up with the payer',
  ]);
});

test('L14 work that begins within 48 hours stops the clock of the unworked denial', () => {
  expect(of('denial').find((entry) => entry.type === 'work.started')?.stopped).toContain('unworkedDenial');
  expect(firings('denial', 'unworkedDenial')).toEqual([]);
});

test.each<[StoryCase, string[]]>([
  ['shoulder', ['adjusterSilence', 'followUp']],
  ['back', ['adjusterSilence', 'authorizationLapsed']],
  ['denial', ['followUp']],
])(
  'R07 resolving the %s case stops its running clocks, and nothing happens in 200 days after',
  async (which, clocks) => {
    const last = of(which).at(-1);
    expect(last?.type).toBe('case.resolved');
    expect(last?.stopped).toEqual(expect.arrayContaining(clocks));
    expect(await db.prisma.clock.count({ where: { caseId: caseId(which) } })).toBe(0);
    expect(await db.prisma.task.count({ where: { caseId: caseId(which), state: 'open' } })).toBe(0);
  },
);

test('N12 the explanation of a due date names the days that were left out', () => {
  const unbilled = of('shoulder').find((entry) => entry.fired?.name === 'authorizedUnbilled');
  expect(unbilled?.fired?.why).toMatch(/Thanksgiving Day.*Day after Thanksgiving Day.*skipped; day 5 is/);
});
