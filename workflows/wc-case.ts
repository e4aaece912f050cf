/** A workers' compensation case as a durable workflow. */
import { wcKind } from '../domain/cases/wc/kind';
import { runCase } from './driver/run-case';
import type { CaseEnd, CaseStart } from './messages';

export const wcCase = (start: CaseStart): Promise<CaseEnd> => runCase(wcKind, start);
