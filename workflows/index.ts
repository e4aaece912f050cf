/** The workflows a worker runs; each case kind exports exactly one. */
export { wcCase } from './wc-case';
export { denialCase } from './denial-case';
export { importFile } from './import-file';
export { runBatch } from './batch';
export { reconcile } from './reconcile';
