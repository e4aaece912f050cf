/** The chosen claims, each with all of its submissions or one of them (H03). */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { moneyText } from '../../components/numbers';
import classes from './claims.module.css';
import { claimQuery, type ClaimRow } from './queries';

/** Claim id to the submission it is bound to. */
export type Bound = ReadonlyMap<string, string>;

interface Props {
  readonly claims: readonly ClaimRow[];
  readonly bound: Bound;
  onBound(this: void, bound: Bound): void;
}

/** Versions are asked for while the list is short. */
const MOST_ASKED = 12;

export function ChosenClaims({ claims, bound, onBound }: Props) {
  return (
    <ul className={classes.rows}>
      {claims.map((claim) => (
        <li key={claim.id} className={classes.claim}>
          <b>{claim.number ?? 'Claim'}</b>
          <span>{claim.outstandingCents === null ? '' : moneyText(claim.outstandingCents)}</span>
          {claims.length <= MOST_ASKED && (
            <Version
              claim={claim}
              submissionId={bound.get(claim.id) ?? null}
              onChange={(submissionId) => {
                const next = new Map(bound);
                if (submissionId === null) next.delete(claim.id);
                else next.set(claim.id, submissionId);
                onBound(next);
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

interface VersionProps {
  readonly claim: ClaimRow;
  readonly submissionId: string | null;
  onChange(this: void, submissionId: string | null): void;
}

function Version({ claim, submissionId, onChange }: VersionProps) {
  const { data } = useQuery(claimQuery(claim.id));
  if (!data || data.submissions.length === 0) return null;
  return (
    <Select
      size="xs"
      aria-label={`Submission of ${claim.number ?? 'the claim'}`}
      value={submissionId ?? 'all'}
      allowDeselect={false}
      onChange={(next) => onChange(next === 'all' ? null : next)}
      data={[
        { value: 'all', label: 'All submissions' },
        ...data.submissions.map(({ id, version }) => ({ value: id, label: `Only submission ${version}` })),
      ]}
    />
  );
}

export const claimsBody = (claims: readonly ClaimRow[], bound: Bound) =>
  claims.map(({ id }) => ({ claimId: id, submissionId: bound.get(id) ?? null }));
