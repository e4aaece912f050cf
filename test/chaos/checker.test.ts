/** Proves that the checker can fail: sound evidence passes, and each way of spoiling it is reported by its name. */
import { check, countsOf } from './checker/check';
import type { Evidence, Invariant } from './checker/evidence';
import { soundEvidence, type Spoilable } from './checker/sound-evidence';

/** The evidence with one element of a list changed. */
function change<K extends keyof Evidence>(e: Spoilable, list: K, at: number, to: Partial<ElementOf<K>>): void {
  const rows = e[list] as unknown as object[];
  const row = rows.at(at);
  if (!row) throw new Error(`${list} has no element ${at}`);
  rows.splice(at < 0 ? rows.length + at : at, 1, { ...row, ...to });
}
type ElementOf<K extends keyof Evidence> = Evidence[K] extends readonly (infer T)[] ? T : never;

function only<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('The sound evidence lacks what this test spoils.');
  return found;
}
const firedIn = (e: Spoilable) => only(e.events.find((x) => x.type === 'clock.fired'));
const indexOf = (e: Spoilable, seq: number) => e.events.findIndex((x) => x.caseId === e.cases[0]?.id && x.seq === seq);

test('the checker finds nothing in a run where all went well', () => {
  const sound = soundEvidence();
  expect(check(sound)).toEqual([]);
  // It had something to look at: a firing, a notice, tasks and both kinds.
  expect([sound.receipts.length, sound.notices.length, sound.cases.length]).toEqual([1, 1, 2]);
  expect(sound.tasks.length).toBeGreaterThan(1);
});

