/** What a role reaches of a place, in words of the table alone: own, own team, own location, everywhere. Reads no SQL. */
import { askedFields, groupsOf, lacking, searchGroups } from '../../../../api/auth/field-groups';
import { scopeOf, type Permission } from '../../../../api/auth/permissions';
import type { Role } from '../../../../domain/effects';
import type { Asked, Place, Reach, Things } from './entry';
import type { Peopled } from './world';

/** Null: the role may not do it at all. */
export function reaches(role: Role, permission: Reach, place: Place): boolean | null {
  if (permission === 'self') return place === 'own';
  const scope = scopeOf({ roles: [role], scopes: null }, permission);
  if (scope === null) return null;
  if (place === 'missing') return false;
  if (scope === 'all' || place === 'own') return true;
  return scope === 'location' && place === 'other team';
}

/** True when the request searches by, or writes, what the role is not shown (G17): then it is refused for that. */
export function isWithheld(role: Role, { path, body, writes }: Asked): boolean {
  const groups = groupsOf({ roles: [role] });
  if (writes !== undefined && !groups.has(writes)) return true;
  const filter = (body as { readonly filter?: object } | undefined)?.filter ?? {};
  return [...new URL(path, 'http://walk.test').searchParams.keys(), ...Object.keys(filter)].some((name) => {
    const needed = askedFields[name] ?? 'plain';
    if (needed === 'search') return !searchGroups.some((group) => groups.has(group));
    return lacking(groups, needed).length > 0;
  });
}

interface Canary {
  readonly text: string;
  readonly what: string;
}

/** By which permission a thing may be shown: one that reaches it is enough. */
const shownBy: Readonly<Record<Exclude<keyof Things, 'word'>, readonly Permission[]>> = {
  caseId: ['case.read', 'incident.read', 'batch.read', 'import.read'],
  wcCaseId: ['case.read', 'incident.read', 'batch.read', 'import.read'],
  claimId: ['claim.read', 'case.read'],
  submissionId: ['claim.read', 'case.read'],
  patientId: ['claim.read', 'case.read'],
  patientIdentity: ['claim.read', 'case.read'],
  payerId: ['claim.read', 'case.read'],
  userId: ['directory.read'],
  teamId: ['directory.read'],
  practiceId: ['directory.read'],
  taskId: ['task.read'],
  commandId: ['command.read', 'incident.read'],
  batchId: ['batch.read', 'incident.read'],
  savedViewId: [],
  importId: ['import.read', 'incident.read'],
  incidentId: ['incident.read'],
  reconciliationId: ['reconciliation.read'],
  whatIfId: [],
  email: ['people.manage'],
  sessionId: ['people.manage'],
  tokenId: ['people.manage'],
  glassId: ['break-glass.review'],
  selfId: ['directory.read'],
  selfSessionId: ['people.manage'],
  selfTokenId: ['people.manage'],
  selfGlassId: ['break-glass.review'],
  selfWhatIfId: [],
  coverId: ['cover.arrange'],
};

/** Texts around the canary word, and by which permission each may be shown. */
const texts: readonly (readonly [prefix: string, permissions: readonly Permission[]])[] = [
  ['Patient ', ['claim.read', 'case.read']],
  ['Payer ', ['claim.read', 'case.read']],
  ['About ', ['case.read', 'import.read', 'incident.read']],
  ['ICN ', ['claim.read']],
  ['Task ', ['task.read']],
  ['Done ', ['task.read']],
  ['Since ', ['task.read']],
  ['Because of ', ['command.read', 'rules.read']],
  ['Not ', ['batch.read']],
  ['User ', ['directory.read', 'case.read']],
  ['Team ', ['directory.read', 'case.read']],
  ['Practice ', ['directory.read']],
  ['Opened for ', ['break-glass.review']],
  ['View ', []],
];

/** What must stand nowhere in any answer to this role. @param shown a permission by which every id may be shown. */
export function canariesFor(role: Role, things: Readonly<Record<Place, Things>>, shown?: Permission): Canary[] {
  return (['other team', 'other location'] as const satisfies readonly Peopled[]).flatMap((place) => {
    const it = things[place];
    const hidden = (by: readonly Permission[]) => !by.some((permission) => reaches(role, permission, place) === true);
    const ids = Object.entries(shownBy).flatMap(([what, by]): Canary[] =>
      hidden(shown ? [...by, shown] : by)
        ? [{ text: it[what as keyof typeof shownBy], what: `${what} of ${place}` }]
        : [],
    );
    const words = texts.flatMap(([prefix, by]): Canary[] =>
      hidden(by) ? [{ text: `${prefix}${it.word}`, what: `"${prefix}..." of ${place}` }] : [],
    );
    // Where no text of the place is within reach, its word is not either.
    const all = hidden([...new Set(texts.flatMap(([, by]) => by))]);
    return [...ids, ...words, ...(all ? [{ text: it.word, what: `the word of ${place}` }] : [])];
  });
}
