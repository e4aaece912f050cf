/**
 * Changes of holidays, opening hours and zone. Every live case carries its own copy of the calendar inside its rule
 * snapshot, so such a change is a rule version too: the same layers, a note that says what changed, and the rollout that
 * re-dates the clocks. The new version number is also what makes every process read the calendar again: `RuleSource`
 * keeps calendars by version, and the change and its version become visible in one transaction.
 */
import type { Pool } from 'pg';
import type { BatchDeps } from '../batches';
import { RuleSource } from '../rule-source';
import { publish, type Published } from './publish';

export interface HolidayChange {
  readonly jurisdiction: string;
  readonly on: string;
  readonly name: string;
  readonly source: string;
  /** Local minute from which the practice is closed; null = the whole day. */
  readonly closesAtMinute: number | null;
}

/** Federal holidays count for everybody, a state's for the cases of that state. */
const scopeOf = (jurisdiction: string): string => (jurisdiction === 'US' ? 'default' : `jurisdiction:${jurisdiction}`);

/**
 * Adds holidays, and approves those that are there. Publishes when the calendar really changed.
 * @returns null when all were known: they are approved, and no clock moves.
 */
export async function addHolidays(
  deps: BatchDeps,
  rows: readonly HolidayChange[],
  by: { readonly userId: string; readonly key: string | null },
): Promise<Published | null> {
  return publish(deps, {
    seen: null,
    key: by.key,
    publishedBy: by.userId,
    note: `Calendar changed: ${rows.length === 1 ? 'a holiday' : `${rows.length} holidays`} added or approved.`,
    reverts: null,
    request: { add: rows },
    make: async (client, current) => {
      const changed = await client.query<{ jurisdiction: string }>(
        `with given as (
           select * from jsonb_to_recordset($1::jsonb)
             as r(jurisdiction text, "on" date, name text, source text, "closesAtMinute" int)),
         known as (select h.* from holiday h join given g using (jurisdiction, "on", name)),
         put as (
           insert into holiday (jurisdiction, "on", name, source, closes_at_minute, approved_by)
           select jurisdiction, "on", name, source, "closesAtMinute", $2 from given
           on conflict (jurisdiction, "on", name) do update
             set approved_by = excluded.approved_by, closes_at_minute = excluded.closes_at_minute)
         select distinct g.jurisdiction from given g left join known k using (jurisdiction, "on", name)
         where k.name is null or k.closes_at_minute is distinct from g."closesAtMinute"`,
        [JSON.stringify(rows), by.userId],
      );
      if (changed.rows.length === 0) return null;
      return { layers: current.layers, scopes: changed.rows.map((row) => scopeOf(row.jurisdiction)) };
    },
  });
}

/** Removes a holiday. @returns null when there is none like that. */
export async function removeHoliday(
  deps: BatchDeps,
  holiday: Pick<HolidayChange, 'jurisdiction' | 'on' | 'name'>,
  userId: string,
): Promise<Published | null> {
  return publish(deps, {
    seen: null,
    key: null,
    publishedBy: userId,
    note: 'Calendar changed: a holiday removed.',
    reverts: null,
    request: { remove: holiday },
    make: async (client, current) => {
      const { rowCount } = await client.query(
        'delete from holiday where jurisdiction = $1 and "on" = $2 and name = $3',
        [holiday.jurisdiction, holiday.on, holiday.name],
      );
      return rowCount === 0 ? null : { layers: current.layers, scopes: [scopeOf(holiday.jurisdiction)] };
    },
  });
}

/** Sets a practice's zone and opening hours. @returns null when there is no such practice or nothing changes. */
export async function setPracticeHours(
  deps: BatchDeps,
  practice: {
    readonly id: string;
    readonly zone: string;
    readonly week: readonly (readonly [number, number][])[] | null;
  },
  userId: string,
): Promise<Published | null> {
  return publish(deps, {
    seen: null,
    key: null,
    publishedBy: userId,
    note: 'Calendar changed: hours or time zone of a practice.',
    reverts: null,
    request: { practice },
    make: async (client, current) => {
      const { rowCount } = await client.query(
        `update practice set zone = $2, week = $3::jsonb
         where id = $1 and (zone is distinct from $2 or week is distinct from $3::jsonb)`,
        [practice.id, practice.zone, practice.week === null ? null : JSON.stringify(practice.week)],
      );
      return rowCount === 0 ? null : { layers: current.layers, scopes: [`practice:${practice.id}`] };
    },
  });
}

const YEAR_MS = 365 * 86_400_000;

/**
 * True when the calendars that live cases carry end within 12 months. A case carries at least the years that were built
 * when the newest version was published; a case opened later carries more.
 */
export async function calendarsNeedExtension(pool: Pool, now: number): Promise<boolean> {
  const { rows } = await pool.query<{ publishedAt: Date; practiceId: string; jurisdiction: string }>(
    `select v.published_at as "publishedAt", p.id as "practiceId", p.jurisdiction
     from (select published_at from rule_version order by version desc limit 1) v
     cross join (select id, jurisdiction from practice order by created_at, id limit 1) p
     where exists (select 1 from cases where closed_at is null)`,
  );
  const row = rows[0];
  if (!row) return false;
  const then = new RuleSource(pool, () => row.publishedAt.getTime());
  const { calendar } = await then.snapshotFor(row.practiceId, row.jurisdiction);
  return Date.parse(`${calendar.coversTo}T23:59:59Z`) < now + YEAR_MS;
}
