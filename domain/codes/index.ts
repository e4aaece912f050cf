/** The code vocabulary the domain shares with connectors; data and pure functions only. */
export { ADJUSTMENT_GROUPS, describeCarc, describeGroup, knownCarcs, normalizeCarc, suggestSubject } from './carc';
export type { CarcDescription } from './carc';
export { DenialSubject } from './denial-subject';
