/** Sends one event to one case; the form around it keeps the key while it is tried again. */
import { api } from '../api/client';
import type { paths } from '../api/generated/schema';
import type { Send } from './command';

type Body = paths['/cases/{id}/events']['post']['requestBody']['content']['application/json'];

export interface CaseEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly note?: string | undefined;
}

/** The server checks type and data together by the kind of the case, which no static type follows. */
export function eventOf(caseId: string, { type, data, note }: CaseEvent): { content: string; send: Send } {
  const text = note?.trim();
  const body = { type, data, ...(text ? { note: text } : {}) } as unknown as Body;
  return {
    content: JSON.stringify([caseId, body]),
    send: (key) =>
      api.POST('/cases/{id}/events', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body }),
  };
}
