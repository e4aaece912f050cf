/** A ten-line kind of case for the kernel's tests: it waits a number of days from its start and can be stopped. */
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import { dueAfterCalendarDays } from '../../../domain/calendar';
import {
  defineRule,
  delaysOf,
  guardsOf,
  isPast,
  atOf,
  ruleOf,
  type BaseContext,
  type CaseKind,
  type ClockDefinition,
  type GuardDefinition,
  type OpenInput,
} from '../../../domain/kernel';

export interface TeaContext extends BaseContext {
  readonly startedOn: string;
  readonly sugar: number;
}

export const waitRule = defineRule({
  id: 'tea.wait',
  kind: 'tea',
  title: 'Wait',
  sentence: 'Tea is ready after 3 days.',
  source: 'a test',
  params: z.strictObject({ days: z.int().min(0) }),
  defaults: { days: 3 },
  defaultMode: 'on',
});

const wait = (more: number): ClockDefinition<TeaContext> => ({
  rule: waitRule,
  title: 'Tea ready',
  otherwise: 'It gets cold.',
  due(c) {
    const rule = ruleOf(c.rules, waitRule);
    if (rule.mode === 'off') return null;
    const days = rule.params.days + more;
    return dueAfterCalendarDays(c.rules.calendar, {
      anchorOn: c.startedOn,
      days,
      roll: 'none',
      spreadKey: c.caseId,
    });
  },
});
export const clocks = { ready: wait(0), cold: wait(2), stale: wait(2) };

export const guards = {
  sweet: {
    needs: 'event',
    why: ({ event }) => `${String(event['lumps'])} lumps are too many.`,
    holds: ({ event }) => Number(event['lumps']) <= 3,
  },
  isReady: {
    needs: 'case',
    why: 'It is not ready.',
    holds: ({ context, event }) => isPast('ready', clocks.ready, context, atOf(event)),
  },
  isNotReady: {
    needs: 'case',
    why: 'It is ready.',
    holds: ({ context, event }) => !isPast('ready', clocks.ready, context, atOf(event)),
  },
} satisfies Record<string, GuardDefinition<TeaContext>>;

const machine = setup({
  types: { context: {} as TeaContext, input: {} as OpenInput },
  delays: delaysOf(clocks),
  guards: guardsOf(guards),
  actions: {
    pour: assign({ sugar: ({ context }) => context.sugar + 1 }),
    ask: emit({ type: 'notice.send', template: 'tea-ready', to: 'owner' }),
  },
}).createMachine({
  context: ({ input }) => ({
    caseId: input.caseId,
    rules: input.rules,
    moves: {},
    startedOn: '2026-03-02',
    sugar: 0,
  }),
  initial: 'open',
  states: {
    open: {
      type: 'parallel',
      on: {
        'case.resolved': { target: 'resolved' },
        'sugar.added': { guard: 'sweet', actions: 'pour' },
      },
      states: {
        stage: { initial: 'new', states: { new: { tags: 'stage:New' } } },
        pot: {
          initial: 'brewing',
          states: {
            brewing: { after: { ready: 'ready' }, always: { guard: 'isReady', target: 'ready' } },
            ready: { tags: 'flag:ready', entry: 'ask', always: { guard: 'isNotReady', target: 'brewing' } },
          },
        },
        cup: { initial: 'warm', states: { warm: { after: { cold: 'gone' } }, gone: {} } },
        cake: { initial: 'fresh', states: { fresh: { after: { stale: 'gone' } }, gone: {} } },
      },
    },
    resolved: { tags: ['stage:Resolved', 'closed'] },
  },
});

export const teaKind: CaseKind<TeaContext> = {
  kind: 'tea',
  title: 'Tea',
  machineVersion: 1,
  machine,
  openData: z.strictObject({}),
  events: {
    'sugar.added': { data: z.strictObject({ lumps: z.int().min(0) }), title: 'Add sugar', by: 'anyone' },
    'case.resolved': { data: z.strictObject({}), title: 'Resolve', by: 'anyone' },
    'case.reopened': { data: z.strictObject({}), title: 'Reopen', by: 'manager' },
  },
  clocks,
  guards,
  rules: [waitRule],
  facts: (c, flags) => ({
    owner: null,
    followUpOn: null,
    attentionRank: 9,
    attentionOn: null,
    claims: [],
    own: { sugar: c.sugar, flags },
    detail: {},
  }),
};
