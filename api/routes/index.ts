/** Every route module, one line each, in the order of the document. */
import type { Route } from '../route';
import { batchRoutes } from './batches';
import { boardRoutes } from './boards';
import { caseRoutes } from './cases';
import changeStream from './change-stream';
import { claimRoutes } from './claims';
import { clockRoutes } from './clocks';
import commands from './commands';
import { directoryRoutes } from './directory';
import editCase from './edit-case';
import { historyRoutes } from './case-history';
import { holidayRoutes } from './holidays';
import { importRoutes } from './imports';
import { incidentRoutes } from './incidents';
import { reconciliationRoutes } from './reconciliations';
import { ruleRoutes } from './rules';
import sendEvent from './send-event';
import { taskRoutes } from './tasks';
import visitCheck from './visit-check';

export const routes: readonly Route[] = [
  caseRoutes,
  editCase,
  sendEvent,
  historyRoutes,
  clockRoutes,
  taskRoutes,
  claimRoutes,
  boardRoutes,
  visitCheck,
  commands,
  changeStream,
  directoryRoutes,
  incidentRoutes,
  reconciliationRoutes,
  importRoutes,
  batchRoutes,
  ruleRoutes,
  holidayRoutes,
].flat();
