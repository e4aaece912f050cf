/** Everything a chart may ask of the outside world. Orders, in the imperative; ids, codes, dates and counts only. */
import { z } from 'zod';

export const Role = z.enum([
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
]);
export type Role = z.infer<typeof Role>;

export const Priority = z.enum(['low', 'normal', 'high']);
export type Priority = z.infer<typeof Priority>;

/** `owner` follows the case's owner, also when it changes later (R19); a role goes to that role's queue. */
export const Assignee = z.union([z.literal('owner'), z.strictObject({ role: Role })]);
export type Assignee = z.infer<typeof Assignee>;

/** Opens a task. `key` is unique among the case's open tasks: asking twice opens one. */
export const TaskOpen = z.strictObject({
  type: z.literal('task.open'),
  key: z.string().min(1).max(120),
  title: z.string().min(1).max(200),
  reason: z.string().min(1).max(400),
  assignTo: Assignee,
  priority: Priority,
  dueOn: z.iso.date(),
  requirement: z.string().optional(),
});
/** Closes the open task with that key, if there is one. */
export const TaskClose = z.strictObject({
  type: z.literal('task.close'),
  key: z.string().min(1).max(120),
  outcome: z.enum(['done', 'no-longer-needed', 'case-closed']),
});
/** Tells somebody. The connector decides how; the text comes from the template and the case's own row. */
export const NoticeSend = z.strictObject({
  type: z.literal('notice.send'),
  template: z.string().min(1).max(80),
  to: Assignee,
});
/** Drafts a letter for a person to read and send. */
export const LetterDraft = z.strictObject({
  type: z.literal('letter.draft'),
  template: z.string().min(1).max(80),
});

export const Effect = z.discriminatedUnion('type', [TaskOpen, TaskClose, NoticeSend, LetterDraft]);
export type Effect = z.infer<typeof Effect>;

/** Tasks are rows of the case and are written with it; the others leave through connectors, in the second loop. */
export type OutsideEffect = Extract<Effect, { type: 'notice.send' | 'letter.draft' }>;
export const isOutside = (e: Effect): e is OutsideEffect => e.type === 'notice.send' || e.type === 'letter.draft';
