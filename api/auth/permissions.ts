/** Who may do what: one table of action x role, read by every route. Rows and fields are not told apart here. */
import type { Role } from '../../domain/effects';

const everyone: readonly Role[] = [
  'coordinator',
  'front-desk',
  'biller',
  'coder',
  'case-manager',
  'clinical-staff',
  'intake',
  'credentialing',
  'account-executive',
  'compliance',
  'manager',
  'auditor',
  'administrator',
];
const leads: readonly Role[] = ['manager', 'administrator'];
/** Roles that move cases along. Auditors, compliance and account executives read. */
const workers: readonly Role[] = [
  'coordinator',
  'front-desk',
  'biller',
  'coder',
  'case-manager',
  'clinical-staff',
  'intake',
  'credentialing',
  ...leads,
];

const permissions = {
  'case.read': everyone,
  'case.open': workers,
  'case.edit': workers,
  'case.send-event': workers,
  /** Events that a kind marks `by: 'manager'`, such as reopening. */
  'case.send-manager-event': leads,
  'claim.read': everyone,
  'claim.create': workers,
  'clock.read': everyone,
  'clock.move': workers,
  'task.read': everyone,
  'task.work': workers,
  'command.read': everyone,
  'visit.check': workers,
  'rules.read': everyone,
  'rules.publish': leads,
  'import.read': everyone,
  'import.run': ['coordinator', 'biller', ...leads],
  'batch.read': everyone,
  'batch.run': ['coordinator', 'biller', ...leads],
  'incident.read': ['compliance', 'auditor', ...leads],
  'incident.retry': leads,
  'directory.read': everyone,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

/** True when one of the roles may do it. */
export const may = (roles: readonly Role[], permission: Permission): boolean =>
  roles.some((role) => (permissions[permission] as readonly Role[]).includes(role));

/** The roles that may do it, for the document and for the refusal's text. */
export const rolesFor = (permission: Permission): readonly Role[] => [...new Set<Role>(permissions[permission])];
