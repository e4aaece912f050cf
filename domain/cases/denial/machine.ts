/** The denial case as a statechart: the picture only. What words mean stands in guards, changes, tasks and clocks. */
import { assign, emit, setup } from 'xstate';
import type { Effect } from '../../effects';
import { atOf, delaysOf, guardsOf, type OpenInput } from '../../kernel';
import * as change from './changes';
import { clocks } from './clocks';
import { initialContext, type DenialContext } from './context';
import type { DenialEvent } from './events';
import { guards } from './guards';
import { closed, opened, taskKeys } from './tasks';

export const machine = setup({
  types: {
    context: {} as DenialContext,
    events: {} as DenialEvent,
    input: {} as OpenInput,
    emitted: {} as Effect,
    tags: {} as string,
  },
  delays: delaysOf(clocks),
  guards: guardsOf(guards),
  actions: {
    noteStep: assign(change.noteStep),
    beginWork: assign(change.beginWork),
    takeAction: assign(change.takeAction),
    remind: assign(change.remind),
    setFollowUp: assign(change.setFollowUp),
    clearFollowUp: assign(change.clearFollowUp),
    finishFollowUp: assign(change.finishFollowUp),
    suspendFollowUp: assign(change.suspendFollowUp),
    recordResponse: assign(change.recordResponse),
    recordPayment: assign(change.recordPayment),
    joinDenial: assign(change.joinDenial),
    assignOwner: assign(change.assignOwner),
    addClaims: assign(change.addClaims),
    removeClaims: assign(change.removeClaims),
    addCodes: assign(change.addCodes),
    resolveCodes: assign(change.resolveCodes),
    unresolveCodes: assign(change.unresolveCodes),
    updateAmounts: assign(change.updateAmounts),
    classify: assign(change.classify),
    applyPayerTerms: assign(change.applyPayerTerms),
    resolveCase: assign(change.resolveCase),
    cancelCase: assign(change.cancelCase),
    reopenCase: assign(change.reopenCase),
    openFirstTask: emit(({ context, event }) => opened.firstTask(context, atOf(event))),
    closeFirstTask: emit(({ event }) => closed(taskKeys.firstTask, event)),
    openFollowUp: emit(({ context, event }) => opened.followUp(context, atOf(event))),
    closeFollowUp: emit(({ context, event }) => closed(taskKeys.followUp(context), event)),
    openUnworked: emit(({ context, event }) => opened.unworked(context, atOf(event))),
    closeUnworked: emit(({ event }) => closed(taskKeys.unworked, event)),
    openAppealClosing: emit(({ context, event }) => opened.appealClosing(context, atOf(event))),
    closeAppealClosing: emit(({ event }) => closed(taskKeys.appealClosing, event)),
    openAppealClosed: emit(({ context, event }) => opened.appealClosed(context, atOf(event))),
    closeAppealClosed: emit(({ event }) => closed(taskKeys.appealClosed, event)),
    openNoOwner: emit(({ context, event }) => opened.noOwner(context, atOf(event))),
    closeNoOwner: emit(({ event }) => closed(taskKeys.noOwner, event)),
    openStalled: emit(({ context, event }) => opened.stalled(context, atOf(event))),
    closeStalled: emit(({ event }) => closed(taskKeys.stalled, event)),
    openResponse: emit(({ context, event }) => opened.response(context, atOf(event))),
    closeResponse: emit(({ context, event }) => closed(taskKeys.response(context), event)),
    openReopened: emit(({ context, event }) => opened.reopened(context, atOf(event))),
    closeReopened: emit(({ context, event }) => closed(taskKeys.reopened(context), event)),
    openArrival: emit(({ context, event }) => opened.arrival(context, atOf(event))),
    closeArrival: emit(({ context, event }) => closed(taskKeys.arrival(context), event)),
    openPayment: emit(({ context, event }) => opened.payment(context, atOf(event))),
    closePayment: emit(({ context, event }) => closed(taskKeys.payment(context), event)),
  },
}).createMachine({
  id: 'denial',
  context: ({ input }) => initialContext(input),
  initial: 'open',
  states: {
    open: {
      type: 'parallel',
      // Facts that move no leaf by themselves; the leaves below follow them through their `always`.
      on: {
        'case.resolved': { target: 'resolved', actions: 'resolveCase' },
        'case.canceled': { target: 'canceled', actions: 'cancelCase' },
        'case.assigned': { actions: 'assignOwner' },
        'claims.added': { guard: 'claimsAreNew', actions: 'addClaims' },
        'claims.removed': { guard: 'claimsCanGo', actions: 'removeClaims' },
        'carc.added': { guard: 'codesAreNew', actions: 'addCodes' },
        'carc.resolved': { guard: 'codesAreOpen', actions: 'resolveCodes' },
        'carc.unresolved': { guard: 'codesAreResolved', actions: 'unresolveCodes' },
        'amounts.updated': { actions: 'updateAmounts' },
        'classification.set': { actions: 'classify' },
        'payer.termsSet': { actions: 'applyPayerTerms' },
        'followUp.set': { guard: 'followUpInReach', actions: 'setFollowUp' },
        'followUp.cleared': { guard: 'followUpMayGo', actions: 'clearFollowUp' },
        // A task whose end changes nothing on the case is still accepted.
        'task.done': { actions: 'noteStep' },
      },
      states: {
        stage: {
          initial: 'new',
          states: {
            new: {
              tags: 'stage:New',
              entry: 'openFirstTask',
              exit: 'closeFirstTask',
              on: {
                'work.started': { target: 'inProgress', actions: 'beginWork' },
                'action.taken': { guard: 'actionDatesRight', target: 'awaitingPayment', actions: 'takeAction' },
                'payer.responded': { guard: 'responseDateRight', target: 'inProgress', actions: 'beginWork' },
                'task.done': { guard: 'firstTaskDone', target: 'inProgress', actions: 'beginWork' },
              },
            },
            inProgress: {
              tags: 'stage:In Progress',
              on: {
                'action.taken': { guard: 'actionDatesRight', target: 'awaitingPayment', actions: 'takeAction' },
              },
            },
            awaitingPayment: {
              tags: 'stage:Awaiting Payment',
              on: {
                'action.taken': { guard: 'actionDatesRight', actions: 'takeAction' },
                'payer.responded': { guard: 'responseDateRight', target: 'inProgress', actions: 'beginWork' },
                'work.resumed': { target: 'inProgress', actions: 'beginWork' },
              },
            },
          },
        },
        followUp: {
          description: 'Follow-up date',
          initial: 'none',
          states: {
            none: { always: { guard: 'followUpStands', target: 'waiting' } },
            waiting: {
              after: { followUp: { target: 'due', actions: 'remind' } },
              always: [
                { guard: 'followUpGone', target: 'none' },
                { guard: 'followUpHasCome', target: 'due', actions: 'remind' },
              ],
            },
            due: {
              tags: 'flag:follow-up-due',
              entry: 'openFollowUp',
              exit: 'closeFollowUp',
              // Armed only in Awaiting Payment, where the reminder has already set the next date.
              after: { followUp: { target: 'due', reenter: true, actions: 'remind' } },
              always: [
                { guard: 'followUpDealtWith', target: 'none' },
                { guard: 'followUpAsleep', target: 'none', actions: 'suspendFollowUp' },
                { guard: 'followUpHasCome', target: 'due', reenter: true, actions: 'remind' },
              ],
              on: { 'task.done': { guard: 'followUpTaskDone', actions: 'finishFollowUp' } },
            },
          },
        },
        response: {
          description: "Payer's response",
          initial: 'none',
          states: {
            none: {
              on: { 'payer.responded': { guard: 'responseDateRight', target: 'received', actions: 'recordResponse' } },
            },
            received: {
              tags: 'flag:payer-responded',
              entry: 'openResponse',
              exit: 'closeResponse',
              on: {
                'payer.responded': {
                  guard: 'responseDateRight',
                  target: 'received',
                  reenter: true,
                  actions: 'recordResponse',
                },
                'action.taken': { guard: 'actionDatesRight', target: 'none' },
                'task.done': { guard: 'responseTaskDone', target: 'none', actions: 'noteStep' },
              },
            },
            reopened: {
              tags: 'flag:reopened',
              entry: 'openReopened',
              exit: 'closeReopened',
              on: {
                'payer.responded': { guard: 'responseDateRight', target: 'received', actions: 'recordResponse' },
                'action.taken': { guard: 'actionDatesRight', target: 'none' },
                'task.done': { guard: 'reopenedTaskDone', target: 'none', actions: 'noteStep' },
              },
            },
          },
        },
        arrivals: {
          description: 'Further denials',
          initial: 'none',
          states: {
            none: { on: { 'denial.received': { guard: 'arrivalFits', target: 'joined', actions: 'joinDenial' } } },
            joined: {
              tags: 'flag:new-denial',
              entry: 'openArrival',
              exit: 'closeArrival',
              on: {
                'denial.received': { guard: 'arrivalFits', target: 'joined', reenter: true, actions: 'joinDenial' },
                'task.done': { guard: 'arrivalTaskDone', target: 'none', actions: 'noteStep' },
              },
            },
          },
        },
        payment: {
          description: 'Payments',
          initial: 'none',
          states: {
            none: { on: { 'payment.posted': { guard: 'paymentRight', target: 'posted', actions: 'recordPayment' } } },
            posted: {
              tags: 'flag:payment-posted',
              entry: 'openPayment',
              exit: 'closePayment',
              on: {
                'payment.posted': { guard: 'paymentRight', target: 'posted', reenter: true, actions: 'recordPayment' },
                'task.done': { guard: 'paymentTaskDone', target: 'none', actions: 'noteStep' },
              },
            },
          },
        },
        appealTrigger: {
          description: 'First action',
          initial: 'watching',
          states: {
            watching: {
              after: { unworkedDenial: 'unworked' },
              always: [
                { guard: 'workBegun', target: 'worked' },
                { guard: 'unworkedTooLong', target: 'unworked' },
              ],
            },
            unworked: {
              tags: 'flag:unworked',
              entry: 'openUnworked',
              exit: 'closeUnworked',
              always: [
                { guard: 'workBegun', target: 'worked' },
                { guard: 'unworkedInTime', target: 'watching' },
              ],
            },
            worked: {},
          },
        },
        appealWindow: {
          description: 'Appeal window',
          initial: 'running',
          states: {
            running: {
              after: { appealWindowClosing: 'closing' },
              always: [
                { guard: 'appealFiled', target: 'filed' },
                { guard: 'windowClosed', target: 'closed' },
                { guard: 'windowClosing', target: 'closing' },
              ],
            },
            closing: {
              tags: 'flag:appeal-window-closing',
              entry: 'openAppealClosing',
              exit: 'closeAppealClosing',
              after: { appealWindowClosed: 'closed' },
              always: [
                { guard: 'appealFiled', target: 'filed' },
                { guard: 'windowClosed', target: 'closed' },
                { guard: 'windowFarFromClosing', target: 'running' },
              ],
            },
            closed: {
              tags: 'flag:appeal-window-closed',
              entry: 'openAppealClosed',
              exit: 'closeAppealClosed',
              always: [
                { guard: 'appealFiled', target: 'filed' },
                { guard: 'windowStillOpen', target: 'running' },
              ],
            },
            filed: { always: { guard: 'appealNotFiled', target: 'running' } },
          },
        },
        progress: {
          description: 'Progress',
          initial: 'moving',
          states: {
            moving: {
              after: { stalled: 'stalled' },
              always: { guard: 'stalledTooLong', target: 'stalled' },
            },
            stalled: {
              tags: 'flag:stalled',
              entry: 'openStalled',
              exit: 'closeStalled',
              always: { guard: 'stalledInTime', target: 'moving' },
              on: { 'task.done': { guard: 'stalledTaskDone', target: 'moving', actions: 'noteStep' } },
            },
          },
        },
        owner: {
          description: 'Owner',
          initial: 'assigned',
          states: {
            assigned: { always: { guard: 'hasNoOwner', target: 'unassigned' } },
            unassigned: {
              after: { noOwner: 'missing' },
              always: [
                { guard: 'hasOwner', target: 'assigned' },
                { guard: 'unownedTooLong', target: 'missing' },
              ],
            },
            missing: {
              tags: 'flag:no-owner',
              entry: 'openNoOwner',
              exit: 'closeNoOwner',
              always: [
                { guard: 'hasOwner', target: 'assigned' },
                { guard: 'unownedInTime', target: 'unassigned' },
              ],
            },
          },
        },
      },
    },
    resolved: {
      tags: ['stage:Resolved', 'closed'],
      on: {
        'case.reopened': {
          target: ['open.stage.inProgress', 'open.response.reopened'],
          actions: 'reopenCase',
        },
      },
    },
    canceled: {
      tags: ['stage:Canceled', 'closed'],
      on: {
        'case.reopened': {
          target: ['open.stage.inProgress', 'open.response.reopened'],
          actions: 'reopenCase',
        },
      },
    },
  },
});
