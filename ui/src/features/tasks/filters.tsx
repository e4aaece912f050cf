/** The filters of the task lists: ids and codes only, so that an address can be shared and names nobody. */
import { Select } from '@mantine/core';
import { useUsers } from '../../api/session';
import { useAddressFilter } from '../../components/address-filter';
import type { Filter } from '../../components/filter-bar';
import type { TaskFilter } from '../../api/tasks';

const dueWords: Readonly<Record<string, string>> = { due: 'today or earlier', overdue: 'before today' };
const kindWords: Readonly<Record<string, string>> = { wc: 'WC cases', denial: 'denials' };
const priorityWords: Readonly<Record<string, string>> = { high: 'high', normal: 'normal', low: 'low' };
const roleWords: Readonly<Record<string, string>> = {
  coordinator: 'Coordinators',
  biller: 'Billers',
  coder: 'Coders',
  'front-desk': 'Front desk',
  intake: 'Intake',
  'case-manager': 'Case managers',
  'clinical-staff': 'Clinical staff',
  manager: 'Managers',
};

/** What the address asks for beside the tab. */
export function useTaskFilter(): { filter: TaskFilter; filters: Filter[] } {
  const { of, set, one } = useAddressFilter();
  const users = useUsers().data?.items ?? [];
  const person = of('person');
  const filters: Filter[] = [
    one('due', 'Due', dueWords, true),
    one('priority', 'Priority', priorityWords),
    one('kind', 'Kind', kindWords),
    one('role', 'Queue of', roleWords),
    {
      id: 'person',
      label: 'Person',
      value: person === null ? null : (users.find(({ id }) => id === person)?.name ?? 'somebody'),
      clear: () => set('person', null),
      editor: (close) => (
        <Select
          label="Tasks of"
          searchable
          autoFocus
          data={users.map(({ id, name }) => ({ value: id, label: name }))}
          value={person}
          onChange={(value) => (set('person', value), close())}
          comboboxProps={{ withinPortal: false }}
        />
      ),
    },
  ];
  const filter = {
    ...(of('due') === null ? {} : { due: of('due') }),
    ...(of('priority') === null ? {} : { priority: of('priority') }),
    ...(of('kind') === null ? {} : { kind: of('kind') }),
    ...(of('role') === null ? {} : { role: of('role') }),
    ...(person === null ? {} : { assignee: person }),
  } as TaskFilter;
  return { filter, filters };
}
