/** Cases of a what-if: who, what changes about the case, what opens or closes, and when; a table on a desk, cards on a phone. */
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { OwnerAvatar } from '../../components/owner-avatar';
import { flagText } from './flag-words';
import type { WhatIfCase, WhatIfPart } from './queries';
import classes from './cases-table.module.css';

interface Props {
  readonly rows: readonly WhatIfCase[];
  readonly which: WhatIfPart;
  readonly label: string;
}

export function CasesTable({ rows, which, label }: Props) {
  const flags = which !== 'moved';
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">Claim</th>
            {flags ? <th scope="col">{which === 'cleared' ? 'No longer' : 'Flag'}</th> : null}
            <th scope="col">{which === 'moved' ? 'Clocks' : which === 'cleared' ? 'Comes back' : 'Live flags it'}</th>
            <th scope="col">{which === 'cleared' ? 'Closes' : 'Opens now'}</th>
            <th scope="col">Owner</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.caseId}>
              <th scope="row">
                <Link to={`/cases/${row.caseId}`}>{row.patient ?? 'Name not shown'}</Link>
              </th>
              <td className={classes.id}>{row.claimNumber ?? 'none'}</td>
              {flags ? (
                <td>{(which === 'cleared' ? row.flagsCleared : row.flagsRaised).map(flagText).join(', ')}</td>
              ) : null}
              <td>{which === 'moved' ? <Clocks row={row} /> : <OneDate row={row} which={which} />}</td>
              <td>
                {(which === 'cleared' ? row.closed : row.opened).map(({ title }) => title).join(', ') || 'nothing'}
              </td>
              <td>
                <OwnerAvatar owner={row.owner} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** When the live rule would have flagged it, or when a cleared flag comes back if nobody acts. */
function OneDate({ row, which }: { readonly row: WhatIfCase; readonly which: WhatIfPart }) {
  const zone = useZone();
  const today = dayIn(zone);
  const dates = row.clocks.flatMap(({ atPublish, dueBefore, dueAfter }) => {
    const at = which === 'cleared' ? dueAfter : atPublish ? dueBefore : null;
    return at === null ? [] : [at];
  });
  const [first] = dates.sort();
  if (first === undefined) return <>{which === 'cleared' ? 'not by itself' : 'not by a date'}</>;
  return <time dateTime={first}>{dayText(dayIn(zone, first), today)}</time>;
}

function Clocks({ row }: { readonly row: WhatIfCase }) {
  return (
    <ul className={classes.clocks}>
      {row.clocks.map((clock) => (
        <li key={clock.name}>
          {clock.title} <ClockMove clock={clock} />
        </li>
      ))}
    </ul>
  );
}

/** Old due, arrow, new due: the old one struck out. */
export function ClockMove({
  clock,
}: {
  readonly clock: Pick<WhatIfCase['clocks'][number], 'dueBefore' | 'dueAfter'> & { atPublish?: boolean };
}) {
  const zone = useZone();
  const today = dayIn(zone);
  const said = (at: string) => dayText(dayIn(zone, at), today);
  const { dueBefore, dueAfter, atPublish } = clock;
  return (
    <span className={classes.move}>
      {dueBefore === null ? <span>not running</span> : <s>{said(dueBefore)}</s>}
      <IconArrowNarrowRight size={14} aria-label="to" />
      {atPublish ? (
        <strong className={classes.soon}>at publish</strong>
      ) : dueAfter === null ? (
        <span>no longer waits</span>
      ) : (
        <strong>{said(dueAfter)}</strong>
      )}
    </span>
  );
}
