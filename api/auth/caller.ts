/** Who sent a request: the user whom the token names, with roles as they are at this request. */
import type { Role } from '../../domain/effects';

export interface Caller {
  readonly userId: string;
  readonly tokenId: string;
  readonly roles: readonly Role[];
}

/** The actor of the caller's commands. */
export const actorOf = (caller: Caller) => ({ type: 'user', id: caller.userId }) as const;
