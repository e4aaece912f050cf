/**
 * The border between activities and Temporal: what an activity throws is kept in a history and printed by the SDK, and a
 * database's error quotes rows. Only a name, a code and places in code pass; it judges no cause and hides no failure.
 */
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';

type Activity = (...args: never[]) => Promise<unknown>;

/** The same activities; what they throw has no words that came from a row, a file or a person. */
export function withoutWords<A extends object>(activities: A): A {
  const bordered = Object.entries(activities as Record<string, Activity>).map(
    ([name, activity]): [string, Activity] => [
      name,
      async (...args) => {
        try {
          return await activity(...args);
        } catch (error) {
          throw wordless(error);
        }
      },
    ],
  );
  return Object.fromEntries(bordered) as A;
}

/** Temporal's own failures are made by us, of our words: they pass as they are. */
function wordless(error: unknown): Error {
  if (error instanceof TemporalFailure) return error;
  const type = error instanceof Error ? error.name : typeof error;
  const code = codeOf(error);
  const failure = ApplicationFailure.create({ message: code === null ? type : `${type} ${code}`, type });
  failure.stack = [`${failure.name}: ${failure.message}`, ...placesOf(error)].join('\n');
  return failure;
}

/** SQLSTATE or a system's code, such as 23505 or ECONNRESET. */
function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : null;
}

/** Lines of a stack after the message: a message may have lines of its own that look like places. */
function placesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  const from = error.stack.indexOf(error.message);
  const places = from < 0 ? error.stack : error.stack.slice(from + error.message.length);
  return places.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
}
