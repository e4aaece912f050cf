/** The regions that watch what is authorized: dates, visits, requests, and care without cover. Picture only. */
import { chart } from './chart';

export const window = chart.createStateConfig({
  description: 'Authorization dates',
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
});

export const visits = chart.createStateConfig({
  description: 'Authorized visits',
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
});

export const reauthorization = chart.createStateConfig({
  description: 'Re-authorization',
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
      description: 'approved, not recorded',
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
});

export const bookings = chart.createStateConfig({
  description: 'Booked visits',
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
});

export const treatments = chart.createStateConfig({
  description: 'Given visits',
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
});
