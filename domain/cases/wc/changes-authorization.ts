/** How determinations, visits and counts change what the case remembers [A14, A19]. Pure: the changed fields come out. */
import { allot } from './authorizations';
import { beginWork, noteDay, today, type Args, type Change } from './changes';
import { authorizationFrom, type Authorization, type Visit, type WcContext } from './context';
import { dataOf } from './events';
import { MOST_DETERMINATIONS } from './vocabulary';

/** New dates or visits are what an approval was waiting for; after a denial they end its flag as well. */
function settle({ context }: Args): Change {
  const request = context.reauthorization;
  return request === null || request.decision === null ? {} : { reauthorization: { ...request, settled: true } };
}

export function recordAuthorization(args: Args): Change {
  const data = dataOf('authorization.recorded', args.event);
  return {
    ...beginWork(args),
    ...settle(args),
    authorizations: [...args.context.authorizations, authorizationFrom(data, args.context.service)],
  };
}

function changing(c: WcContext, id: string, change: (a: Authorization) => Authorization): Change {
  return { authorizations: c.authorizations.map((a) => (a.authorizationId === id ? change(a) : a)) };
}

/** A new determination; what it replaces is kept [A14]. */
export function changeAuthorization(args: Args): Change {
  const { authorizationId, ...next } = dataOf('authorization.changed', args.event);
  return {
    ...beginWork(args),
    ...settle(args),
    ...changing(args.context, authorizationId, (a) => ({
      ...a,
      startsOn: next.startsOn ?? a.startsOn,
      endsOn: next.endsOn === undefined ? a.endsOn : next.endsOn,
      visitsLimit: next.visitsLimit === undefined ? a.visitsLimit : next.visitsLimit,
      source: next.source,
      determinedOn: next.determinedOn ?? null,
      earlier: [...a.earlier, pick(a)].slice(-MOST_DETERMINATIONS),
    })),
  };
}

function pick({ startsOn, endsOn, visitsLimit, source, determinedOn }: Authorization) {
  return { startsOn, endsOn, visitsLimit, source, determinedOn };
}

export function withdrawAuthorization(args: Args): Change {
  const { authorizationId, on } = dataOf('authorization.withdrawn', args.event);
  const withdrawnOn = on ?? today(args);
  return { ...noteDay(args), ...changing(args.context, authorizationId, (a) => ({ ...a, withdrawnOn })) };
}

/** A source counts the visits used: those the case does not list make up the difference, now and later. */
export function countVisits(args: Args): Change {
  const { authorizationId, used } = dataOf('visits.counted', args.event);
  const c = args.context;
  const listed = allot({ ...c, ...changing(c, authorizationId, (a) => ({ ...a, unlistedUsed: 0 })) } as WcContext);
  const unlistedUsed = used - (listed.usage.get(authorizationId)?.used ?? 0);
  return {
    ...beginWork(args),
    treatmentStarted: c.treatmentStarted || used > 0,
    ...changing(c, authorizationId, (a) => ({ ...a, unlistedUsed })),
  };
}

function withVisit(c: WcContext, data: Partial<Visit> & Pick<Visit, 'visitId' | 'on' | 'status'>): readonly Visit[] {
  const known = c.visits.find((v) => v.visitId === data.visitId);
  const visit: Visit = {
    visitId: data.visitId,
    on: data.on,
    status: data.status,
    service: data.service ?? known?.service ?? c.service,
    authorizationId: data.authorizationId ?? known?.authorizationId ?? null,
  };
  return known ? c.visits.map((v) => (v === known ? visit : v)) : [...c.visits, visit];
}

function visitData(data: {
  visitId: string;
  on: string;
  service?: string | undefined;
  authorizationId?: string | undefined;
}) {
  const { visitId, on, service, authorizationId } = data;
  return { visitId, on, ...(service ? { service } : {}), ...(authorizationId ? { authorizationId } : {}) };
}

/** Booking a visit again moves it. */
export function bookVisit(args: Args): Change {
  const data = visitData(dataOf('visit.booked', args.event));
  return { ...noteDay(args), visits: withVisit(args.context, { ...data, status: 'booked' }) };
}

/**
 * A treatment after the end of treatment means that it goes on. Beyond the authorization it has happened all the same:
 * an incident [F1].
 */
export function completeVisit(args: Args): Change {
  const c = args.context;
  const data = visitData(dataOf('visit.completed', args.event));
  const goesOn = c.treatmentCompletedOn !== null && data.on > c.treatmentCompletedOn;
  const change: Change = {
    ...beginWork(args),
    visits: withVisit(c, { ...data, status: 'completed' }),
    treatmentStarted: true,
    treatmentCompletedOn: goesOn ? null : c.treatmentCompletedOn,
  };
  const beyond = allot({ ...c, ...change }).uncovered.some((v) => v.visitId === data.visitId);
  return beyond && !c.lapses.includes(data.visitId) ? { ...change, lapses: [...c.lapses, data.visitId] } : change;
}

export function cancelVisit(args: Args): Change {
  const { visitId } = dataOf('visit.canceled', args.event);
  const c = args.context;
  const visits = c.visits.map((v): Visit => (v.visitId === visitId ? { ...v, status: 'canceled' } : v));
  return { ...noteDay(args), visits };
}
