/** Opens a case of either kind: choose the kind, fill in what is known, and go on to the case. */
import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useMay } from '../../api/session';
import { NoAccess } from '../../components/no-access';
import { Page } from '../../components/page';
import { WayBack } from './case-top';
import classes from './new-case.module.css';
import { NewDenial } from './new-denial';
import { NewWc } from './new-wc';

const kinds = [
  { value: 'wc', label: "Workers' compensation" },
  { value: 'denial', label: 'Denial' },
] as const;

export function NewCasePage() {
  const [query, setQuery] = useSearchParams();
  const may = useMay('case.open');
  const kind = query.get('kind') === 'denial' ? 'denial' : 'wc';
  // Claims chosen in a list of claims come along (H02).
  const claims = query.getAll('claim');
  if (!may) {
    return (
      <NoAccess title="New case" who="people who open cases">
        Coordinators, front desk, billers, coders, case managers, intake and managers open cases.
      </NoAccess>
    );
  }
  return (
    <Page title="New case" before={<WayBack id="" kind={kind} />} padded>
      <div className={classes.page}>
        <SegmentedControl
          aria-label="Kind of case"
          value={kind}
          data={[...kinds]}
          onChange={(next) => setQuery(next === 'denial' ? { kind: next } : {}, { replace: true })}
        />
        {kind === 'wc' ? <NewWc /> : <NewDenial claims={claims} />}
      </div>
    </Page>
  );
}
