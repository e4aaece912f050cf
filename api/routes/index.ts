/** Every route module, one line each, in the order of the document. */
import type { Route } from '../route';
import { withSearch } from '../search-route';
import { auditRoutes } from './audit';
import { accountRoutes } from './account';
import { batchRoutes } from './batches';
import { boardRoutes } from './boards';
import { breakGlassRoutes } from './break-glass';
import { caseRoutes } from './cases';
import changeStream from './change-stream';
import { claimRoutes } from './claims';
import { clockRoutes } from './clocks';
import { codecRoutes } from './codec';
import commands from './commands';
import counts from './counts';
import { coverRoutes } from './covers';
import { directoryRoutes } from './directory';
import editCase from './edit-case';
import { historyRoutes } from './case-history';
import { holidayRoutes } from './holidays';
import { importRoutes } from './imports';
import { incidentRoutes } from './incidents';
import { peopleRoutes } from './people';
import me from './me';
import { placeRoutes } from './teams-and-locations';
import { reconciliationRoutes } from './reconciliations';
import { ruleDraftRoutes } from './rule-drafts';
import { ruleRoutes } from './rules';
import { ruleVersionRoutes } from './rule-versions';
import sendEvent from './send-event';
import { sessionRoutes } from './session';
import { taskRoutes } from './tasks';
import { tokenRoutes } from './tokens';
import visitCheck from './visit-check';
import { whatIfRoutes } from './what-ifs';

export const routes: readonly Route[] = [
  sessionRoutes,
  accountRoutes,
  peopleRoutes,
  tokenRoutes,
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
  me,
  counts,
  directoryRoutes,
  placeRoutes,
  coverRoutes,
  breakGlassRoutes,
  incidentRoutes,
  reconciliationRoutes,
  importRoutes,
  batchRoutes,
  ruleRoutes,
  ruleVersionRoutes,
  ruleDraftRoutes,
  whatIfRoutes,
  holidayRoutes,
  auditRoutes,
  codecRoutes,
]
  .flat()
  .flatMap(withSearch);
