/** What is in the form of an event: values, note, faults, and the ids that it makes up once. */
import { useMemo, useState } from 'react';
import { newKey } from '../../api/client';
import { useZone } from '../../api/session';
import { dayIn } from '../dates';
import type { FormSpec } from './field-specs';
import { needsNote } from './specs';
import { fill, startValues, type Value, type Values } from './values';

export interface FormState {
  readonly values: Values;
  readonly note: string;
  readonly faults: Readonly<Record<string, string>>;
  readonly today: string;
  set(this: void, name: string, value: Value): void;
  setNote(this: void, note: string): void;
  /** The event as it can be sent, or null: then the faults are shown. */
  read(this: void, type: string): { type: string; data: Record<string, unknown>; note?: string } | null;
}

/** The name under which a missing note is reported. */
export const NOTE = 'note';

export function useFormState(spec: FormSpec, suggested: Values): FormState {
  const zone = useZone();
  const today = dayIn(zone);
  const [values, setValues] = useState<Values>(() => startValues(spec, today, suggested));
  const [note, setNote] = useState('');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const ids = useMemo(() => Object.fromEntries(spec.fields.map(({ name }) => [name, newKey()])), [spec]);
  return {
    values,
    note,
    faults,
    today,
    set(name, value) {
      setValues((before) => ({ ...before, [name]: value }));
      setFaults((before) => Object.fromEntries(Object.entries(before).filter(([field]) => field !== name)));
    },
    setNote(text) {
      setNote(text);
      setFaults((before) => Object.fromEntries(Object.entries(before).filter(([field]) => field !== NOTE)));
    },
    read(type) {
      const filled = fill(spec, values, { today, zone, ids });
      const words = note.trim();
      const found: Record<string, string> = { ...filled.faults };
      if (needsNote(type) && words === '') found[NOTE] = 'Write what is to be kept.';
      setFaults(found);
      if (Object.keys(found).length > 0) return null;
      return { type, data: filled.data, ...(words === '' ? {} : { note: words }) };
    },
  };
}
