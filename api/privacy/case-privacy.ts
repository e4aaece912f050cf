/** The classes of what each kind of case stores in open records, as marks for the answers that show it. */
import { denialPrivacy } from '../../domain/cases/denial/privacy';
import { wcPrivacy } from '../../domain/cases/wc/privacy';
import { kernelEventPrivacy, kernelFactPrivacy } from '../../domain/kernel/privacy';
import { fieldGroups, sorted, type FieldClass, type KindPrivacy } from '../../domain/privacy';
import { askedFields } from '../auth/field-groups';
import { treeOf, treeUnder, type ClassTree } from './class-tree';
import type { Around } from './phi';

const kinds: Readonly<Record<string, KindPrivacy>> = { wc: wcPrivacy, denial: denialPrivacy };

export const privacyOf = (kind: string): KindPrivacy | undefined =>
  Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;

interface Trees {
  readonly facts: ClassTree;
  readonly detail: ClassTree;
  readonly details: ClassTree;
  readonly events: Readonly<Record<string, ClassTree>>;
}

const UNSORTED = treeOf({});
const kernelEvents = each(kernelEventPrivacy);
const trees: Readonly<Record<string, Trees>> = Object.fromEntries(
  Object.entries(kinds).map(([name, kind]) => [
    name,
    {
      facts: treeOf({ ...kernelFactPrivacy, ...kind.facts }),
      detail: treeOf(kind.detail),
      details: treeOf(kind.details),
      events: { ...each(kind.events), ...kernelEvents },
    },
  ]),
);

function each(classes: KindPrivacy['events']): Readonly<Record<string, ClassTree>> {
  return Object.fromEntries(Object.entries(classes).map(([type, fields]) => [type, treeOf(fields)]));
}

const treesOf = (kind: unknown): Trees | undefined =>
  typeof kind === 'string' && Object.hasOwn(trees, kind) ? trees[kind] : undefined;

/** A kind without a file of its own: nothing is sorted, so nothing is shown to whoever lacks a group. */
const part = (which: 'facts' | 'detail' | 'details') => (kind: unknown) => treesOf(kind)?.[which] ?? UNSORTED;
export const detailsTree = part('details');
const factsTree = part('facts');
const detailTree = part('detail');

/** Edits that a batch makes (domain/batches): they are no events, and their data is sorted here. */
const edits = each({ 'tags.changed': sorted('words', 'add', 'remove'), 'priority.set': sorted('plain', 'priority') });

export function eventTree(kind: unknown, type: unknown): ClassTree {
  const events = treesOf(kind)?.events ?? kernelEvents;
  if (typeof type !== 'string') return UNSORTED;
  if (Object.hasOwn(edits, type)) return edits[type] ?? UNSORTED;
  return Object.hasOwn(events, type) ? (events[type] ?? UNSORTED) : UNSORTED;
}

/** Marks for records beside the `kind` (and `type`) of their case or event. */
export const byKind = {
  facts: (around: Around) => factsTree(around.find('kind')),
  detail: (around: Around) => detailTree(around.find('kind')),
  details: (around: Around) => detailsTree(around.find('kind')),
  event: (around: Around) => eventTree(around.find('kind'), around.find('type')),
};

/** Data of a command for several kinds: kind -> data of its event. */
export const commandTree = (around: Around): ClassTree =>
  treeUnder({
    ...Object.fromEntries(Object.keys(kinds).map((kind) => [kind, eventTree(kind, around.find('type'))])),
    version: treeOf({ version: 'plain' }).below.get('version') ?? UNSORTED,
  });

/** A filter as it was asked: what a search looked for may name anybody. */
const asked = treeOf(
  Object.fromEntries(
    Object.entries(askedFields).map(([name, of]) => [name, of === 'search' ? (['identity', 'words'] as const) : of]),
  ),
);
export const filterTree = (): ClassTree => asked;

const ORDER = sorted('plain', 'type', 'key', 'title', 'assignTo', 'priority', 'dueOn', 'requirement', 'outcome');

/** An order the chart gave; its reason is the task's. */
export function effectsTree(around: Around, effect: unknown): ClassTree {
  const key = (effect as { readonly key?: unknown }).key;
  const reason = reasonClass(around.find('kind'), key) ?? fieldGroups;
  return treeOf({ ...ORDER, ...sorted('plain', 'template', 'to'), reason });
}

const OWN = 'own:';

/** What the reason of a task tells. One that a person added says only that. */
export const taskReasonClass = (around: Around): FieldClass | undefined =>
  reasonClass(around.find('kind'), around.find('key'));

function reasonClass(kind: unknown, key: unknown): FieldClass | undefined {
  if (typeof key !== 'string') return undefined;
  if (key.startsWith(OWN)) return 'plain';
  const name = key.split(':')[0] as string;
  const classes = typeof kind === 'string' ? privacyOf(kind)?.tasks : undefined;
  return classes && Object.hasOwn(classes, name) ? classes[name] : undefined;
}

/** A task of the chart has the chart's title. One that a person added has that person's words: for its assignee, too. */
export function taskTitleClass(around: Around): FieldClass {
  const { caller } = around;
  const key = around.find('key');
  if (typeof key !== 'string' || !key.startsWith(OWN)) return 'plain';
  const to = around.find('assignee') as { userId?: string; teamId?: string; role?: string } | undefined;
  if (caller === undefined || to === undefined) return 'words';
  const mine =
    [caller.userId, ...caller.coversIds].some((id) => id === to.userId) ||
    caller.teamIds.some((id) => id === to.teamId) ||
    caller.roles.some((role) => role === to.role);
  return mine ? 'plain' : 'words';
}
