/** Who may do what, and on which rows: one table of action x role -> scope, read by every route and every list. */
import type { Role } from '../../domain/effects';
import type { Caller } from './caller';

/**
 * Which rows an action reaches, each wider than the one before:
 * own: cases the caller owns, or has an open task on; the same for whom the caller covers.
 * team: and cases that the caller's teams or their members own.
 * location: and every case of the caller's locations.
 * all: every case. Actions on things that belong to nobody (rules, the directory) have this scope.
 */
export const scopes = ['own', 'team', 'location', 'all'] as const;
export type Scope = (typeof scopes)[number];

type Row = Partial<Readonly<Record<Role, Scope>>>;

const each = (scope: Scope, ...roles: Role[]): Row => Object.fromEntries(roles.map((role) => [role, scope]));

/** Roles that move cases along. */
const workers: Row = {
  ...each('location', 'coordinator', 'front-desk', 'biller', 'intake', 'manager'),
  ...each('team', 'coder', 'case-manager'),
  ...each('own', 'clinical-staff'),
};
const readers: Row = { ...workers, ...each('location', 'account-executive'), ...each('all', 'compliance', 'auditor') };
const movers: Row = each('location', 'coordinator', 'biller', 'manager');
const everyone: Row = {
  ...each('all', 'coordinator', 'front-desk', 'biller', 'coder', 'case-manager', 'clinical-staff', 'intake'),
  ...each('all', 'credentialing', 'account-executive', 'compliance', 'manager', 'auditor', 'administrator'),
};

const permissions = {
  'case.read': readers,
  'case.open': each('location', 'coordinator', 'front-desk', 'biller', 'intake', 'manager', 'coder', 'case-manager'),
  'case.edit': workers,
  'case.send-event': workers,
  /** Events that a kind marks `by: 'manager'`, such as reopening. */
  'case.send-manager-event': each('location', 'manager'),
  'claim.read': each('location', 'coordinator', 'biller', 'coder', 'intake', 'manager', 'front-desk', 'case-manager'),
  'claim.create': each('location', 'coordinator', 'biller', 'coder', 'intake', 'manager'),
  'clock.read': readers,
  'clock.move': workers,
  'task.read': readers,
  'task.work': workers,
  'command.read': everyone,
  'visit.check': workers,
  'rules.read': everyone,
  'rules.publish': each('all', 'manager', 'administrator'),
  'import.read': { ...movers, ...each('all', 'compliance') },
  'import.run': movers,
  'batch.read': { ...movers, ...each('all', 'compliance') },
  'batch.run': movers,
  'incident.read': each('all', 'manager', 'compliance', 'auditor', 'administrator'),
  'incident.retry': each('all', 'manager', 'administrator'),
  'directory.read': everyone,
  'reconciliation.read': each('all', 'manager', 'compliance', 'administrator'),
  'reconciliation.run': each('all', 'manager', 'administrator'),
} as const satisfies Record<string, Row>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

/** The widest scope that the caller's roles give for an action, as far as the token allows; null = may not. */
export function scopeOf(caller: Pick<Caller, 'roles' | 'scopes'>, permission: Permission): Scope | null {
  if (caller.scopes !== null && !caller.scopes.includes(permission)) return null;
  const row: Row = permissions[permission];
  const given = caller.roles.flatMap((role) => row[role] ?? []);
  return scopes.findLast((scope) => given.includes(scope)) ?? null;
}

/** True when the caller may do it to some row; which rows, `caseScope` says. */
export const may = (caller: Pick<Caller, 'roles' | 'scopes'>, permission: Permission): boolean =>
  scopeOf(caller, permission) !== null;

/** The roles that may do it, for the document and for the refusal's text. */
export const rolesFor = (permission: Permission): readonly Role[] => Object.keys(permissions[permission]) as Role[];
