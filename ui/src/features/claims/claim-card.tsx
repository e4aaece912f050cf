/** A claim on a phone. */
import { Link } from 'react-router';
import classes from '../../components/case-list/case-card.module.css';
import { moneyText } from '../../components/numbers';
import type { ClaimRow } from './queries';

export const ClaimCard = (row: ClaimRow) => (
  <div className={classes.card}>
    <span className={classes.line}>
      <b>{row.number ?? 'Claim'}</b>
      {row.outstandingCents !== null && <b>{moneyText(row.outstandingCents)}</b>}
    </span>
    <span className={classes.line}>{[row.patient.name, row.payer.name].filter(Boolean).join(', ')}</span>
    {row.activeCaseId === null ? (
      <Link className={classes.target ?? ''} to={`/cases/new?kind=denial&claim=${row.id}`}>
        Create case
      </Link>
    ) : (
      <Link className={classes.target ?? ''} to={`/cases/${row.activeCaseId}`}>
        Open case
      </Link>
    )}
  </div>
);
