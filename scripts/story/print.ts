/** Words the story for a terminal: a day's heading, what people did, what fired and why, which task for whom. */
import type { StoryDates } from './dates';
import type { Refused } from './play';
import type { StoryCase } from './plot';
import type { Entry } from './read-entries';

const titles: Readonly<Record<StoryCase, string>> = {
  shoulder: 'WC shoulder',
  back: 'WC back    ',
  denial: 'Denial     ',
};

export interface StoryWords {
  readonly zone: string;
  readonly dates: StoryDates;
  /** What the plot says of an event: by case, event type and day. */
  says(story: StoryCase, type: string, on: string): string | undefined;
  caseOf(caseId: string): StoryCase;
}

/** The lines of one day; none when nothing happened. */
export function linesOf(
  words: StoryWords,
  on: string,
  entries: readonly Entry[],
  refused: readonly Refused[],
): string[] {
  if (entries.length === 0 && refused.length === 0) return [];
  return [
    '',
    headingOf(words, on),
    ...entries.flatMap((entry) => entryLines(words, on, entry)),
    ...refused.map(({ act, why }) => `  ${act.time}  ${titles[act.case]}  ✋ ${act.says}: refused. ${why}`),
  ];
}

function headingOf({ zone, dates }: StoryWords, on: string): string {
  const noon = new Date(`${on}T20:00:00Z`);
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: zone }).format(noon);
  const special =
    on === dates.clocksBackOn
      ? ' — the clocks go back'
      : on === dates.veteransDayOn
        ? ' — Veterans Day'
        : on === dates.thanksgivingOn
          ? ' — Thanksgiving'
          : '';
  return `${day}${special}`;
}

function entryLines(words: StoryWords, on: string, entry: Entry): string[] {
  const story = words.caseOf(entry.caseId);
  const time = new Intl.DateTimeFormat('en-US', {
    timeZone: words.zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(entry.at);
  const head = `  ${time}  ${titles[story]}  `;
  const rest = ' '.repeat(head.length);
  const stage = entry.stageBefore === entry.stageAfter ? '' : `  [${entry.stageAfter}]`;
  const first = entry.fired
    ? `${head}⏰ ${entry.fired.name} fires${stage}`
    : `${head}${words.says(story, entry.type, on) ?? entry.type} (${entry.type})${stage}`;
  return [
    first,
    ...(entry.fired ? [`${rest}   why: ${entry.fired.why}`] : []),
    ...entry.opened.map(
      (task) => `${rest}   → task for ${task.who}: ${task.title} [${task.requirement ?? '-'}]. ${task.reason}`,
    ),
    ...entry.closed.map((task) => `${rest}   ✓ task closed (${task.outcome}): ${task.title}`),
    ...(entry.stopped.length > 0 ? [`${rest}   ■ stopped: ${entry.stopped.join(', ')}`] : []),
  ];
}
