/** A task as answers show it: whose it is, why it is there, until when it is put off. */
import { z } from 'zod';
import { receiptIdOf } from '../clocks/receipt-id';
import { CivilDay, Instant } from '../input/fields';
import { taskReasonClass, taskTitleClass } from '../privacy/case-privacy';
import { phi, phiBy, plain } from '../privacy/phi';
import { localDay } from './time-left';

const Postponed = z.strictObject({
  until: plain(CivilDay).describe('It is back on the morning of this day'),
  returned: z.boolean().describe('The day has come: the task is back (R18)'),
  why: phi('words', z.string()),
  by: plain(z.string().nullable()),
  at: Instant,
  times: z.int().describe('How often it was put off'),
  days: z.int().describe('For how many days; putting it off again takes as many'),
});

export const TaskView = z
  .strictObject({
    id: z.uuid(),
    caseId: z.uuid(),
    kind: plain(z.string()),
    key: plain(z.string()),
    title: phiBy('words, of a task that a person added, but for its assignee', taskTitleClass, z.string()),
    reason: phiBy('by the kind of task', taskReasonClass, z.string()),
    state: z.enum(['open', 'closed']),
    outcome: plain(z.string().nullable()),
    assignee: z.strictObject({
      userId: z.uuid().nullable(),
      teamId: z.uuid().nullable(),
      role: plain(z.string().nullable()),
      name: plain(z.string().nullable()),
      followsOwner: z.boolean().describe('Goes along when the case gets another owner (R19)'),
      handedBy: plain(z.string().nullable()).describe(
        'Who handed it to this person; null: it is where the case put it',
      ),
    }),
    postponed: Postponed.nullable(),
    priority: plain(z.string()),
    dueOn: plain(CivilDay),
    requirement: plain(z.string().nullable()),
    openedAt: Instant,
    openedBySeq: z.int(),
    receiptSeq: z.int().nullable().describe('The receipt of the clock that opened it (N02)'),
    receiptId: plain(z.string().nullable()).describe(
      'The same receipt by its address: GET /clocks/{receiptId}/receipt',
    ),
    closedAt: Instant.nullable(),
    case: z.strictObject({
      stage: plain(z.string()),
      subject: phi('words', z.string().nullable()),
      claimNumber: phi('identity', z.string().nullable()),
      patient: phi('identity', z.string().nullable()),
      payer: plain(z.string().nullable()),
    }),
  })
  .meta({ id: 'Task' });

export interface TaskRow {
  id: string;
  case_id: string;
  kind: string;
  key: string;
  title: string;
  reason: string;
  state: 'open' | 'closed';
  outcome: string | null;
  follows_owner: boolean;
  assignee_user_id: string | null;
  assignee_team_id: string | null;
  assignee_role: string | null;
  assignee_name: string | null;
  priority: string;
  due_on: string;
  requirement: string | null;
  opened_at: Date;
  opened_by_seq: number;
  receipt_seq: number | null;
  closed_at: Date | null;
  postponed_until: string | null;
  postponed_why: string | null;
  postponed_by_name: string | null;
  postponed_at: Date | null;
  postponed_times: number;
  postponed_days: number | null;
  zone: string;
  handed_by_name: string | null;
  practice_id: string;
  jurisdiction: string;
  stage: string;
  subject: string | null;
  claim_number: string | null;
  patient: string | null;
  payer: string | null;
}

/** Of `t` (task), with the joins below. */
export const TASK_SELECTED = `t.id, t.case_id, c.kind, t.key, t.title, t.reason, t.state, t.outcome, t.follows_owner,
  t.assignee_user_id, t.assignee_team_id, t.assignee_role,
  coalesce(assigned_user.display_name, assigned_team.name) as assignee_name, t.priority,
  to_char(t.due_on, 'YYYY-MM-DD') as due_on, t.requirement, t.opened_at, t.opened_by_seq, t.receipt_seq, t.closed_at,
  to_char(t.postponed_until, 'YYYY-MM-DD') as postponed_until, t.postponed_why, t.postponed_at, t.postponed_times,
  postponer.display_name as postponed_by_name, hander.display_name as handed_by_name,
  t.postponed_until - (t.postponed_at at time zone here.zone)::date as postponed_days,
  here.zone, c.practice_id, c.jurisdiction,
  c.stage, c.subject, c.claim_number, coalesce(patient.name, c.details #>> '{patient,name}') as patient,
  coalesce(payer.name, c.details->>'payerName') as payer`;
export const TASK_JOINS = `join cases c on c.id = t.case_id
  join practice here on here.id = c.practice_id
  left join app_user postponer on postponer.id = t.postponed_by left join app_user hander on hander.id = t.assigned_by
  left join app_user assigned_user on assigned_user.id = t.assignee_user_id
  left join team assigned_team on assigned_team.id = t.assignee_team_id
  left join patient on patient.id = c.patient_id left join payer on payer.id = c.payer_id`;

/** Columns and FROM of `t` (task), ready for a WHERE. */
export const taskColumns = `${TASK_SELECTED} from task t ${TASK_JOINS}`;

/** @param now epoch ms; which day it is, the practice's zone says. */
export function taskViewOf(row: TaskRow, now: number): z.infer<typeof TaskView> {
  return {
    id: row.id,
    caseId: row.case_id,
    kind: row.kind,
    key: row.key,
    title: row.title,
    reason: row.reason,
    state: row.state,
    outcome: row.outcome,
    assignee: {
      userId: row.assignee_user_id,
      teamId: row.assignee_team_id,
      role: row.assignee_role,
      name: row.assignee_name,
      followsOwner: row.follows_owner,
      handedBy: row.handed_by_name,
    },
    postponed: postponedOf(row, now),
    priority: row.priority,
    dueOn: row.due_on,
    requirement: row.requirement,
    openedAt: row.opened_at.toISOString(),
    openedBySeq: row.opened_by_seq,
    receiptSeq: row.receipt_seq,
    receiptId: row.receipt_seq === null ? null : receiptIdOf(row.case_id, row.receipt_seq),
    closedAt: row.closed_at?.toISOString() ?? null,
    case: {
      stage: row.stage,
      subject: row.subject,
      claimNumber: row.claim_number,
      patient: row.patient,
      payer: row.payer,
    },
  };
}

function postponedOf(row: TaskRow, now: number): z.infer<typeof Postponed> | null {
  if (row.postponed_until === null || row.postponed_at === null) return null;
  return {
    until: row.postponed_until,
    returned: row.postponed_until <= localDay(row.zone, now),
    why: row.postponed_why ?? '',
    by: row.postponed_by_name,
    at: row.postponed_at.toISOString(),
    times: row.postponed_times,
    days: row.postponed_days ?? 0,
  };
}
