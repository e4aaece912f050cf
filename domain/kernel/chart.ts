/** The stage chart of a case, read from its machine: stages, the regions beside them, what moves them, and what is next (N08). Draws nothing. */
import type { AnyStateNode } from 'xstate';
import type { CaseKind, Stage } from './case-kind';
import {
  childrenOf,
  isDelayed,
  leavesUnder,
  movesOf,
  nodesUnder,
  selfAndAbove,
  startLeaves,
  titleOf,
  type Move,
} from './chart-nodes';
import type { CaseState } from './state';

/** What moves a case along an edge: a person's or feed's event, a clock, or a fact that becomes true. */
export interface ChartCause {
  readonly by: 'event' | 'clock' | 'fact';
  /** Event type, clock name or guard name. */
  readonly name: string;
  readonly title: string;
}

export interface ChartEdge extends ChartCause {
  readonly from: string;
  readonly to: string;
  /** Of a clock that is armed on this edge, epoch ms. */
  readonly dueAt: number | null;
}

export interface ChartStage {
  readonly stage: Stage;
  readonly current: boolean;
  /** The case waits for nothing here. */
  readonly closed: boolean;
}

export interface ChartState {
  readonly id: string;
  readonly title: string;
  readonly current: boolean;
  readonly flag: string | null;
}

/** One thing the case keeps in view beside its stage; it has one current state. */
export interface ChartRegion {
  readonly id: string;
  readonly title: string;
  /** Nothing to see: it is where it started, unflagged, and no clock is armed in it. */
  readonly quiet: boolean;
  readonly states: readonly ChartState[];
  readonly edges: readonly ChartEdge[];
}

/** What happens by itself if nobody acts: the soonest armed clock. */
export interface NextMove {
  readonly clock: string;
  readonly title: string;
  readonly otherwise: string;
  readonly dueAt: number;
  readonly region: string | null;
  readonly from: string;
  readonly to: string;
}

export interface CaseChart {
  readonly stages: readonly ChartStage[];
  /** Between stages; `from` and `to` are stages. */
  readonly edges: readonly ChartEdge[];
  /** Empty once the case is closed. */
  readonly regions: readonly ChartRegion[];
  readonly next: NextMove | null;
}

/** What of a case the chart needs: the stored state has it, without the rules. */
export type Charted = Pick<CaseState, 'clocks'> & { readonly snapshot: Pick<CaseState['snapshot'], 'value'> };

interface Drawn {
  readonly kind: CaseKind;
  readonly nodes: readonly AnyStateNode[];
  readonly current: ReadonlySet<AnyStateNode>;
  readonly clocks: CaseState['clocks'];
}

/** The chart of the kind with this case's place in it. */
export function chartOf(kind: CaseKind, state: Charted): CaseChart {
  const root = kind.machine.root as AnyStateNode;
  const snapshot = kind.machine.resolveState({ value: state.snapshot.value as never, context: {} });
  const current = new Set((snapshot as unknown as { _nodes: AnyStateNode[] })._nodes);
  const drawn: Drawn = { kind, nodes: nodesUnder(root), current, clocks: state.clocks };
  const regions = regionsOf(drawn);
  return {
    stages: stagesOf(drawn),
    edges: stageEdges(drawn),
    regions: regions.filter((node) => current.has(node)).map((node) => regionOf(drawn, node)),
    next: nextMove(drawn, regions),
  };
}

const tagOf = (node: AnyStateNode, prefix: string): string | null =>
  (node.tags as string[]).find((tag) => tag.startsWith(prefix))?.slice(prefix.length) ?? null;
const stageTag = (node: AnyStateNode): Stage | null => tagOf(node, 'stage:') as Stage | null;

function stagesOf({ nodes, current }: Drawn): ChartStage[] {
  const stages = new Map<Stage, ChartStage>();
  for (const node of nodes) {
    const stage = stageTag(node);
    if (stage === null) continue;
    const before = stages.get(stage);
    stages.set(stage, {
      stage,
      current: (before?.current ?? false) || current.has(node),
      closed: node.tags.includes('closed'),
    });
  }
  return [...stages.values()];
}

/** The stages in which a transition from this node is open: its own, or all of those below it. */
function stagesFrom(node: AnyStateNode): Stage[] {
  const own = selfAndAbove(node).flatMap((n) => stageTag(n) ?? []);
  if (own[0] !== undefined) return [own[0]];
  return [...new Set(nodesUnder(node).flatMap((n) => stageTag(n) ?? []))];
}

/** The stage that entering this node begins with. */
function stageInto(node: AnyStateNode): Stage | null {
  const leaves = startLeaves(node);
  return leaves.flatMap((leaf) => selfAndAbove(leaf).flatMap((n) => stageTag(n) ?? []))[0] ?? null;
}

