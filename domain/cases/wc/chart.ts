/** The words the picture of the WC case may use: its types, clocks, guards and actions. Draws nothing itself. */
import { assign, emit, setup } from 'xstate';
import type { Effect } from '../../effects';
import { atOf, delaysOf, guardsOf, type OpenInput } from '../../kernel';
import * as change from './changes';
import * as authorization from './changes-authorization';
import { clocks } from './clocks';
import type { WcContext } from './context';
import type { WcEvent } from './events';
import { guards } from './guards';
import { closed, opened, taskKeys } from './tasks';

export const chart = setup({
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
    recordAuthorization: assign(authorization.recordAuthorization),
    changeAuthorization: assign(authorization.changeAuthorization),
    withdrawAuthorization: assign(authorization.withdrawAuthorization),
    countVisits: assign(authorization.countVisits),
    bookVisit: assign(authorization.bookVisit),
    completeVisit: assign(authorization.completeVisit),
    cancelVisit: assign(authorization.cancelVisit),
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
});
