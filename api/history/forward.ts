/** "Assume that nobody acts": a copy of the case is played forward, and what its clocks would do is told (N07). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CaseNotFound } from '../../commands/types';
import { kindOf } from '../../domain/cases';
import { runForward, stages, tasksOf, type CaseState, type Step } from '../../domain/kernel';
import { CivilDay, Instant } from '../input/fields';
import { taskReasonClass } from '../privacy/case-privacy';
import { phiBy, plain } from '../privacy/phi';
import { clockWords } from '../read/case-views';
import { publishedRules } from './rules-then';

const To = z.strictObject({ owner: z.boolean(), role: z.string().nullable() });

const ForwardStep = z.strictObject({
  at: Instant,
  clock: plain(z.strictObject({ name: z.string(), title: z.string(), otherwise: z.string() })),
  ruleId: plain(z.string()),
  stage: z.strictObject({ before: z.enum(stages), after: z.enum(stages) }),
  flagsRaised: plain(z.array(z.string())),
  flagsCleared: plain(z.array(z.string())),
  tasksOpened: z.array(
    z.strictObject({
      key: plain(z.string()),
      title: plain(z.string()),
      reason: phiBy('by the kind of task', taskReasonClass, z.string()),
      dueOn: plain(CivilDay),
      priority: plain(z.string()),
      to: plain(To),
    }),
  ),
  tasksClosed: plain(z.array(z.strictObject({ key: z.string(), outcome: z.string() }))),
  told: plain(z.array(z.strictObject({ template: z.string(), to: To }))).describe(
    'Notices and drafts that would leave',
  ),
});

export const ForwardView = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string()),
    version: z.int().describe('The version of the case that was copied'),
    from: Instant,
    until: Instant,
    items: z.array(ForwardStep).describe('What would happen by itself, in order'),
    left: z.int().describe('Further steps in that time that are not listed'),
    end: z.strictObject({
      stage: z.enum(stages),
      flags: plain(z.array(z.string())),
      nextDueAt: Instant.nullable().describe('The first clock after that time'),
    }),
  })
  .meta({ id: 'Forward' });
export type ForwardView = z.infer<typeof ForwardView>;

const DAY_MS = 86_400_000;
const MOST_STEPS = 200;

interface Row {
  readonly kind: string;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly version: number;
  readonly ruleVersion: number;
  readonly state: CaseState;
}

export async function readForward(pool: Pool, caseId: string, days: number, now: number): Promise<ForwardView> {
  const { rows } = await pool.query<Row>(
    `select kind, practice_id as "practiceId", jurisdiction, version, rule_version as "ruleVersion", state
     from cases where id = $1`,
    [caseId],
  );
  const row = rows[0];
  if (!row) throw new CaseNotFound(caseId);
  const needed = [{ seq: row.version, version: row.ruleVersion, at: now }];
  const rules = (await publishedRules(pool, needed, row.practiceId, row.jurisdiction)).get(row.version);
  const { snapshot } = row.state;
  const copy = { ...row.state, snapshot: { ...snapshot, context: { ...(snapshot.context as object), rules } } };
  const until = now + days * DAY_MS;
  const steps = runForward(kindOf(row.kind), copy, until);
  const end = steps.at(-1)?.state ?? copy;
  const next = end.clocks.flatMap((clock) => clock.dueAt ?? []).sort((a, b) => a - b)[0];
  return {
    ...{ caseId, kind: row.kind, version: row.version },
    ...{ from: new Date(now).toISOString(), until: new Date(until).toISOString() },
    items: steps.slice(0, MOST_STEPS).map((step) => stepView(row.kind, step)),
    left: Math.max(0, steps.length - MOST_STEPS),
    end: {
      stage: end.stage,
      flags: [...end.flags],
      nextDueAt: next === undefined ? null : new Date(next).toISOString(),
    },
  };
}

function stepView(kind: string, { event, before, state, effects, fired }: Step): ForwardView['items'][number] {
  const flagsBefore = before?.flags ?? [];
  const { open, close } = tasksOf(effects);
  const name = fired?.name ?? event.type;
  return {
    at: new Date(event.at).toISOString(),
    clock: { name, ...clockWords(kind, name) },
    ruleId: fired?.ruleId ?? '',
    stage: { before: before?.stage ?? state.stage, after: state.stage },
    flagsRaised: state.flags.filter((flag) => !flagsBefore.includes(flag)),
    flagsCleared: flagsBefore.filter((flag) => !state.flags.includes(flag)),
    tasksOpened: open.map(({ key, title, reason, dueOn, priority, followsOwner, role }) => ({
      ...{ key, title, reason, dueOn, priority, to: { owner: followsOwner, role } },
    })),
    tasksClosed: close.map(({ key, outcome }) => ({ key, outcome })),
    told: effects.flatMap((effect) => {
      if (effect.type === 'letter.draft') return [{ template: effect.template, to: { owner: true, role: null } }];
      if (effect.type !== 'notice.send') return [];
      const { to, template } = effect;
      return [{ template, to: to === 'owner' ? { owner: true, role: null } : { owner: false, role: to.role } }];
    }),
  };
}
