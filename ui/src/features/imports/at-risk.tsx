/** The end of an audit: which cases need somebody now, most urgent first (B09). */
import { useState } from 'react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Card } from '../../components/card';
import { codeWords } from '../../components/code-words';
import { DayText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { many } from '../../components/numbers';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { StatusBadge } from '../../components/status-badge';
import type { ImportView } from './queries';
import { shownRow, type Risk, type RiskyCase } from './summary';
import classes from './at-risk.module.css';

const FIRST = 10;

const columnsOf = (one: ImportView): readonly SmallColumn<RiskyCase>[] => [
  {
    id: 'row',
    head: 'Case',
    names: true,
    cell: ({ caseId, row }) =>
      caseId === null ? (
        `New, from row ${shownRow(one, row)}`
      ) : (
        <Link to={`/cases/${caseId}`}>Case of row {shownRow(one, row)}</Link>
      ),
  },
  {
    id: 'why',
    head: 'Why',
    cell: ({ flags }) => (
      <span className={classes.flags}>
        {flags.map((flag) => (
          <StatusBadge key={flag} tone="red">
            {codeWords(flag)}
          </StatusBadge>
        ))}
      </span>
    ),
  },
  { id: 'on', head: 'Date', cell: ({ on }) => <DayText day={on} />, width: '140px' },
];

export function AtRisk({ one, risk }: { one: ImportView; risk: Risk }) {
  const [all, setAll] = useState(false);
  const shown = all ? risk.cases : risk.cases.slice(0, FIRST);
  if (risk.total === 0) {
    return (
      <Card title="Cases at risk now">
        <EmptyState title="None of these cases is at risk">
          No authorization ends soon, no adjuster is silent, nothing treated waits to be billed.
        </EmptyState>
      </Card>
    );
  }
  const sorts = Object.entries(risk.byFlag).map(([flag, n]) => `${codeWords(flag)}: ${n}`);
  return (
    <Card
      title={one.dryRun ? 'Would be at risk at once' : 'Cases at risk now'}
      note={many(risk.total, 'case')}
      flush
      actions={one.dryRun ? undefined : <Link to="/today">Work them on Today</Link>}
    >
      <p className={classes.sorts}>{sorts.join(', ')}</p>
      <SmallTable
        label="Cases at risk, most urgent first"
        columns={columnsOf(one)}
        rows={shown}
        rowId={({ row }) => String(row)}
      />
      {risk.cases.length > FIRST && !all ? (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => setAll(true)}>
            Show {risk.cases.length - FIRST} more
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
