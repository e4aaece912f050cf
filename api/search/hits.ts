/** What a search answers: a few of each sort, each by what opens it. Shapes only. */
import { z } from 'zod';
import { stages } from '../../domain/kernel';
import { CivilDay } from '../input/fields';
import { taskTitleClass } from '../privacy/case-privacy';
import { phi, phiBy, plain } from '../privacy/phi';

export const CaseHit = z.strictObject({
  caseId: z.uuid(),
  kind: plain(z.string()),
  stage: z.enum(stages),
  patient: phi('identity', z.string().nullable()),
  claimNumber: phi('identity', z.string().nullable()),
  payer: plain(z.string().nullable()),
  subject: phi('words', z.string().nullable()),
  owner: plain(z.string().nullable()),
});

export const ClaimHit = z.strictObject({
  claimId: z.uuid(),
  number: phi('identity', z.string()),
  patient: phi('identity', z.string().nullable()),
  payer: plain(z.string().nullable()),
  status: plain(z.string().nullable()),
  caseId: z.uuid().nullable().describe('An open case that holds it'),
});

export const PatientHit = z.strictObject({
  patientId: z.uuid(),
  name: phi('identity', z.string()),
  cases: z.int(),
});

export const AdjusterHit = z.strictObject({
  name: phi('contact', z.string()),
  payer: plain(z.string().nullable()),
  cases: z.int(),
  caseId: z.uuid().describe('One of them'),
});

export const PayerHit = z.strictObject({ payerId: z.uuid(), name: plain(z.string()), openCases: z.int() });

export const TaskHit = z.strictObject({
  taskId: z.uuid(),
  caseId: z.uuid(),
  kind: plain(z.string()),
  key: plain(z.string()),
  title: phiBy('words, of a task that a person added, but for its assignee', taskTitleClass, z.string()),
  assignee: z.strictObject({
    userId: z.uuid().nullable(),
    teamId: z.uuid().nullable(),
    role: plain(z.string().nullable()),
    name: plain(z.string().nullable()),
  }),
  dueOn: plain(CivilDay),
  patient: phi('identity', z.string().nullable()),
});

export const PersonHit = z.strictObject({
  userId: z.uuid(),
  name: plain(z.string()),
  roles: plain(z.array(z.string())),
});

export const Hits = z
  .strictObject({
    cases: z.array(CaseHit),
    claims: z.array(ClaimHit),
    patients: z.array(PatientHit),
    adjusters: z.array(AdjusterHit),
    payers: z.array(PayerHit),
    tasks: z.array(TaskHit),
    people: z.array(PersonHit),
  })
  .meta({ id: 'SearchHits' });
export type Hits = z.infer<typeof Hits>;
