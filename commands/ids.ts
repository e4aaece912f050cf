/** Ids that the same request always gets again, so that sending twice is sending once. */
import { createHash, randomUUID } from 'node:crypto';

const NAMESPACE = 'caseclock';

/** A UUID (version 8, name-based) from a name: the same name, the same id. */
export function uuidFrom(name: string): string {
  const h = createHash('sha256').update(`${NAMESPACE}\0${name}`).digest();
  h[6] = ((h[6] as number) & 0x0f) | 0x80;
  h[8] = ((h[8] as number) & 0x3f) | 0x80;
  const x = h.toString('hex').slice(0, 32);
  return `${x.slice(0, 8)}-${x.slice(8, 12)}-${x.slice(12, 16)}-${x.slice(16, 20)}-${x.slice(20)}`;
}

/** The command id of an Idempotency-Key: keys belong to the actor who sent them. Without a key every request is new. */
export const commandIdOf = (actorId: string, key: string | null): string =>
  key === null ? randomUUID() : uuidFrom(`command:${actorId}:${key}`);

/** The case an opening command opens. */
export const caseIdOf = (commandId: string): string => uuidFrom(`case:${commandId}`);

/** Hash of what a request asks for; another content under the same key is refused. */
export function bodyHashOf(parts: unknown): string {
  return createHash('sha256').update(stable(parts)).digest('hex');
}

/** JSON with sorted keys: the same content, the same text. */
export function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${stable(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
