/** What the demo's 180 cases start from and what has happened on them, counted from the day the demo was first loaded. */
import { addDays } from '../../domain/calendar';
import type { Db } from '../../platform/db';
import { demoId, patientId, PATIENTS, payerId, payers, personName, teams, withRole } from './cast';

export interface Scene {
  readonly key: string;
  readonly kind: 'wc' | 'denial';
  readonly data: Record<string, unknown>;
  readonly details: Record<string, unknown>;
  readonly patientId: string;
  readonly payerId: string;
  readonly events: readonly { readonly type: string; readonly data: Record<string, unknown>; readonly note?: string }[];
}

export const WC_CASES = 60;
export const DENIAL_CASES = 120;

const injuries = ['shoulder', 'lower back', 'knee', 'wrist', 'neck', 'ankle'];
const codes = [['CO-16'], ['CO-197'], ['CO-29', 'CO-16'], ['CO-50'], ['OA-18'], ['PR-1'], ['CO-97'], ['CO-45']];
const pick = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

/** One WC case: twelve situations, each met five times with other dates. */
export function wcScene(n: number, today: string): Scene {
  const d = (days: number) => addDays(today, days);
  const spread = Math.floor(n / 12);
  const authorization = (name: string, from: number, to: number, limit: number, used: number) => ({
    authorizationId: demoId(`authorization:${n}:${name}`),
    startsOn: d(from),
    endsOn: d(to),
    visitsLimit: limit,
    visitsUsed: used,
    source: 'portal',
    determinedOn: d(from - 2),
  });
  const running = authorization('running', -30, 40 + n, 12, 4 + (n % 3));
  const begun = { treatment: 'treating', lastContactOn: d(-1 - (n % 4)), authorizations: [running] };
  const over = { ...begun, treatment: 'complete', treatmentCompletedOn: d(-16 - spread) };
  const contact = {
    type: 'adjuster.contacted',
    data: { channel: pick(['call', 'email', 'fax'], n), direction: 'out', on: d(0), reached: n % 2 === 0 },
    note: 'Asked about the next step.',
  };
  const situations: [Record<string, unknown>, Scene['events']][] = [
    [{}, []],
    [{ ...begun, authorizations: [authorization('ending', -40, 2 + spread * 3, 12, 5)] }, []],
    [{ ...begun, authorizations: [authorization('ended', -50, -2 - spread, 12, 8)] }, []],
    [{ ...begun, lastContactOn: d(-24 - spread * 5) }, []],
    [over, []],
    [{ ...begun, authorizations: [authorization('capped', -30, 60, 12, 10 + (spread % 3))] }, []],
    [
      {
        ...begun,
        reauthorization: {
          requestId: demoId(`request:${n}`),
          kind: 'extend',
          receivedAt: Date.parse(`${d(-14 - spread)}T18:00:00Z`),
        },
      },
      [],
    ],
    [{ ...begun, authorizations: [authorization('first', -90, -31, 12, 12), running] }, [contact]],
    [{ ...over, claimSubmittedOn: d(-10) }, [contact]],
    [
      { ...over, claimSubmittedOn: d(-12) },
      [
        { type: 'payment.posted', data: { on: d(-1), amountCents: 125_000 + n * 100, final: true } },
        { type: 'case.resolved', data: { outcome: 'paid' } },
      ],
    ],
    [{ ...begun, followUpOn: d(-spread) }, [contact]],
    [
      begun,
      [
        { type: 'visit.booked', data: { visitId: demoId(`visit:${n}:1`), on: d(3) } },
        { type: 'visit.booked', data: { visitId: demoId(`visit:${n}:2`), on: d(10) } },
        ...(spread === 4 ? [{ type: 'case.canceled', data: { reason: 'duplicate' } }] : [contact]),
      ],
    ],
  ];
  const [facts, events] = pick(situations, n);
  const owner =
    n % 15 === 14 ? {} : { owner: n % 5 === 3 ? { teamId: teams[0]?.id } : { userId: withRole('coordinator', n) } };
  return {
    key: `wc:${n}`,
    kind: 'wc',
    data: { startedOn: d(-45 - n), injuredOn: d(-60 - n), ...owner, ...facts },
    details: {
      claimNumber: `DEMO-WC-${1000 + n}`,
      patient: { name: personName((n % PATIENTS) + 20) },
      employer: `Invented Works ${1 + (n % 9)}`,
      payerName: 'Pretend Comp Insurance',
      adjuster: { name: personName(n + 5), email: `adjuster${n % 8}@demo.invalid` },
      bodyPart: pick(injuries, n),
    },
    patientId: patientId(n % PATIENTS),
    payerId: payerId(4),
    events,
  };
}

