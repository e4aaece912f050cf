/** Sends a command and follows it: same key while the same content is tried again, pending until it has an outcome. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, newKey, unwrap, unwrapWith } from '../api/client';
import { ApiProblem } from '../api/problem';
import { announce } from './live-region';

export interface Outcome {
  readonly state: 'applied' | 'pending';
  readonly commandId: string;
  readonly caseId: string;
}

/** One try. `key` is its Idempotency-Key. */
export type Send = (key: string) => Parameters<typeof unwrapWith<Outcome>>[0];

export type CommandState =
  | { readonly is: 'idle' }
  | { readonly is: 'sending' }
  /** Stored and safe; the case has not answered yet. */
  | { readonly is: 'pending'; readonly commandId: string }
  | { readonly is: 'failed'; readonly error: unknown };

const LOOK_AGAIN_MS = 2_000;
const IDLE: CommandState = { is: 'idle' };

/** @param onDone once the command is applied: `said` is announced to everybody. */
export function useCommand(onDone: (outcome: Outcome) => void) {
  const queries = useQueryClient();
  const [state, setState] = useState<CommandState>(IDLE);
  const kept = useRef({ content: '', key: '' });
  const done = useRef(onDone);
  const alive = useRef(true);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  const finish = useCallback(
    async (outcome: Outcome) => {
      kept.current = { content: '', key: '' };
      await queries.invalidateQueries({ queryKey: ['cases', outcome.caseId] });
      if (!alive.current) return;
      setState(IDLE);
      done.current(outcome);
    },
    [queries],
  );

  /** @param content what the command says, as text: the same content keeps its key. */
  const run = useCallback(
    async (content: string, send: Send): Promise<void> => {
      if (kept.current.content !== content || kept.current.key === '') kept.current = { content, key: newKey() };
      setState({ is: 'sending' });
      try {
        const { body } = await unwrapWith<Outcome>(send(kept.current.key));
        if (body.state === 'applied') return await finish(body);
        announce('Stored. The case has not answered yet.');
        if (alive.current) setState({ is: 'pending', commandId: body.commandId });
      } catch (error) {
        // An answer that says no is an answer: the next try is another request.
        if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) kept.current.key = '';
        if (alive.current) setState({ is: 'failed', error });
      }
    },
    [finish],
  );

  usePending(state, { finish, fail: (error) => setState({ is: 'failed', error }) });
  const reset = useCallback(() => setState(IDLE), []);
  return { state, run, reset, busy: state.is === 'sending' || state.is === 'pending' };
}

interface Endings {
  finish(this: void, outcome: Outcome): Promise<void>;
  fail(this: void, error: unknown): void;
}

/** Looks at the address of a pending command until it has an outcome. */
function usePending(state: CommandState, endings: Endings): void {
  const commandId = state.is === 'pending' ? state.commandId : null;
  const latest = useRef(endings);
  useEffect(() => {
    latest.current = endings;
  });
  useEffect(() => {
    if (commandId === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = async () => {
      try {
        const found = await unwrap(api.GET('/commands/{id}', { params: { path: { id: commandId } } }));
        if (stopped) return;
        if (found.state === 'applied') return await latest.current.finish({ ...found, state: 'applied' });
        if (found.state === 'refused') return latest.current.fail(refusalAsProblem(found.refusal));
      } catch {
        // It is stored: whatever is away now, the outcome is still to come.
      }
      if (!stopped) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
    };
    timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [commandId]);
}

function refusalAsProblem(refusal: { code: string; why: string | null } | null): ApiProblem {
  return new ApiProblem({
    type: 'urn:caseclock:problem:event_not_allowed',
    title: 'The case did not take it',
    status: 409,
    detail: refusal?.why ?? 'The case has moved on. Look at it and decide again.',
    code: refusal?.code === 'version_conflict' ? 'version_conflict' : 'event_not_allowed',
  });
}
