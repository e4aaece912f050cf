/** A page of "one command for all that match": each item through the gateway, by the rules of a single edit (R13, R14). */
import { z } from 'zod';
import { uuidFrom } from '../../commands/ids';
import type { CommandRequest } from '../../commands/types';
import { batchEdits, type BatchEditType } from '../../domain/batches';
import { countItems, settle, settledBy, type Settled } from './settle';
import { ITEMS_A_PAGE, LANES, type Page, type PageWork } from './page';
import { sideBySide } from './side-by-side';

/** `batch.command` of a command batch. `data`: parsed, by kind of case; a kind that is missing does not know the event. */
const BatchCommand = z.object({
  type: z.string(),
  data: z.record(z.string(), z.record(z.string(), z.unknown())),
  note: z.string().nullable(),
  /** What its creator must be allowed to do to each case. */
  may: z.array(z.string()).default(['batch.run', 'case.send-event']),
});

type Command = z.infer<typeof BatchCommand>;

interface Item {
  readonly caseId: string;
  readonly kind: string;
}

export const runCommandPage: PageWork = async (page) => {
  const { pool, batch } = page;
  const command = BatchCommand.parse(batch.command);
  const { rows } = await pool.query<Item>(
    `select i.case_id as "caseId", c.kind from batch_item i join cases c on c.id = i.case_id
     where i.batch_id = $1 and i.state in ('waiting', 'pending') and ($2::uuid is null or i.case_id > $2)
     order by i.case_id limit $3`,
    [batch.id, page.after, ITEMS_A_PAGE],
  );
  let stopped = false;
  const work = async (item: Item) => {
    const reached = await page.mayReach(batch.createdBy, command.may, item.caseId);
    const settled = reached ? await done(page, command, item) : outOfReach(batch.id, item.caseId);
    const state = await settle(pool, batch.id, settled);
    stopped ||= state === 'stopping' || state === 'stopped';
    page.beat();
  };
  await sideBySide(rows, LANES, work, () => stopped || page.interrupted());
  await countItems(pool, batch.id);
  if (stopped) return { after: null, left: 0, stopped };
  const last = rows.at(-1);
  if (last && rows.length === ITEMS_A_PAGE) return { after: last.caseId, left: 0, stopped: false };
  const left = await pool.query<{ n: number }>(
    `select count(*)::int as n from batch_item where batch_id = $1 and state in ('waiting', 'pending')`,
    [batch.id],
  );
  return { after: null, left: left.rows[0]?.n ?? 0, stopped: false };
};

async function done({ gateway, editForBatch, batch }: Page, command: Command, item: Item): Promise<Settled> {
  if (!isEdit(command.type)) return settledBy(await gateway.submit(requestOf(batch, command, item)));
  const { caseId, kind } = item;
  const asked = { userId: batch.createdBy, caseId, batchId: batch.id, type: command.type };
  const end = await editForBatch({ ...asked, data: command.data[kind] ?? {} });
  if (end.state !== 'refused') return { caseId, state: end.state, outcome: { version: end.version } };
  return { caseId, state: 'refused', outcome: { refusal: { code: end.code, why: end.why } } };
}

const isEdit = (type: string): type is BatchEditType => batchEdits.some((known) => known === type);

/** The id is made of batch and case: another worker that goes on sends the same command, which is applied once. */
const itemCommandId = (batchId: string, caseId: string): string => uuidFrom(`batch:${batchId}:${caseId}`);

const outOfReach = (batchId: string, caseId: string): Settled => ({
  caseId,
  state: 'refused',
  outcome: {
    commandId: itemCommandId(batchId, caseId),
    refusal: { code: 'forbidden', why: 'Whoever started this may not change the case any more.' },
  },
});

function requestOf(
  batch: { readonly id: string; readonly createdBy: string },
  command: Command,
  item: Item,
): CommandRequest {
  return {
    commandId: itemCommandId(batch.id, item.caseId),
    caseId: item.caseId,
    kind: item.kind,
    type: command.type,
    actor: { type: 'user', id: batch.createdBy },
    data: command.data[item.kind] ?? {},
    note: command.note,
    expectedVersion: null,
    row: null,
  };
}
