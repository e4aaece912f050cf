/** Who sent a request: the user behind a session or token, with roles, teams and places as they are at this request. */
import type { Role } from '../../domain/effects';

export interface Caller {
  readonly userId: string;
  /** What the request was authenticated by. Only a session's requests need a defence against forgery. */
  readonly via: 'token' | 'session';
  /** Id of the token or session: what rates are limited by. */
  readonly tokenId: string;
  readonly roles: readonly Role[];
  /** Teams the user belongs to. */
  readonly teamIds: readonly string[];
  /** Locations (practice ids) the user works at. */
  readonly locationIds: readonly string[] | 'all';
  /** Absent users whose queue this user works now (E4). */
  readonly coversIds: readonly string[];
  /** Cases this user has broken the glass for, and the time is not over. */
  readonly openedCaseIds: readonly string[];
  /** Permissions a token is limited to; null = all that the roles give. */
  readonly scopes: readonly string[] | null;
}

/** The actor of the caller's commands. */
export const actorOf = (caller: Caller) => ({ type: 'user', id: caller.userId }) as const;
