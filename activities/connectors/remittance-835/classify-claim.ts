/** Says whether a claim's decision needs a biller: denied, under-paid or as expected; it proposes and never writes anything off (R27). */
import { z } from 'zod';
import { normalizeCarc, suggestSubject } from '../../../domain/codes/carc';
import type { DenialSubject } from '../../../domain/codes/denial-subject';
import type { Adjustment, ClaimRecord } from './records';

/** `GROUP-CARC` such as `CO-45`; `PR-*` stands for every reason of a group. */
const AdjustmentPattern = z.string().regex(/^[A-Z]{2}-([A-Z0-9]{1,4}|\*)$/);

/** What a practice regards as expected. */
export const ClassificationRules = z.strictObject({
  /** CLP02 values that are denials whatever the adjustments say. */
  deniedStatuses: z.array(z.string()),
  /** CLP02 values of a claim that went to another payer undecided. */
  forwardedStatuses: z.array(z.string()),
  /** Adjustments that are no reason to work a claim of which something was paid. */
  expectedWhenPaid: z.array(AdjustmentPattern),
  /** Adjustments that explain a payment of zero by themselves. */
  expectedWhenUnpaid: z.array(AdjustmentPattern),
});
export type ClassificationRules = z.infer<typeof ClassificationRules>;

/** Contract reductions, fee schedules, sequestration, withholds and what an earlier payer did: routine in every paid claim. */
const ROUTINE = [
  ...[
    '45',
    '24',
    '42',
    '44',
    '59',
    '94',
    '103',
    '104',
    '105',
    '131',
    '132',
    '137',
    '144',
    '161',
    '245',
    '253',
    'A2',
    'P12',
    'P23',
    'P24',
    'P25',
    'P26',
    'P29',
  ].map((carc) => `CO-${carc}`),
  ...['45', '253', '94', '104', '131', 'P12'].map((carc) => `PI-${carc}`),
  ...['23', '94', '101', '209', '253'].map((carc) => `OA-${carc}`),
];

/** The shares a plan leaves to its member; other PR reasons (not covered, not eligible) are denials when nothing was paid. */
const COST_SHARING = [
  '1',
  '2',
  '3',
  '45',
  '66',
  '85',
  '142',
  '178',
  '187',
  '201',
  '241',
  '247',
  '248',
  '36',
  '37',
  '126',
  '127',
  'P3',
].map((carc) => `PR-${carc}`);

export const DEFAULT_CLASSIFICATION_RULES: ClassificationRules = {
  deniedStatuses: ['4'],
  forwardedStatuses: ['23'],
  expectedWhenPaid: [...ROUTINE, 'PR-*'],
  expectedWhenUnpaid: [...ROUTINE, ...COST_SHARING],
};

export interface ClassificationReason {
  readonly kind:
    | 'status'
    | 'adjustment'
    | 'unexplained_difference'
    | 'expected_only'
    | 'predetermination'
    | 'correction'
    | 'reversal'
    | 'forwarded';
  /** `CO-50` for an adjustment, else null. */
  readonly carc: string | null;
  readonly amountCents: number;
  readonly subject: DenialSubject | null;
}

export interface Classification {
  /** A correction that is denied or under-paid is returned as such, with a reason of kind `correction` beside it. */
  readonly outcome: 'denied' | 'under-paid' | 'paid' | 'reversal' | 'correction' | 'forwarded';
  readonly reasons: readonly ClassificationReason[];
  /** Adjustments to work, largest amount first: `CO-50`, ... */
  readonly carcs: readonly string[];
  /** Money at stake: the sum of those adjustments. */
  readonly amountCents: number;
  /** Subject of the largest of them; `other` when nothing is known, null when nothing is to do. */
  readonly subject: DenialSubject | null;
}

type Classifiable = Pick<
  ClaimRecord,
  'statusCode' | 'chargeCents' | 'paidCents' | 'isReversal' | 'isCorrection' | 'adjustments' | 'balance'
> & {
  readonly lines: readonly { readonly adjustments: readonly Adjustment[] }[];
};

/** Classifies one claim by its status, payment and the net amount of each group and reason over claim and lines. */
export function classifyClaim(
  claim: Classifiable,
  rules: ClassificationRules = DEFAULT_CLASSIFICATION_RULES,
): Classification {
  if (claim.isReversal) return settled('reversal', 'reversal', claim.paidCents);
  if (rules.forwardedStatuses.includes(claim.statusCode)) return settled('forwarded', 'forwarded', claim.chargeCents);
  if (claim.statusCode === '25') return settled('paid', 'predetermination', 0);

  const adjusted = netAdjustments(claim);
  const unpaid = claim.paidCents <= 0 && claim.chargeCents > 0;
  const expected = new Set(unpaid ? rules.expectedWhenUnpaid : rules.expectedWhenPaid);
  const isExpected = ({ carc }: ClassificationReason): boolean =>
    expected.has(carc ?? '') || expected.has(`${(carc ?? '').slice(0, 2)}-*`);
  const toWork = adjusted.filter((reason) => reason.amountCents > 0 && !isExpected(reason));
  const byStatus = rules.deniedStatuses.includes(claim.statusCode);
  const denied = byStatus || (unpaid && toWork.length > 0);
  const missing = claim.balance.differenceCents;

  const reasons: ClassificationReason[] = [...toWork];
  // A denied status with nothing but routine adjustments still shows what the payer gave as its reasons.
  if (byStatus && toWork.length === 0) reasons.push(...adjusted.filter(({ amountCents }) => amountCents > 0));
  if (missing > 0) reasons.push({ kind: 'unexplained_difference', carc: null, amountCents: missing, subject: 'other' });
  if (!denied && reasons.length === 0) {
    return claim.isCorrection
      ? settled('correction', 'correction', claim.paidCents)
      : settled('paid', 'expected_only', 0);
  }
  const worked = reasons.filter(({ kind }) => kind === 'adjustment');
  const amountCents = reasons.reduce((sum, reason) => sum + reason.amountCents, 0);
  if (byStatus) reasons.push({ kind: 'status', carc: null, amountCents: 0, subject: null });
  if (claim.isCorrection) reasons.push({ kind: 'correction', carc: null, amountCents: 0, subject: null });
  return {
    outcome: denied ? 'denied' : 'under-paid',
    reasons,
    carcs: worked.map(({ carc }) => carc ?? ''),
    amountCents,
    subject: worked[0]?.subject ?? 'other',
  };
}

function settled(
  outcome: Classification['outcome'],
  kind: ClassificationReason['kind'],
  amountCents: number,
): Classification {
  return {
    outcome,
    reasons: [{ kind, carc: null, amountCents, subject: null }],
    carcs: [],
    amountCents: 0,
    subject: null,
  };
}

function netAdjustments(claim: Classifiable): ClassificationReason[] {
  const net = new Map<string, ClassificationReason>();
  for (const { group, carc, amountCents } of [
    claim.adjustments,
    ...claim.lines.map((line) => line.adjustments),
  ].flat()) {
    const code = normalizeCarc(carc);
    const key = `${group}-${code}`;
    const known = net.get(key)?.amountCents ?? 0;
    net.set(key, {
      kind: 'adjustment',
      carc: key,
      amountCents: known + amountCents,
      subject: suggestSubject(group, code),
    });
  }
  return [...net.values()].sort((a, b) => b.amountCents - a.amountCents);
}
