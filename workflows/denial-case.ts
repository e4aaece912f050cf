/** A denial case as a durable workflow. */
import { denialKind } from '../domain/cases/denial/kind';
import { runCase } from './driver/run-case';
import type { CaseEnd, CaseStart } from './messages';

export const denialCase = (start: CaseStart): Promise<CaseEnd> => runCase(denialKind, start);
