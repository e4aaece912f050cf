/** The activities a worker offers, made from their dependencies. One line per connector. */
import type { Pool } from 'pg';
import type { CaseOutside } from '../domain/kernel';
import { makeNotices } from './connectors/notices/live';
import type { NoticePort } from './connectors/notices/port';
import { makePerformEffect, makeRecordIncident } from './perform-effect';
import { makeProjectCase } from './projection/project-case';

export interface ActivityDeps {
  readonly pool: Pool;
  /** Replaced in tests by one that fails. */
  readonly notices?: NoticePort;
}

export function makeActivities(deps: ActivityDeps): CaseOutside {
  const notices = deps.notices ?? makeNotices(deps.pool);
  return {
    projectCase: makeProjectCase(deps.pool),
    performEffect: makePerformEffect({ pool: deps.pool, notices }),
    recordIncident: makeRecordIncident(deps.pool),
  };
}
