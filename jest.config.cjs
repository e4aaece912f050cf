/** Pure rules (domain) and real servers (all else) in one worker pool. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.(t|j|mj)sx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  transformIgnorePatterns: [],
  testTimeout: 60000,
  maxWorkers: 2,
  // Each test file leaves some of itself in its process: after ninety of them the heap of 4 GB was full.
  workerIdleMemoryLimit: '1200MB',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
