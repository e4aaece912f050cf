/** The demo's WC cases: twenty situations, each met three times with other dates, so that every part of the board has rows. */
import { addDays } from '../../domain/calendar';
import { demoId, patientId, PATIENTS, payerId, personName, teams, withRole } from './cast';
import type { Scene } from './scenes';

export const WC_CASES = 60;
const SITUATIONS = 20;

const injuries = [
  'shoulder',
  'lower back',
  'knee',
  'wrist',
  'cervical spine',
  'ankle',
  'elbow',
  'hand',
  'hip',
  'thumb',
];
const sides = ['left', 'right'];
const employers = [
  'Invented Freight',
  'Sample Dairy',
  'Made-up Roofing',
  'Placeholder Print',
  'Fictional Foods',
  'Demo Mills',
];
const pick = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

/** Cases that are billed on a claim of the practice: what it charges. */
export const wcCharges = (n: number): { id: string; number: string; chargeCents: bigint } | null =>
  n % SITUATIONS === 9 || n % SITUATIONS === 10
    ? { id: demoId(`claim:wc:${n}`), number: `DEMO-WC-C${n}`, chargeCents: BigInt(84_500 + ((n * 7_919) % 30) * 9_500) }
    : null;

type Situation = readonly [facts: Record<string, unknown>, events: Scene['events']];

/** What an authorization grants, in days from today, and the visits within it: negative days took place. */
interface Grant {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly visits: readonly number[];
}

function scene(n: number, today: string): Situation {
  const spread = Math.floor(n / SITUATIONS);
  const d = (days: number) => addDays(today, days);
  const authorization = (name: string, from: number, to: number, limit: number, used = 0) => ({
    authorizationId: demoId(`authorization:${n}:${name}`),
    startsOn: d(from),
    endsOn: d(to),
    visitsLimit: limit,
    visitsUsed: used,
    source: 'portal',
    determinedOn: d(from - 2),
  });
  const granted = ({ from, to, limit, visits }: Grant) => ({
    treatment: 'treating',
    lastContactOn: d(-1 - (n % 5)),
    authorizations: [authorization('running', from, to, limit)],
    visits: visits.map((on, k) => ({
      visitId: demoId(`visit:${n}:${k}`),
      on: d(on),
      status: on < 0 ? 'completed' : 'booked',
    })),
  });
  /** So many visits, a step apart, the last of them `back` days ago. */
  const past = (count: number, step: number, back = 1) =>
    Array.from({ length: count }, (_, k) => -back - (count - 1 - k) * step);
  const calm = granted({ from: -30, to: 45 + n, limit: 12, visits: [...past(4 + spread, 5, 2), 3, 8] });
  const treated = (back: number, used: number, limit: number) => ({
    ...granted({ from: -back - used * 3 - 5, to: 20 + spread * 4, limit, visits: past(used, 3, back) }),
    treatment: 'complete',
    treatmentCompletedOn: d(-back),
  });
  const request = (daysAgo: number) => ({
    reauthorization: {
      requestId: demoId(`request:${n}`),
      kind: pick(['extend', 'expand'], n),
      receivedAt: Date.parse(`${d(-daysAgo)}T18:00:00Z`),
    },
  });
  const contact = {
    type: 'adjuster.contacted',
    data: { channel: pick(['call', 'email', 'fax'], n), direction: 'out', on: d(0), reached: n % 2 === 0 },
    note: 'Asked about the next step.',
  };
  const paid = { type: 'payment.posted', data: { on: d(-1), amountCents: 125_000 + n * 100, final: true } };
  const situations: readonly Situation[] = [
    [{ startedOn: d(-2 - spread) }, []],
    [granted({ from: -45, to: 1 + spread * 2, limit: 12, visits: [...past(11, 4), spread] }), []],
    [granted({ from: -50, to: -2 - spread, limit: 12, visits: past(8, 5, 4 + spread) }), []],
    [granted({ from: -38, to: 22, limit: 8, visits: [...past(6, 6), 3, 6, 11 + spread] }), []],
    [granted({ from: -44, to: 5 + spread, limit: 10, visits: [...past(8, 5), 1, 4] }), []],
    [granted({ from: -31, to: 29, limit: 9, visits: [...past(7, 4), 4] }), []],
    [granted({ from: -49, to: 11 + spread, limit: 16, visits: [...past(9, 5), 2, 5, 8] }), []],
    [{ ...calm, lastContactOn: d(-24 - spread * 4) }, []],
    [{ ...calm, lastContactOn: d(-14 - spread) }, []],
    [treated(13 + spread * 3, 24, 24), []],
    [treated(8 + spread, 9, 10), []],
    [{ ...calm, ...request(14 + spread) }, []],
    [{ ...granted({ from: -40, to: 4 + spread, limit: 12, visits: past(9, 4) }), ...request(1) }, []],
    [granted({ from: -40, to: 30, limit: 6, visits: past(6, 6, 2 + spread) }), []],
    [
      {
        ...calm,
        authorizations: [authorization('running', -60, 6 + spread, 10), authorization('next', 7 + spread, 70, 12)],
      },
      [contact],
    ],
    [{ ...treated(16 + spread, 12, 12), claimSubmittedOn: d(-10) }, [contact]],
    [
      { ...treated(30, 12, 12), claimSubmittedOn: d(-12) },
      spread === 2 ? [contact, paid] : [paid, { type: 'case.resolved', data: { outcome: 'paid' } }],
    ],
    [{ ...calm, followUpOn: d(-spread) }, [contact]],
    [calm, spread === 2 ? [{ type: 'case.canceled', data: { reason: 'duplicate' } }] : [contact]],
    [
      { ...treated(25, 10, 10), claimSubmittedOn: d(-15) },
      [contact, { type: 'claim.denied', data: { on: d(-2 - spread) } }],
    ],
  ];
  return pick(situations, n);
}

/** One WC case: its situation, and people and places that nobody has. */
export function wcScene(n: number, today: string): Scene {
  const [facts, events] = scene(n, today);
  const claim = wcCharges(n);
  const unowned = n % SITUATIONS === 5 ? n === 5 : n % 27 === 26;
  const owner = unowned
    ? {}
    : { owner: n % 5 === 3 ? { teamId: teams[0]?.id } : { userId: withRole('coordinator', n) } };
  return {
    key: `wc:${n}`,
    kind: 'wc',
    data: {
      startedOn: addDays(today, -95 - n),
      injuredOn: addDays(today, -110 - n),
      ...owner,
      ...(claim === null ? {} : { claimId: claim.id }),
      ...facts,
    },
    details: {
      claimNumber: `DEMO-WC-${1000 + n}`,
      patient: { name: personName((n % PATIENTS) + 20) },
      employer: pick(employers, n + Math.floor(n / 7)),
      payerName: 'Pretend Comp Insurance',
      adjuster: {
        name: personName((n % 6) + 5),
        email: `adjuster${n % 6}@demo.invalid`,
        ...(n % 3 === 0 ? {} : { phone: `555-01${String(10 + (n % 6))}` }),
        ...(n % 2 === 0 ? { fax: `555-01${String(30 + (n % 6))}` } : {}),
      },
      bodyPart: `${pick(sides, n)} ${pick(injuries, n)}`.replace(/^(left|right) (lower|cervical)/, '$2'),
      injuredOn: addDays(today, -110 - n),
    },
    patientId: patientId(n % PATIENTS),
    payerId: payerId(4),
    events,
  };
}
