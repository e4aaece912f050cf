/** I3, I4 and I6: each case's record is one legal history, every copy of its state agrees, and nothing is orphaned. */
import { soonest, type CaseState, type RuleSnapshot } from '../../../domain/kernel';
import {
  canonical,
  groupBy,
  reporter,
  type CaseRow,
  type Evidence,
  type Violation,
  type WorkflowRow,
} from './evidence';
import { replayCase, type Replay } from './replay';

export function checkCases(evidence: Evidence, into: Violation[]): void {
  const illegal = reporter('I3', into);
  const workflows = new Map(evidence.workflows.map((w) => [w.caseId, w]));
  const by = <T extends { caseId: string }>(rows: readonly T[]) => groupBy(rows, (r) => r.caseId);
  const events = by(evidence.events);
  const rows = { tasks: by(evidence.tasks), clocks: by(evidence.clocks), claims: by(evidence.claims) };
  const effects = by(evidence.effects);
  const notices = by(evidence.notices);

  for (const row of evidence.cases) {
    const own = events.get(row.id) ?? [];
    const workflow = workflows.get(row.id);
    const rules = rulesOf(workflow);
    if (own.length !== row.version)
      illegal('versions and events differ', row.id, `version ${row.version}, ${own.length} events`);
    if (!rules) {
      reporter('I4', into)('the workflow does not know its case', row.id, workflow?.status ?? 'no workflow');
      continue;
    }
    const replay = replayCase(row.kind, own, rules);
    for (const f of replay.faults) illegal(f.rule, row.id, `version ${f.seq}: ${f.detail}`);
    if (replay.state) {
      checkStates(row, workflow as WorkflowRow, replay.state, into);
      checkParts(row, replay, rows, into);
      checkEffects(row, replay, effects.get(row.id) ?? [], notices.get(row.id) ?? [], into);
    }
    checkOrphans(row, rows, into);
  }
  for (const caseId of events.keys()) {
    if (!evidence.cases.some((c) => c.id === caseId))
      illegal('events without a case', caseId, `${events.get(caseId)?.length}`);
  }
}

function rulesOf(workflow: WorkflowRow | undefined): RuleSnapshot | null {
  const context = workflow?.state?.snapshot.context as { rules?: RuleSnapshot } | undefined;
  return context?.rules ?? null;
}

function withoutRules(state: CaseState): unknown {
  return { ...state, snapshot: { ...state.snapshot, context: { ...(state.snapshot.context as object), rules: null } } };
}

function checkStates(row: CaseRow, workflow: WorkflowRow, played: CaseState, into: Violation[]): void {
  const differs = reporter('I4', into);
  const live = workflow.state;
  const pairs: [string, unknown, unknown][] = [
    ['the row has another version than the workflow', row.version, live?.seq],
    ['the row has another stage than the workflow', row.stage, live?.stage],
    ['the row has other flags than the workflow', row.flags, live?.flags],
    ['the row is closed and the workflow is not, or the reverse', row.closed, live?.closed],
    ['the stored state is not the workflow state', row.state, live && withoutRules(live)],
    ['the stored state is not what its events lead to', row.state, withoutRules(played)],
    ['the row shows another next clock than the workflow', row.nextDueAt, (live && soonest(live)?.dueAt) ?? null],
  ];
  for (const [rule, is, must] of pairs) {
    const [a, b] = [canonical(is ?? null), canonical(must ?? null)];
    if (a !== b) differs(rule, row.id, firstDifference(a, b));
  }
  if (row.closed !== (workflow.status === 'COMPLETED'))
    differs('the run does not end with the case', row.id, `closed ${row.closed}, workflow ${workflow.status}`);
}

/** The place where two long texts part, with a little of what stands around it. */
function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - 40);
  return `...${a.slice(from, at + 60)} <> ...${b.slice(from, at + 60)}`;
}

interface Rows {
  readonly tasks: Map<string, Evidence['tasks'][number][]>;
  readonly clocks: Map<string, Evidence['clocks'][number][]>;
  readonly claims: Map<string, Evidence['claims'][number][]>;
}

function checkParts(row: CaseRow, replay: Replay, rows: Rows, into: Violation[]): void {
  const differs = reporter('I4', into);
  const tasks = rows.tasks.get(row.id) ?? [];
  const same = (rule: string, is: readonly string[], must: readonly string[]) => {
    const [a, b] = [[...is].sort().join(' '), [...must].sort().join(' ')];
    if (a !== b) differs(rule, row.id, `recorded: ${a || 'none'}; must be: ${b || 'none'}`);
  };
  const ledger = (replay.state?.clocks ?? []).flatMap((c) => (c.dueAt === null ? [] : [`${c.slot}=${c.dueAt}`]));
  same(
    'the clocks are not the ledger',
    (rows.clocks.get(row.id) ?? []).map((c) => `${c.slot}=${c.dueAt}`),
    ledger,
  );
  same(
    'the open tasks are not what the events lead to',
    tasks.filter((t) => t.state === 'open').map((t) => t.key),
    replay.openTasks,
  );
  const must = replay.claims.map((id) => `${id}:${!row.closed}`);
  same(
    'the claims held are not what the events lead to',
    (rows.claims.get(row.id) ?? []).map((c) => `${c.claimId}:${c.active}`),
    must,
  );

  const doubled = reporter('I2', into);
  const lost = reporter('I1', into);
  const opened = tasks.map((t) => `${t.key}@${t.openedBySeq}`);
  for (const [task, copies] of groupBy(opened, (t) => t)) {
    if (copies.length > 1) doubled('an event opened a task twice', row.id, task);
    if (!replay.openings.includes(task)) doubled('a task that no event asked for', row.id, task);
  }
  for (const task of replay.openings)
    if (!opened.includes(task)) lost('a task was asked for and never opened', row.id, task);
}

function checkEffects(
  row: CaseRow,
  replay: Replay,
  effects: Evidence['effects'],
  notices: Evidence['notices'],
  into: Violation[],
): void {
  const lost = reporter('I1', into);
  const doubled = reporter('I2', into);
  const done = new Map(effects.map((e) => [e.id, e.state]));
  for (const [id, isNotice] of replay.orders) {
    const state = done.get(id);
    if (state === undefined) lost('an effect was ordered and never left', row.id, id);
    const copies = notices.filter((n) => n.effectId === id).length;
    if (isNotice && state === 'done' && copies === 0) lost('a notice was not delivered', row.id, id);
    if (copies > 1) doubled('a notice was delivered twice', row.id, `${id}: ${copies}`);
  }
  for (const id of new Set([...done.keys(), ...notices.map((n) => n.effectId)])) {
    if (!replay.orders.has(id)) doubled('an effect left that no event ordered', row.id, id);
  }
}

function checkOrphans(row: CaseRow, rows: Rows, into: Violation[]): void {
  const orphan = reporter('I6', into);
  const open = (rows.tasks.get(row.id) ?? []).filter((t) => t.state === 'open');
  const clocks = rows.clocks.get(row.id) ?? [];
  if (row.closed && open.length > 0) orphan('an open task on a closed case', row.id, open.map((t) => t.key).join(', '));
  if (row.closed && clocks.length > 0) orphan('a clock on a closed case', row.id, clocks.map((c) => c.name).join(', '));
  if (!row.closed && open.length === 0 && clocks.length === 0)
    orphan('an open case waits for nothing and nobody', row.id, row.stage);
}
