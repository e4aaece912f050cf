/** The record was written, and the worker died before the case's history had it: what the case has forgotten, it takes. */
import { makeProjectCase } from '../../activities/projection/project-case';
import { receive } from '../../commands/inbox';
import type { CommandRequest } from '../../commands/types';
import { kindOf } from '../../domain/cases';
import { advance, fire, projectionOf, soonest, type Step } from '../../domain/kernel';
import { denialData, eventRequest, openRequest, someClaims, startStack, viewOf, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
}, 240_000);
afterAll(() => stack?.stop());

const denial = kindOf('denial');

async function openDenial() {
  const claims = await someClaims(stack, 1);
  const outcome = await stack.gateway.submit(openRequest(stack, 'denial', denialData(claims)));
  return { ...outcome, kind: 'denial' };
}

async function stateOf(caseId: string) {
  const { state } = await viewOf(stack, 'denial', caseId);
  if (!state) throw new Error('The case has no state.');
  return state;
}

/** Writes a step as a worker does that dies right after the commit. */
const record = (step: Step) => makeProjectCase(stack.db.pool)(projectionOf(step, []));

async function recordCommand(request: CommandRequest, at: number): Promise<void> {
  await receive(stack.db.pool, request);
  const state = await stateOf(request.caseId);
  const { type, commandId, actor, data } = request;
  await record(advance(denial, state, { ...data, type, at, commandId, actor }));
}

/** Row and workflow tell the same story. */
async function agrees(caseId: string): Promise<void> {
  const row = await stack.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  const state = await stateOf(caseId);
  const context = { ...(state.snapshot.context as object), rules: null };
  expect(row.state).toEqual(JSON.parse(JSON.stringify({ ...state, snapshot: { ...state.snapshot, context } })));
  expect(await stack.db.prisma.caseEvent.count({ where: { caseId } })).toBe(state.seq);
}

async function slightlyAged() {
  const opened = await openDenial();
  return { opened, from: (await stateOf(opened.caseId)).lastAt };
}

test('F2 a command whose event was written and forgotten is taken at the instant of the record, once', async () => {
  const { opened, from } = await slightlyAged();
  const request = eventRequest(opened, 'work.started', {}, { key: 'forgotten-1' });
  await recordCommand(request, from + 1);
  expect(await stack.gateway.submit(request)).toMatchObject({ state: 'applied', version: 2 });
  expect((await stateOf(opened.caseId)).lastAt).toBe(from + 1);
  await agrees(opened.caseId);
});

test('F2 the next command finds the forgotten event, and both are applied in the order of the record', async () => {
  const { opened, from } = await slightlyAged();
  const forgotten = eventRequest(opened, 'work.started', {}, { key: 'forgotten-2' });
  await recordCommand(forgotten, from + 1);
  const next = eventRequest(opened, 'carc.added', { codes: ['CO-45'] });
  expect(await stack.gateway.submit(next)).toMatchObject({ state: 'applied', version: 3 });
  expect(await stack.gateway.submit(forgotten)).toMatchObject({ state: 'applied', version: 2 });
  await agrees(opened.caseId);
});

test('F2 a forgotten command that time has overtaken is not refused: its event stands in the record', async () => {
  const { opened, from } = await slightlyAged();
  const dueAt = from + 2;
  const request = eventRequest(opened, 'clock.moved', { clock: 'unworkedDenial', dueAt }, { key: 'forgotten-3' });
  await recordCommand(request, from + 1);
  expect(dueAt).toBeLessThanOrEqual(Date.now());
  expect(await stack.gateway.submit(request)).toMatchObject({ state: 'applied', version: 2 });
  expect(await stack.gateway.outcome(request.commandId)).toMatchObject({ state: 'applied', version: 2 });
});

test('F2 a command after a forgotten firing comes after it, and the clock does not fire again', async () => {
  const opened = await openDenial();
  const dueAt = Date.now() + 60_000;
  await stack.gateway.submit(eventRequest(opened, 'clock.moved', { clock: 'unworkedDenial', dueAt }));
  const state = await stateOf(opened.caseId);
  const next = soonest(state);
  expect(next?.name).toBe('unworkedDenial');
  await record(fire(denial, state, next?.slot ?? '', dueAt));
  const added = await stack.gateway.submit(eventRequest(opened, 'carc.added', { codes: ['CO-45'] }));
  expect(added).toMatchObject({ state: 'applied', version: 4 });
  expect(await stack.db.prisma.clockReceipt.count({ where: { caseId: opened.caseId } })).toBe(1);
  await agrees(opened.caseId);
});
