/** The WC case as a statechart: the picture only. What words mean stands in guards, changes, tasks and clocks. */
import { assign, emit, setup } from 'xstate';
import type { Effect } from '../../effects';
import { atOf, delaysOf, guardsOf, type OpenInput } from '../../kernel';
import * as change from './changes';
import { clocks } from './clocks';
import { initialContext, type WcContext } from './context';
import type { WcEvent } from './events';
import { guards } from './guards';
import { closed, opened, taskKeys } from './tasks';

export const machine = setup({
  types: {
    context: {} as WcContext,
    events: {} as WcEvent,
    input: {} as OpenInput,
    emitted: {} as Effect,
    tags: {} as string,
  },
  delays: delaysOf(clocks),
  guards: guardsOf(guards),
  actions: {
    noteDay: assign(change.noteDay),
    beginWork: assign(change.beginWork),
    assignOwner: assign(change.assignOwner),
    recordAuthorization: assign(change.recordAuthorization),
    changeAuthorization: assign(change.changeAuthorization),
    withdrawAuthorization: assign(change.withdrawAuthorization),
    countVisits: assign(change.countVisits),
    bookVisit: assign(change.bookVisit),
    completeVisit: assign(change.completeVisit),
    cancelVisit: assign(change.cancelVisit),
    requestReauthorization: assign(change.requestReauthorization),
    decideReauthorization: assign(change.decideReauthorization),
    recordContact: assign(change.recordContact),
    noteSilence: assign(change.noteSilence),
    endSilence: assign(change.endSilence),
    completeTreatment: assign(change.completeTreatment),
    resumeTreatment: assign(change.resumeTreatment),
    recordClaim: assign(change.recordClaim),
    recordDenial: assign(change.recordDenial),
    recordPayment: assign(change.recordPayment),
    resumeWork: assign(change.resumeWork),
    setFollowUp: assign(change.setFollowUp),
    clearFollowUp: assign(change.clearFollowUp),
    recordReturnToWork: assign(change.recordReturnToWork),
    recordMilestone: assign(change.recordMilestone),
    recordDocument: assign(change.recordDocument),
    acknowledge: assign(change.acknowledge),
    resolveCase: assign(change.resolveCase),
    cancelCase: assign(change.cancelCase),
    reopenCase: assign(change.reopenCase),
    tellExpiring: emit({ type: 'notice.send', template: 'wc-authorization-expiring', to: { role: 'coordinator' } }),
    openExpiring: emit(({ context, event }) => opened.expiring(context, atOf(event))),
    closeExpiring: emit(({ event }) => closed(taskKeys.expiring, event)),
    openLapsed: emit(({ context, event }) => opened.lapsed(context, atOf(event))),
    closeLapsed: emit(({ event }) => closed(taskKeys.lapsed, event)),
    openCapped: emit(({ context, event }) => opened.capped(context, atOf(event))),
    closeCapped: emit(({ event }) => closed(taskKeys.capped, event)),
    openOverdue: emit(({ context, event }) => opened.reauthorizationOverdue(context, atOf(event))),
    closeOverdue: emit(({ event }) => closed(taskKeys.reauthorizationOverdue, event)),
    openDenied: emit(({ context, event }) => opened.reauthorizationDenied(context, atOf(event))),
    closeDenied: emit(({ event }) => closed(taskKeys.reauthorizationDenied, event)),
    openUnrecorded: emit(({ context, event }) => opened.approvalUnrecorded(context, atOf(event))),
    closeUnrecorded: emit(({ event }) => closed(taskKeys.approvalUnrecorded, event)),
    openSilent: emit(({ context, event }) => opened.silent(context, atOf(event))),
    closeSilent: emit(({ context, event }) => closed(taskKeys.silent(context), event)),
    openUnbilled: emit(({ context, event }) => opened.unbilled(context, atOf(event))),
    closeUnbilled: emit(({ event }) => closed(taskKeys.unbilled, event)),
    openClaimDenied: emit(({ context, event }) => opened.claimDenied(context, atOf(event))),
    closeClaimDenied: emit(({ event }) => closed(taskKeys.claimDenied, event)),
    openPayment: emit(({ context, event }) => opened.payment(context, atOf(event))),
    closePayment: emit(({ context, event }) => closed(taskKeys.payment(context), event)),
    openFollowUp: emit(({ context, event }) => opened.followUp(context, atOf(event))),
    closeFollowUp: emit(({ event }) => closed(taskKeys.followUp, event)),
    openReturn: emit(({ context, event }) => opened.returnToWork(context, atOf(event))),
    closeReturn: emit(({ event }) => closed(taskKeys.returnToWork, event)),
    openUncoveredVisit: emit(({ context, event }) => opened.uncoveredVisit(context, atOf(event))),
    closeUncoveredVisit: emit(({ event }) => closed(taskKeys.uncoveredVisit, event)),
    openUncoveredTreatment: emit(({ context, event }) => opened.uncoveredTreatment(context, atOf(event))),
    closeUncoveredTreatment: emit(({ event }) => closed(taskKeys.uncoveredTreatment, event)),
  },
}).createMachine({
  id: 'wc',
  context: ({ input }) => initialContext(input),
  initial: 'open',
  states: {
    open: {
      type: 'parallel',
      // Events record facts here; the leaves below follow the facts through their `always`.
      on: {
        'case.started': { guard: 'notStarted', actions: 'beginWork' },
        'case.assigned': { actions: 'assignOwner' },
        'case.resolved': { target: 'resolved', actions: 'resolveCase' },
        'case.canceled': { target: 'canceled', actions: 'cancelCase' },
        'work.resumed': { guard: 'stageIsAwaiting', actions: 'resumeWork' },
        'authorization.recorded': { guard: 'authorizationIsNew', actions: 'recordAuthorization' },
        'authorization.changed': { guard: 'authorizationCanChange', actions: 'changeAuthorization' },
        'authorization.withdrawn': { guard: 'authorizationCanGo', actions: 'withdrawAuthorization' },
        'visit.booked': { guard: 'visitMayBeBooked', actions: 'bookVisit' },
        'visit.completed': { guard: 'visitTookPlace', actions: 'completeVisit' },
        'visit.canceled': { guard: 'visitCanGo', actions: 'cancelVisit' },
        'visits.counted': { guard: 'countFits', actions: 'countVisits' },
        // The request is what these two tasks asked for; their flags stay until the payer answers.
        'reauthorization.requested': {
          guard: 'noRequestWaits',
          actions: ['requestReauthorization', 'closeExpiring', 'closeCapped'],
        },
        'reauthorization.decided': { guard: 'requestWaits', actions: 'decideReauthorization' },
        'adjuster.contacted': { guard: 'contactHappened', actions: 'recordContact' },
        'treatment.completed': { guard: 'treatmentCanEnd', actions: 'completeTreatment' },
        'treatment.resumed': { guard: 'treatmentIsOver', actions: 'resumeTreatment' },
        'claim.submitted': { guard: 'claimRight', actions: 'recordClaim' },
        'claim.denied': { guard: 'claimCanBeDenied', actions: 'recordDenial' },
        'followUp.set': { guard: 'followUpInReach', actions: 'setFollowUp' },
        'followUp.cleared': { guard: 'followUpStands', actions: 'clearFollowUp' },
        'returnToWork.recorded': { actions: 'recordReturnToWork' },
        'milestone.recorded': { guard: 'milestoneFits', actions: 'recordMilestone' },
        'document.changed': { guard: 'documentFits', actions: 'recordDocument' },
        // The kernel closes the task itself.
        'task.done': { actions: 'acknowledge' },
        // Rules, moves and reports of the kernel bring the day along, like everything else that happens.
        '*': { actions: 'noteDay' },
      },
      states: {
        stage: {
          initial: 'new',
          states: {
            new: { tags: 'stage:New', always: { guard: 'workBegun', target: 'inProgress' } },
            inProgress: {
              tags: 'stage:In Progress',
              always: { guard: 'awaitingPayment', target: 'awaitingPayment' },
            },
            awaitingPayment: {
              tags: 'stage:Awaiting Payment',
              always: { guard: 'notAwaitingPayment', target: 'inProgress' },
            },
          },
        },
        window: {
          initial: 'none',
          states: {
            none: {
              after: { authorizationStarts: { target: 'valid', actions: 'noteDay' } },
              always: [
                { guard: 'windowValid', target: 'valid' },
                { guard: 'windowExpiring', target: 'expiring' },
                { guard: 'windowLapsed', target: 'lapsed' },
              ],
            },
            valid: {
              after: {
                authorizationExpiring: { target: 'expiring', actions: 'noteDay' },
                authorizationLapsed: { target: 'lapsed', actions: 'noteDay' },
              },
              always: [
                { guard: 'windowNone', target: 'none' },
                { guard: 'windowExpiring', target: 'expiring' },
                { guard: 'windowLapsed', target: 'lapsed' },
              ],
            },
            expiring: {
              tags: 'flag:expiring',
              entry: ['openExpiring', 'tellExpiring'],
              exit: 'closeExpiring',
              after: { authorizationLapsed: { target: 'lapsed', actions: 'noteDay' } },
              always: [
                { guard: 'windowNone', target: 'none' },
                { guard: 'windowValid', target: 'valid' },
                { guard: 'windowLapsed', target: 'lapsed' },
              ],
            },
            lapsed: {
              tags: 'flag:lapsed',
              entry: 'openLapsed',
              exit: 'closeLapsed',
              after: { authorizationStarts: { target: 'valid', actions: 'noteDay' } },
              always: [
                { guard: 'windowNone', target: 'none' },
                { guard: 'windowValid', target: 'valid' },
                { guard: 'windowExpiring', target: 'expiring' },
              ],
            },
          },
        },
        visits: {
          initial: 'within',
          states: {
            within: {
              always: [
                { guard: 'visitsCapped', target: 'capped' },
                { guard: 'visitsExhausted', target: 'exhausted' },
              ],
            },
            capped: {
              tags: 'flag:visit-capped',
              entry: 'openCapped',
              exit: 'closeCapped',
              always: [
                { guard: 'visitsWithin', target: 'within' },
                { guard: 'visitsExhausted', target: 'exhausted' },
              ],
            },
            // Its task is the one of the lapsed window: used up before treatment is complete is a lapse.
            exhausted: {
              tags: 'flag:visits-exhausted',
              always: [
                { guard: 'visitsWithin', target: 'within' },
                { guard: 'visitsCapped', target: 'capped' },
              ],
            },
          },
        },
        reauthorization: {
          initial: 'none',
          states: {
            none: {
              always: [
                { guard: 'requestPending', target: 'requested' },
                { guard: 'requestOverdue', target: 'overdue' },
                { guard: 'requestApproved', target: 'approved' },
                { guard: 'requestUnrecorded', target: 'unrecorded' },
                { guard: 'requestDenied', target: 'denied' },
              ],
            },
            requested: {
              after: { reauthorizationOverdue: { target: 'overdue', actions: 'noteDay' } },
              always: [
                { guard: 'requestNone', target: 'none' },
                { guard: 'requestOverdue', target: 'overdue' },
                { guard: 'requestApproved', target: 'approved' },
                { guard: 'requestUnrecorded', target: 'unrecorded' },
                { guard: 'requestDenied', target: 'denied' },
              ],
            },
            overdue: {
              tags: 'flag:reauth-overdue',
              entry: 'openOverdue',
              exit: 'closeOverdue',
              always: [
                { guard: 'requestNone', target: 'none' },
                { guard: 'requestPending', target: 'requested' },
                { guard: 'requestApproved', target: 'approved' },
                { guard: 'requestUnrecorded', target: 'unrecorded' },
                { guard: 'requestDenied', target: 'denied' },
              ],
            },
            unrecorded: {
              tags: 'flag:approval-unrecorded',
              entry: 'openUnrecorded',
              exit: 'closeUnrecorded',
              always: [
                { guard: 'requestApproved', target: 'approved' },
                { guard: 'requestPending', target: 'requested' },
                { guard: 'requestOverdue', target: 'overdue' },
              ],
            },
            approved: {
              always: [
                { guard: 'requestPending', target: 'requested' },
                { guard: 'requestOverdue', target: 'overdue' },
              ],
            },
            denied: {
              tags: 'flag:reauth-denied',
              entry: 'openDenied',
              exit: 'closeDenied',
              always: [
                { guard: 'requestNone', target: 'none' },
                { guard: 'requestPending', target: 'requested' },
                { guard: 'requestOverdue', target: 'overdue' },
              ],
            },
          },
        },
        adjuster: {
          initial: 'responsive',
          states: {
            responsive: {
              after: { adjusterSilence: { target: 'silent', actions: 'noteDay' } },
              always: { guard: 'adjusterSilent', target: 'silent' },
            },
            silent: {
              tags: 'flag:silent',
              entry: ['noteSilence', 'openSilent'],
              exit: 'closeSilent',
              after: { silenceReminder: { target: 'silent', reenter: true, actions: 'noteDay' } },
              always: { guard: 'adjusterResponsive', target: 'responsive', actions: 'endSilence' },
            },
          },
        },
        treatment: {
          initial: 'notStarted',
          states: {
            notStarted: {
              always: [
                { guard: 'treatmentRuns', target: 'treating' },
                { guard: 'treatmentComplete', target: 'complete' },
              ],
            },
            treating: { always: { guard: 'treatmentComplete', target: 'complete' } },
            complete: { always: { guard: 'treatmentRuns', target: 'treating' } },
          },
        },
        billing: {
          initial: 'nothing',
          states: {
            nothing: {
              always: [
                { guard: 'billingDelivered', target: 'delivered' },
                { guard: 'billingUnbilled', target: 'unbilled' },
                { guard: 'billingSubmitted', target: 'submitted' },
                { guard: 'billingDenied', target: 'denied' },
                { guard: 'billingPaid', target: 'paid' },
              ],
            },
            delivered: {
              after: { authorizedUnbilled: { target: 'unbilled', actions: 'noteDay' } },
              always: [
                { guard: 'billingNothing', target: 'nothing' },
                { guard: 'billingUnbilled', target: 'unbilled' },
                { guard: 'billingSubmitted', target: 'submitted' },
                { guard: 'billingDenied', target: 'denied' },
                { guard: 'billingPaid', target: 'paid' },
              ],
            },
            unbilled: {
              tags: 'flag:unbilled',
              entry: 'openUnbilled',
              exit: 'closeUnbilled',
              always: [
                { guard: 'billingNothing', target: 'nothing' },
                { guard: 'billingDelivered', target: 'delivered' },
                { guard: 'billingSubmitted', target: 'submitted' },
                { guard: 'billingDenied', target: 'denied' },
                { guard: 'billingPaid', target: 'paid' },
              ],
            },
            submitted: {
              always: [
                { guard: 'billingDelivered', target: 'delivered' },
                { guard: 'billingUnbilled', target: 'unbilled' },
                { guard: 'billingDenied', target: 'denied' },
                { guard: 'billingPaid', target: 'paid' },
              ],
            },
            denied: {
              tags: 'flag:claim-denied',
              entry: 'openClaimDenied',
              exit: 'closeClaimDenied',
              always: [
                { guard: 'billingDelivered', target: 'delivered' },
                { guard: 'billingUnbilled', target: 'unbilled' },
                { guard: 'billingSubmitted', target: 'submitted' },
                { guard: 'billingPaid', target: 'paid' },
              ],
            },
            paid: {
              always: [
                { guard: 'billingNothing', target: 'nothing' },
                { guard: 'billingDelivered', target: 'delivered' },
                { guard: 'billingUnbilled', target: 'unbilled' },
                { guard: 'billingDenied', target: 'denied' },
              ],
            },
          },
        },
        payment: {
          initial: 'none',
          states: {
            none: {
              on: { 'payment.posted': { guard: 'paymentRight', target: 'posted', actions: 'recordPayment' } },
              always: { guard: 'paymentUnchecked', target: 'posted' },
            },
            posted: {
              tags: 'flag:payment-posted',
              entry: 'openPayment',
              exit: 'closePayment',
              on: {
                'payment.posted': { guard: 'paymentRight', target: 'posted', reenter: true, actions: 'recordPayment' },
              },
              always: { guard: 'paymentChecked', target: 'none' },
            },
          },
        },
        followUp: {
          initial: 'none',
          states: {
            none: {
              always: [
                { guard: 'followUpWaiting', target: 'waiting' },
                { guard: 'followUpDue', target: 'due' },
              ],
            },
            waiting: {
              after: { followUp: { target: 'due', actions: 'noteDay' } },
              always: [
                { guard: 'followUpNone', target: 'none' },
                { guard: 'followUpDue', target: 'due' },
              ],
            },
            due: {
              tags: 'flag:follow-up-due',
              entry: 'openFollowUp',
              exit: 'closeFollowUp',
              always: [
                { guard: 'followUpNone', target: 'none' },
                { guard: 'followUpWaiting', target: 'waiting' },
              ],
            },
          },
        },
        returnToWork: {
          initial: 'quiet',
          states: {
            quiet: { always: { guard: 'returnUnhandled', target: 'recorded' } },
            recorded: {
              tags: 'flag:return-to-work',
              entry: 'openReturn',
              exit: 'closeReturn',
              always: { guard: 'returnHandled', target: 'quiet' },
            },
          },
        },
        bookings: {
          initial: 'covered',
          states: {
            covered: { always: { guard: 'bookingsUncovered', target: 'uncovered' } },
            uncovered: {
              tags: 'flag:uncovered-visit',
              entry: 'openUncoveredVisit',
              exit: 'closeUncoveredVisit',
              always: { guard: 'bookingsCovered', target: 'covered' },
            },
          },
        },
        treatments: {
          initial: 'covered',
          states: {
            covered: { always: { guard: 'treatmentsUncovered', target: 'uncovered' } },
            uncovered: {
              tags: 'flag:uncovered-treatment',
              entry: 'openUncoveredTreatment',
              exit: 'closeUncoveredTreatment',
              always: { guard: 'treatmentsCovered', target: 'covered' },
            },
          },
        },
      },
    },
    resolved: {
      tags: ['stage:Resolved', 'closed'],
      on: { 'case.reopened': { target: 'open', actions: 'reopenCase' } },
    },
    canceled: {
      tags: ['stage:Canceled', 'closed'],
      on: { 'case.reopened': { target: 'open', actions: 'reopenCase' } },
    },
  },
});
