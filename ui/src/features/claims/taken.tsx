/** Claims that another open case holds: which case, and the two ways on (H23). */
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { ApiProblem } from '../../api/problem';
import classes from './claims.module.css';
import type { ClaimRow } from './queries';

interface Conflict {
  readonly claimId: string | null;
  readonly caseId: string;
}

/** Empty for any other error, and for cases that the reader may not see. */
export function conflictsIn(error: unknown): readonly Conflict[] {
  if (!(error instanceof ApiProblem) || error.code !== 'claims_taken') return [];
  return error.members.conflicts ?? [];
}

interface Props {
  readonly conflicts: readonly Conflict[];
  readonly claims: readonly ClaimRow[];
  /** The claims that nobody holds. */
  onLeaveOut(this: void, ids: string[]): void;
  /** Puts the free claims on the case that holds the others. */
  readonly onAddTo?: ((caseId: string) => void) | undefined;
}

export function Taken({ conflicts, claims, onLeaveOut, onAddTo }: Props) {
  const held = new Set(conflicts.map(({ claimId }) => claimId));
  const free = claims.filter(({ id }) => !held.has(id)).map(({ id }) => id);
  const cases = [...new Set(conflicts.map(({ caseId }) => caseId))];
  const nameOf = (id: string | null) => claims.find((claim) => claim.id === id)?.number ?? 'A claim';
  return (
    <div className={classes.taken} role="alert">
      <b>Another open case holds {held.size === 1 ? 'one of these claims' : `${held.size} of these claims`}.</b>
      <ul>
        {conflicts.map(({ claimId, caseId }) => (
          <li key={`${claimId}:${caseId}`}>
            {nameOf(claimId)}: <Link to={`/cases/${caseId}`}>open that case</Link>
          </li>
        ))}
      </ul>
      {free.length > 0 && cases[0] !== undefined && cases.length === 1 && onAddTo && (
        <Button variant="default" onClick={() => onAddTo(cases[0] as string)}>
          Add the other {free.length === 1 ? 'claim' : `${free.length} claims`} to it
        </Button>
      )}
      {free.length > 0 && (
        <Button variant="default" onClick={() => onLeaveOut(free)}>
          Leave the held claims out
        </Button>
      )}
    </div>
  );
}
