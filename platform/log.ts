/** The process's JSON log, one object a line: ids and codes only. It is no audit trail; that is a table. */
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * Keys that would carry facts about a person or a secret. Callers log ids; this list is the net below them.
 * Each is removed at the top level and one and two levels down, which is as deep as our log calls nest.
 */
const forbiddenKeys = [
  'patient',
  'patientName',
  'firstName',
  'lastName',
  'fullName',
  'dateOfBirth',
  'dob',
  'bornOn',
  'ssn',
  'memberId',
  'subscriberId',
  'claimNumber',
  'authorizationNumber',
  'address',
  'phone',
  'fax',
  'email',
  'diagnosis',
  'subject',
  'description',
  'note',
  'notes',
  'body',
  'password',
  'token',
  'authorization',
  'cookie',
] as const;

const redactedPaths = forbiddenKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * Makes the process's logger.
 * @param options `level` from the environment, `name` of the process (api, worker, start); `destination` for tests.
 * @returns a pino logger; use `log.child({ caseId })` for context.
 */
export function createLog(options: { level: string; name: string; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: { process: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, remove: true },
      serializers: { err: logError },
    },
    options.destination ?? pino.destination({ dest: 1, sync: false }),
  );
}

/** An error without its enumerable extras: database and HTTP libraries hang rows and bodies on them. */
function logError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...code };
}
