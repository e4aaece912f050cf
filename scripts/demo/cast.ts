/** The people, teams, payers and patients of the demo practice: invented names, the same at every run. */
import { uuidFrom } from '../../commands/ids';
import { Role } from '../../domain/effects';
import type { Db } from '../../platform/db';

export const demoId = (name: string): string => uuidFrom(`demo:${name}`);

const given = ['Ada', 'Bruno', 'Cleo', 'Dario', 'Elke', 'Fern', 'Gus', 'Hana', 'Ivo', 'June', 'Kit', 'Lena', 'Milo'];
const family = ['Testwood', 'Samplesby', 'Demomont', 'Fakenham', 'Mockridge', 'Placeholm', 'Specimen', 'Examplar'];

/** A name that nobody has. */
export const personName = (n: number): string =>
  `${given[n % given.length] ?? ''} ${family[Math.floor(n / given.length + n) % family.length] ?? ''}`;

/** One user of every role, and a second coordinator and biller. */
export const users = [...Role.options, 'coordinator' as const, 'biller' as const].map((role, n) => ({
  id: demoId(`user:${n}`),
  displayName: personName(n),
  email: `${role}.${n}@demo.invalid`,
  roles: [role],
  // The demo has one location, and everybody works there.
  allLocations: true,
}));

export const teams = ['WC desk', 'Denials', 'Coding'].map((name) => ({
  id: demoId(`team:${name}`),
  name: `Demo: ${name}`,
}));

export const payers = [
  ['Fictional Mutual', 'commercial', 10],
  ['Imaginary Health Plan', 'commercial', 7],
  ['Sample Medicare', 'medicare-ffs', 15],
  ['Made-up Medicaid', 'medicaid', 10],
  ['Pretend Comp Insurance', 'workers-comp', 5],
] as const;

export const payerId = (n: number): string => demoId(`payer:${n % payers.length}`);
export const patientId = (n: number): string => demoId(`patient:${n}`);
export const PATIENTS = 90;

export const withRole = (role: Role, n: number): string => {
  const all = users.filter((user) => user.roles[0] === role);
  const one = all[n % all.length];
  if (!one) throw new Error(`The demo has nobody who is ${role}.`);
  return one.id;
};

/** Writes them unless they are there. */
export async function castDemo(db: Db): Promise<void> {
  const { prisma } = db;
  const once = { skipDuplicates: true } as const;
  await prisma.user.createMany({ data: users.map((user) => ({ ...user, roles: [...user.roles] })), ...once });
  await prisma.team.createMany({ data: teams, ...once });
  await prisma.teamMember.createMany({
    data: users.map((user, n) => ({ userId: user.id, teamId: teams[n % teams.length]?.id ?? '' })),
    ...once,
  });
  await prisma.payer.createMany({
    data: payers.map(([name, payerClass, followUpIntervalDays], n) => ({
      id: payerId(n),
      name,
      identity: `demo:${n}`,
      payerClass,
      followUpIntervalDays,
    })),
    ...once,
  });
  await prisma.patient.createMany({
    data: Array.from({ length: PATIENTS }, (_, n) => ({
      id: patientId(n),
      name: personName(n + 20),
      identity: `demo:${n}`,
    })),
    ...once,
  });
}
