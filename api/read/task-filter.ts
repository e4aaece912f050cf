/** Which tasks are meant: the filter of the list, of its counts and of what is done to many at once (R16). Shapes only. */
import { z } from 'zod';
import { Priority, Role } from '../../domain/effects';
import { CivilDay, several, Yes } from '../input/fields';
import { KindName } from './case-filter';
import { assignees } from './tasks';

export const taskFilterFields = {
  state: z.enum(['open', 'closed']).default('open'),
  assignee: z.union([z.literal(assignees), z.uuid()]).optional(),
  role: Role.optional(),
  due: z.enum(['due', 'overdue']).optional(),
  dueFrom: CivilDay.optional(),
  dueTo: CivilDay.optional(),
  postponed: Yes.optional().describe('true: put off until a later day; false: at work now, also what has come back'),
  caseId: z.uuid().optional(),
  kind: KindName.optional(),
  priority: several(Priority).optional(),
  payerId: z.uuid().optional(),
  patientId: z.uuid().optional(),
};
