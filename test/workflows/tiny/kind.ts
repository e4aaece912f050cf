/** A ten-line kind of case for the driver's tests: it waits until a date it was given, then asks for a task and a notice. */
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import {
  defineRule,
  delaysOf,
  guardsOf,
  type BaseContext,
  type CaseKind,
  type ClockDefinition,
} from '../../../domain/kernel';
import type { Effect } from '../../../domain/effects';

export interface TinyContext extends BaseContext {
  readonly dueAt: number | null;
}

const rule = defineRule({
  id: 'tiny.wait',
  kind: 'tiny',
  title: 'Wait',
  sentence: 'Waits until the instant it was given.',
  source: 'test',
  params: z.strictObject({}),
  defaults: {},
  defaultMode: 'on',
});

const clocks: Record<'wait', ClockDefinition<TinyContext>> = {
  wait: {
    rule,
    title: 'Wait',
    otherwise: 'Opens a task.',
    due: ({ dueAt }) =>
      dueAt === null
        ? null
        : {
            at: dueAt,
            on: '2026-01-01',
            explanation: {
              anchorOn: '2026-01-01',
              startsOn: '2026-01-01',
              skipped: [],
              countedDays: 0,
              endsOn: '2026-01-01',
              holidaysKnown: true,
              text: 'As given.',
            },
          },
  },
};

const tiny = setup({
  types: {
    context: {} as TinyContext,
    input: {} as { caseId: string; rules: TinyContext['rules']; at: number; data: { dueAt: number | null } },
    events: {} as { type: string },
    emitted: {} as Effect,
  },
  delays: delaysOf(clocks),
  guards: guardsOf({}),
  actions: {
    setDue: assign(({ event }) => ({ dueAt: (event as unknown as { dueAt: number }).dueAt })),
    opensTask: emit({
      type: 'task.open',
      key: 'look',
      title: 'Look',
      reason: 'The wait is over.',
      assignTo: 'owner',
      priority: 'normal',
      dueOn: '2026-01-01',
    } as const),
    sendsNotice: emit({ type: 'notice.send', template: 'tiny', to: 'owner' } as const),
  },
});

const machine = tiny.createMachine({
  id: 'tiny',
  context: ({ input }) => ({ caseId: input.caseId, rules: input.rules, moves: {}, dueAt: input.data.dueAt }),
  initial: 'open',
  states: {
    open: {
      initial: 'waiting',
      tags: ['stage:New'],
      on: { closed: 'resolved', 'due.set': { target: '.waiting', reenter: true, actions: 'setDue' } },
      states: {
        waiting: {
          after: { wait: { target: 'over', actions: ['opensTask', 'sendsNotice'] } },
          on: { told: { actions: 'sendsNotice' } },
        },
        over: { tags: ['flag:over'] },
      },
    },
    resolved: { tags: ['stage:Resolved', 'closed'], on: { reopened: 'open' } },
  },
});

const say = (data: z.ZodObject) => ({ data, title: 'x', by: 'anyone' as const });

export const tinyKind: CaseKind<TinyContext> = {
  kind: 'tiny',
  title: 'Tiny',
  machineVersion: 1,
  machine,
  openData: z.strictObject({ dueAt: z.int().nullable() }),
  events: {
    'due.set': say(z.strictObject({ dueAt: z.int() })),
    told: say(z.strictObject({})),
    closed: say(z.strictObject({})),
    reopened: say(z.strictObject({})),
  },
  clocks,
  guards: {},
  rules: [rule],
  facts: (context, flags) => ({
    owner: null,
    followUpOn: null,
    attentionRank: flags.length ? 1 : 9,
    attentionOn: null,
    claims: [],
    own: { dueAt: context.dueAt },
    detail: {},
  }),
};
