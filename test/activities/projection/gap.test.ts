/** A record that lacks an event, as after a restore to an earlier moment, is not written past the gap. */
import { makeProjectCase } from '../../../activities/projection/project-case';
import { kindOf } from '../../../domain/cases';
import { advance, projectionOf, type CaseState } from '../../../domain/kernel';
import { denialData, openRequest, person, someClaims, startStack, viewOf, type Stack } from '../../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
}, 240_000);
afterAll(() => stack?.stop());

const denial = kindOf('denial');

test('F20 version n is refused while n-1 is missing, and written after it: the timeline has no gap', async () => {
  const { caseId } = await stack.gateway.submit(
    openRequest(stack, 'denial', denialData(await someClaims(stack, 1))),
    60_000,
  );
  const { state } = await viewOf(stack, 'denial', caseId);
  if (!state) throw new Error('The case has no state.');
  const after = (from: CaseState, type: string, data: object) =>
    advance(denial, from, { ...data, type, at: from.lastAt + 1, commandId: `gap:${type}:${caseId}`, actor: person });
  const second = after(state, 'work.started', {});
  const third = after(second.state, 'carc.added', { codes: ['CO-45'] });
  const write = makeProjectCase(stack.db.pool);
  await expect(write(projectionOf(third, []))).rejects.toThrow(/behind the case.*reconcile --repair/);
  expect(await stack.db.prisma.caseEvent.count({ where: { caseId } })).toBe(1);
  expect(await write(projectionOf(second, []))).toEqual({ result: 'written' });
  expect(await write(projectionOf(third, []))).toEqual({ result: 'written' });
  expect(await stack.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({ version: 3 });
});
