/** Every field that can leave is sorted into a group or declared plain, or the build says which one is not (G17). */
import type { z } from 'zod';
import { detailsSchemaOf } from '../../api/case-details';
import { askedFields } from '../../api/auth/field-groups';
import { privacyOf } from '../../api/privacy/case-privacy';
import { treeOf, unseenPaths } from '../../api/privacy/class-tree';
import { FIELD_GROUP, marks } from '../../api/privacy/phi';
import { buildDocument } from '../../api/openapi';
import { routes } from '../../api/routes';
import { caseKinds } from '../../domain/cases';
import { kernelEvents } from '../../domain/kernel';
import { kernelEventPrivacy, kernelFactPrivacy } from '../../domain/kernel/privacy';
import type { FieldClasses } from '../../domain/privacy';
import { taskKeys as denialTasks } from '../../domain/cases/denial/tasks';
import { taskKeys as wcTasks } from '../../domain/cases/wc/tasks';
import { Play } from '../domain/cases/denial/play';
import { REQUEST, wc } from '../domain/cases/wc/wc-play';

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes['_zod']['def'];
const defOf = (schema: Schema): Def => schema._zod.def as Def;

/** What stands below a schema, one step down: the name of the step and the schema there. */
function below(schema: Schema): [step: string, schema: Schema][] {
  const def = defOf(schema);
  if (def.type === 'object') return Object.entries(def.shape as Record<string, Schema>);
  if (def.type === 'array') return [['', def.element]];
  if (def.type === 'record') return [['', def.valueType]];
  if (def.type === 'tuple') return def.items.map((item) => ['', item]);
  if (def.type === 'union') return def.options.map((option) => ['', option]);
  if (def.type === 'pipe') return [['', def.in]];
  if (def.type === 'intersection') return [def.left, def.right].map((side) => ['', side]);
  return 'innerType' in def ? [['', def.innerType]] : [];
}

/** Formats that cannot hold words. A date can be a birth date, so that it needs a group. */
const harmless = ['uuid', 'guid', 'datetime'];

function freeLeaves(schema: Schema, path: string): string[] {
  if (marks.get(schema as z.ZodType) !== undefined) return [];
  const def = defOf(schema);
  if (def.type === 'string') {
    const { format } = def as { format?: string };
    return format !== undefined && harmless.includes(format) ? [] : [path];
  }
  if (['unknown', 'any', 'custom', 'lazy', 'template_literal', 'file', 'map', 'set'].includes(def.type)) return [path];
  if (def.type === 'number' && /cents$/i.test(path)) return [path];
  return below(schema).flatMap(([step, next]) => freeLeaves(next, step === '' ? path : `${path}.${step}`));
}

test('G17 every text, date, amount and open record of every answer has a group or is declared plain', () => {
  const free = routes.flatMap((route) =>
    Object.entries(route.answers).flatMap(([status, schema]) =>
      schema === null ? [] : freeLeaves(schema, `${route.method} ${route.path} ${status}`),
    ),
  );
  expect(free).toEqual([]);
});

test('G17 the document shows the group of a field', () => {
  const document = JSON.stringify(buildDocument(routes));
  for (const group of ['identity', 'clinical', 'visits', 'money', 'contact', 'words', 'plain']) {
    expect(document).toContain(`"${FIELD_GROUP}":"${group}"`);
  }
});

test('every field that can be asked for in a query, filter or order says what is learnt by asking', () => {
  const names = routes.flatMap((route) => [
    ...Object.keys(route.query?.shape ?? {}),
    ...Object.keys(objectAt(objectAt(route.body)?.['filter']) ?? {}),
  ]);
  const sorts = routes.flatMap((route) =>
    enumValues(route.query?.shape['sort']).map((value) => value.replace('-', '')),
  );
  expect(sorts.length).toBeGreaterThan(4);
  expect([...new Set([...names, ...sorts])].filter((name) => !Object.hasOwn(askedFields, name))).toEqual([]);
});

function objectAt(schema: Schema | undefined): Record<string, Schema> | null {
  if (schema === undefined) return null;
  const def = defOf(schema);
  if (def.type === 'object') return def.shape as Record<string, Schema>;
  return below(schema).reduce<Record<string, Schema> | null>((found, [, next]) => found ?? objectAt(next), null);
}

function enumValues(schema: Schema | undefined): string[] {
  if (schema === undefined) return [];
  const def = defOf(schema);
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return below(schema).flatMap(([, next]) => enumValues(next));
}

/** What others send by protocols of their own, which may grow: parts that we do not know are dropped unread. */
const protocolsOfOthers = ['get /session/oidc/callback', 'post /codec/decode', 'post /codec/decode.payloads.'];

test('no body takes a member that its schema does not name, at any depth', () => {
  const loose = routes.flatMap((route) =>
    [route.body, route.query, route.params].flatMap((schema) =>
      schema === undefined ? [] : looseObjects(schema, `${route.method} ${route.path}`),
    ),
  );
  expect(loose).toEqual(protocolsOfOthers);
});

