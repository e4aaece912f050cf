/** Opens WC cases for the tests: a case with one authorization of twelve visits from 2 February to 1 May 2026. */
import type { NewAuthorization, OpenData } from '../../../../domain/cases/wc/events';
import { wcKind } from '../../../../domain/cases/wc/kind';
import type { WcContext } from '../../../../domain/cases/wc/context';
import { checkVisit, type VisitCheck } from '../../../../domain/cases/wc/check-visit';
import { Play } from '../../support/play';
import { id, la, rulesWith } from '../../support/practice';

export const someone = { userId: id(901) };
export const A = id(1);
export const B = id(2);
export const REQUEST = id(40);

/** An authorization for the tests; changes are named by the test. */
export function authorization(changes: Partial<NewAuthorization> = {}): NewAuthorization {
  return {
    authorizationId: A,
    startsOn: '2026-02-02',
    endsOn: '2026-05-01',
    visitsLimit: 12,
    source: 'portal',
    determinedOn: '2026-01-30',
    ...changes,
  };
}

/** By default the adjuster was contacted on the day of opening, Monday 2 March 2026 at 10:00. */
export function wc(data: Partial<OpenData> = {}, at = la('2026-03-02 10:00'), rules = rulesWith()): WcPlay {
  return new WcPlay(data, at, rules);
}

export class WcPlay extends Play {
  constructor(data: Partial<OpenData>, at: number, rules = rulesWith()) {
    const base: OpenData = { owner: someone, authorizations: [authorization()], lastContactOn: '2026-03-02' };
    super({ kind: wcKind, data: { ...base, ...data }, at, rules });
  }

  contact(on: string, changes: object = {}) {
    return this.send('adjuster.contacted', { channel: 'call', direction: 'out', reached: true, on, ...changes });
  }

  completed(n: number, on: string, changes: object = {}) {
    return this.send('visit.completed', { visitId: id(n), on, ...changes });
  }

  booked(n: number, on: string, changes: object = {}) {
    return this.send('visit.booked', { visitId: id(n), on, ...changes });
  }

  check(on: string, changes: object = {}): VisitCheck {
    return checkVisit(this.state.snapshot.context as WcContext, { on, at: this.now, ...changes });
  }

  codes(on: string, changes: object = {}): string[] {
    const { verdict, reasons } = this.check(on, changes);
    return [verdict, ...reasons.map((r) => r.code)];
  }
}
