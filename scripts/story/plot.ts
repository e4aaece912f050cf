/** What people do in the story: three cases, day by day. What the clocks do is not written here; it happens. */
import { addDays } from '../../domain/calendar';
import { uuidFrom } from '../../commands/ids';
import type { StoryDates } from './dates';

export type StoryCase = 'shoulder' | 'back' | 'denial';

/** One act of a person at a local time of the practice. */
export interface Act {
  readonly on: string;
  readonly time: string;
  readonly case: StoryCase;
  readonly kind: 'wc' | 'denial';
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly says: string;
  /** The act is expected to be refused. */
  readonly refused?: boolean;
}

export const people = {
  coordinator: { id: uuidFrom('story:rosa'), name: 'Rosa Quill', role: 'coordinator' },
  biller: { id: uuidFrom('story:theo'), name: 'Theo Marsh', role: 'biller' },
} as const;

export const storyClaimId = uuidFrom('story:claim');
const idOf = (name: string) => uuidFrom(`story:${name}`);

/** Every act in order of time. */
export function plotOf(dates: StoryDates): Act[] {
  const plot = [...shoulder(dates), ...back(dates), ...denial(dates)];
  return plot.sort((a, b) => (`${a.on}${a.time}` < `${b.on}${b.time}` ? -1 : 1));
}

function acts(story: StoryCase, kind: Act['kind'], zero: string) {
  return (
    day: number | string,
    time: string,
    type: string,
    data: Act['data'],
    says: string,
    refused?: boolean,
  ): Act => ({
    on: typeof day === 'string' ? day : addDays(zero, day),
    time,
    case: story,
    kind,
    type,
    data,
    says,
    ...(refused ? { refused } : {}),
  });
}

/** A case that goes well, because each clock is answered in time or soon after. Days count from the clock change. */
function shoulder({ clocksBackOn: zero, thanksgivingOn }: StoryDates): Act[] {
  const act = acts('shoulder', 'wc', zero);
  const on = (day: number) => addDays(zero, day);
  const visit = (day: number) =>
    act(day, '14:00', 'visit.completed', { visitId: idOf(`visit${day}`), on: on(day) }, 'Treatment given');
  const contact = (day: number, direction: 'in' | 'out') =>
    act(
      day,
      '15:00',
      'adjuster.contacted',
      { channel: 'call', direction, on: on(day), reached: true },
      'Adjuster called',
    );
  const authorization = (name: string, from: number, to: number, limit: number, determined: number) => ({
    authorizationId: idOf(name),
    startsOn: on(from),
    endsOn: on(to),
    visitsLimit: limit,
    source: 'portal',
    determinedOn: on(determined),
  });
  return [
    act(
      -13,
      '10:00',
      'case.opened',
      {
        owner: { userId: people.coordinator.id },
        startedOn: on(-13),
        authorizations: [authorization('shoulder-1', -13, 14, 8, -13)],
      },
      'Case opened: 8 visits authorized for four weeks',
    ),
    ...[-11, -9, -6, -4, -2].map(visit),
    act(
      -3,
      '11:00',
      'visit.booked',
      { visitId: idOf('late'), on: on(16) },
      'A visit is asked for after the authorization ends',
      true,
    ),
    visit(1),
    contact(1, 'in'),
    act(
      2,
      '10:00',
      'reauthorization.requested',
      { requestId: idOf('shoulder-request'), kind: 'extend' },
      'Extension requested by fax',
    ),
    act(
      5,
      '11:00',
      'authorization.recorded',
      authorization('shoulder-2', 15, 45, 6, 5),
      'The approved dates and visits are entered',
    ),
    act(
      5,
      '11:05',
      'reauthorization.decided',
      {
        requestId: idOf('shoulder-request'),
        decision: 'approved',
        on: on(5),
        authorizationId: idOf('shoulder-2'),
      },
      'The extension is approved, before its clock runs out',
    ),
    contact(11, 'out'),
    act(
      addDays(thanksgivingOn, -2),
      '16:00',
      'treatment.completed',
      { on: addDays(thanksgivingOn, -2) },
      'Treatment is complete',
    ),
    contact(24, 'in'),
    act(
      addDays(thanksgivingOn, 7),
      '11:00',
      'claim.submitted',
      { on: addDays(thanksgivingOn, 7) },
      'The claim goes out, after the reminder',
    ),
    act(
      addDays(thanksgivingOn, 8),
      '09:00',
      'followUp.set',
      { on: addDays(thanksgivingOn, 20) },
      'Look again in two weeks',
    ),
    act(
      addDays(thanksgivingOn, 12),
      '13:00',
      'case.resolved',
      { outcome: 'paid' },
      'Paid: the case is resolved, with its clocks still running',
    ),
  ];
}

