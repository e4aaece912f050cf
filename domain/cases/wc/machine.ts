/** The WC case as a statechart: the picture only. What words mean stands in guards, changes, tasks and clocks. */
import { chart } from './chart';
import { initialContext } from './context';
import * as authorization from './regions-authorization';
import * as work from './regions-work';

export const machine = chart.createMachine({
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
        stage: work.stage,
        window: authorization.window,
        visits: authorization.visits,
        reauthorization: authorization.reauthorization,
        adjuster: work.adjuster,
        treatment: work.treatment,
        billing: work.billing,
        payment: work.payment,
        followUp: work.followUp,
        returnToWork: work.returnToWork,
        bookings: authorization.bookings,
        treatments: authorization.treatments,
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
