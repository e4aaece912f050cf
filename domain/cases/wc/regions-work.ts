/** The regions that carry the case on: stage, adjuster, treatment, billing, payment, follow-up. Picture only. */
import { chart } from './chart';

export const stage = chart.createStateConfig({
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
});

export const adjuster = chart.createStateConfig({
  description: 'Adjuster contact',
  initial: 'responsive',
  states: {
    responsive: {
      description: 'in contact',
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
});

export const treatment = chart.createStateConfig({
  description: 'Treatment',
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
});

export const billing = chart.createStateConfig({
  description: 'Billing',
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
});

export const payment = chart.createStateConfig({
  description: 'Payments',
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
});

export const followUp = chart.createStateConfig({
  description: 'Follow-up date',
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
});

export const returnToWork = chart.createStateConfig({
  description: 'Return to work',
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
});
