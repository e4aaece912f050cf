/** What the document shows of bodies whose form depends on the kind of case: one branch per kind, one per event. */
import { z } from 'zod';
import { caseKinds } from '../../domain/cases';
import { kernelEvents } from '../../domain/kernel';
import { detailsSchemaOf } from '../case-details';

type Branches = [z.ZodObject, ...z.ZodObject[]];
const Note = z.string().max(4_000).optional().describe('What the person wrote; it stays in the database');

export const OpeningDocument = z.union(
  caseKinds.map((kind) =>
    z
      .object({
        kind: z.literal(kind.kind),
        data: kind.openData,
        details: detailsSchemaOf(kind.kind).optional(),
        practiceId: z.uuid().optional(),
        jurisdiction: z.string().optional(),
        priority: z.enum(['low', 'normal', 'high']).optional(),
        subject: z.string().optional(),
        tags: z.array(z.string()).optional(),
        payerId: z.uuid().optional(),
        patientId: z.uuid().optional(),
      })
      .meta({ id: `Open-${kind.kind}`, title: `Open: ${kind.title}` }),
  ) as unknown as Branches,
);

const personal = ['clock.moved', 'task.done', 'task.added', 'note.added'] as const;

export const EventDocument = z.union([
  ...caseKinds.flatMap((kind) =>
    Object.entries(kind.events)
      .filter(([, event]) => event.by !== 'system')
      .map(([type, event]) =>
        z
          .object({ type: z.literal(type), data: event.data, note: Note })
          .meta({ id: `Event-${kind.kind}-${type}`, title: `${kind.title}: ${event.title}` }),
      ),
  ),
  ...personal.map((type) =>
    z.object({ type: z.literal(type), data: kernelEvents[type], note: Note }).meta({ id: `Event-${type}` }),
  ),
] as unknown as Branches);
