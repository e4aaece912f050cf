/** Writes the page of a case kind from its chart: diagram, clocks, events and rules. Nothing on it is kept by hand. */
import type { AnyStateNode } from 'xstate';
import { sentenceOf, type CaseKind } from '../../domain/kernel';

const idOf = (node: AnyStateNode): string => node.path.join('_') || 'case';

/** `xstate.after.name.state` -> `after name`. */
function eventLabel(type: string): string {
  const after = /^xstate\.after\.([A-Za-z]+)\./.exec(type);
  return after ? `after ${after[1]}` : type;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

function arrowsOf(node: AnyStateNode): Arrow[] {
  const arrows: Arrow[] = [];
  const candidates = [...node.transitions.values()].flat();
  for (const t of [...candidates, ...(node.always ?? [])]) {
    const label = t.eventType === '' ? 'at once' : eventLabel(t.eventType);
    const guard = typeof t.guard === 'string' ? t.guard : (t.guard as { type?: string } | undefined)?.type;
    for (const target of t.target ?? []) {
      if (target === node && !t.reenter) continue;
      arrows.push({ from: idOf(node), to: idOf(target), label: guard ? `${label} [${guard}]` : label });
    }
  }
  return [...arrows, ...childrenOf(node).flatMap(arrowsOf)];
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states) as AnyStateNode[];

function statesOf(node: AnyStateNode, indent: string): string[] {
  return childrenOf(node).flatMap((child, n) => {
    const between = node.type === 'parallel' && n > 0 ? [`${indent}--`] : [];
    if (childrenOf(child).length === 0) return [...between, `${indent}state "${child.key}" as ${idOf(child)}`];
    const initial = child.type === 'compound' ? child.initial.target?.[0] : undefined;
    return [
      ...between,
      `${indent}state "${child.key}" as ${idOf(child)} {`,
      ...(initial ? [`${indent}  [*] --> ${idOf(initial)}`] : []),
      ...statesOf(child, `${indent}  `),
      `${indent}}`,
    ];
  });
}

/** Same endpoints are one arrow with several labels. */
function merged(arrows: readonly Arrow[]): string[] {
  const by = new Map<string, Set<string>>();
  for (const { from, to, label } of arrows) {
    const key = `${from} --> ${to}`;
    by.set(key, (by.get(key) ?? new Set()).add(label));
  }
  return [...by].map(([key, labels]) => `  ${key}: ${[...labels].join(' / ')}`);
}

function sketch(title: string, node: AnyStateNode): string[] {
  const initial = node.type === 'compound' ? node.initial.target?.[0] : undefined;
  return [
    `### ${title}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...(initial ? [`  [*] --> ${idOf(initial)}`] : []),
    ...statesOf(node, '  '),
    ...merged(arrowsOf(node).filter((a) => a.from.startsWith(idOf(node)) || idOf(node) === 'case')),
    '```',
    '',
  ];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The page of one kind, in Markdown. */
export function docOf(kind: CaseKind): string {
  const root = kind.machine.root as AnyStateNode;
  const open = childrenOf(root).find((n) => n.key === 'open');
  const regions = open ? childrenOf(open).filter((n) => childrenOf(n).length > 0) : [];
  const closing = arrowsOf(root).filter((a) => !a.from.startsWith('open_') && a.from !== a.to);
  return [
    `# ${kind.title}`,
    '',
    `Drawn from \`domain/cases/${kind.kind}\` by \`npm run docs\`; machine version ${kind.machineVersion}. A case is in one`,
    'state of each region at once; every region stops when the case closes.',
    '',
    '## Stages and regions',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> open',
    ...merged(closing),
    '```',
    '',
    ...regions.flatMap((region) => sketch(region.key, region)),
    '## Clocks',
    '',
    row('clock', 'what it is', 'rule', 'if nobody acts'),
    row('---', '---', '---', '---'),
    ...Object.entries(kind.clocks).map(([name, c]) => row(name, c.title, c.rule.id, c.otherwise)),
    '',
    '## Rules',
    '',
    row('rule', 'says', 'defaults', 'source'),
    row('---', '---', '---', '---'),
    ...kind.rules.map((r) => row(r.id, sentenceOf(r), `\`${JSON.stringify(r.defaults)}\``, r.source)),
    '',
    '## Events',
    '',
    row('event', 'button', 'by'),
    row('---', '---', '---'),
    ...Object.entries(kind.events).map(([type, e]) => row(type, e.title, e.by)),
    '',
  ].join('\n');
}
