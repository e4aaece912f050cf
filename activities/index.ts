/** The activities a worker offers, made from their dependencies. One line per connector. */
import type { Pool } from 'pg';
import type { Gateway } from '../commands/gateway';
import type { RuleSource } from '../commands/rule-source';
import type { BatchOutside } from '../domain/batches';
import type { ImportOutside } from '../domain/imports';
import type { CaseOutside } from '../domain/kernel';
import { makeBatchActivities } from './batches/batch-activities';
import { makeNotices } from './connectors/notices/live';
import type { NoticePort } from './connectors/notices/port';
import { makeImportActivities } from './imports/import-activities';
import { makePerformEffect, makeRecordIncident } from './perform-effect';
import { makeProjectCase } from './projection/project-case';
import { withoutWords } from './without-words';

export interface ActivityDeps {
  readonly pool: Pool;
  /** For work that sends commands to cases: imports and batches. */
  readonly gateway: Gateway;
  readonly rules: RuleSource;
  /** Replaced in tests by one that fails. */
  readonly notices?: NoticePort;
}

export function makeActivities(deps: ActivityDeps): CaseOutside & BatchOutside & ImportOutside {
  const notices = deps.notices ?? makeNotices(deps.pool);
  return withoutWords({
    projectCase: makeProjectCase(deps.pool),
    performEffect: makePerformEffect({ pool: deps.pool, notices }),
    recordIncident: makeRecordIncident(deps.pool),
    ...makeBatchActivities(deps),
    ...makeImportActivities(deps),
  });
}
