import { EnvError, readEnv } from '../../platform/env';

test('an empty variable counts as unset and gets its default', () => {
  expect(readEnv({ PORT: '', TEMPORAL_NAMESPACE: ' ', DATABASE_URL: '' })).toMatchObject({
    PORT: 8080,
    HOST: '127.0.0.1',
    TEMPORAL_NAMESPACE: 'default',
    TASK_QUEUE: 'caseclock',
  });
  expect(readEnv({ DATABASE_URL: '' }).DATABASE_URL).toBeUndefined();
});

test('every unusable variable is named at once, with what it must be and without its value', () => {
  const bad = { PORT: '99999', DATABASE_URL: 'mysql://root:geheim@db/x', LOG_LEVEL: 'loud', WORKER_MEMORY_MB: '10' };
  let error: unknown;
  try {
    readEnv(bad);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(EnvError);
  const { message, faults } = error as EnvError;
  expect(faults.map((fault) => fault.variable).sort()).toEqual([
    'DATABASE_URL',
    'LOG_LEVEL',
    'PORT',
    'WORKER_MEMORY_MB',
  ]);
  expect(message).toContain('PORT must be a port number for the API, 0 to 65535');
  expect(message).toContain('LOG_LEVEL must be one of fatal, error');
  expect(message).not.toContain('geheim');
});
