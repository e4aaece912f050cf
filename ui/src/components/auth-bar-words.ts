/** What the bar of an authorization says: its third line, and the whole of it as one sentence for a screen reader. */
import type { components } from '../api/generated/schema';
import { dayText, shortDay } from './dates';
import { many } from './numbers';

type Bar = components['schemas']['AuthorizationBar'];

export function barWords({ says, on, byPace, used, limit, endsOn }: Bar, today: string): string {
  const day = on === null ? '' : `${byPace ? '≈ ' : ''}${dayText(on, today)}`;
  const dates = endsOn === null ? 'no end date' : `dates to ${shortDay(endsOn)}`;
  switch (says) {
    case 'visits-run-out':
      return `Visits run out ${day}`;
    case 'dates-run-out':
      return `Dates run out ${day}`;
    case 'followed':
      return `Followed by the next, to ${day}`;
    case 'ended':
      return `Ended ${day}`;
    case 'used-up':
      return `All ${String(used)} used, ${dates}`;
    case 'finished':
      return limit !== null && used >= limit ? `All ${String(used)} used, ${dates}` : `Treatment complete, ${dates}`;
    case 'starts':
      return `Starts ${day}`;
    case 'open':
      return endsOn === null ? 'No end date' : `Dates to ${dayText(endsOn, today)}`;
  }
}

export function barSentence(bar: Bar, today: string): string {
  const { used, booked, limit, beyond, startsOn, endsOn, byPace, others } = bar;
  const visits =
    limit === null ? `${many(used, 'visit')} used, no limit` : `${String(used)} of ${many(limit, 'visit')} used`;
  const ahead =
    booked === 0 ? '' : `, ${String(booked)} booked${beyond > 0 ? `, ${String(beyond)} of them past the limit` : ''}`;
  const dates = `from ${dayText(startsOn, today)} ${endsOn === null ? 'without an end' : `to ${dayText(endsOn, today)}`}`;
  const words = barWords({ ...bar, byPace: false }, today);
  const pace = byPace ? ', by the pace so far' : '';
  const more = others === 0 ? '' : ` ${many(others, 'further authorization')}.`;
  return `Authorization: ${visits}${ahead}, ${dates}. ${words}${pace}.${more}`;
}
