/** Every route module, one line each, in the order of the document. */
import type { Route } from '../route';
import { withSearch } from '../search-route';
import { auditRoutes } from './audit';
import { accountRoutes } from './account';
import { batchRoutes } from './batches';
import { boardRoutes } from './boards';
import { casePageRoutes } from './case-page';
import { breakGlassRoutes } from './break-glass';
import { caseRoutes } from './cases';
import { caseCountRoutes } from './case-counts';
import caseExport from './case-export';
import changeStream from './change-stream';
import { claimRoutes } from './claims';
import { clockRoutes } from './clocks';
import { receiptRoutes } from './receipts';
import { codecRoutes } from './codec';
import codes from './codes';
import commands from './commands';
import counts from './counts';
import { coverRoutes } from './covers';
import { directoryRoutes } from './directory';
import editCase from './edit-case';
import { historyRoutes } from './case-history';
import { pastRoutes } from './case-past';
import { holidayRoutes } from './holidays';
import { importRunRoutes } from './import-runs';
import { importRoutes } from './imports';
import { incidentRoutes } from './incidents';
import payers from './payers';
import { peopleRoutes } from './people';
import { insightRoutes } from './insights';
import me from './me';
import { ownAccountRoutes } from './own-account';
import { peopleWorkRoutes } from './people-work';
import { placeRoutes } from './teams-and-locations';
import { reconciliationRoutes } from './reconciliations';
import { noticeRoutes } from './notices';
import { ruleRoutes } from './rules';
import search from './search';
import { savedViewRoutes } from './saved-views';
import { ruleDraftRoutes } from './rule-drafts';
import { ruleVersionRoutes } from './rule-versions';
import sendEvent from './send-event';
import { sessionRoutes } from './session';
import { taskRoutes } from './tasks';
import { taskWorkRoutes } from './task-work';
import { tokenRoutes } from './tokens';
import visitCheck from './visit-check';
import { wcBoardRoutes } from './wc-board';
import { workflowHistoryRoutes } from './workflow-history';
import { whatIfRoutes } from './what-ifs';

export const routes: readonly Route[] = [
  sessionRoutes,
  accountRoutes,
  ownAccountRoutes,
  peopleRoutes,
  peopleWorkRoutes,
  tokenRoutes,
  caseRoutes,
  caseCountRoutes,
  caseExport,
  editCase,
  sendEvent,
  historyRoutes,
  pastRoutes,
  workflowHistoryRoutes,
  casePageRoutes,
  clockRoutes,
  receiptRoutes,
  taskRoutes,
  taskWorkRoutes,
  claimRoutes,
  wcBoardRoutes,
  codes,
  boardRoutes,
  search,
  noticeRoutes,
  visitCheck,
  commands,
  changeStream,
  me,
  counts,
  directoryRoutes,
  payers,
  savedViewRoutes,
  placeRoutes,
  coverRoutes,
  breakGlassRoutes,
  incidentRoutes,
  reconciliationRoutes,
  insightRoutes,
  importRoutes,
  importRunRoutes,
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
