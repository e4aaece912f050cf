/** Turns the urgency of a row into words: the first line, the second, the icon. The server has decided what is urgent. */
import type { components } from '../api/generated/schema';
import type { UrgencyIcon, UrgencyTone } from './clock-text';
import { dayText, shortDay } from './dates';
import { many, moneyText } from './numbers';

type Urgency = components['schemas']['Urgency'];
type Numbers = NonNullable<Urgency['numbers']>;

export interface UrgencyWords {
  readonly words: string;
  readonly second: string | undefined;
  readonly icon: UrgencyIcon | null;
  readonly tone: UrgencyTone;
}

/** What else a row tells: a request on its way, money not yet billed, the title of the next clock. */
export interface Around {
  readonly today: string;
  readonly requestedOn?: string | null;
  readonly unbilledCents?: number | null;
  readonly nextTitle?: string | null;
}

type Lines = readonly [words: string, second?: string | undefined];

const icons: Readonly<Record<Urgency['key'], UrgencyIcon | null>> = {
  'authorization-ended': 'late',
  'visits-used-up': 'blocked',
  'visit-past-limit': 'blocked',
  'visit-not-covered': 'blocked',
  'treated-not-covered': 'blocked',
  'authorization-ends': 'late',
  'visit-limit-near': 'soon',
  silent: 'silent',
  unbilled: 'unbilled',
  'request-overdue': 'late',
  'request-denied': 'blocked',
  'approval-unrecorded': 'soon',
  'claim-denied': 'blocked',
  'follow-up-due': 'soon',
  'payment-posted': 'soon',
  'return-to-work': 'soon',
  clock: null,
  nothing: null,
};

/** What is said when the numbers are not for this reader. */
const bare: Readonly<Record<Urgency['key'], string>> = {
  'authorization-ended': 'Authorization ended',
  'visits-used-up': 'Visits used up',
  'visit-past-limit': 'Visit past the limit',
  'visit-not-covered': 'Visit not covered',
  'treated-not-covered': 'Treated without cover',
  'authorization-ends': 'Authorization ends soon',
  'visit-limit-near': 'Visit limit near',
  silent: 'Adjuster silent',
  unbilled: 'Not billed yet',
  'request-overdue': 'Answer overdue',
  'request-denied': 'Request denied',
  'approval-unrecorded': 'Approval not recorded',
  'claim-denied': 'Claim denied',
  'follow-up-due': 'Follow up',
  'payment-posted': 'Payment posted',
  'return-to-work': 'Back at work',
  clock: 'Next clock',
  nothing: 'No clock',
};

export function urgencyWords({ key, tone, numbers }: Urgency, around: Around): UrgencyWords {
  const [words, second] = numbers === null ? ([bare[key]] as Lines) : linesOf(key, numbers, around);
  const late = tone === 'red' && icons[key] === 'soon';
  const soon = tone === 'amber' && icons[key] === 'late';
  return { words, second, icon: late ? 'late' : soon ? 'soon' : icons[key], tone: tone === 'plain' ? 'none' : tone };
}

const days = (n: number) => many(n, 'business day');
const narrow = (n: number) => `${String(n)} bus. day${n === 1 ? '' : 's'}`;

function linesOf(key: Urgency['key'], n: Numbers, around: Around): Lines {
  const day = n.on === null ? '' : dayText(n.on, around.today);
  const count = n.count ?? 0;
  const asked = around.requestedOn ? `, asked ${shortDay(around.requestedOn)}` : '';
  switch (key) {
    case 'authorization-ended':
      return [count === 0 ? 'Authorization ended' : `${days(count)} late`, `Auth ended ${day}${asked}`];
    case 'authorization-ends':
      return [endWords(n, count, day), `Auth ends ${day}${asked}`];
    case 'visits-used-up':
      return ['Visits used up', `${String(count)} of ${String(n.limit ?? count)} used${asked}`];
    case 'visit-past-limit':
      return [`Visit ${String(count)} of ${String(n.limit ?? 0)} booked`, `${day} is past the limit${asked}`];
    case 'visit-not-covered':
      return ['Visit not covered', `${day} has no authorization${asked}`];
    case 'treated-not-covered':
      return [`${many(count, 'visit')} not covered`, `Last on ${day}${asked}`];
    case 'visit-limit-near':
      return [count === 0 ? 'Visit limit reached' : `Visit limit in ${String(count)}`, leftWords(n.free, asked)];
    case 'silent':
      return [`Silent ${narrow(count)}`, silentWords(count, n.limit)];
    case 'unbilled': {
      const money = around.unbilledCents ? `${moneyText(around.unbilledCents)}, done` : 'Done';
      return [`Unbilled ${narrow(count)}`, `${money} ${day}`];
    }
    case 'request-overdue':
      return [`No answer ${narrow(count)}`, `Asked ${day}, due in ${String(n.limit ?? 0)}`];
    case 'request-denied':
      return [bare[key], day === '' ? undefined : `On ${day}`];
    case 'approval-unrecorded':
      return [bare[key], `Approved ${day}`];
    case 'follow-up-due':
      return [count > 0 ? `${days(count)} late` : 'Follow up today', `Follow up by ${day}`];
    case 'claim-denied':
    case 'payment-posted':
    case 'return-to-work':
      return [bare[key], day === '' ? undefined : `On ${day}`];
    case 'clock':
      return [day, around.nextTitle ?? undefined];
    case 'nothing':
      return ['No clock', 'A task is open'];
  }
}

function endWords({ inDays }: Numbers, count: number, day: string): string {
  if (inDays === 0) return 'Ends today';
  if (inDays === 1) return 'Ends tomorrow';
  return count === 0 ? `Ends ${day}` : `${days(count)} left`;
}

function leftWords(free: number | null, asked: string): string | undefined {
  if (free === null) return undefined;
  return free <= 0 ? `None left after booked${asked}` : `${many(free, 'visit')} left after booked${asked}`;
}

const silentWords = (count: number, limit: number | null): string | undefined =>
  limit === null
    ? undefined
    : count > limit
      ? `${String(count - limit)} over the limit of ${String(limit)}`
      : 'At the limit today';
