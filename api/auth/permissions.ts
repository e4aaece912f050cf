/** Who may do what, and on which rows: one table of action x role -> scope, read by every route and every list. */
import type { Role } from '../../domain/effects';
import type { Caller } from './caller';

/**
 * Which rows an action reaches, each wider than the one before:
 * own: cases the caller owns or has an open task on, also a task of the caller's role at the caller's locations; the same
 *   for whom the caller covers.
 * team: and cases that the caller's teams own, or that members of those teams own at the caller's locations.
 * location: and every case of the caller's locations, also one that nobody owns (E2).
 * all: every case, and what belongs to no location.
 * A claim, a task, a clock, a batch, an import, an incident or a person follows the case or the location it belongs to.
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
const atLocations: readonly Role[] = [
  ...(['coordinator', 'front-desk', 'biller', 'coder', 'case-manager', 'clinical-staff', 'intake'] as const),
  ...(['credentialing', 'account-executive', 'manager'] as const),
];
const everywhere: readonly Role[] = ['compliance', 'auditor', 'administrator'];

/** Everybody is away at times. */
const ownAbsence: Row = each('own', ...atLocations, ...everywhere);

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
  /** Whoever sent a command may follow it; beyond that, who reads the case. */
  'command.read': { ...each('own', 'credentialing', 'administrator'), ...readers },
  'visit.check': workers,
  /** Rules belong to nobody; what one practice changed for itself is shown to those who work there. */
  'rules.read': { ...each('location', ...atLocations), ...each('all', ...everywhere) },
  /** A change that other locations feel needs somebody who works at all of them. */
  'rules.publish': { ...each('location', 'manager'), ...each('all', 'administrator') },
  'import.read': { ...movers, ...each('all', 'compliance') },
  'import.run': movers,
  'batch.read': { ...movers, ...each('all', 'compliance') },
  'batch.run': movers,
  'incident.read': { ...each('location', 'manager'), ...each('all', ...everywhere) },
  'incident.retry': { ...each('location', 'manager'), ...each('all', 'administrator') },
  'directory.read': { ...each('location', ...atLocations), ...each('all', ...everywhere) },
  'audit.read': each('all', 'compliance', 'auditor'),
  /**
   * Histories of every case readable in Temporal's own screens, past the scopes of rows: so only those who answer for
   * all of them, and not the administrator, who looks after the machine and has no need of cases.
   */
  'history.decode': each('all', 'manager'),
  /** What a case's workflow did and when, in words and without what the fields withhold. */
  'history.read': { ...each('location', 'manager'), ...each('all', 'compliance', 'auditor') },
  /** People, feeds' accounts and their ways in. */
  'people.manage': each('all', 'administrator'),
  /** own: for oneself; location: for those who share a location or team with the caller. */
  'cover.arrange': { ...ownAbsence, ...each('location', 'manager') },
  /** Care and its coordination may not wait; money can. */
  'break-glass.open': each('all', 'coordinator', 'front-desk', 'case-manager', 'clinical-staff', 'intake', 'manager'),
  'break-glass.review': { ...each('location', 'manager'), ...each('all', 'compliance') },
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
