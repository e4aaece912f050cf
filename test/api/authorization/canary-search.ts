/** Canaries: values that name the group they belong to, and the search for them in answers. */
import { fieldGroups, type FieldGroup } from '../../../domain/privacy';

/** A word of a group: whoever lacks the group must never meet it. */
export const word = (group: FieldGroup, what: string) => `zz${group}zz${what}`;
const WORD = new RegExp(`zz(${fieldGroups.join('|')})zz[a-z]+`, 'g');

/** Dates and amounts of a group, none of which anything else has. */
export const dates: Readonly<Record<string, FieldGroup>> = {
  '1961-03-17': 'identity',
  '2021-01-11': 'clinical',
  '2021-01-12': 'clinical',
  '2031-01-13': 'clinical',
  '2021-02-01': 'visits',
  '2031-02-02': 'visits',
  '2021-02-03': 'visits',
  '2021-02-04': 'visits',
  '2021-05-01': 'money',
  '2021-06-01': 'clinical',
  '2021-06-02': 'money',
};
export const amounts: Readonly<Record<number, FieldGroup>> = {
  7_310_001: 'money',
  7_310_002: 'money',
  7_310_003: 'money',
  7_310_004: 'money',
  7_310_005: 'money',
};
const dollars = new Map(
  Object.entries(amounts).map(([cents, group]) => [`$${(Number(cents) / 100).toFixed(2)}`, group]),
);

export interface Met {
  readonly path: string;
  readonly group: FieldGroup;
  readonly value: string;
}

/** Every canary in a value, leaf by leaf. */
export function canariesIn(value: unknown, path = ''): Met[] {
  if (typeof value === 'string') return inText(value, path);
  if (typeof value === 'number') {
    const group = amounts[value];
    return group ? [{ path, group, value: String(value) }] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => canariesIn(item, `${path}.${key}`));
}

function inText(text: string, path: string): Met[] {
  const words = [...text.matchAll(WORD)].map((m) => ({ path, group: m[1] as FieldGroup, value: m[0] }));
  const others = [...Object.entries(dates), ...dollars].filter(([canary]) => text.includes(canary));
  return [...words, ...others.map(([canary, group]) => ({ path, group, value: canary }))];
}