function stageEdges(drawn: Drawn): ChartEdge[] {
  return distinct(
    drawn.nodes.flatMap((node) =>
      movesOf(node).flatMap((move): ChartEdge[] => {
        const to = move.targets.map(stageInto).find((stage) => stage !== null);
        if (to === undefined || to === null) return [];
        const froms = stagesFrom(node).filter((from) => from !== to);
        return froms.map((from) => ({ from, to, ...causeOf(drawn, move) }));
      }),
    ),
  );
}

/** The parts of parallel states that do not hold the stages. */
function regionsOf({ nodes }: Drawn): AnyStateNode[] {
  return nodes
    .filter((node) => node.type === 'parallel')
    .flatMap(childrenOf)
    .filter((node) => childrenOf(node).length > 0 && nodesUnder(node).every((n) => stageTag(n) === null));
}

function regionOf(drawn: Drawn, region: AnyStateNode): ChartRegion {
  const leaves = leavesUnder(region);
  const edges = nodesUnder(region).flatMap((node) =>
    movesOf(node).flatMap((move): ChartEdge[] => {
      const to = move.targets.flatMap(startLeaves).find((leaf) => leaves.includes(leaf));
      if (!to) return [];
      const froms = leavesUnder(node).filter((from) => from !== to);
      return froms.map((from) => ({ from: idOf(from), to: idOf(to), ...causeOf(drawn, move) }));
    }),
  );
  const now = leaves.find((leaf) => drawn.current.has(leaf));
  const flags = leaves.filter((leaf) => drawn.current.has(leaf)).flatMap((leaf) => tagOf(leaf, 'flag:') ?? []);
  const atStart = now !== undefined && startLeaves(region).includes(now);
  const armed = nodesUnder(region).some(
    (node) => drawn.current.has(node) && movesOf(node).some((move) => armedOn(drawn, move) !== null),
  );
  return {
    id: idOf(region),
    title: titleOf(region),
    quiet: atStart && flags.length === 0 && !armed,
    states: leaves.map((leaf) => ({
      id: idOf(leaf),
      title: titleOf(leaf),
      current: drawn.current.has(leaf),
      flag: tagOf(leaf, 'flag:'),
    })),
    edges: distinct(edges),
  };
}

const idOf = (node: AnyStateNode): string => node.path.join('.');

/** The instant at which the clock of this move is due; null where it is no clock, or not armed. */
function armedOn({ clocks }: Drawn, move: Move): number | null {
  if (!isDelayed(move)) return null;
  return clocks.find((clock) => clock.slot === move.eventType)?.dueAt ?? null;
}

function causeOf(drawn: Drawn, move: Move): ChartCause & { readonly dueAt: number | null } {
  const { kind } = drawn;
  if (isDelayed(move)) {
    const name = move.clock ?? '';
    return { by: 'clock', name, title: kind.clocks[name]?.title ?? name, dueAt: armedOn(drawn, move) };
  }
  if (move.eventType !== '') {
    const title = kind.events[move.eventType]?.title ?? wordsOf(move.eventType);
    return { by: 'event', name: move.eventType, title, dueAt: null };
  }
  const name = move.guard ?? '';
  return { by: 'fact', name, title: kind.guards[name]?.says ?? wordsOf(name), dueAt: null };
}

/** `bookingsUncovered` and `task.done` in words. */
const wordsOf = (name: string): string =>
  name
    .replace(/\./g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

function nextMove(drawn: Drawn, regions: readonly AnyStateNode[]): NextMove | null {
  const moves = [...drawn.current].flatMap((node) =>
    movesOf(node).flatMap((move): NextMove[] => {
      const dueAt = armedOn(drawn, move);
      const clock = move.clock;
      if (dueAt === null || clock === null) return [];
      const into = move.targets.flatMap(startLeaves)[0] ?? node;
      const region = regions.find((r) => selfAndAbove(node).includes(r));
      const words = drawn.kind.clocks[clock];
      return [
        {
          ...{ clock, title: words?.title ?? clock, otherwise: words?.otherwise ?? '', dueAt },
          region: region ? titleOf(region) : null,
          ...{ from: titleOf(node), to: titleOf(into) },
        },
      ];
    }),
  );
  return moves.reduce<NextMove | null>((a, b) => (a === null || b.dueAt < a.dueAt ? b : a), null);
}

/** One edge per way: an event with two guards is one button, and one arrow. */
function distinct(edges: readonly ChartEdge[]): ChartEdge[] {
  const seen = new Map<string, ChartEdge>();
  for (const edge of edges) {
    const key = [edge.from, edge.to, edge.by, edge.name].join(' ');
    if (!seen.has(key)) seen.set(key, edge);
  }
  return [...seen.values()];
}
