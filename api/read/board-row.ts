/** A row of the WC board: the case's summary, and what a coordinator decides by, judged on today's date of its practice. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { authBarOf, barWords } from '../../domain/cases/wc/board/auth-bar';
import { boardDayOf, boardFactsOf, type BoardVisit } from '../../domain/cases/wc/board/board-facts';
import { doNext, nextKeys } from '../../domain/cases/wc/board/do-next';
import { statusStepsOf, stepWords } from '../../domain/cases/wc/board/status-steps';
import { tones, urgencyKeys, urgencyOf, urgencyTells, type UrgencyKey } from '../../domain/cases/wc/board/urgency';
import { businessDaysBetween, localDateOf } from '../../domain/calendar';
import { placeKey, type RuleSource } from '../../commands/rule-source';
import type { Caller } from '../auth/caller';
import { CivilDay } from '../input/fields';
import { phi, phiBy, plain } from '../privacy/phi';
import { BoardDetail } from './board-parts';
import { sections, type Section } from './case-filter';
import type { CaseSummary } from './case-views';
import { ListedCase, listedCase } from './cover-for';
import { sendableBy } from './sendable';

/** E1, and what else asks for a person. */
const groups = { 1: 'authorization', 2: 'silent', 3: 'unbilled', 4: 'other', 9: 'quiet' } as const;
export const Group = z.enum(['authorization', 'silent', 'unbilled', 'other', 'quiet']);
export type Group = z.infer<typeof Group>;
export const groupOf = (rank: number): Group => groups[rank as keyof typeof groups] ?? 'other';

const Day = CivilDay.nullable();
const Tone = z.enum(tones);

const Urgency = z
  .strictObject({
    key: z.enum(urgencyKeys),
    tone: Tone,
    numbers: phiBy(
      'by its key',
      (around) => urgencyTells[around.find('key') as UrgencyKey],
      z.strictObject({
        on: Day.describe('The day it is about'),
        inDays: z.int().nullable().describe('Calendar days from today to `on`'),
        count: z.int().nullable().describe('Business days to or since, or visits'),
        limit: z.int().nullable().describe("The rule's limit of `count`, or the authorized visits"),
        free: z.int().nullable().describe('Visits left once those booked are counted'),
      }),
    ),
  })
  .meta({ id: 'Urgency', description: 'Why the row is where it is; thresholds come from the rules of its practice' });

const Bar = z
  .strictObject({
    authorizationId: z.uuid(),
    used: z.int(),
    booked: z.int(),
    limit: z.int().nullable(),
    beyond: z.int().describe('Booked beyond the limit'),
    startsOn: CivilDay,
    endsOn: Day,
    says: z.enum(barWords),
    on: Day.describe('The day it says'),
    byPace: z.boolean().describe('The day rests on the pace so far and not on bookings'),
    tone: Tone,
    others: z.int().describe('Further authorizations of the case'),
  })
  .meta({ id: 'AuthorizationBar' });

const Contact = z.strictObject({
  adjuster: z
    .strictObject({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
      fax: z.string().nullable(),
    })
    .nullable(),
  on: Day.describe('Last contact'),
  businessDays: z.int().nullable().describe('Business days since the last contact'),
  limit: z.int().describe('From how many business days the adjuster counts as silent'),
});

const NextAction = z.strictObject({
  key: z.enum(nextKeys),
  type: plain(z.string().nullable()).describe('The event to send; null: open the case'),
  data: plain(z.record(z.string(), z.string())).describe('What the form begins with: ids, codes and dates'),
});

export const BoardRow = z
  .strictObject({
    ...ListedCase.shape,
    group: Group,
    section: z.enum(sections).describe('As the group; unowned: quiet, and nobody owns it (E2)'),
    detail: BoardDetail,
    today: plain(CivilDay).describe("The practice's date that everything here is counted for"),
    zone: plain(z.string()).describe("The practice's time zone"),
    employer: phi('identity', z.string().nullable()),
    injury: phi('clinical', z.strictObject({ bodyPart: z.string().nullable(), on: Day }).nullable()),
    contact: phi('contact', Contact.nullable()),
    authorization: phi('visits', Bar.nullable()),
    status: z.strictObject({ done: z.int().min(0).max(4), now: z.enum(stepWords) }),
    unbilledCents: phi('money', z.int().nullable()).describe('Charges of its claims, while nothing is billed'),
    urgency: Urgency,
    doNext: z.array(NextAction).describe('One or two; the first is the labelled button'),
  })
  .meta({ id: 'BoardRow' });
