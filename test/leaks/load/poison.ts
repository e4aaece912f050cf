/** Makes the database refuse rows that hold a person's words, and say them in its errors: what a trigger or constraint of an operator does. */
import type { Db } from '../../../platform/db';
import { eventually } from '../../support/eventually';
import type { Canaries } from '../canaries';
import type { Client } from './http';
import type { OpenedCase } from './work';

/** Rows with this word are refused. */
const POISON = 'Poisoned';

/** A check quotes the row in its DETAIL; the trigger says it in the message itself. */
const REFUSE = `
  alter table case_event add constraint leak_check check (note is null or note not like '%${POISON} by check%') not valid;
  alter table claim add constraint leak_claim check (number not like '%${POISON}%') not valid;
  alter table cases add constraint leak_case check (details::text not like '%${POISON} by check%') not valid;
  alter table notice add constraint leak_notice check (false) not valid;
  create function leak_say() returns trigger language plpgsql as $$
    begin
      raise exception 'cannot keep %', to_jsonb(new) using errcode = 'P0001', hint = to_jsonb(new)::text;
    end $$;
  create trigger leak_say before insert on case_event for each row
    when (new.note like '%${POISON} by trigger%') execute function leak_say();
  create trigger leak_say before insert or update on cases for each row
    when (new.details::text like '%${POISON} by trigger%') execute function leak_say();`;
const ALLOW = `
  alter table case_event drop constraint leak_check;
  alter table claim drop constraint leak_claim;
  alter table cases drop constraint leak_case;
  alter table notice drop constraint leak_notice;
  drop trigger leak_say on case_event;
  drop trigger leak_say on cases;
  drop function leak_say();`;

export interface PoisonCounts {
  /** Commands that the database refused and that were applied once it was mended. */
  readonly survived: number;
  /** Answers of the API while the database refused, by status. */
  readonly statuses: readonly number[];
  readonly incidents: number;
}

/**
 * @param meanwhile looks at what only exists while something fails: pending activities and their last failure.
 * @throws when a poisoned command is not applied after the database takes it again.
 */
export async function poison(
  db: Db,
  client: Client,
  canaries: Canaries,
  cases: readonly OpenedCase[],
  today: string,
  meanwhile: (caseIds: readonly string[]) => Promise<void>,
): Promise<PoisonCounts> {
  await db.pool.query(REFUSE);
  const words = (how: string, field: string) => `${canaries.word(field)} ${POISON} by ${how} ${canaries.word(field)}`;
  const ids = cases.map((c) => c.caseId);
  const statuses: number[] = [];
  const commands: string[] = [];
  try {
    await Promise.all(
      cases.map(async ({ caseId }, n) => {
        const reply = await client.ask('POST', `/cases/${caseId}/tasks`, {
          title: words(n % 2 === 0 ? 'check' : 'trigger', 'poison.note'),
          assignTo: { role: 'biller' },
          dueOn: today,
        });
        statuses.push(reply.status);
        if (typeof reply.body['commandId'] === 'string') commands.push(reply.body['commandId']);
      }),
    );
    for (const [method, path, body] of [
      [
        'POST',
        '/claims',
        { number: `${canaries.word('poison.claim')}${POISON}`, patient: { name: canaries.word('poison.patient') } },
      ],
      ['PATCH', `/cases/${ids[0] ?? ''}`, { details: { description: words('check', 'poison.details') } }],
      ['PATCH', `/cases/${ids[0] ?? ''}`, { details: { description: words('trigger', 'poison.details') } }],
    ] as const) {
      statuses.push((await client.ask(method, path, body)).status);
    }
    const sheet = ['check', 'trigger'].map(
      (how) => `${canaries.word('poison.sheet')},${canaries.word('poison.sheet')},"${words(how, 'poison.sheet')}"`,
    );
    const upload = await client.ask('POST', '/imports?kind=wc-audit', undefined, {
      raw: `Claim #,Patient Name,Notes\n${sheet.join('\n')}\n`,
      headers: {
        'Content-Type': 'text/csv',
        'Content-Disposition': `attachment; filename="${canaries.word('file.name')}.csv"`,
      },
    });
    statuses.push(upload.status);
    // Five tries, 0.5 s doubling, and the incident is there; the import's case commands fail in the same way.
    await eventually(
      () => incidentsOf(db),
      (n) => n >= Math.min(2, ids.length),
      180_000,
    );
    await meanwhile(ids);
  } finally {
    await db.pool.query(ALLOW);
  }
  const survived = await eventually(
    async () =>
      (
        await db.pool.query<{ n: number }>(
          `select count(*)::int as n from command where id = any($1::uuid[]) and state = 'applied'`,
          [commands],
        )
      ).rows[0]?.n ?? 0,
    (n) => n === commands.length,
    300_000,
  );
  return { survived, statuses, incidents: await incidentsOf(db) };
}

async function incidentsOf(db: Db): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from incident`);
  return rows[0]?.n ?? 0;
}
