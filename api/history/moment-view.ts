/** What HTTP shows of a past moment of a case, and how it is made from the replay or, where that parts, from the record. */
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  allowedOf,
  recordAt,
  stages,
  type ClockEntry,
  type Owner,
  type RecordAt,
  type Step,
  type TaskDue,
} from '../../domain/kernel';
import { CivilDay, Instant } from '../input/fields';
import { byKind, taskReasonClass, taskTitleClass } from '../privacy/case-privacy';
import { openRecord, phiBy, plain } from '../privacy/phi';
import { clockWords, Facts, OwnerView } from '../read/case-views';
import { armedBy, ClockView, ruleTitle } from '../read/clocks';
import { AllowedView } from '../read/show-case';
import { TimelineEntry } from '../read/timeline';
import type { Past } from './past';

export const MomentTask = z
  .strictObject({
    id: z.uuid().nullable(),
    key: plain(z.string()),
    title: phiBy('words, of a task that a person added, but for its assignee', taskTitleClass, z.string()),
    reason: phiBy('by the kind of task', taskReasonClass, z.string()),
    assignee: z.strictObject({
      userId: z.uuid().nullable(),
      teamId: z.uuid().nullable(),
      role: plain(z.string().nullable()),
      name: plain(z.string().nullable()),
      followsOwner: z.boolean(),
    }),
    priority: plain(z.string()),
    dueOn: plain(CivilDay),
    requirement: plain(z.string().nullable()),
    openedAt: Instant,
    openedBySeq: z.int(),
  })
  .meta({ id: 'MomentTask' });

const Part = z.enum(['order', 'chart', 'stage', 'facts', 'clocks', 'tasks', 'rules']);

export const MomentView = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string()),
    version: z.int(),
    of: z.int().describe('Number of events of the case by now'),
    at: Instant,
    stage: z.enum(stages),
    stageSince: Instant,
    closed: z.boolean(),
    flags: plain(z.array(z.string()))
      .nullable()
      .describe('Null: only a replay knows them, and it does not reach so far'),
    flagsRaised: plain(z.array(z.string())),
    flagsCleared: plain(z.array(z.string())),
    owner: OwnerView.nullable(),
    followUpOn: plain(CivilDay.nullable()),
    facts: Facts,
    detail: openRecord(byKind.detail, z.record(z.string(), z.unknown())).nullable(),
    clocks: z.array(ClockView).describe('Armed then; `timeLeftMs` counts from that moment'),
    tasks: z.array(MomentTask).describe('Open then'),
    allowed: z.array(AllowedView).nullable().describe('What the chart allowed then; nothing of it can be done now'),
    event: TimelineEntry.nullable().describe('The event that led here: before -> after'),
    machineVersion: z.int().nullable(),
    ruleVersion: z.int(),
    basis: z.enum(['replay', 'record']).describe('record: the replay parts from the timeline before; see proof'),
    proof: z.strictObject({
      compared: z.int().describe('Events that were replayed and did exactly what the timeline says'),
      parting: z.strictObject({ version: z.int(), parts: z.array(Part) }).nullable(),
      rulesFrom: z.enum(['publications', 'workflow-history']),
      endsAsStored: z.boolean().nullable().describe('Of the newest moment: the replay ends in the stored state'),
    }),
  })
  .meta({ id: 'Moment' });
export type MomentView = z.infer<typeof MomentView>;

const iso = (ms: number): string => new Date(ms).toISOString();

interface Names {
  readonly owner: string | null;
  readonly tasks: ReadonlyMap<string, { readonly id: string; readonly title: string }>;
}

/** The moment after the last event of a past. @param event its entry of the timeline. */
export async function momentOf(
  pool: Pool,
  caseId: string,
  past: Past,
  event: z.infer<typeof TimelineEntry> | null,
): Promise<MomentView | null> {
  const record = recordAt(past.kind, past.events);
  if (record === null) return null;
  const step = past.parting === null ? (past.steps.at(-1) ?? null) : null;
  const owner = (step?.facts.owner ?? record.facts['owner'] ?? null) as Owner | null;
  const names = await namesOf(pool, caseId, owner, record.seq);
  const { kind } = past.kind;
  const before = past.steps.at(-2)?.state.flags ?? [];
  const flags = step?.state.flags ?? null;
  return {
    ...{ caseId, kind, version: record.seq, of: past.version, at: iso(record.at) },
    stage: record.stage as MomentView['stage'],
    stageSince: iso(record.stageSince),
    closed: record.closed,
    flags: flags && [...flags],
    flagsRaised: (flags ?? []).filter((flag) => !before.includes(flag)),
    flagsCleared: flags === null ? [] : before.filter((flag) => !flags.includes(flag)),
    owner: ownerView(owner, names.owner),
    followUpOn: (step?.facts.followUpOn ?? record.facts['followUpOn'] ?? null) as string | null,
    facts: (step ? { ...step.facts.own } : ownFacts(record)) as MomentView['facts'],
    detail: step ? { ...step.facts.detail } : null,
    clocks: clocksOf(caseId, kind, step, record),
    tasks: record.tasks.map((task) => taskOf(task, owner, names)),
    allowed: step ? allowedOf(past.kind, step.state, step.event.at).map((a) => ({ ...a })) : null,
    event,
    machineVersion: step?.state.machineVersion ?? null,
    ruleVersion: past.events.at(-1)?.ruleVersion ?? 0,
    basis: step ? 'replay' : 'record',
    proof: {
      compared: past.steps.length,
      parting: past.parting && { version: past.parting.seq, parts: [...past.parting.parts] },
      rulesFrom: past.rulesFrom,
      endsAsStored: past.endsAsStored,
    },
  };
}

