/** The kernel's public surface: four verbs and their types. */
export * from './case-kind';
export * from './events';
export * from './rules';
export * from './state';
export * from './step';
export * from './allowed';
export * from './faults';
export * from './ports';
export * from './run-forward';
export * from './what-if';
export { netChanges } from './ledger';
export * from './play';
export * from './standing';
export * from './tasks-due';
export * from './retrace';
export * from './record-fold';
export * from './chart';
