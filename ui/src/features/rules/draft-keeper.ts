/**
 * Keeps what somebody types into a draft: at once in the browser, a moment later on the server. What the server has not
 * taken yet survives leaving the page and loading it again; what somebody else changed meanwhile is never overwritten.
 */
import { hashKey, type QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { draftsQuery, type Change, type Draft } from './queries';

const PAUSE_MS = 500;
const STORE = 'caseclock-rule-draft:';

export type Keeping =
  | { readonly state: 'kept' | 'saving' }
  | { readonly state: 'failed'; readonly error: unknown }
  /** Somebody else changed or ended it: `theirs` is what is there now. */
  | { readonly state: 'conflict'; readonly theirs: Draft | null };

interface Local {
  readonly changes: readonly Change[];
  /** The revision these changes were made over; 0: there was no draft. */
  readonly over: number;
}

class DraftKeeper {
  #local: Local | null;
  #keeping: Keeping = { state: 'kept' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  readonly #listeners = new Set<() => void>();
  #view: { readonly local: readonly Change[] | null; readonly keeping: Keeping };

  constructor(
    private readonly scope: string,
    private readonly queryClient: QueryClient,
  ) {
    this.#local = readStored(scope);
    this.#view = { local: this.#local?.changes ?? null, keeping: this.#keeping };
    if (this.#local) this.#later();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = () => this.#view;

  set(changes: readonly Change[]): void {
    this.#local = { changes, over: this.#local?.over ?? this.#server()?.revision ?? 0 };
    this.#become(this.#keeping.state === 'conflict' ? this.#keeping : { state: 'saving' });
    if (this.#keeping.state !== 'conflict') this.#later();
  }

  /** Sends what is not kept yet, now. */
  async retry(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#send();
  }

  /** After a conflict: mine goes over theirs, or mine is forgotten. */
  async settle(which: 'mine' | 'theirs'): Promise<void> {
    if (this.#keeping.state !== 'conflict') return;
    const { theirs } = this.#keeping;
    if (which === 'theirs' || this.#local === null) return this.forget();
    this.#local = { changes: this.#local.changes, over: theirs?.revision ?? 0 };
    this.#become({ state: 'saving' });
    await this.#send();
  }

  /** Nothing typed is waiting any more: the server's draft counts. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#local = null;
    this.#become({ state: 'kept' });
  }

  #server(): Draft | undefined {
    return this.queryClient.getQueryData(draftsQuery.queryKey)?.items.find(({ scope }) => scope === this.scope);
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), PAUSE_MS);
  }

  async #send(): Promise<void> {
    // One after the other: the next one names the revision that this one makes.
    if (this.#sending || this.#local === null) return;
    const sent = this.#local;
    this.#sending = true;
    this.#become({ state: 'saving' });
    try {
      const kept = await this.#put(sent);
      this.#show(kept);
      const newer = this.#local !== sent;
      this.#local = newer ? { changes: this.#local.changes, over: kept?.revision ?? 0 } : null;
      this.#become({ state: newer ? 'saving' : 'kept' });
      if (newer) this.#later();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#sending = false;
    }
  }

  /** Null: the draft is no draft any more. */
  async #put({ changes, over }: Local): Promise<Draft | null> {
    const { scope } = this;
    if (changes.length > 0) {
      const note = this.#server()?.note ?? null;
      return unwrap(
        api.PUT('/rules/drafts', {
          params: { header: { 'If-Match': `"${over}"` } },
          body: { scope, changes: [...changes], note },
        }),
      );
    }
    await unwrap(api.DELETE('/rules/drafts', { params: { query: { scope } } })).catch((error: unknown) => {
      if (!(error instanceof ApiProblem && error.status === 404)) throw error;
    });
    return null;
  }

  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof ApiProblem && error.code === 'version_conflict')) {
      this.#become({ state: 'failed', error });
      return;
    }
    const { items } = await this.queryClient.fetchQuery({ ...draftsQuery, staleTime: 0 });
    const theirs = items.find(({ scope }) => scope === this.scope) ?? null;
    // It was taken before, and only the answer was lost: nobody disagrees.
    if (this.#local !== null && theirs !== null && saysTheSame(this.#local.changes, theirs.changes)) this.forget();
    else this.#become({ state: 'conflict', theirs });
  }

  #show(kept: Draft | null): void {
    this.queryClient.setQueryData(draftsQuery.queryKey, (before) => {
      const others = (before?.items ?? []).filter(({ scope }) => scope !== this.scope);
      return { items: kept === null ? others : [...others, kept] };
    });
  }

  #become(keeping: Keeping): void {
    this.#keeping = keeping;
    this.#view = { local: this.#local?.changes ?? null, keeping };
    store(this.scope, this.#local);
    for (const listener of this.#listeners) listener();
  }
}

const saysTheSame = (a: readonly Change[], b: readonly Change[]): boolean => {
  const told = (changes: readonly Change[]) => hashKey(changes.toSorted((x, y) => x.ruleId.localeCompare(y.ruleId)));
  return told(a) === told(b);
};

export type { DraftKeeper };

const keepers = new Map<string, DraftKeeper>();

/** One a scope for as long as the page is open. */
export function keeperOf(scope: string, queryClient: QueryClient): DraftKeeper {
  const known = keepers.get(scope);
  if (known) return known;
  const keeper = new DraftKeeper(scope, queryClient);
  keepers.set(scope, keeper);
  return keeper;
}

function readStored(scope: string): Local | null {
  try {
    const text = sessionStorage.getItem(`${STORE}${scope}`);
    return text === null ? null : (JSON.parse(text) as Local);
  } catch {
    return null;
  }
}

function store(scope: string, local: Local | null): void {
  try {
    if (local === null) sessionStorage.removeItem(`${STORE}${scope}`);
    else sessionStorage.setItem(`${STORE}${scope}`, JSON.stringify(local));
  } catch {
    // A browser without storage keeps it for as long as the page is open.
  }
}
