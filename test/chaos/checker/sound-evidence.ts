/** Evidence of a run in which all went well, made by the kernel itself: what the checker's own tests then spoil. */
import { commandIdOf } from '../../../commands/ids';
import { kindOf } from '../../../domain/cases';
import { isOutside } from '../../../domain/effects';
import { advance, fire, open, projectionOf, soonest, type CaseState, type Step } from '../../../domain/kernel';
import { id, la, rulesWith } from '../../domain/support/practice';
import { COMMAND } from './check-audit';
import type { CaseRow, Evidence, EventRow, Op } from './evidence';

export type Spoilable = {
  -readonly [K in keyof Evidence]: Evidence[K] extends readonly (infer T)[] ? T[] : Evidence[K];
};

const actor = { type: 'user', id: id(900) } as const;
const DAY_MS = 86_400_000;

/** Builds the rows of one case as the projection would write them. */
class Recorder {
  readonly rows: Spoilable = {
    takenAt: 0,
    ops: [],
    events: [],
    cases: [],
    clocks: [],
    receipts: [],
    tasks: [],
    claims: [],
    commands: [],
    effects: [],
    notices: [],
    incidents: [],
    workflows: [],
    leaks: [],
    audit: [],
    chainBreaks: [],
  };

  record(opId: string | null, step: Step): void {
    const p = projectionOf(step, []);
    const { rows } = this;
    const note = opId === null || p.opening ? null : `words of ${opId}`;
    const event: EventRow = JSON.parse(
      JSON.stringify({
        caseId: p.caseId,
        seq: p.seq,
        ...p.event,
        note,
        stageBefore: p.stageBefore,
        stageAfter: p.stage,
        changed: p.changed,
        clockChanges: p.clockChanges,
        effects: p.effects,
        ruleVersion: p.ruleVersion,
      }),
    );
    rows.events.push(event);
    if (step.fired) {
      const { slot, name, dueAt, armedBySeq } = step.fired;
      rows.receipts.push({
        caseId: p.caseId,
        seq: p.seq,
        slot,
        name,
        dueAt: dueAt ?? 0,
        firedAt: p.event.at,
        armedBySeq,
      });
    }
    for (const { key } of p.tasks.close) this.#close(key);
    if (p.closed) rows.tasks.forEach((t) => this.#close(t.key));
    for (const { key } of p.tasks.open) {
      if (rows.tasks.some((t) => t.key === key && t.state === 'open')) continue;
      rows.tasks.push({ caseId: p.caseId, key, state: 'open', openedBySeq: p.seq });
    }
    for (const [n, effect] of step.effects.entries()) {
      if (!isOutside(effect)) continue;
      const effectId = `${p.caseId}:${p.seq}:${n}`;
      rows.effects.push({ id: effectId, caseId: p.caseId, state: 'done' });
      if (effect.type === 'notice.send') rows.notices.push({ effectId, caseId: p.caseId });
    }
    rows.claims = step.facts.claims.map((c) => ({ caseId: p.caseId, claimId: c.claimId, active: !p.closed }));
    if (opId !== null) this.#answer(opId, p.kind, event);
  }

  finish(state: CaseState): Spoilable {
    const armed = state.clocks.flatMap((c) => (c.dueAt === null ? [] : [{ ...c, dueAt: c.dueAt }]));
    const context = { ...(state.snapshot.context as object), rules: null };
    const row: CaseRow = {
      id: state.caseId,
      kind: state.kind,
      version: state.seq,
      stage: state.stage,
      flags: state.flags,
      closed: state.closed,
      nextDueAt: soonest(state)?.dueAt ?? null,
      state: { ...state, snapshot: { ...state.snapshot, context } },
    };
    this.rows.cases.push(row);
    this.rows.clocks.push(...armed.map(({ slot, name, dueAt }) => ({ caseId: state.caseId, slot, name, dueAt })));
    this.rows.workflows.push({
      caseId: state.caseId,
      kind: state.kind,
      status: state.closed ? 'COMPLETED' : 'RUNNING',
      state,
      outbox: 0,
      timerAt: row.nextDueAt,
      taskAttempt: 0,
    });
    this.rows.takenAt = state.lastAt + 1_000;
    return this.rows;
  }

