/** Which of the allowed actions comes first, which stand beside it, and which wait in the menu. Pure; allowed is the server's word. */
import type { Case } from '../../api/case';

export type Allowed = Case['allowed'][number];

/** What a flag asks for; the first flag of the list that the case has decides. */
const asks: Readonly<Record<string, readonly (readonly [flag: string, type: string])[]>> = {
  wc: [
    ['approval-unrecorded', 'authorization.recorded'],
    ['reauth-overdue', 'adjuster.contacted'],
    ['lapsed', 'reauthorization.requested'],
    ['uncovered-visit', 'reauthorization.requested'],
    ['uncovered-treatment', 'reauthorization.requested'],
    ['visits-exhausted', 'reauthorization.requested'],
    ['expiring', 'reauthorization.requested'],
    ['visit-capped', 'reauthorization.requested'],
    ['silent', 'adjuster.contacted'],
    ['unbilled', 'claim.submitted'],
    ['claim-denied', 'claim.submitted'],
    ['payment-posted', 'case.resolved'],
    ['return-to-work', 'case.resolved'],
    ['follow-up-due', 'followUp.set'],
  ],
  denial: [
    ['unworked', 'action.taken'],
    ['no-owner', 'case.assigned'],
    ['appeal-window-closing', 'action.taken'],
    ['appeal-window-closed', 'case.resolved'],
    ['payment-posted', 'case.resolved'],
    ['payer-responded', 'action.taken'],
    ['reopened', 'action.taken'],
    ['new-denial', 'action.taken'],
    ['follow-up-due', 'action.taken'],
    ['stalled', 'action.taken'],
  ],
};

/** What a stage asks for when no flag does. */
const usual: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  wc: { New: 'case.started', 'In Progress': 'adjuster.contacted', 'Awaiting Payment': 'payment.posted' },
  denial: { New: 'work.started', 'In Progress': 'action.taken', 'Awaiting Payment': 'payer.responded' },
};

/** The everyday ones, in the order of a case's life. */
const beside: Readonly<Record<string, readonly string[]>> = {
  wc: [
    ...['case.started', 'adjuster.contacted', 'reauthorization.requested', 'reauthorization.decided', 'visit.booked'],
    ...[
      'visit.completed',
      'treatment.completed',
      'claim.submitted',
      'payment.posted',
      'case.assigned',
      'case.resolved',
    ],
  ],
  denial: [
    ...['work.started', 'action.taken', 'payer.responded', 'payment.posted', 'followUp.set', 'carc.resolved'],
    ...['case.assigned', 'case.resolved'],
  ],
};

const CLOSED = 'case.reopened';
const MOST_BESIDE = 5;

export interface ActionOrder {
  readonly primary: Allowed | null;
  readonly beside: readonly Allowed[];
  readonly more: readonly Allowed[];
  /** Not possible now, the everyday ones first; each with its reason. */
  readonly locked: readonly (Allowed & { readonly why: string })[];
}

export interface Sender {
  readonly mayWork: boolean;
  readonly isManager: boolean;
}

export function orderActions(
  { kind, stage, flags, allowed }: Pick<Case, 'kind' | 'stage' | 'flags' | 'allowed'>,
  sender: Sender,
): ActionOrder {
  const known = allowed.filter((event) => event.by !== 'system');
  const judged = known.map((event) => ({ event, why: whyNot(event, sender) }));
  const open = judged.filter(({ why }) => why === null).map(({ event }) => event);
  const everyday = beside[kind] ?? [];
  const rank = ({ type }: Allowed) => (everyday.includes(type) ? everyday.indexOf(type) : everyday.length);
  const find = (type: string | undefined) => open.find((event) => event.type === type);
  const asked = (asks[kind] ?? []).filter(([flag]) => flags.includes(flag)).map(([, type]) => find(type));
  const primary = asked.find((event) => event !== undefined) ?? find(usual[kind]?.[stage]) ?? find(CLOSED) ?? null;
  const others = open.filter((event) => event !== primary).toSorted((a, b) => rank(a) - rank(b));
  const shown = others.filter((event) => everyday.includes(event.type)).slice(0, MOST_BESIDE);
  return {
    primary,
    beside: shown,
    more: others.filter((event) => !shown.includes(event)),
    locked: judged
      .flatMap(({ event, why }) => (why === null ? [] : [{ ...event, why }]))
      .toSorted((a, b) => weight(a) - weight(b) || rank(a) - rank(b)),
  };
}

/** What is merely over or yet to come tells less than what is missing. */
function weight({ type, why }: { readonly type: string; readonly why: string }): number {
  return /does not apply now/.test(why) || type === 'case.started' ? 1 : 0;
}

function whyNot(event: Allowed, { mayWork, isManager }: Sender): string | null {
  if (!event.ok) return event.why ?? 'This does not apply now.';
  if (event.by === 'manager' && !isManager) return 'A manager may do this.';
  return mayWork ? null : 'You may read this case, but it is not yours to work on.';
}