const spoilings: readonly (readonly [Invariant, string, (e: Spoilable) => void])[] = [
  ['I1', 'an accepted command has no event', (e) => void e.events.splice(indexOf(e, 4), 1)],
  ['I1', 'an accepted command is not in the inbox', (e) => void e.commands.splice(0, 1)],
  ['I1', 'a caller was told another version', (e) => change(e, 'ops', 1, { version: 9 })],
  ['I1', 'a task was asked for and never opened', (e) => void e.tasks.splice(0, 1)],
  ['I1', 'an effect was ordered and never left', (e) => void e.effects.splice(0, 1)],
  ['I1', 'a notice was not delivered', (e) => void e.notices.splice(0, 1)],
  [
    'I2',
    'a command has more than one event',
    (e) => void e.events.push({ ...only(e.events[indexOf(e, 4)]), seq: 5, commandId: 'another-id' }),
  ],
  ['I2', 'a refused command was applied', (e) => change(e, 'ops', 2, { outcome: 'refused', version: null })],
  [
    'I2',
    'a command has more than one event',
    (e) => {
      change(e, 'ops', 2, { outcome: 'unknown', version: null, answers: ['unknown:503'] });
      e.events.push({ ...only(e.events[indexOf(e, 4)]), seq: 5 });
    },
  ],
  ['I2', 'a command got two answers', (e) => change(e, 'ops', 1, { answers: ['refused:event_not_allowed', 'ok:2'] })],
  ['I2', 'the inbox says refused, and an event was applied', (e) => change(e, 'commands', 1, { state: 'refused' })],
  ['I2', 'an event comes from no command', (e) => void e.commands.splice(1, 1)],
  ['I2', 'a condition on the version was not kept', (e) => change(e, 'ops', 1, { expectedVersion: 7 })],
  ['I2', 'a refused case exists', (e) => change(e, 'ops', 0, { outcome: 'refused', version: null })],
  ['I2', 'an event opened a task twice', (e) => void e.tasks.push(only(e.tasks[0]))],
  [
    'I2',
    'a task that no event asked for',
    (e) => void e.tasks.push({ caseId: only(e.cases[0]).id, key: 'stray', state: 'closed', openedBySeq: 2 }),
  ],
  ['I2', 'a notice was delivered twice', (e) => void e.notices.push(only(e.notices[0]))],
  [
    'I2',
    'an effect left that no event ordered',
    (e) => void e.effects.push({ id: `${only(e.cases[0]).id}:2:0`, caseId: only(e.cases[0]).id, state: 'done' }),
  ],
  [
    'I2',
    'two active cases hold one claim',
    (e) => e.claims.push({ caseId: 'x', claimId: 'c', active: true }, { caseId: 'y', claimId: 'c', active: true }),
  ],
  ['I3', 'a gap or double in the versions', (e) => void e.events.splice(indexOf(e, 2), 1)],
  ['I3', 'a gap or double in the versions', (e) => change(e, 'events', indexOf(e, 3), { seq: 2 })],
  ['I3', 'versions and events differ', (e) => change(e, 'cases', 0, { version: 5 })],
  ['I3', 'an illegal transition', (e) => change(e, 'events', indexOf(e, 4), { type: 'work.resumed', data: {} })],
  ['I3', 'the record differs from the chart', (e) => change(e, 'events', indexOf(e, 3), { effects: [] })],
  ['I3', 'the record differs from the chart', (e) => change(e, 'events', indexOf(e, 4), { clockChanges: [] })],
  ['I3', 'events without a case', (e) => void e.events.push({ ...only(e.events[0]), caseId: 'nobody' })],
  ['I4', 'the row has another version than the workflow', (e) => change(e, 'cases', 0, { version: 3 })],
  ['I4', 'the row has another stage than the workflow', (e) => change(e, 'cases', 0, { stage: 'Resolved' })],
  ['I4', 'the row has other flags than the workflow', (e) => change(e, 'cases', 0, { flags: ['silent'] })],
  ['I4', 'the stored state is not the workflow state', (e) => change(e, 'cases', 0, { state: {} })],
  ['I4', 'the row shows another next clock than the workflow', (e) => change(e, 'cases', 0, { nextDueAt: 1 })],
  ['I4', 'the clocks are not the ledger', (e) => void e.clocks.splice(0, 1)],
  ['I4', 'the open tasks are not what the events lead to', (e) => change(e, 'tasks', 0, { state: 'closed' })],
  ['I4', 'the claims held are not what the events lead to', (e) => void e.claims.splice(0, 1)],
  ['I4', 'the workflow does not know its case', (e) => change(e, 'workflows', 0, { state: null })],
  ['I4', 'the run does not end with the case', (e) => change(e, 'workflows', 1, { status: 'RUNNING' })],
  ['I5', 'a clock fired early', (e) => change(e, 'receipts', 0, { firedAt: only(e.receipts[0]).dueAt - 1 })],
  ['I5', 'a clock fired twice', (e) => void e.receipts.push({ ...only(e.receipts[0]), seq: 4 })],
  ['I5', 'a firing has no receipt', (e) => void e.receipts.splice(0, 1)],
  ['I5', 'a receipt has no firing', (e) => void e.events.splice(e.events.indexOf(firedIn(e)), 1)],
  [
    'I5',
    'a clock is due and has not fired',
    (e) => void (e.takenAt = Math.min(...e.clocks.map((c) => c.dueAt)) + 60_000),
  ],
  ['I5', 'a clock is armed and no timer is alive', (e) => change(e, 'workflows', 0, { timerAt: null })],
  [
    'I5',
    'the timer waits beyond the soonest clock',
    (e) => change(e, 'workflows', 0, { timerAt: Number.MAX_SAFE_INTEGER }),
  ],
  ['I6', 'an open task on a closed case', (e) => change(e, 'tasks', -1, { state: 'open' })],
  [
    'I6',
    'a clock on a closed case',
    (e) => void e.clocks.push({ caseId: only(e.cases[1]).id, slot: 's', name: 'followUp', dueAt: 4e12 }),
  ],
  [
    'I6',
    'an open case waits for nothing and nobody',
    (e) => {
      e.clocks = [];
      e.tasks = e.tasks.map((t) => ({ ...t, state: 'closed' }));
    },
  ],
  ['I7', 'a command never got an outcome', (e) => change(e, 'commands', 0, { state: 'pending' })],
  ['I7', 'a workflow task is tried again and again', (e) => change(e, 'workflows', 0, { taskAttempt: 4 })],
  ['I7', 'a workflow has failed', (e) => change(e, 'workflows', 0, { status: 'FAILED' })],
  ['I7', 'an open case has no running workflow', (e) => change(e, 'workflows', 0, { status: 'COMPLETED' })],
  ['I7', 'an effect has not left', (e) => change(e, 'workflows', 0, { outbox: 1 })],
  [
    'I7',
    'an incident is not explained',
    (e) => void e.incidents.push({ source: 'project:x:9', caseId: 'x', code: 'projection_failed' }),
  ],
  ['I8', 'an accepted command is not on record once', (e) => void e.audit.splice(0, 1)],
  ['I8', 'an accepted command is not on record once', (e) => void e.audit.push(only(e.audit[0]))],
  ['I8', 'an outcome is not on record once', (e) => void e.audit.splice(0, 1)],
  ['I8', 'an answer left without being on record', (e) => void e.audit.splice(1, 1)],
  ['I8', 'an answer left without being on record', (e) => change(e, 'ops', 0, { answers: ['ok:1', 'ok:1'] })],
  ['I8', 'the record says otherwise than the inbox', (e) => change(e, 'audit', 0, { outcome: 'event_not_allowed' })],
  ['I8', 'an outcome is on record for another case', (e) => change(e, 'audit', 0, { caseId: 'another' })],
  ['I8', 'the record has a command that never was', (e) => change(e, 'audit', 0, { command: 'never' })],
  ['I8', 'the chain of the audit trail is broken', (e) => void e.chainBreaks.push({ id: '7', kind: 'changed' })],
  ['I9', 'words of a person left Postgres', (e) => void e.leaks.push({ place: 'temporal.db', text: 'Zqxv' })],
];

test.each(spoilings)('%s the checker reports: %s', (invariant, rule, spoil) => {
  const evidence = soundEvidence();
  spoil(evidence);
  const found = check(evidence);
  expect(found.map((v) => `${v.invariant} ${v.rule}`)).toContain(`${invariant} ${rule}`);
  expect(countsOf(found)[invariant]).toBeGreaterThan(0);
});

test('an incident whose command was settled later is explained', () => {
  const evidence = soundEvidence();
  const { id, caseId } = only(evidence.commands[0]);
  evidence.incidents.push({ source: `command:${id}`, caseId, code: 'command_undelivered' });
  expect(check(evidence)).toEqual([]);
});
