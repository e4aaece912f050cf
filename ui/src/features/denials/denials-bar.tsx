/** The filters of the denial views, and what is done to the chosen cases. */
import { useMe } from '../../api/session';
import { CaseListBar, tagsOf, type Sum } from '../../components/case-list/case-list-bar';
import { useCaseFilters } from '../../components/case-list/case-filters';
import type { ListState } from '../../components/case-list/list-state';
import type { DataColumn } from '../../components/data-table';
import type { Selection } from '../../components/selection';
import type { DenialRow } from './queries';
import { views, type ViewName } from './views';

interface Props {
  readonly view: ViewName;
  readonly state: ListState;
  readonly columns: readonly DataColumn<DenialRow>[];
  readonly rows: readonly DenialRow[];
  readonly unfiltered: Sum | undefined;
  readonly selection: Selection;
  onSelect(this: void, selection: Selection): void;
  reload(this: void): Promise<void>;
}

const sorts = [
  ['followUpOn', 'Follow up, soonest'],
  ['-followUpOn', 'Follow up, latest'],
  ['-priority', 'Priority, highest'],
  ['-outstandingCents', 'Outstanding, most'],
  ['outstandingCents', 'Outstanding, least'],
  ['-openedAt', 'Opened, newest'],
  ['openedAt', 'Opened, oldest'],
] as const;

export function DenialsBar({ view, ...props }: Props) {
  const { fieldGroups } = useMe();
  const filters = useCaseFilters({
    ...props.state,
    tags: tagsOf(props.rows),
    codes: [...new Set(props.rows.flatMap(({ carcCodes }) => carcCodes))].toSorted(),
    withoutOwner: view === 'my-open',
    pinned: ['payerId', 'followUp', 'outstandingOver'],
  });
  return (
    <CaseListBar
      {...props}
      page="denials"
      kind="denial"
      filters={filters}
      base={{ kind: 'denial', ...views[view].filter }}
      sorts={sorts.filter(([name]) => fieldGroups.includes('money') || !name.includes('outstanding'))}
    />
  );
}
