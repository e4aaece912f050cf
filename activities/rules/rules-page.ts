/** A page of a rule version's way to the live cases (C08, N05): each gets `rules.published`, its clocks keep their anchors. */
import type { RuleLayers } from '../../domain/kernel';
import { uuidFrom } from '../../commands/ids';
import { BEHIND } from '../../commands/rules/rollout';
import type { CommandOutcome } from '../../commands/types';
import { ITEMS_A_PAGE, LANES, type Page, type PageWork } from '../batches/page';
import { countItems, settle, settledBy } from '../batches/settle';
import { sideBySide } from '../batches/side-by-side';

interface Version {
  readonly version: number;
  readonly layers: RuleLayers;
  readonly reverts: number | null;
  readonly newest: number;
  readonly publishedAt: Date;
}

interface Behind {
  readonly caseId: string;
  readonly kind: string;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly version: number;
}

/**
 * The items are the cases that are behind now, looked up again with each page and each pass: a case that was opened
 * with the old rules while the version was published, or reopened since, is found by the next pass. A newer version
 * ends this one: its own rollout takes the rest along.
 */
export const runRulesPage: PageWork = async (page) => {
  const { pool, batch } = page;
  const version = await versionOf(page);
  if (!version || version.newest > version.version) {
    await settleLeftOver(page, version?.version ?? 0);
    await giveUp(page, version?.newest ?? 0);
    return { after: null, left: 0, stopped: false };
  }
  const behind = await markBehind(page, version.version);
  await sideBySide(behind, LANES, (item) => publishTo(page, version, item), page.interrupted);
  const last = behind.at(-1);
  if (last && behind.length === ITEMS_A_PAGE) {
    await countItems(pool, batch.id);
    return { after: last.caseId, left: 0, stopped: false };
  }
  await settleLeftOver(page, version.version);
  return { after: null, left: await leftOf(page, version), stopped: false };
};

async function versionOf({ pool, batch }: Page): Promise<Version | undefined> {
  const { rows } = await pool.query<Version>(
    `select version, layers, reverts, published_at as "publishedAt", (select max(version) from rule_version) as newest
     from rule_version where batch_id = $1`,
    [batch.id],
  );
  return rows[0];
}

/**
 * The next cases that are behind, each with an item that holds its flags as they are now: a crash between sending and
 * writing the outcome loses nothing of what the version did.
 */
async function markBehind({ pool, batch, after }: Page, version: number): Promise<Behind[]> {
  const { rows } = await pool.query<Behind>(
    `with behind as (
       select c.id, c.kind, c.practice_id, c.jurisdiction, c.version, c.flags from cases c
       where ${BEHIND} and ($3::uuid is null or c.id > $3)
         and not exists (select 1 from batch_item i where i.batch_id = $2 and i.case_id = c.id and i.state = 'refused')
       order by c.id limit $4),
     marked as (
       insert into batch_item (batch_id, case_id, state, outcome)
       select $2, id, 'pending', jsonb_build_object('flagsBefore', to_jsonb(flags)) from behind
       on conflict (batch_id, case_id) do update set state = 'pending', outcome = excluded.outcome)
     select id as "caseId", kind, practice_id as "practiceId", jurisdiction, version from behind order by id`,
    [version, batch.id, after, ITEMS_A_PAGE],
  );
  return rows;
}

/**
 * The command names the case's version it was made for: where another event, or a newer rule version, came first, it is
 * refused and the case looked at again, so that an older version never overtakes a newer one. The id is made of rule
 * version, case and that version: going on after a crash sends the same command, which is applied once.
 */
async function publishTo(page: Page, to: Version, item: Behind): Promise<void> {
  const { pool, gateway, batch } = page;
  const rules = await page.rules.build(to.version, to.layers, item.practiceId, item.jurisdiction);
  const outcome = await gateway.submit({
    commandId: uuidFrom(`rules:${to.version}:${item.caseId}:${item.version}`),
    caseId: item.caseId,
    kind: item.kind,
    type: 'rules.published',
    actor: { type: 'system', id: 'rules' },
    data: { rules, ...(to.reverts === null ? {} : { reverts: to.reverts }) },
    note: null,
    expectedVersion: item.version,
    row: null,
  });
  page.beat();
  if (outcome.state === 'pending' || mustLookAgain(outcome)) return;
  const settled = settledBy(outcome);
  const closed = outcome.state === 'refused' && (await isClosed(page, item.caseId));
  await settle(pool, batch.id, {
    ...settled,
    state: closed ? 'skipped' : settled.state,
    outcome: { ...settled.outcome, ...(await flagsNow(page, item.caseId)) },
  });
  await forgetSnapshot(page, outcome.commandId);
}

const mustLookAgain = (outcome: CommandOutcome): boolean =>
  outcome.state === 'refused' && outcome.refusal.code === 'version_conflict';

async function isClosed({ pool }: Page, caseId: string): Promise<boolean> {
  const { rowCount } = await pool.query('select 1 from cases where id = $1 and closed_at is not null', [caseId]);
  return rowCount === 1;
}

async function flagsNow({ pool }: Page, caseId: string): Promise<{ flagsAfter: string[] }> {
  const { rows } = await pool.query<{ flags: string[] }>('select flags from cases where id = $1', [caseId]);
  return { flagsAfter: rows[0]?.flags ?? [] };
}

/** A rule set with its calendar is some 8 kB: 100,000 settled commands need not each keep a copy, the version has it. */
async function forgetSnapshot({ pool }: Page, commandId: string): Promise<void> {
  await pool.query(
    `update command set data = jsonb_build_object('version', data #> '{rules,version}') where id = $1 and state <> 'pending'`,
    [commandId],
  );
}

/** Items whose case is no longer behind: applied before the outcome could be written, or there is nothing to do. */
async function settleLeftOver({ pool, batch }: Page, version: number): Promise<void> {
  await pool.query(
    `update batch_item i set
       state = case when e.seq is null then 'skipped' else 'applied' end,
       outcome = coalesce(i.outcome, '{}') || jsonb_build_object('flagsAfter', to_jsonb(c.flags)) ||
         case when e.seq is null then '{}'::jsonb
              else jsonb_build_object('commandId', e.command_id, 'version', e.seq) end
     from cases c left join case_event e on e.case_id = c.id and e.type = 'rules.published' and e.rule_version = $1
     where i.batch_id = $2 and i.state in ('waiting', 'pending') and c.id = i.case_id
       and (c.closed_at is not null or c.rule_version >= $1)`,
    [version, batch.id],
  );
  await countItems(pool, batch.id);
}

/** What a newer version takes along. */
async function giveUp({ pool, batch }: Page, newest: number): Promise<void> {
  await pool.query(
    `update batch_item set state = 'skipped', outcome = coalesce(outcome, '{}') || jsonb_build_object('supersededBy', $2::int)
     where batch_id = $1 and state in ('waiting', 'pending')`,
    [batch.id, newest],
  );
}

/**
 * Cases still behind, and openings on their way that may have read the rules before this version: an opening is in the
 * inbox before it reads them, and a publication takes less than a minute.
 */
async function leftOf({ pool, batch }: Page, { version, publishedAt }: Version): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select (select count(*)::int from cases c where ${BEHIND} and not exists (
               select 1 from batch_item i where i.batch_id = $2 and i.case_id = c.id and i.state = 'refused'))
          + (select count(*)::int from command where state = 'pending' and type in ('case.opened', 'case.reopened')
               and received_at < $3::timestamptz + interval '1 minute') as n`,
    [version, batch.id, publishedAt],
  );
  return rows[0]?.n ?? 0;
}
