/** What the API is built from. Made once by server.ts or by a test; routes reach the outside only through these. */
import type { Client } from '@temporalio/client';
import type { Gateway } from '../commands/gateway';
import type { RuleSource } from '../commands/rule-source';
import type { Db } from '../platform/db';
import type { Logger } from '../platform/log';
import type { ChangeFeed } from './changes/change-feed';
import type { Metrics } from './metrics';
import type { SignInParts } from './sign-in/visit';

export interface ApiDeps {
  readonly db: Db;
  readonly gateway: Gateway;
  readonly rules: RuleSource;
  readonly client: Client;
  readonly taskQueue: string;
  readonly log: Logger;
  /** Where Temporal's Web UI is shown: links to runs go there, and its pages may ask for decoding. Empty: nowhere. */
  readonly temporalUiOrigins: readonly string[];
  /** Epoch ms. Lists and filters such as "overdue" read time from here only. */
  now(): number;
  readonly changes: ChangeFeed;
  readonly metrics: Metrics;
  readonly signIn: SignInParts;
  /** Requests one token may send in a minute. */
  readonly requestsPerMinute: number;
  /** Wrong credentials from one address in a minute. */
  readonly failuresPerMinute: number;
  /** Tests: every answer is checked against the schema that the document shows for it. */
  readonly checkAnswers: boolean;
}
