/** The system: what failed in the background and can be tried again, and whether every case is alive. */
import { useMay } from '../../api/session';
import { NoAccess } from '../../components/no-access';
import { Page } from '../../components/page';
import { Incidents } from './incidents';
import { Sweeps } from './sweeps';
import classes from './system-page.module.css';

export function SystemPage() {
  const mayIncidents = useMay('incident.read');
  const maySweeps = useMay('reconciliation.read');
  if (!mayIncidents && !maySweeps) {
    return (
      <NoAccess title="System" who="managers, compliance, auditors and administrators">
        It shows what failed in the background.
      </NoAccess>
    );
  }
  return (
    <Page title="System" subtitle="Background work and the health of every case" padded>
      <div className={classes.column}>
        {mayIncidents ? <Incidents /> : null}
        {maySweeps ? <Sweeps /> : null}
      </div>
    </Page>
  );
}
