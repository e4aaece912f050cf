/** Gives an empty database what a practice needs to begin: a practice, an administrator, rules, holidays. Adds, never changes. */
import { firstRuleVersion } from '../activities/rules/first-version';
import type { Db } from '../platform/db';
import { holidaySeed, type HolidayRow } from '../platform/calendar/holiday-seed';

export interface Seeded {
  readonly practice: { readonly id: string; readonly name: string; readonly jurisdiction: string };
  readonly administratorId: string;
  /** False when no token of the administrator exists that still works. */
  readonly hasToken: boolean;
  /** True when the administrator has a password or an identity at a provider. */
  readonly signsIn: boolean;
  /** What this call added, in words; empty when everything was there. */
  readonly added: readonly string[];
}

/** A practice to begin with, used only while the database has none. */
export interface FirstPractice {
  readonly name: string;
  readonly zone: string;
  readonly jurisdiction: string;
}

const firstPractice: FirstPractice = {
  name: 'My practice',
  zone: 'America/Los_Angeles',
  jurisdiction: 'US-CA',
};

/** Federal, 50 states and DC: fewer in the table means that seeding was cut off. */
const JURISDICTIONS = 52;

/** Brings an empty or half-seeded database to a usable start; any number of callers may do so at once. */
export async function seed(db: Db, practice: FirstPractice = firstPractice): Promise<Seeded> {
  const added: string[] = [];
  const own = await onePractice(db, practice, added);
  const administratorId = await oneAdministrator(db, added);
  const rules = await db.prisma.ruleVersion.createMany({
    data: [{ ...firstRuleVersion(), publishedBy: 'seed' }],
    skipDuplicates: true,
  });
  if (rules.count > 0) added.push('rule version 1 (the defaults)');
  const holidays = await seedHolidays(db, own.jurisdiction);
  if (holidays > 0) added.push(`${holidays} holidays (federal, states, DC)`);
  const hasToken =
    (await db.prisma.apiToken.count({
      where: {
        userId: administratorId,
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
    })) > 0;
  const ways = { where: { userId: administratorId } };
  const signsIn = (await db.prisma.authPassword.count(ways)) + (await db.prisma.authIdentity.count(ways)) > 0;
  return { practice: own, administratorId, hasToken, signsIn, added };
}

async function onePractice(db: Db, first: FirstPractice, added: string[]) {
  const found = await db.prisma.practice.findFirst({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  if (found) return found;
  added.push(`the practice "${first.name}" (${first.zone}, ${first.jurisdiction})`);
  return db.prisma.practice.create({ data: first });
}

async function oneAdministrator(db: Db, added: string[]): Promise<string> {
  const found = await db.prisma.user.findFirst({
    where: { roles: { has: 'administrator' }, active: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  if (found) return found.id;
  const email = 'administrator@caseclock.invalid';
  const made = await db.prisma.user.upsert({
    where: { email },
    // Whoever sets it up also runs the practice, until there are others.
    create: { email, displayName: 'Administrator', roles: ['administrator', 'manager'], allLocations: true },
    update: { active: true },
  });
  added.push('an administrator');
  return made.id;
}

/**
 * Holidays of all states, because a case may belong to another state than its practice. The federal ones and the
 * practice's own are taken as approved; the others wait for an administrator's look.
 * @returns how many rows were added.
 */
async function seedHolidays(db: Db, own: string): Promise<number> {
  const there = await db.prisma.holiday.groupBy({ by: ['jurisdiction'] });
  if (there.length >= JURISDICTIONS) return 0;
  const known = new Set(there.map((row) => row.jurisdiction));
  const rows = holidaySeed().filter((row) => !known.has(row.jurisdiction));
  // One statement: a jurisdiction with half its holidays would be taken for a whole one. Row by row through Prisma it
  // took three seconds of a first start, this way a tenth of one.
  const result = await db.pool.query(
    `insert into holiday (jurisdiction, "on", name, source, closes_at_minute, approved_by)
     select * from jsonb_to_recordset($1::jsonb)
       as r(jurisdiction text, "on" date, name text, source text, closes_at_minute int, approved_by text)
     on conflict do nothing`,
    [JSON.stringify(rows.map((row) => toRow(row, own)))],
  );
  return result.rowCount ?? 0;
}

function toRow(row: HolidayRow, own: string) {
  return {
    jurisdiction: row.jurisdiction,
    on: row.on,
    name: row.name,
    source: row.source,
    closes_at_minute: row.closesAtMinute ?? null,
    approved_by: row.jurisdiction === 'US' || row.jurisdiction === own ? 'seed' : null,
  };
}
