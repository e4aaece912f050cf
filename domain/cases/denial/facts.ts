/** What a denial case shows: board columns, the facts the timeline compares, and structures for the read side. */
import { localDateOf } from '../../calendar';
import type { CaseFacts } from '../../kernel';
import { appealDeadline, followUpOn } from './clocks';
import { routeOf, type DenialContext } from './context';

const UNRANKED = 9;

/** Lower is sooner: a person's promise to follow up, the window and the 48 hours, no owner, then what came back. */
const ranks: readonly (readonly [flag: string, rank: number])[] = [
  ['follow-up-due', 1],
  ['appeal-window-closed', 2],
  ['appeal-window-closing', 2],
  ['unworked', 2],
  ['no-owner', 3],
  ['stalled', 4],
  ['payer-responded', 4],
  ['payment-posted', 4],
  ['new-denial', 4],
  ['reopened', 4],
];

function attentionOn(c: DenialContext, rank: number): string | null {
  if (rank === 1) return c.remindedOn;
  if (rank === 2) return appealDeadline(c);
  if (rank === 3) return c.unownedSince === null ? null : localDateOf(c.rules.calendar, c.unownedSince);
  return rank === UNRANKED ? followUpOn(c) : (c.lastPayment?.on ?? c.lastResponse?.on ?? null);
}

/** Facts at the instant `at`. Ages are counted by the reader from the dates here; an edit moves none of them (R17). */
export function facts(c: DenialContext, flags: readonly string[], at: number): CaseFacts {
  const rank = ranks.find(([flag]) => flags.includes(flag))?.[1] ?? UNRANKED;
  const dateOf = (instant: number | null) => (instant === null ? null : localDateOf(c.rules.calendar, instant));
  return {
    owner: c.owner,
    followUpOn: followUpOn(c),
    attentionRank: rank,
    attentionOn: attentionOn(c, rank),
    claims: c.claims,
    own: {
      subject: c.subject,
      priority: c.priority,
      carcCodes: c.carcCodes,
      resolvedCarcCodes: c.resolvedCarcCodes,
      openCarcCodes: c.carcCodes.filter((code) => !c.resolvedCarcCodes.includes(code)),
      claimsCount: c.claims.length,
      deniedCents: c.deniedCents,
      outstandingCents: c.outstandingCents,
      paidCents: c.paidCents,
      payerId: c.payerId,
      payerClass: c.payerClass,
      deniedOn: c.deniedOn,
      serviceFrom: c.serviceFrom,
      arrivedOn: dateOf(c.openedAt),
      assignedOn: dateOf(c.assignedAt),
      workStartedOn: dateOf(c.workStartedAt),
      lastStepOn: dateOf(c.lastStepAt),
      awaitingSince: dateOf(c.awaitingSince),
      followUps: c.followUps,
      reminders: c.reminders,
      lastAction: c.lastAction,
      lastActionOn: c.lastActionOn,
      lastResponse: c.lastResponse?.outcome ?? null,
      lastResponseOn: c.lastResponse?.on ?? null,
      lastPaymentOn: c.lastPayment?.on ?? null,
      appealDeadlineOn: appealDeadline(c),
      appealFiledOn: c.appealFiledOn,
      outcome: c.outcome,
      cancelReason: c.cancelReason,
      closedOn: c.closedOn,
      reopenings: c.reopenings,
    },
    detail: {
      claims: c.claims,
      lastResponse: c.lastResponse,
      lastPayment: c.lastPayment,
      route: routeOf(c, at),
      sourceImportId: c.sourceImportId,
    },
  };
}