  #close(key: string): void {
    this.rows.tasks = this.rows.tasks.map((t) => (t.key === key ? { ...t, state: 'closed' } : t));
  }

  #answer(opId: string, kind: string, event: EventRow): void {
    const { caseId, commandId, type, seq, at } = event;
    const op: Op = {
      opId,
      kind,
      caseId,
      commandId,
      type,
      expectedVersion: null,
      note: `words of ${opId}`,
      invokedAt: at,
      endedAt: at + 20,
      outcome: 'ok',
      answers: [`ok:${seq}`],
      version: seq,
      faults: [],
    };
    this.rows.ops.push(op);
    this.rows.commands.push({ id: commandId, caseId, type, state: 'applied', version: seq });
    this.rows.audit.push(
      { action: COMMAND, outcome: 'applied', caseId, command: commandId },
      { action: 'case.event', outcome: '200', caseId, command: commandId },
    );
  }
}

/** A WC case through opening, a contact, the firing of its expiry with a notice, and a follow-up date. */
function wcCase(): Spoilable {
  const kind = kindOf('wc');
  const at = la('2026-03-02 10:00');
  const caseId = id(1);
  const recorder = new Recorder();
  const data = {
    authorizations: [
      {
        authorizationId: id(10),
        startsOn: '2026-02-02',
        endsOn: '2026-03-20',
        visitsLimit: 12,
        source: 'portal',
        determinedOn: '2026-01-30',
      },
    ],
    startedOn: '2026-03-02',
  };
  const first = open(kind, { caseId, at, commandId: commandIdOf(actor.id, 'a'), actor, rules: rulesWith(), data });
  recorder.record('a', first);
  const contact = { type: 'adjuster.contacted', at: at + 60_000, commandId: commandIdOf(actor.id, 'b'), actor };
  const second = advance(kind, first.state, {
    ...contact,
    channel: 'call',
    direction: 'out',
    on: '2026-03-02',
    reached: true,
  });
  recorder.record('b', second);
  const next = soonest(second.state);
  if (next?.dueAt == null) throw new Error('The sound case has no clock.');
  const third = fire(kind, second.state, next.slot, next.dueAt + 40);
  recorder.record(null, third);
  const later = {
    type: 'followUp.set',
    at: next.dueAt + 90_000,
    commandId: commandIdOf(actor.id, 'c'),
    actor,
    on: '2026-03-18',
  };
  const fourth = advance(kind, third.state, later);
  recorder.record('c', fourth);
  return recorder.finish(fourth.state);
}

/** A denial case that was opened and resolved. */
function denialCase(): Spoilable {
  const kind = kindOf('denial');
  const at = la('2026-03-02 11:00');
  const recorder = new Recorder();
  const data = {
    claims: [{ claimId: id(20), submissionId: null }],
    carcCodes: ['CO-16'],
    priority: 'normal',
    deniedOn: '2026-02-20',
    deniedCents: 100,
    outstandingCents: 100,
  };
  const first = open(kind, {
    caseId: id(2),
    at,
    commandId: commandIdOf(actor.id, 'd'),
    actor,
    rules: rulesWith(),
    data,
  });
  recorder.record('d', first);
  const end = {
    type: 'case.resolved',
    at: at + DAY_MS / 2,
    commandId: commandIdOf(actor.id, 'e'),
    actor,
    outcome: 'paid',
  };
  const second = advance(kind, first.state, end);
  recorder.record('e', second);
  return recorder.finish(second.state);
}

/** A fresh copy; spoil it as you like. */
export function soundEvidence(): Spoilable {
  const [wc, denial] = [wcCase(), denialCase()];
  const both = Object.fromEntries(
    Object.entries(wc).map(([name, value]) => {
      const other = denial[name as keyof Spoilable];
      return [name, Array.isArray(value) && Array.isArray(other) ? [...value, ...other] : value];
    }),
  );
  return structuredClone(both) as unknown as Spoilable;
}
