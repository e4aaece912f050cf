/** Ways in for the demo's people: a link each, with which a visitor chooses a password and then signs in as that person. */
import { createLink, linkAddress } from '../../api/sign-in/links';
import type { Role } from '../../domain/effects';
import type { Db } from '../../platform/db';
import { withRole } from './cast';

const SHOWN: readonly Role[] = ['coordinator', 'biller', 'manager'];

/** Lines to print; nothing for those who have a password already. */
export async function signInLines(db: Db, origin: string): Promise<string[]> {
  const people = await db.prisma.user.findMany({
    where: { id: { in: SHOWN.map((role) => withRole(role, 0)) } },
    include: { password: true },
  });
  const lines: string[] = [];
  for (const role of SHOWN) {
    const person = people.find(({ id }) => id === withRole(role, 0));
    if (!person) continue;
    const way = person.password
      ? 'sign in with the password you chose'
      : linkAddress(origin, await createLink(db.pool, person.id, 'invitation', Date.now()));
    lines.push(`    ${role.padEnd(12)} ${person.email.padEnd(28)} ${way}`);
  }
  return ['', '  See it as one of the demo’s people (open a link, choose a password):', '', ...lines];
}
