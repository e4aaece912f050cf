/** The cases that a bar counts: how many, each with its link; for denials also by owner and by code, to go deeper. */
import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { ErrorState } from '../../components/error-state';
import { many, moneyText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StageBadge } from '../../components/status-badge';
import { kindOf, ownerName, subjectOf } from './labels';
import { behindQuery, breakdownQuery, type Behind, type BreakdownQuery, type CasesBehind as Answer } from './queries';
import classes from './insights.module.css';

interface Props {
  readonly title: string;
  readonly behind: Behind;
  onNarrow(title: string, behind: Behind): void;
  onClose(): void;
}

const views = { cases: 'Cases', owner: 'Owners', carc: 'Codes' } as const;
type ViewName = keyof typeof views;

export function CasesBehind({ title, behind, onNarrow, onClose }: Props) {
  const [view, setView] = useState<ViewName>('cases');
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever opened it with the keyboard goes on reading here; closing brings the focus back by itself.
  useEffect(() => {
    const from = document.activeElement;
    heading.current?.focus();
    return () => backTo(from);
  }, []);
  return (
    <div className={classes.behind}>
      <header className={classes.behindHead}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <ActionIcon variant="subtle" color="gray" aria-label="Close the list of cases" onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
        {behind.of === 'denials' ? (
          <SegmentedControl
            className={classes.views}
            fullWidth
            aria-label="Look at them by"
            value={view}
            data={Object.entries(views).map(([value, label]) => ({ value, label }))}
            onChange={(value) => setView(value as ViewName)}
          />
        ) : null}
      </header>
      {view === 'cases' ? (
        <CaseList behind={behind} />
      ) : (
        <Parts
          by={view}
          behind={behind}
          onNarrow={(name, more) => onNarrow(`${title}, ${name}`, { ...behind, ...more })}
        />
      )}
    </div>
  );
}

/** A chart may have been drawn anew meanwhile: then the same part of the bar has taken the place of the one that was left. */
function backTo(from: Element | null): void {
  const part = from?.getAttribute('data-part');
  const again = part ? document.querySelector(`[data-part="${CSS.escape(part)}"]`) : null;
  const target = from?.isConnected ? from : again;
  if (target instanceof HTMLElement || target instanceof SVGElement) target.focus();
}

function CaseList({ behind }: { readonly behind: Behind }) {
  const query = useInfiniteQuery(behindQuery(behind));
  if (query.error) {
    const withheld = query.error instanceof ApiProblem && query.error.code === 'forbidden';
    return (
      <ErrorState
        error={query.error}
        what={withheld ? 'Your roles do not show which cases these are.' : 'The cases could not be shown.'}
        onRetry={withheld ? undefined : query.refetch}
      />
    );
  }
  if (query.data === undefined) return <SkeletonRows rows={8} height={60} />;
  const cases = query.data.pages.flatMap(({ items }) => items);
  const total = query.data.pages[0]?.total ?? 0;
  return (
    <>
      <p className={classes.count} role="status">
        {many(total, 'case')}
      </p>
      <ul className={classes.cases}>
        {cases.map((one) => (
          <CaseLine key={one.id} one={one} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button variant="default" m="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function CaseLine({ one }: { readonly one: Answer['items'][number] }) {
  const about = [one.payer.name, one.kind === 'denial' ? subjectOf(one.subject) : kindOf(one.kind)];
  return (
    <li className={classes.case}>
      <Link to={`/cases/${one.id}`} className={classes.caseName}>
        {one.patient.name ?? one.claimNumber ?? `${kindOf(one.kind)} case`}
      </Link>
      <StageBadge stage={one.stage} />
      <span className={classes.about}>{about.filter((text) => text !== null).join(', ')}</span>
      {one.outstandingCents === null || one.kind !== 'denial' ? (
        <span />
      ) : (
        <span className={classes.sum}>{moneyText(one.outstandingCents)}</span>
      )}
      <OwnerAvatar owner={one.owner} withName />
    </li>
  );
}

interface PartsProps {
  readonly by: 'owner' | 'carc';
  readonly behind: Behind;
  onNarrow(name: string, more: Partial<Behind>): void;
}

/** The same cases by owner or by code; each line narrows the list. */
function Parts({ by, behind, onNarrow }: PartsProps) {
  const { of: _of, limit: _limit, cursor: _cursor, ...cell } = behind;
  const query = useQuery(breakdownQuery({ ...(cell as Omit<BreakdownQuery, 'by'>), by }));
  if (query.error) return <ErrorState error={query.error} what="This could not be counted." onRetry={query.refetch} />;
  if (query.data === undefined) return <SkeletonRows rows={6} />;
  return (
    <table className={classes.parts}>
      <thead>
        <tr>
          <th scope="col">{by === 'owner' ? 'Owner' : 'CARC code'}</th>
          <th scope="col">Cases</th>
          <th scope="col">Outstanding, $</th>
        </tr>
      </thead>
      <tbody>
        {query.data.rows.map((row) => {
          const name = by === 'owner' ? ownerName(row.owner) : (row.carc ?? 'No code');
          const more: Partial<Behind> =
            by === 'owner' ? { owner: row.owner?.id ?? 'none' } : row.carc === null ? {} : { carc: [row.carc] };
          return (
            <tr key={by === 'owner' ? (row.owner?.id ?? 'none') : row.carc}>
              <th scope="row">
                <button type="button" className={classes.link} onClick={() => onNarrow(name, more)}>
                  {name}
                </button>
              </th>
              <td>{row.cases.toLocaleString('en-US')}</td>
              <td>{row.outstandingCents === null ? 'withheld' : moneyText(row.outstandingCents).slice(1)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
