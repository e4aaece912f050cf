/** The role that the API and the worker connect as: gives it a login, and tells whether the audit is safe from whoever connects. */
import { Client, type Pool } from 'pg';

/** Made by a migration where it is missing; its rights are in `grant_to_application`. */
export const APPLICATION_ROLE = 'caseclock_app';

/** Lets the role sign in with this password; made first where it is missing. `url` is the superuser's. */
export async function giveLogin(url: string, password: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [APPLICATION_ROLE]);
    // A statement of this kind takes no parameters. The password is ours: letters, digits, dash and underscore.
    const login = `login nosuperuser nocreatedb nocreaterole nobypassrls password ${client.escapeLiteral(password)}`;
    await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${APPLICATION_ROLE} ${login}`);
  } finally {
    await client.end();
  }
}

/** The same database, signed in to as the application. */
export function applicationUrl(ownerUrl: string, password: string): string {
  const address = new URL(ownerUrl);
  address.username = APPLICATION_ROLE;
  address.password = password;
  return address.href;
}

/** The role of DATABASE_URL lacks what every process needs. The message says what to grant. */
export class ApplicationRoleError extends Error {
  override readonly name = 'ApplicationRoleError';
}

/**
 * True when whoever the pool connects as can only add to the audit trail.
 * @throws ApplicationRoleError when it cannot even do that.
 */
export async function auditIsProtected(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ role: string; adds: boolean; changes: boolean }>(
    `select current_user as role, has_function_privilege('audit_append(jsonb)', 'EXECUTE') as adds,
            (select rolsuper from pg_roles where rolname = current_user) or pg_has_role(c.relowner, 'USAGE')
              or has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') as changes
     from pg_class c where c.oid = 'audit_entry'::regclass`,
  );
  const row = rows[0];
  if (!row?.adds) {
    throw new ApplicationRoleError(
      `The role ${row?.role ?? ''} may not use the tables of Caseclock. As the owner or a superuser, run ` +
        `GRANT ${APPLICATION_ROLE} TO ${row?.role ?? '<role>'}; in the database, or connect as ${APPLICATION_ROLE} itself.`,
    );
  }
  return !row.changes;
}

/** Says it in the log of a process that must start also while the database is away. */
export function warnWhereUnprotected(
  pool: Pool,
  log: { warn(message: string): void; error(message: string): void },
): void {
  auditIsProtected(pool).then(
    (safe) => safe || log.warn(AUDIT_NOT_PROTECTED),
    (error: unknown) => error instanceof ApplicationRoleError && log.error(error.message),
  );
}

export const AUDIT_NOT_PROTECTED =
  'The audit trail cannot be protected: DATABASE_URL connects as the owner of the tables or a superuser, who can change it. ' +
  `Connect as ${APPLICATION_ROLE} (or a role that was granted it), and give the owner's address as DATABASE_OWNER_URL for migrations only.`;
