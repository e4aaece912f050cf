/** A denial case on a phone. */
import { Link } from 'react-router';
import { useZone } from '../../api/session';
import { CarcBadges } from '../../components/carc-badge';
import { caseName, FollowUpText } from '../../components/case-list/cells';
import { codeWords } from '../../components/code-words';
import { dayIn } from '../../components/dates';
import { moneyText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import classes from '../../components/case-list/case-card.module.css';
import type { DenialRow } from './queries';

export const DenialCard = (row: DenialRow) => <Card row={row} />;

function Card({ row }: { readonly row: DenialRow }) {
  const today = dayIn(useZone());
  return (
    <Link className={classes.card} to={`/cases/${row.id}`}>
      <span className={classes.line}>
        <b>{caseName(row)}</b>
        <FollowUpText on={row.followUpOn} left={row.followUpLeft} today={today} />
      </span>
      <span className={classes.line}>
        <span>
          {row.payer.name ?? 'No payer'}
          {row.subject !== null && `, ${codeWords(row.subject)}`}
        </span>
        {row.outstandingCents !== null && <b>{moneyText(row.outstandingCents)}</b>}
      </span>
      <span className={classes.line}>
        <CarcBadges codes={row.carcCodes} resolved={row.resolvedCarcCodes} />
        <OwnerAvatar owner={row.owner} />
      </span>
    </Link>
  );
}
