/** The order of stages in the drawing, and the words of what moves a case from one to another. Pure. */
import type { CaseChart } from '../../api/case';

export type Stage = CaseChart['stages'][number];
type Edge = CaseChart['edges'][number];

/** The machine's order; of the ends only the one that the case came to, or else the first. */
export function stagesInRow(stages: readonly Stage[]): Stage[] {
  const open = stages.filter((stage) => !stage.closed);
  const ends = stages.filter((stage) => stage.closed);
  const end = ends.find((stage) => stage.current) ?? ends[0];
  return end ? [...open, end] : [...open];
}

export const edgesBetween = (chart: CaseChart, from: string, to: string): Edge[] =>
  chart.edges.filter((edge) => edge.from === from && edge.to === to);

/** "Record the action taken", "by itself once treatment is complete", "by the clock Denial not worked". */
export function causeWords({ by, title }: Pick<Edge, 'by' | 'title'>): string {
  if (by === 'event') return title;
  return by === 'clock' ? `by the clock ${title}` : `by itself once ${title}`;
}