function looseObjects(schema: Schema, path: string): string[] {
  const def = defOf(schema);
  const own = def.type === 'object' && (!def.catchall || defOf(def.catchall).type !== 'never') ? [path] : [];
  return [...own, ...below(schema).flatMap(([step, next]) => looseObjects(next, `${path}.${step}`))];
}

/** Every path of a schema down to what is no object. */
function paths(schema: Schema, path = ''): string[] {
  const next = below(schema);
  if (next.length === 0) return [path];
  return [...new Set(next.flatMap(([step, s]) => paths(s, [path, step].filter(Boolean).join('.'))))];
}

/** An object that has something at each of the paths. */
function filled(all: readonly string[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const path of all.filter(Boolean)) {
    const names = path.split('.');
    let at = root;
    for (const name of names.slice(0, -1)) {
      if (typeof at[name] !== 'object') at[name] = {};
      at = at[name] as Record<string, unknown>;
    }
    at[names.at(-1) as string] ??= 'x';
  }
  return root;
}

const unsorted = (value: unknown, classes: FieldClasses): string[] =>
  unseenPaths(value, treeOf(classes), (needed) => needed !== undefined);

describe.each(caseKinds.map((kind) => [kind.kind, kind] as const))('the kind %s', (name, kind) => {
  const privacy = privacyOf(name);

  test('sorts its details and the data of every event, and nothing that is not there', () => {
    expect(unsorted(filled(paths(detailsSchemaOf(name))), privacy?.details ?? {})).toEqual([]);
    const data = { 'case.opened': kind.openData, ...Object.fromEntries(eventData(kind.events)) };
    for (const [type, schema] of Object.entries(data)) {
      expect([type, unsorted(filled(paths(schema)), privacy?.events[type] ?? { [type]: 'plain' })]).toEqual([type, []]);
    }
    expect(Object.keys(privacy?.events ?? {}).sort()).toEqual(Object.keys(data).sort());
    expect(pathsNotIn(privacy?.details ?? {}, paths(detailsSchemaOf(name)))).toEqual([]);
    for (const [type, schema] of Object.entries(data)) {
      expect([type, pathsNotIn(privacy?.events[type] ?? {}, paths(schema))]).toEqual([type, []]);
    }
  });

  test('sorts every fact and structure that a case shows', () => {
    const { own, detail } = shown[name]?.().facts ?? { own: { nothing: 1 }, detail: {} };
    expect(unsorted(own, privacy?.facts ?? {})).toEqual([]);
    expect(unsorted(detail, privacy?.detail ?? {})).toEqual([]);
    const facts = Object.keys(own);
    expect(Object.keys(privacy?.facts ?? {}).filter((fact) => !facts.includes(fact))).toEqual([]);
  });
});

const eventData = (events: (typeof caseKinds)[number]['events']) =>
  Object.entries(events).map(([type, event]) => [type, event.data] as const);

/** Lines that name what no schema has: a slip of the pen would leave the real field withheld. */
function pathsNotIn(classes: FieldClasses, real: readonly string[]): string[] {
  return Object.keys(classes).filter((path) => !real.some((r) => r === path || r.startsWith(`${path}.`)));
}

/** A case of the kind in which everything has happened that leaves a structure. */
const shown: Readonly<Record<string, () => { facts: { own: object; detail: object } }>> = {
  wc() {
    const play = wc({ treatment: 'treating' });
    play.send('reauthorization.requested', { requestId: REQUEST, kind: 'extend' });
    play.send('milestone.recorded', { code: 'first-evaluation', on: '2026-03-02' });
    play.send('document.changed', { documentId: REQUEST, kind: 'work-status', status: 'missing' });
    return play;
  },
  denial() {
    const play = new Play();
    play.send('work.started');
    play.send('payer.responded', { outcome: 'partial', on: '2026-03-03', amountCents: 100 });
    play.send('payment.posted', { amountCents: 100, on: '2026-03-03' });
    return play;
  },
};

test('the reason of every task of a chart is sorted by what it tells', () => {
  for (const [kind, keys] of Object.entries({ wc: wcTasks, denial: denialTasks })) {
    const names = Object.values(keys).map((key) => (typeof key === 'string' ? key : key({} as never)).split(':')[0]);
    expect(Object.keys(privacyOf(kind)?.tasks ?? {}).sort()).toEqual([...names].sort());
  }
  expect(caseKinds.map((kind) => kind.kind).sort()).toEqual(['denial', 'wc']);
});

test('the events that every kind answers are sorted, and so are the facts that are compared for all', () => {
  for (const [type, schema] of Object.entries(kernelEvents)) {
    const real = type === 'rules.published' ? ['version', 'reverts', 'rules'] : paths(schema);
    expect([type, unsorted(filled(real), kernelEventPrivacy[type] ?? {})]).toEqual([type, []]);
  }
  expect(Object.keys(kernelFactPrivacy).sort()).toEqual(['followUpOn', 'owner', 'priority']);
});
