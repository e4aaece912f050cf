/** What HTTP shows of a case: schemas, the columns they come from, and the mapping between them. */
import { z } from 'zod';
import { caseKinds } from '../../domain/cases';
import { stages } from '../../domain/kernel';
import { CivilDay, Instant } from '../input/fields';
import { byKind } from '../privacy/case-privacy';
import { openRecord, phi, plain } from '../privacy/phi';

export const PayerName = z.strictObject({ id: z.uuid().nullable(), name: plain(z.string().nullable()) });
export const PatientName = z.strictObject({ id: z.uuid().nullable(), name: phi('identity', z.string().nullable()) });
export const OwnerView = z.strictObject({
  type: z.enum(['user', 'team']),
  id: z.uuid(),
  name: plain(z.string().nullable()),
});

/** Cells of a kind's own facts. */
export const Facts = openRecord(
  byKind.facts,
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
);

export const CaseSummary = z
  .strictObject({
    id: z.uuid(),
    kind: plain(z.string()),
    practiceId: z.uuid(),
    jurisdiction: plain(z.string()),
    version: z.int(),
    revision: z.int(),
    stage: z.enum(stages),
    stageSince: Instant.describe('Since when it is in this stage; edits do not reset it (R17)'),
    openedAt: Instant.describe('Arrival'),
    assignedAt: Instant.nullable().describe('Since when it has this owner'),
    changedAt: Instant,
    closedAt: Instant.nullable(),
    flags: plain(z.array(z.string())),
    owner: OwnerView.nullable(),
    priority: plain(z.string()),
    followUpOn: plain(CivilDay.nullable()),
    attention: z.strictObject({ rank: z.int(), on: plain(CivilDay.nullable()) }),
    next: z
      .strictObject({
        clock: plain(z.string()),
        title: plain(z.string()),
        dueAt: Instant,
        otherwise: plain(z.string()),
      })
      .nullable()
      .describe('The clock that is due next and what happens if nobody acts'),
    subject: phi('words', z.string().nullable()),
    carcCodes: plain(z.array(z.string())),
    tags: phi('words', z.array(z.string())),
    payer: PayerName,
    patient: PatientName,
    claimNumber: phi('identity', z.string().nullable()),
    outstandingCents: phi('money', z.int()),
    openTasks: z.int(),
    facts: Facts,
  })
  .meta({ id: 'CaseSummary' });
export type CaseSummary = z.infer<typeof CaseSummary>;

/** Columns of a summary, from `c` (a page of cases). Dates as text, so that no time zone touches them. */
export const SUMMARY = `
  c.id, c.kind, c.practice_id, c.jurisdiction, c.version, c.revision, c.stage, c.stage_since, c.opened_at,
  c.assigned_at, c.changed_at, c.closed_at, c.flags, c.owner_user_id, c.owner_team_id, c.priority,
  to_char(c.follow_up_on, 'YYYY-MM-DD') as follow_up_on, c.attention_rank,
  to_char(c.attention_on, 'YYYY-MM-DD') as attention_on, c.next_due_at, c.next_clock, c.subject, c.carc_codes, c.tags,
  c.payer_id, c.patient_id, c.claim_number, c.outstanding_cents::text, c.facts,
  owner_user.display_name as owner_user_name, owner_team.name as owner_team_name,
  coalesce(payer.name, c.details->>'payerName') as payer_name,
  coalesce(patient.name, c.details #>> '{patient,name}') as patient_name,
  (select count(*)::int from task t where t.case_id = c.id and t.state = 'open') as open_tasks`;

export const SUMMARY_JOINS = `
  left join app_user owner_user on owner_user.id = c.owner_user_id
  left join team owner_team on owner_team.id = c.owner_team_id
  left join payer on payer.id = c.payer_id
  left join patient on patient.id = c.patient_id`;

export interface SummaryRow {
  id: string;
  kind: string;
  practice_id: string;
  jurisdiction: string;
  version: number;
  revision: number;
  stage: CaseSummary['stage'];
  stage_since: Date;
  opened_at: Date;
  assigned_at: Date | null;
  changed_at: Date;
  closed_at: Date | null;
  flags: string[];
  owner_user_id: string | null;
  owner_team_id: string | null;
  owner_user_name: string | null;
  owner_team_name: string | null;
  priority: string;
  follow_up_on: string | null;
  attention_rank: number;
  attention_on: string | null;
  next_due_at: Date | null;
  next_clock: string | null;
  subject: string | null;
  carc_codes: string[];
  tags: string[];
  payer_id: string | null;
  payer_name: string | null;
  patient_id: string | null;
  patient_name: string | null;
  claim_number: string | null;
  outstanding_cents: string;
  open_tasks: number;
  facts: CaseSummary['facts'];
}

/** The human words for a clock; its name where a kind no longer knows it. */
export function clockWords(kind: string, name: string): { title: string; otherwise: string } {
  const clock = caseKinds.find((k) => k.kind === kind)?.clocks[name];
  return { title: clock?.title ?? name, otherwise: clock?.otherwise ?? '' };
}

export const eventTitle = (kind: string, type: string): string =>
  caseKinds.find((k) => k.kind === kind)?.events[type]?.title ?? kernelTitles[type] ?? type;

const kernelTitles: Readonly<Record<string, string>> = {
  'case.opened': 'Case opened',
  'clock.fired': 'Clock fired',
  'clock.moved': 'Deadline moved',
  'task.done': 'Task done',
  'task.added': 'Task added',
  'task.reopened': 'Task reopened',
  'note.added': 'Note added',
  'rules.published': 'Rules changed',
  'effect.failed': 'Something could not be carried out',
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function ownerOf(
  row: Pick<SummaryRow, 'owner_user_id' | 'owner_team_id' | 'owner_user_name' | 'owner_team_name'>,
) {
  if (row.owner_user_id) return { type: 'user' as const, id: row.owner_user_id, name: row.owner_user_name };
  if (row.owner_team_id) return { type: 'team' as const, id: row.owner_team_id, name: row.owner_team_name };
  return null;
}

export function summaryOf(row: SummaryRow): CaseSummary {
  return {
    id: row.id,
    kind: row.kind,
    practiceId: row.practice_id,
    jurisdiction: row.jurisdiction,
    version: row.version,
    revision: row.revision,
    stage: row.stage,
    stageSince: row.stage_since.toISOString(),
    openedAt: row.opened_at.toISOString(),
    assignedAt: iso(row.assigned_at),
    changedAt: row.changed_at.toISOString(),
    closedAt: iso(row.closed_at),
    flags: row.flags,
    owner: ownerOf(row),
    priority: row.priority,
    followUpOn: row.follow_up_on,
    attention: { rank: row.attention_rank, on: row.attention_on },
    next:
      row.next_due_at && row.next_clock
        ? { clock: row.next_clock, dueAt: row.next_due_at.toISOString(), ...clockWords(row.kind, row.next_clock) }
        : null,
    subject: row.subject,
    carcCodes: row.carc_codes,
    tags: row.tags,
    payer: { id: row.payer_id, name: row.payer_name },
    patient: { id: row.patient_id, name: row.patient_name },
    claimNumber: row.claim_number,
    outstandingCents: Number(row.outstanding_cents),
    openTasks: row.open_tasks,
    facts: row.facts,
  };
}
