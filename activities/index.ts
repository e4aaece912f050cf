/** The activities a worker offers, made from their dependencies. One line per connector. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Gateway } from '../commands/gateway';
import type { RuleSource } from '../commands/rule-source';
import type { BatchOutside, EditForBatch, MayReach } from '../domain/batches';
import type { ImportOutside } from '../domain/imports';
import type { CaseOutside } from '../domain/kernel';
import type { ReconcileOutside } from '../domain/reconciliation';
import { makeBatchActivities } from './batches/batch-activities';
import { makeNotices } from './connectors/notices/live';
import type { NoticePort } from './connectors/notices/port';
import { makeImportActivities } from './imports/import-activities';
import { makePerformEffect, makeRecordIncident } from './perform-effect';
import { makeProjectCase } from './projection/project-case';
import { makeRestateCase } from './projection/restate-case';
import { makeReconcileActivities } from './reconcile/reconcile-activities';
import { withoutWords } from './without-words';

export interface ActivityDeps {
  readonly pool: Pool;
  /** For work that sends commands to cases: imports and batches. */
  readonly gateway: Gateway;
  readonly rules: RuleSource;
  /** What a batch's creator may do, as the API tells it. */
  readonly mayReach: MayReach;
  /** How a batch edits facts that drive no clock, as the API does. */
  readonly editForBatch: EditForBatch;
  /** For work that looks at cases from outside: the reconciler. */
  readonly client: Client;
  readonly taskQueue: string;
  /** Replaced in tests by one that fails. */
  readonly notices?: NoticePort;
}

export function makeActivities(deps: ActivityDeps): CaseOutside & BatchOutside & ImportOutside & ReconcileOutside {
  const notices = deps.notices ?? makeNotices(deps.pool);
  const projectCase = makeProjectCase(deps.pool);
  const performEffect = makePerformEffect({ pool: deps.pool, notices });
  return withoutWords({
    projectCase,
    performEffect,
    recordIncident: makeRecordIncident(deps.pool),
    ...makeBatchActivities(deps),
    ...makeImportActivities(deps),
    ...makeReconcileActivities({ ...deps, projectCase, performEffect, restateCase: makeRestateCase(deps.pool) }),
  });
}
