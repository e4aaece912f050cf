/** A case on a phone. */
import { Link } from 'react-router';
import { useZone } from '../../api/session';
import { caseName } from '../../components/case-list/cells';
import classes from '../../components/case-list/case-card.module.css';
import { codeWords } from '../../components/code-words';
import { dayIn, dayText } from '../../components/dates';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StageBadge } from '../../components/status-badge';
import type { CaseRow } from './queries';

export const CaseCard = (row: CaseRow) => <Card row={row} />;

function Card({ row }: { readonly row: CaseRow }) {
  const zone = useZone();
  return (
    <Link className={classes.card} to={`/cases/${row.id}`}>
      <span className={classes.line}>
        <b>{caseName(row)}</b>
        <StageBadge stage={row.stage} />
      </span>
      <span className={classes.line}>
        <span>
          {row.flags.length > 0 ? row.flags.map(codeWords).join(', ') : (row.payer.name ?? codeWords(row.kind))}
        </span>
        <OwnerAvatar owner={row.owner} />
      </span>
      {row.next && (
        <span className={classes.line}>
          {row.next.title}, {dayText(dayIn(zone, row.next.dueAt), dayIn(zone))}
        </span>
      )}
    </Link>
  );
}