export type BoardRow = z.input<typeof BoardRow>;

interface PartsRow {
  id: string;
  employer: string | null;
  body_part: string | null;
  adjuster: Record<string, string | undefined> | null;
  allowed: { type: string; ok: boolean }[];
  visits: BoardVisit[] | null;
  request_id: string | null;
  silent_since: string | null;
  charge_cents: string | null;
  detail: z.input<typeof BoardDetail>;
}

async function partsOf(pool: Pool, ids: readonly string[]): Promise<Map<string, PartsRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<PartsRow>(
    `select c.id, c.details->>'employer' as employer, c.details->>'bodyPart' as body_part,
            c.details->'adjuster' as adjuster, c.allowed, c.detail->'visits' as visits,
            jsonb_build_object('authorizations', coalesce(c.detail->'authorizations', '[]'::jsonb),
              'predictedExhaustion', c.detail->'exhaustion', 'silence', c.detail->'silence') as detail,
            c.detail #>> '{reauthorization,requestId}' as request_id, c.detail #>> '{silence,since}' as silent_since,
            (select sum(m.charge_cents)::text from case_claim k join claim m on m.id = k.claim_id
             where k.case_id = c.id and k.active) as charge_cents
     from cases c where c.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Summaries as rows of the board, in their order. @param now epoch ms. */
export async function boardRowsOf(
  deps: { readonly pool: Pool; readonly rules: RuleSource; readonly now: number },
  caller: Caller,
  items: readonly CaseSummary[],
): Promise<BoardRow[]> {
  const ids = items.map((item) => item.id);
  const [parts, rules] = await Promise.all([partsOf(deps.pool, ids), deps.rules.snapshotsFor(items)]);
  const days = new Map(
    [...rules].map(([key, snapshot]) => [key, boardDayOf(snapshot, localDateOf(snapshot.calendar, deps.now))]),
  );
  const sendable = sendableBy(caller, 'wc');
  return items.flatMap((item) => {
    const [part, day] = [parts.get(item.id), days.get(placeKey(item))];
    // Deleted between the two reads.
    if (!part || !day) return [];
    const { adjuster } = part;
    const facts = boardFactsOf({
      flags: item.flags,
      owned: item.owner !== null,
      followUpOn: item.followUpOn,
      nextClockOn: item.next && localDateOf(day.calendar, Date.parse(item.next.dueAt)),
      facts: item.facts as Readonly<Record<string, unknown>>,
      visits: part.visits ?? [],
      requestId: part.request_id,
      silentSince: part.silent_since,
    });
    const urgency = urgencyOf(facts, day);
    const { lastContactOn } = facts;
    const reachable = { phone: !!adjuster?.['phone'], email: !!adjuster?.['email'], fax: !!adjuster?.['fax'] };
    const allowed = new Set(part.allowed.filter(({ ok }) => ok).map(({ type }) => type));
    const accepts = (type: string) => (allowed.has(type) || kernelTypes.has(type)) && sendable(type);
    const group = groupOf(item.attention.rank);
    const row: BoardRow = {
      ...listedCase(caller, item),
      group,
      section: sectionOf(group, facts.owned),
      detail: part.detail,
      today: day.today,
      zone: day.calendar.zone,
      employer: part.employer,
      injury: { bodyPart: part.body_part, on: (item.facts as Record<string, string | null>)['injuredOn'] ?? null },
      contact: {
        adjuster: adjuster && {
          name: adjuster['name'] ?? null,
          phone: adjuster['phone'] ?? null,
          email: adjuster['email'] ?? null,
          fax: adjuster['fax'] ?? null,
        },
        on: lastContactOn,
        businessDays: lastContactOn === null ? null : businessDaysBetween(day.calendar, lastContactOn, day.today),
        limit: day.silentDays,
      },
      authorization: authBarOf(facts, day),
      status: statusStepsOf(facts),
      unbilledCents:
        part.charge_cents !== null && (facts.billing === 'delivered' || facts.billing === 'unbilled')
          ? Number(part.charge_cents)
          : null,
      urgency: { ...urgency, numbers: { ...urgency.numbers } },
      doNext: doNext({ facts, urgency, day, reachable }, accepts).map((action) => ({
        ...action,
        data: { ...action.data },
      })),
    };
    return [row];
  });
}

/** Every open case takes them; they stand in no chart. */
const kernelTypes: ReadonlySet<string> = new Set(['task.added', 'task.done']);

const sectionOf = (group: Group, owned: boolean): Section => (group === 'quiet' && !owned ? 'unowned' : group);
