/** How the walk asks a route: one entry a route, in a table a file per area. It knows no role. */
import type { Permission } from '../../../../api/auth/permissions';
import type { Role } from '../../../../domain/effects';
import type { FieldGroup } from '../../../../domain/privacy';

/** Whose things are named. `missing`: ids of nothing. */
export const places = ['own', 'other team', 'other location', 'missing'] as const;
export type Place = (typeof places)[number];

/** One thing of each sort, all of the same place. */
export interface Things {
  readonly caseId: string;
  readonly wcCaseId: string;
  readonly claimId: string;
  readonly submissionId: string;
  readonly patientId: string;
  /** What names the patient in feeds. */
  readonly patientIdentity: string;
  readonly payerId: string;
  readonly userId: string;
  readonly teamId: string;
  readonly practiceId: string;
  readonly taskId: string;
  readonly commandId: string;
  readonly batchId: string;
  /** Of the person `userId`, shared with the team. */
  readonly savedViewId: string;
  readonly importId: string;
  readonly incidentId: string;
  readonly reconciliationId: string;
  /** What the person `userId` asked of a draft of rules: nobody else's business. */
  readonly whatIfId: string;
  /** Of the person `userId`. */
  readonly email: string;
  readonly sessionId: string;
  readonly tokenId: string;
  readonly glassId: string;
  /** In the own place these are the caller's; elsewhere they are that person's too. */
  readonly selfId: string;
  readonly selfSessionId: string;
  readonly selfTokenId: string;
  readonly selfGlassId: string;
  readonly selfWhatIfId: string;
  readonly coverId: string;
  /** A word that stands in every text of the place and nowhere else. */
  readonly word: string;
}

/** One request. */
export interface Asked {
  readonly path: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the caller is known; by a token where it is left out. */
  readonly by?: 'session';
  /**
   * What decides whether the named thing is within reach; the route's own permission where it is left out. `self`: it is
   * the caller's, or nobody's business.
   */
  readonly reach?: Reach;
  /** What the body writes: whoever does not see it is told so. */
  readonly writes?: FieldGroup;
  /** Statuses that a permitted caller gets for own things; the entry's where they are left out. */
  readonly own?: readonly number[];
}

export type Reach = Permission | 'self';

export interface Entry {
  /** As in api/routes: `GET /cases/:id`. */
  readonly route: string;
  /** Statuses that a permitted caller gets for own things: the request is a good one, and only the row decides. */
  readonly own: readonly number[];
  /** Roles that are permitted, but hold no row of their own here. */
  readonly except?: readonly Role[];
  /** The route shows ids of every place to whoever has this permission; words of other places stay out of it. */
  readonly ids?: Permission;
  /** Takes away, or gives, what other entries count on: asked after all others. */
  readonly last?: true;
  /** The answer is a stream of server-sent events. */
  readonly stream?: boolean;
  /** Every way to name a thing: in the path, the query, the body. `own` is for what else a good request needs. */
  ask(it: Things, own: Things): readonly Asked[];
}

/** A path with a query; fields without a value are left out. */
export function at(path: string, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A path once plain and once with each query. */
export const filters = (path: string, ...queries: Readonly<Record<string, string>>[]): Asked[] =>
  [{}, ...queries].map((query) => ({ path: at(path, query) }));

/** A precondition that no case meets: whatever passes the row's check ends there, and nothing is changed. */
export const STALE = { 'If-Match': '"999999"' } as const;
