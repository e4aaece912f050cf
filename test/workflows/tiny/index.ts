/** The driver with the tiny kind, as the worker under test bundles it. */
import { runCase } from '../../../workflows/driver/run-case';
import type { CaseEnd, CaseStart } from '../../../workflows/messages';
import { tinyKind } from './kind';

export const tinyCase = (start: CaseStart): Promise<CaseEnd> => runCase(tinyKind, start);
