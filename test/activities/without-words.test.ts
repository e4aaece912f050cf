/** What an activity throws into Temporal's history and the worker's log says what failed and where, and quotes nobody. */
import { inspect } from 'node:util';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { DatabaseError } from 'pg';
import { withoutWords } from '../../activities/without-words';

const WORD = 'Zqxvkw, Ren\u00e9e';

async function thrownBy(thrown: unknown): Promise<Error> {
  const { work } = withoutWords({ work: () => Promise.reject(thrown as Error) });
  return work().then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );
}

function databaseError(): DatabaseError {
  const error = new DatabaseError(`cannot keep "${WORD}"\n    at ${WORD} (patient.ts:1:1)`, 100, 'error');
  return Object.assign(error, { code: '23514', detail: `Failing row contains (${WORD}).`, hint: WORD, where: WORD });
}

test('I9 a database error that quotes a row leaves only its name, its code and places in code', async () => {
  const failure = await thrownBy(databaseError());
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure.message).toBe('error 23514');
  // All that the SDK prints and Temporal keeps, own properties and causes included.
  expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('Zqxvkw');
  expect(failure.stack).toMatch(/without-words\.test\.ts:\d+/);
  expect(failure.stack).not.toContain('patient.ts');
});

test('I9 it is tried again as before: a database that refuses today may take the row tomorrow', async () => {
  const failure = (await thrownBy(databaseError())) as ApplicationFailure;
  expect(failure.nonRetryable ?? false).toBe(false);
});

test.each([
  ['a text', WORD, 'string'],
  ['an error with a code of its own making', Object.assign(new Error(WORD), { code: WORD }), 'Error'],
  ['an error with a cause', new Error(WORD, { cause: new Error(WORD) }), 'Error'],
  ['nothing', undefined, 'undefined'],
])('I9 %s leaves only its type', async (_what, thrown, message) => {
  const failure = await thrownBy(thrown);
  expect(failure.message).toBe(message);
  expect(inspect(failure, { depth: 10 })).not.toContain('Zqxvkw');
});

test("Temporal's own failures pass as they are, so that a stop stays a stop and a refusal a refusal", async () => {
  for (const own of [
    new CancelledFailure('CANCELLED'),
    ApplicationFailure.nonRetryable('file_empty', 'ImportRefused'),
  ]) {
    expect(await thrownBy(own)).toBe(own);
  }
});
