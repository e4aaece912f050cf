/** Every route module, one line each, in the order of the document. */
import type { Route } from '../route';
import { caseRoutes } from './cases';
import commands from './commands';
import { importRoutes } from './imports';
import sendEvent from './send-event';

export const routes: readonly Route[] = [...caseRoutes, sendEvent, commands, ...importRoutes].flat();
