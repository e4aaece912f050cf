/**
 * The measures F1 to F5 as SQL over the record: what happened on which day (flows), and what was so on a day (levels).
 * A trend and the list of cases behind a bar read the same text, so that they cannot disagree. Definitions in words:
 * definitions.ts.
 */
import { caseScope } from '../auth/row-scope';
import type { Asking } from '../read/case-filter';
import type { Statement } from '../read/statement';
import { RECEIVABLE_DAYS, type MeasureId } from './definitions';
import type { Period } from './period';

export interface Among {
  readonly asking: Asking;
  readonly practiceId: string | undefined;
}

/** SQL that holds for the WC cases `c` that the caller may see at the place asked for. */
export function wcCases({ asking, practiceId }: Among, s: Statement): string {
  const scopes = asking.may.map((permission) => caseScope(asking.caller, permission, s));
  const place = practiceId === undefined ? [] : [`c.practice_id = ${s.value(practiceId, 'uuid')}`];
  return [`c.kind = 'wc'`, ...scopes, ...place].join(' and ');
}

/** The civil date of an instant at the case's practice; needs `join practice p`. */
const localDay = (at: string) => `(${at} at time zone p.zone)::date`;

/** An instant that no day of the period lies before, in any zone: lets an index leave the rest unread. */
const notBefore = (day: string, s: Statement) => `${s.value(day, 'date')} - interval '1 day'`;
const notAfter = (day: string, s: Statement) => `${s.value(day, 'date')} + interval '2 days'`;

const LAPSED = `(c.facts->>'lapseIncidents' <> '0' or c.facts->>'uncoveredVisits' <> '0')`;
const BILLED = `c.facts->>'lastClaimOn' is not null`;
/** As their indexes say it. */
const SILENT = `c.closed_at is null and c.flags @> '{silent}'`;
const SILENCE = `e.changed ? 'silentSinceOn'`;
const EXPIRING = `e.changed->'authorizationStatus'->>1 = 'expiring'`;
const CAPPED = `e.changed->'visitsStatus'->>1 = 'capped'`;

/** Rows (case_id, on, value) of a flow, one for each thing that happened on a day of the period. */
export const flows = {
  /** A visit is recorded on its day or later, so a case that did not change since has none in the period. */
  lapses(among, period, s) {
    return `select c.id as case_id, (v->>'on')::date as on_day, 1::float8 as value
      from cases c cross join lateral jsonb_array_elements(c.detail->'visits') v
      where ${wcCases(among, s)} and c.changed_at >= ${notBefore(period.from, s)} and ${LAPSED}
        and v->>'status' = 'completed' and (v->'covered' = 'false' or c.detail->'lapses' ? (v->>'visitId'))
        and v->>'on' between ${s.value(period.from)} and ${s.value(period.to)}`;
  },
  'billing-lag'(among, period, s) {
    const day = `(c.facts->>'treatmentCompletedOn')::date + (c.facts->>'daysTreatmentToClaim')::int`;
    return `select case_id, on_day, value from (
        select c.id as case_id, ${day} as on_day, (c.facts->>'daysTreatmentToClaim')::float8 as value
        from cases c
        where ${wcCases(among, s)} and c.changed_at >= ${notBefore(period.from, s)}
          and c.facts->>'daysTreatmentToClaim' is not null) lag
      where on_day between ${s.value(period.from, 'date')} and ${s.value(period.to, 'date')}`;
  },
  /** What the flag warned of is the last value of the fact at the flag: the timeline keeps each change of it. */
  'lead-time'(among, period, s) {
    return `with warned as materialized (
        select e.case_id, e.seq, ${localDay('e.at')} as on_day, ${EXPIRING} as expiring, ${CAPPED} as capped
        from case_event e join cases c on c.id = e.case_id join practice p on p.id = c.practice_id
        where (${EXPIRING} or ${CAPPED}) and e.at between ${notBefore(period.from, s)} and ${notAfter(period.to, s)}
          and ${wcCases(among, s)})
      select w.case_id, w.on_day, greatest(0, f.loss - w.on_day)::float8 as value
      from warned w
      cross join lateral (values ('coveredThroughOn', w.expiring), ('exhaustionOn', w.capped)) as told(name, so)
      cross join lateral (select (x.changed->told.name->>1)::date as loss from case_event x
        where x.case_id = w.case_id and x.seq <= w.seq and x.changed ? told.name order by x.seq desc limit 1) f
      where told.so and f.loss is not null
        and w.on_day between ${s.value(period.from, 'date')} and ${s.value(period.to, 'date')}`;
  },
} satisfies Partial<Record<MeasureId, (among: Among, period: Period, s: Statement) => string>>;
export type FlowId = keyof typeof flows;

/**
 * Rows (case_id, starts_on, ends_on) of a level: it is so from its first day to the day before the last, or still.
 * Complete for every day of the period; what was over before it may be missing.
 */
export const levels = {
  receivables(among, period, s) {
    const first = `(select min(x->>'on') from jsonb_array_elements(c.detail->'submissions') x)::date`;
    return `select c.id as case_id, ${first} + ${RECEIVABLE_DAYS + 1} as starts_on,
        least((c.facts->>'paidInFullOn')::date, (c.facts->>'closedOn')::date) as ends_on
      from cases c
      where ${wcCases(among, s)} and ${BILLED} and (c.closed_at is null or c.closed_at >= ${notBefore(period.from, s)})`;
  },
  /** From the changes since the period began, and from who is silent now without one: history before it is not read. */
  silence(among, period, s) {
    const since = notBefore(period.from, s);
    return `with turn as (
        select e.case_id, ${localDay('e.at')} as on_day, e.changed->'silentSinceOn'->>1 is not null as begins,
               row_number() over w as nth, lead(${localDay('e.at')}) over w as next_on
        from case_event e join cases c on c.id = e.case_id join practice p on p.id = c.practice_id
        where ${SILENCE} and e.at >= ${since} and ${wcCases(among, s)}
          and (e.changed->'silentSinceOn'->>0 is null) <> (e.changed->'silentSinceOn'->>1 is null)
        window w as (partition by e.case_id order by e.seq))
      select case_id, on_day as starts_on, next_on as ends_on from turn where begins
      union all
      select case_id, date '-infinity', on_day from turn where not begins and nth = 1
      union all
      select c.id, date '-infinity', null from cases c
      where ${wcCases(among, s)} and ${SILENT} and not exists (select 1 from turn where turn.case_id = c.id)`;
  },
} satisfies Partial<Record<MeasureId, (among: Among, period: Period, s: Statement) => string>>;
export type LevelId = keyof typeof levels;

/** SQL on a row of a level: true at the end of this day. @param day an SQL date. */
export const trueOn = (day: string) => `starts_on <= ${day} and (ends_on is null or ends_on > ${day})`;
