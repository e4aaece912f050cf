/** Marks the fields of answers: which group each belongs to, or that it is plain. Withholding reads the marks; so does the document. */
import { z } from 'zod';
import type { FieldClass, FieldGroup } from '../../domain/privacy';
import type { Caller } from '../auth/caller';
import type { ClassTree } from './class-tree';

/** What a mark may look at to decide: the objects around the field, and who asks. */
export interface Around {
  /** The value of a field of the nearest object around that has it. */
  find(name: string): unknown;
  readonly caller: Caller | undefined;
}

export interface Mark {
  /** The class of the value as a whole, or the classes of what is in an open record. */
  of(around: Around, value: unknown): FieldClass | ClassTree | undefined;
}

/** The marks by schema; a schema made from a marked one (`describe`, `optional`) keeps the mark. */
export const marks = z.registry<Mark>();

/** The property of the document that names a field's group. */
export const FIELD_GROUP = 'x-field-group';

function marked<T extends z.ZodType>(label: string, mark: Mark, schema: T): T {
  const shown = schema.meta({ ...withoutId(schema), [FIELD_GROUP]: label });
  marks.add(shown as z.ZodType, mark as never);
  return shown;
}

/** A component keeps its id; the copy that carries the mark must not claim it too. */
function withoutId(schema: z.ZodType): Record<string, unknown> {
  const { id: _id, ...rest } = schema.meta() ?? {};
  return rest;
}

/** What may be withheld must allow null. */
function nullable<T extends z.ZodType>(schema: T): z.ZodNullable<T> {
  const given: z.ZodType = schema;
  return given instanceof z.ZodNullable ? (given as z.ZodNullable<T>) : schema.nullable();
}

/** A field of a group: null for a caller whose roles lack it. */
export const phi = <T extends z.ZodType>(group: FieldGroup, schema: T): z.ZodNullable<T> =>
  marked(group, { of: () => group }, nullable(schema));

/** A field whose group depends on the objects around it. @param label what the document says of it. */
export const phiBy = <T extends z.ZodType>(
  label: string,
  of: (around: Around) => FieldClass | undefined,
  schema: T,
): z.ZodNullable<T> => marked(label, { of }, nullable(schema));

/** Text or structure that tells nothing about a patient: codes, titles of the chart, names of staff, payers and rules. */
export function plain<T extends z.ZodType>(schema: T): T {
  return marked('plain', { of: () => 'plain' }, schema);
}

/** An open record: what the caller may not see is left out of it, by the classes of what it holds. */
export function openRecord<T extends z.ZodType>(of: (around: Around, value: unknown) => ClassTree, schema: T): T {
  return marked('by field, see the kind of case', { of }, schema);
}