const ownFacts = ({ facts }: RecordAt) =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'owner' && name !== 'followUpOn'));

async function namesOf(pool: Pool, caseId: string, owner: Owner | null, version: number): Promise<Names> {
  const id = owner === null ? null : 'userId' in owner ? owner.userId : owner.teamId;
  const [names, tasks] = await Promise.all([
    pool.query<{ name: string }>(
      `select display_name as name from app_user where id = $1::uuid
       union all select name from team where id = $1::uuid limit 1`,
      [id],
    ),
    pool.query<{ id: string; key: string; seq: number; title: string }>(
      `select id, key, opened_by_seq as seq, title from task where case_id = $1 and opened_by_seq <= $2`,
      [caseId, version],
    ),
  ]);
  return {
    owner: names.rows[0]?.name ?? null,
    tasks: new Map(tasks.rows.map(({ id: taskId, key, seq, title }) => [`${key}#${seq}`, { id: taskId, title }])),
  };
}

function ownerView(owner: Owner | null, name: string | null): MomentView['owner'] {
  if (owner === null) return null;
  return 'userId' in owner ? { type: 'user', id: owner.userId, name } : { type: 'team', id: owner.teamId, name };
}

/** The words of a task that a person added are in its row alone; the chart's come from the event. */
function taskOf(task: TaskDue, owner: Owner | null, names: Names): MomentView['tasks'][number] {
  const row = names.tasks.get(`${task.key}#${task.seq}`);
  const to = task.followsOwner ? owner : null;
  return {
    id: row?.id ?? null,
    key: task.key,
    title: task.key.startsWith('own:') ? (row?.title ?? task.title) : task.title,
    reason: task.reason,
    assignee: {
      userId: to && 'userId' in to ? to.userId : null,
      teamId: to && 'teamId' in to ? to.teamId : null,
      role: task.role,
      name: to ? names.owner : null,
      followsOwner: task.followsOwner,
    },
    priority: task.priority,
    dueOn: task.dueOn,
    requirement: task.requirement,
    openedAt: iso(task.at),
    openedBySeq: task.seq,
  };
}

type MomentClock = MomentView['clocks'][number];

function clocksOf(caseId: string, kind: string, step: Step | null, record: RecordAt): MomentClock[] {
  const clocks: MomentClock[] = step
    ? step.state.clocks.flatMap((clock) => (clock.dueAt === null ? [] : [clockOf(caseId, kind, clock, record.at)]))
    : record.clocks.map(({ armedAt, armedBySeq, armedByType, dueAt, ...clock }) => ({
        ...{ caseId, kind, ...clock, ...clockWords(kind, clock.name) },
        ...{ dueAt: iso(dueAt), computedDueAt: iso(dueAt), timeLeftMs: dueAt - record.at, explanation: {} },
        ruleTitle: ruleTitle(clock.ruleId),
        armedBy: armedBy(kind, { seq: armedBySeq, type: armedByType, at: iso(armedAt) }),
      }));
  return clocks.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

function clockOf(caseId: string, kind: string, clock: ClockEntry, at: number): MomentClock {
  const due = clock.dueAt ?? at;
  return {
    ...{ caseId, kind, name: clock.name, slot: clock.slot, ...clockWords(kind, clock.name) },
    dueAt: iso(due),
    computedDueAt: iso(clock.computedDueAt ?? due),
    moved: clock.moved,
    timeLeftMs: due - at,
    ruleId: clock.ruleId,
    ruleTitle: ruleTitle(clock.ruleId),
    ruleVersion: clock.ruleVersion,
    armedBy: armedBy(kind, { seq: clock.armedBySeq, type: clock.armedByType, at: iso(clock.armedAt) }),
    explanation: { ...clock.explanation },
  };
}
