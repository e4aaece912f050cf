/** Reads the nodes of a machine: what is below and above one, where entering it begins, and which moves it has. */
import type { AnyStateNode } from 'xstate';

export interface Move {
  readonly eventType: string;
  /** Name of the clock, where the move is a delayed one. */
  readonly clock: string | null;
  readonly guard: string | null;
  readonly targets: readonly AnyStateNode[];
}

export const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states) as AnyStateNode[];

/** The node and everything below it, in the order of the machine. */
export const nodesUnder = (node: AnyStateNode): AnyStateNode[] => [node, ...childrenOf(node).flatMap(nodesUnder)];

export const leavesUnder = (node: AnyStateNode): AnyStateNode[] =>
  nodesUnder(node).filter((n) => childrenOf(n).length === 0);

/** The node and what it stands in, nearest first. */
export function selfAndAbove(node: AnyStateNode): AnyStateNode[] {
  const parent = node.parent as AnyStateNode | undefined;
  return parent ? [node, ...selfAndAbove(parent)] : [node];
}

/** The leaves that entering the node begins with: one, or one of each part of a parallel node. */
export function startLeaves(node: AnyStateNode): AnyStateNode[] {
  if (node.type === 'parallel') return childrenOf(node).flatMap(startLeaves);
  if (node.type !== 'compound') return [node];
  const initial = node.initial.target as readonly AnyStateNode[] | undefined;
  return (initial ?? []).flatMap(startLeaves);
}

/** The machine's words for a node, or its key in words: `inProgress` is "in progress". */
export function titleOf(node: AnyStateNode): string {
  return node.description ?? node.key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

const DELAYED = 'xstate.after.';
export const isDelayed = (move: Pick<Move, 'eventType'>): boolean => move.eventType.startsWith(DELAYED);

/** Every transition of the node itself. A wildcard only brings the day along. */
export function movesOf(node: AnyStateNode): Move[] {
  const transitions = [...node.transitions.values()].flat().filter((t) => t.eventType !== '*');
  return [...transitions, ...(node.always ?? [])].map((t) => {
    const eventType = t.eventType as string;
    return {
      eventType,
      // XState names the event `xstate.after.<delay>.<id of the node>`.
      clock: isDelayed({ eventType }) ? eventType.slice(DELAYED.length, -(node.id.length + 1)) : null,
      guard: typeof t.guard === 'string' ? t.guard : ((t.guard as { type?: string } | undefined)?.type ?? null),
      targets: (t.target ?? []) as AnyStateNode[],
    };
  });
}