/** The claims of a denial scene; every sixth case holds two. */
const claimKeys = (n: number): string[] => (n % 6 === 5 ? [`${n}:a`, `${n}:b`] : [`${n}:a`]);

/** One denial case: ten situations over all stages, each met twelve times with other dates. */
export function denialScene(n: number, today: string): Scene {
  const d = (days: number) => addDays(today, days);
  const spread = Math.floor(n / 10);
  const action = (on: number) => ({
    type: 'action.taken',
    data: { action: pick(['appeal-sent', 'corrected-claim', 'called-payer', 'documents-sent'], n), on: d(on) },
    note: 'Sent with the missing page.',
  });
  const situations: [Record<string, unknown>, Scene['events']][] = [
    [{}, []],
    [{ owner: undefined }, []],
    [{ followUpOn: d(3 + spread) }, []],
    [{}, [{ type: 'work.started', data: {} }]],
    [{ followUpOn: d(-spread) }, [{ type: 'work.started', data: {} }]],
    [{}, [action(-1 - (spread % 4))]],
    [{}, [action(-20 - spread)]],
    [{}, [action(-9), { type: 'case.resolved', data: { outcome: 'paid' } }]],
    [{}, [{ type: 'case.canceled', data: { reason: 'opened-in-error' } }]],
    [
      {},
      [
        action(-9),
        { type: 'payer.responded', data: { outcome: pick(['upheld', 'partial', 'more-information'], n), on: d(-1) } },
      ],
    ],
  ];
  const [facts, events] = pick(situations, n);
  const cents = 12_500 + ((n * 7_919) % 90_000);
  const owner = n % 4 === 3 ? { teamId: teams[1]?.id } : { userId: withRole(n % 3 === 0 ? 'coder' : 'biller', n) };
  const data: Record<string, unknown> = {
    claims: claimKeys(n).map((key) => ({ claimId: demoId(`claim:${key}`), submissionId: null })),
    carcCodes: pick(codes, n),
    priority: pick(['normal', 'normal', 'high', 'low'], n),
    deniedOn: d(-25 - ((n * 13) % 130)),
    serviceFrom: d(-200),
    deniedCents: cents,
    outstandingCents: cents,
    payerId: payerId(n),
    payerClass: pick(payers, n)[1],
    owner,
    ...facts,
  };
  if (data['owner'] === undefined) delete data['owner'];
  return {
    key: `denial:${n}`,
    kind: 'denial',
    data,
    details: {
      patient: { name: personName((n % PATIENTS) + 20) },
      claimNumbers: claimKeys(n).map((key) => `DEMO-${key}`),
      description: 'Invented for the demo.',
    },
    patientId: patientId(n % PATIENTS),
    payerId: payerId(n),
    events,
  };
}

/** Claims to hang the denial cases on. */
export async function writeClaims(db: Db, practiceId: string, today: string): Promise<void> {
  await db.prisma.claim.createMany({
    data: Array.from({ length: DENIAL_CASES }, (_, n) => n).flatMap((n) =>
      claimKeys(n).map((key) => ({
        id: demoId(`claim:${key}`),
        practiceId,
        number: `DEMO-${key}`,
        payerId: payerId(n),
        patientId: patientId(n % PATIENTS),
        serviceFrom: new Date(`${addDays(today, -200)}T00:00:00Z`),
        status: 'denied',
        chargeCents: 150_000n,
      })),
    ),
    skipDuplicates: true,
  });
}
