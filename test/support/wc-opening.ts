/** What WC cases of the board's tests are opened with: days counted from the practice's own date, authorizations, silences. */
import { randomUUID } from 'node:crypto';
import { inDays } from './days';
import type { ApiUnderTest } from '../api/running-api';
import { eventually } from './eventually';

/** From a month ago to three months ahead, 2 of 12 visits used. */
export const authorization = (more: Record<string, unknown> = {}) => ({
  authorizationId: randomUUID(),
  startsOn: inDays(-30),
  endsOn: inDays(90),
  visitsLimit: 12,
  visitsUsed: 2,
  source: 'portal',
  ...more,
});

/** Nobody spoke with the adjuster for so many calendar days. */
export const silence = (days: number) => ({
  startedOn: inDays(-90),
  lastContactOn: inDays(-days),
  authorizations: [authorization()],
});

/** Opens it through the API. @returns its id, once it can be read: a busy machine may answer before the case does. */
export async function openWcCase(
  t: Pick<ApiUnderTest, 'ask'>,
  data: Record<string, unknown>,
  details: Record<string, unknown>,
): Promise<string> {
  const reply = await t.ask<{ caseId: string }>('POST', '/cases', { kind: 'wc', data, details });
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  const { caseId } = reply.body;
  await eventually(
    () => t.ask('GET', `/cases/${caseId}`),
    ({ status }) => status === 200,
  );
  return caseId;
}
