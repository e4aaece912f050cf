/** The rules and calendar a case starts with: the published layers merged for its jurisdiction and practice. */
import type { Pool } from 'pg';
import { caseKinds } from '../domain/cases';
import { mergeLayers, type RuleLayers, type RuleSnapshot } from '../domain/kernel';
import { buildCalendar } from '../platform/calendar/build-calendar';

/** Years of holidays and zone changes a case carries: the one before (anchors), this one and two ahead. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 2;

/** Where a case is: whose rules and calendar it goes by. */
export interface Place {
  readonly practiceId: string;
  readonly jurisdiction: string;
}

export const placeKey = ({ practiceId, jurisdiction }: Place): string => `${practiceId}:${jurisdiction}`;

export class RuleSource {
  readonly #cache = new Map<string, RuleSnapshot>();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param jurisdiction e.g. `US-CA`; its holidays and the federal ones count.
   * @throws when the practice does not exist.
   */
  async snapshotFor(practiceId: string, jurisdiction: string): Promise<RuleSnapshot> {
    const { rows } = await this.pool.query<{ version: number; layers: RuleLayers }>(
      `select version, layers from rule_version order by version desc limit 1`,
    );
    const latest = rows[0] ?? { version: 0, layers: {} };
    return this.build(latest.version, latest.layers, practiceId, jurisdiction);
  }

  /**
   * The newest snapshots of several places at once, for a page of cases: the published layers are read once.
   * @returns by `placeKey`.
   */
  async snapshotsFor(places: readonly Place[]): Promise<Map<string, RuleSnapshot>> {
    const named = new Map(places.map((place) => [placeKey(place), place]));
    if (named.size === 0) return new Map();
    const { rows } = await this.pool.query<{ version: number; layers: RuleLayers }>(
      `select version, layers from rule_version order by version desc limit 1`,
    );
    const { version, layers } = rows[0] ?? { version: 0, layers: {} };
    const built = [...named].map(
      async ([key, place]) => [key, await this.build(version, layers, place.practiceId, place.jurisdiction)] as const,
    );
    return new Map(await Promise.all(built));
  }

  /** The snapshot of a published version: what a case that holds this version goes by. The newest where it is gone. */
  async snapshotAt(version: number, practiceId: string, jurisdiction: string): Promise<RuleSnapshot> {
    const { rows } = await this.pool.query<{ layers: RuleLayers }>(
      'select layers from rule_version where version = $1',
      [version],
    );
    const found = rows[0];
    if (!found) return this.snapshotFor(practiceId, jurisdiction);
    return this.build(version, found.layers, practiceId, jurisdiction);
  }

  /** The snapshot of any layers, published or drafted (what-if). */
  async build(version: number, layers: RuleLayers, practiceId: string, jurisdiction: string): Promise<RuleSnapshot> {
    const year = new Date(this.now()).getUTCFullYear();
    const key = `${version}:${practiceId}:${jurisdiction}:${year}:${version === 0 ? '' : JSON.stringify(layers)}`;
    const known = this.#cache.get(key);
    if (known) return known;
    const definitions = caseKinds.flatMap((kind) => kind.rules);
    const names = ['default', `jurisdiction:${jurisdiction}`, `practice:${practiceId}`];
    const snapshot: RuleSnapshot = {
      version,
      settings: mergeLayers(
        definitions,
        names.flatMap((name) => {
          const layer = layers[name];
          return layer === undefined ? [] : [layer];
        }),
      ),
      calendar: await this.#calendar(practiceId, jurisdiction, year),
    };
    if (this.#cache.size > 500) this.#cache.clear();
    this.#cache.set(key, snapshot);
    return snapshot;
  }

  /** Forget what was read: holidays or a practice changed. */
  forget(): void {
    this.#cache.clear();
  }

  async #calendar(practiceId: string, jurisdiction: string, year: number) {
    const { rows } = await this.pool.query<{ zone: string; week: unknown }>(
      'select zone, week from practice where id = $1',
      [practiceId],
    );
    const practice = rows[0];
    if (!practice) throw new Error(`There is no practice ${practiceId}.`);
    const [fromYear, toYear] = [year - YEARS_BACK, year + YEARS_AHEAD];
    const holidays = await this.pool.query<{ on: string; name: string; closesAtMinute: number | null }>(
      `select to_char("on", 'YYYY-MM-DD') as "on", name, closes_at_minute as "closesAtMinute" from holiday
       where jurisdiction in ($1, 'US') and extract(year from "on") between $2 and $3
       order by "on", (jurisdiction = 'US') desc, name`,
      [jurisdiction, fromYear, toYear],
    );
    return buildCalendar({
      zone: practice.zone,
      holidays: holidays.rows.map(({ on, name, closesAtMinute }) =>
        closesAtMinute === null ? { on, name } : { on, name, closesAtMinute },
      ),
      ...(practice.week === null ? {} : { week: practice.week as [number, number][][] }),
      fromYear,
      toYear,
    });
  }
}
