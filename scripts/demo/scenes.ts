/** What the demo's denial cases start from and what has happened on them, counted from the day the demo was first loaded. */
import { addDays } from '../../domain/calendar';
import type { Db } from '../../platform/db';
import { demoId, patientId, PATIENTS, payerId, payers, personName, teams, withRole } from './cast';
import { WC_CASES, wcCharges } from './wc-scenes';

export interface Scene {
  readonly key: string;
  readonly kind: 'wc' | 'denial';
  readonly data: Record<string, unknown>;
  readonly details: Record<string, unknown>;
  readonly patientId: string;
  readonly payerId: string;
  readonly events: readonly { readonly type: string; readonly data: Record<string, unknown>; readonly note?: string }[];
}

export const DENIAL_CASES = 120;

const codes = [['CO-16'], ['CO-197'], ['CO-29', 'CO-16'], ['CO-50'], ['OA-18'], ['PR-1'], ['CO-97'], ['CO-45']];
const pick = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

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

/** Claims to hang cases on: those of denials, and what workers' compensation is charged. */
export async function writeClaims(db: Db, practiceId: string, today: string): Promise<void> {
  await db.prisma.claim.createMany({
    data: Array.from({ length: WC_CASES }, (_, n) => n).flatMap((n) => {
      const claim = wcCharges(n);
      return claim === null ? [] : [{ ...claim, practiceId, payerId: payerId(4), patientId: patientId(n % PATIENTS) }];
    }),
    skipDuplicates: true,
  });
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
