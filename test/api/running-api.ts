/** A running API for one test file: real servers underneath, HTTP in, JSON out, one user per set of roles. */
import { randomUUID } from 'node:crypto';
import { createToken } from '../../api/auth/tokens';
import { startApi, type ApiParts, type RunningApi } from '../../api/server';
import type { Role } from '../../domain/effects';
import { createLog } from '../../platform/log';
import { PATIENT_MS, someClaims, startStack, denialData, type Stack, type StackOptions } from '../support/stack';

export interface Reply<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

export interface Asking {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

export interface ApiUnderTest {
  readonly stack: Stack;
  readonly api: RunningApi;
  readonly token: string;
  readonly userId: string;
  ask<T = Record<string, unknown>>(method: string, path: string, body?: unknown, asking?: Asking): Promise<Reply<T>>;
  user(roles: readonly Role[]): Promise<{ userId: string; token: string }>;
  /** A denial case on new claims, opened through the API. */
  openDenial(
    more?: Record<string, unknown>,
    top?: Record<string, unknown>,
  ): Promise<{ caseId: string; claims: string[] }>;
  stop(): Promise<void>;
}

/** Starts it; every answer is checked against its documented schema. */
export async function startApiUnderTest(
  options: StackOptions = {},
  parts: Partial<ApiParts> = {},
): Promise<ApiUnderTest> {
  const stack = await startStack(options);
  const api = await startApi({
    databaseUrl: stack.url,
    temporal: stack.target,
    taskQueue: stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: process.env['API_LOG'] ?? 'silent', name: 'api' }),
    db: stack.db,
    checkAnswers: true,
    commandWaitMs: PATIENT_MS,
    ...parts,
  });
  const user = async (roles: readonly Role[]) => {
    const { id } = await stack.db.prisma.user.create({
      data: {
        email: `${randomUUID()}@example.test`,
        displayName: `Test ${roles[0] ?? 'nobody'}`,
        roles: [...roles],
        locations: { create: { practiceId: stack.practiceId } },
      },
    });
    return { userId: id, token: await createToken(stack.db, id, 'test') };
  };
  const first = await user(['coordinator']);
  const ask: ApiUnderTest['ask'] = async <T>(method: string, path: string, body?: unknown, asking: Asking = {}) => {
    const token = asking.token === undefined ? first.token : asking.token;
    const sent = asking.raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(
      `${api.url}${path.startsWith('/api') || path.startsWith('//') ? path : `/api/v1${path}`}`,
      {
        method,
        headers: {
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...asking.headers,
        },
        ...(sent === undefined ? {} : { body: sent }),
        redirect: 'manual',
      },
    );
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : {}) as T };
  };
  return {
    stack,
    api,
    ...first,
    ask,
    user,
    async openDenial(more = {}, top = {}) {
      const claims = await someClaims(stack, 1);
      const reply = await ask<{ caseId: string }>('POST', '/cases', {
        kind: 'denial',
        data: denialData(claims, more),
        ...top,
      });
      if (reply.status !== 201) throw new Error(`The case was not opened: ${reply.status} ${reply.text}`);
      return { caseId: reply.body.caseId, claims };
    },
    async stop() {
      await api.stop();
      await stack.stop();
    },
  };
}
