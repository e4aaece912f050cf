/** Every entry of the walk. A new area is a file beside this one and a line here. */
import type { Entry } from '../entry';
import { administrationEntries } from './administration';
import { caseEntries } from './cases';
import { workEntries } from './work';

export const entries: readonly Entry[] = [...caseEntries, ...workEntries, ...administrationEntries];