/** A case with re-authorization trouble: an overdue answer, a denial, a lapse, a silent adjuster. */
function back({ clocksBackOn: zero }: StoryDates): Act[] {
  const act = acts('back', 'wc', zero);
  const on = (day: number) => addDays(zero, day);
  return [
    act(
      -12,
      '09:00',
      'case.opened',
      {
        owner: { userId: people.coordinator.id },
        startedOn: on(-40),
        lastContactOn: on(-13),
        treatment: 'treating',
        authorizations: [
          {
            authorizationId: idOf('back-1'),
            startsOn: on(-40),
            endsOn: on(4),
            visitsLimit: 12,
            visitsUsed: 7,
            source: 'portal',
            determinedOn: on(-41),
          },
        ],
      },
      'Case taken over: 7 of 12 visits used',
    ),
    act(
      -9,
      '18:00',
      'reauthorization.requested',
      { requestId: idOf('back-request-1'), kind: 'extend' },
      'Extension requested on Friday evening, after closing time',
    ),
    act(
      2,
      '10:00',
      'adjuster.contacted',
      { channel: 'fax', direction: 'out', on: on(2), reached: false },
      'The adjuster is asked about it',
    ),
    act(
      3,
      '15:00',
      'reauthorization.decided',
      { requestId: idOf('back-request-1'), decision: 'denied', on: on(3) },
      'The payer denies the extension',
    ),
    act(
      8,
      '09:30',
      'reauthorization.requested',
      { requestId: idOf('back-request-2'), kind: 'expand' },
      'A second request, with the physician’s report',
    ),
    act(
      15,
      '10:00',
      'authorization.recorded',
      {
        authorizationId: idOf('back-2'),
        startsOn: on(15),
        endsOn: on(44),
        visitsLimit: 3,
        source: 'portal',
        determinedOn: on(15),
      },
      'Three visits are authorized',
    ),
    act(
      15,
      '10:05',
      'reauthorization.decided',
      { requestId: idOf('back-request-2'), decision: 'approved', on: on(15), authorizationId: idOf('back-2') },
      'The second request is approved, before its clock runs out',
    ),
    act(17, '14:00', 'visit.completed', { visitId: idOf('back-visit'), on: on(17) }, 'Treatment given'),
    act(
      29,
      '10:00',
      'adjuster.contacted',
      { channel: 'call', direction: 'out', on: on(29), reached: true },
      'The adjuster is reached at last',
    ),
    act(36, '12:00', 'case.resolved', { outcome: 'settled' }, 'Settled: the case is resolved'),
  ];
}

/** A denial that is followed up again and again until the payer answers. */
function denial({ clocksBackOn: zero, veteransDayOn }: StoryDates): Act[] {
  const act = acts('denial', 'denial', zero);
  const on = (day: number) => addDays(zero, day);
  return [
    act(
      -11,
      '09:30',
      'case.opened',
      {
        claims: [{ claimId: storyClaimId, submissionId: null }],
        carcCodes: ['CO-16'],
        priority: 'normal',
        deniedOn: on(-15),
        deniedCents: 48_000,
        outstandingCents: 48_000,
        owner: { userId: people.biller.id },
        followUpOn: veteransDayOn,
      },
      'Denial received; follow up by Veterans Day',
    ),
    act(-10, '10:00', 'work.started', {}, 'Work begins within 48 hours'),
    act(11, '10:00', 'action.taken', { action: 'appeal-sent', on: on(11) }, 'The appeal is sent'),
    act(
      44,
      '11:00',
      'payer.responded',
      { outcome: 'paid', on: on(44), amountCents: 48_000 },
      'The payer answers: the case leaves Awaiting Payment',
    ),
    act(45, '11:00', 'case.resolved', { outcome: 'paid' }, 'Paid: the case is resolved'),
  ];
}
