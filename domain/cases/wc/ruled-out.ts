/** What already stands in the way of every event of a type, whatever its data: reasons that grey a button (N08). */
import type { WcContext } from './context';

export const noAuthorization = (c: WcContext) =>
  c.authorizations.length === 0 ? 'No authorization is on the case; record one first.' : null;
export const noneInForce = (c: WcContext) =>
  noAuthorization(c) ??
  (c.authorizations.every((a) => a.withdrawnOn !== null)
    ? 'Every authorization was withdrawn; record a new one.'
    : null);
export const noVisit = (c: WcContext) =>
  c.visits.some((visit) => visit.status !== 'canceled') ? null : 'No visit is on the case to cancel.';
export const requestWaiting = (c: WcContext) =>
  c.reauthorization !== null && c.reauthorization.decision === null
    ? 'A request waits for its answer; record the decision first, or that it was withdrawn.'
    : null;
export const noRequest = (c: WcContext) =>
  c.reauthorization !== null && c.reauthorization.decision === null ? null : 'No request waits for a decision.';
export const treatmentOver = (c: WcContext) =>
  c.treatmentCompletedOn === null ? null : `Treatment was complete on ${c.treatmentCompletedOn}; resume it first.`;
export const noClaim = (c: WcContext) => (c.submissions.length === 0 ? 'No claim was submitted yet.' : null);
