/** The roles in words: what each is called and what it is for. What each may do, the server's table says. */
import type { paths } from '../api/generated/schema';

type Invited = paths['/people']['post']['requestBody']['content']['application/json'];
export type RoleId = Invited['roles'][number];

/** In the order in which people look for them; a role that is missing here is a type error. */
export const roleWords: Readonly<Record<RoleId, { readonly name: string; readonly what: string }>> = {
  coordinator: {
    name: 'Coordinator',
    what: 'Moves workers’ compensation cases along, with all that is known of them.',
  },
  'front-desk': { name: 'Front desk', what: 'Books visits and reaches people; sees no diagnosis and no amounts.' },
  intake: { name: 'Intake', what: 'Opens cases and completes what is known at the start; sees no amounts.' },
  biller: { name: 'Biller', what: 'Works denials, claims and remittances.' },
  coder: { name: 'Coder', what: 'Works the cases of their team, with codes and amounts.' },
  'case-manager': { name: 'Case manager', what: 'Works the cases of their team, without amounts.' },
  'clinical-staff': { name: 'Clinical staff', what: 'Sees and answers the cases that are theirs.' },
  credentialing: { name: 'Credentialing', what: 'Sees rules and colleagues, and no case.' },
  'account-executive': { name: 'Account executive', what: 'Sees stages, counts and clocks, and nobody’s data.' },
  manager: { name: 'Manager', what: 'Everything at their locations: cases, rules, imports, covers, emergency access.' },
  compliance: { name: 'Compliance', what: 'Reads every case and the audit trail, and reviews emergency access.' },
  auditor: { name: 'Auditor', what: 'Reads the audit trail; sees no patient’s data.' },
  administrator: { name: 'Administrator', what: 'Keeps people, teams and the system running; sees no case.' },
};

export const roleIds = Object.keys(roleWords) as RoleId[];

export const isRole = (id: string): id is RoleId => Object.hasOwn(roleWords, id);

export const roleName = (id: string): string => (isRole(id) ? roleWords[id].name : id);

/** "Biller, coder and manager" reads better than three badges in a sentence. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'none';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
