/** Finds claims that no active case holds and chooses some: whole, or one version of them (H01-H05). */
import { Button, Checkbox, Input, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { api, unwrap } from '../api/client';
import type { components } from '../api/generated/schema';
import { DayText } from './date-text';
import { moneyText } from './numbers';
import classes from './claim-picker.module.css';

type Claim = components['schemas']['ClaimSummary'];

interface Props {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly withAsterisk?: boolean;
  /** `claim` or `claim:submission`. */
  readonly value: readonly string[];
  onChange(this: void, value: readonly string[]): void;
  /** Told of each claim that is chosen, with what is known of it. */
  onClaims?: ((claims: readonly Claim[]) => void) | undefined;
}

const ROWS = 20;

const freeClaims = (number: string) =>
  queryOptions({
    queryKey: ['claims', 'free', number],
    queryFn: () =>
      unwrap(
        api.POST('/claims/search', {
          body: { filter: { hasCase: 'false', limit: ROWS, ...(number === '' ? {} : { number }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

const submissionsOf = (id: string) =>
  queryOptions({
    queryKey: ['claims', id],
    queryFn: () => unwrap(api.GET('/claims/{id}', { params: { path: { id } } })),
  });

const idOf = (value: string): string => value.split(':')[0] ?? '';

export function ClaimPicker({ value, onChange, onClaims, label, description, error, withAsterisk }: Props) {
  const [asked, setAsked] = useState('');
  const [number, setNumber] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, Claim>>(new Map());
  const found = useQuery(freeClaims(number));
  const chosen = value.map(idOf);
  // Chosen elsewhere, in a list of claims for example: read here, once.
  const brought = useQueries({ queries: chosen.filter((id) => !known.has(id)).map(submissionsOf) }).flatMap(
    ({ data }) => data ?? [],
  );
  useBrought(brought, known, (all) => {
    setKnown(all);
    onClaims?.(chosen.flatMap((id) => all.get(id) ?? []));
  });

  const choose = (claim: Claim, on: boolean) => {
    const all = new Map(known).set(claim.id, claim);
    setKnown(all);
    const next = on ? [...value, claim.id] : value.filter((v) => idOf(v) !== claim.id);
    onChange(next);
    onClaims?.(next.flatMap((v) => all.get(idOf(v)) ?? []));
  };
  const bind = (id: string, submissionId: string | null) =>
    onChange(value.map((v) => (idOf(v) === id ? (submissionId ? `${id}:${submissionId}` : id) : v)));
  const rows = found.data?.items ?? [];
  const kept = [...known.values()].filter((c) => chosen.includes(c.id) && !rows.some((r) => r.id === c.id));

  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={withAsterisk ?? false}>
      <div className={classes.search}>
        <TextInput
          aria-label="Claim number"
          placeholder="Claim number"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={asked}
          onChange={(e) => setAsked(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Enter') return;
            e.preventDefault();
            setNumber(asked.trim());
          }}
        />
        <Button variant="default" onClick={() => setNumber(asked.trim())}>
          Find
        </Button>
      </div>
      <ul className={classes.list} aria-busy={found.isFetching}>
        {[...kept, ...rows].map((claim) => (
          <li key={claim.id} className={classes.row}>
            <Checkbox
              checked={chosen.includes(claim.id)}
              onChange={(e) => choose(claim, e.currentTarget.checked)}
              label={claim.number ?? 'Claim'}
              description={<About claim={claim} />}
            />
            {chosen.includes(claim.id) ? (
              <Version claim={claim} bound={value.find((v) => idOf(v) === claim.id) ?? ''} onBind={bind} />
            ) : null}
          </li>
        ))}
        {found.data && rows.length === 0 && kept.length === 0 ? (
          <li className={classes.none}>
            {number === '' ? 'Every claim is on a case already.' : `No claim ${number} without a case.`}
          </li>
        ) : null}
        {found.error ? <li className={classes.none}>The claims could not be read. Try again.</li> : null}
      </ul>
    </Input.Wrapper>
  );
}

/** Tells of claims that came with the page, as if they had been chosen here. */
function useBrought(
  brought: readonly Claim[],
  known: ReadonlyMap<string, Claim>,
  tell: (all: ReadonlyMap<string, Claim>) => void,
): void {
  const latest = useRef({ brought, known, tell });
  useEffect(() => {
    latest.current = { brought, known, tell };
  });
  const ids = brought.map(({ id }) => id).join(' ');
  useEffect(() => {
    const now = latest.current;
    if (ids !== '')
      now.tell(new Map([...now.known, ...now.brought.map((claim): [string, Claim] => [claim.id, claim])]));
  }, [ids]);
}

function About({ claim }: { claim: Claim }) {
  return (
    <>
      {[claim.patient.name, claim.payer.name].filter(Boolean).join(', ')}
      {claim.serviceFrom === null ? null : (
        <>
          {' '}
          · service <DayText day={claim.serviceFrom} />
        </>
      )}
      {claim.outstandingCents === null ? null : ` · ${moneyText(claim.outstandingCents)} outstanding`}
    </>
  );
}

interface VersionProps {
  readonly claim: Claim;
  readonly bound: string;
  onBind(this: void, id: string, submissionId: string | null): void;
}

/** All submissions of the claim, or this one only (H03). */
function Version({ claim, bound, onBind }: VersionProps) {
  const { data } = useQuery(submissionsOf(claim.id));
  if (!data || data.submissions.length === 0) return null;
  return (
    <Select
      className={classes.version ?? ''}
      aria-label={`Version of ${claim.number ?? 'the claim'}`}
      value={bound.split(':')[1] ?? 'all'}
      allowDeselect={false}
      onChange={(next) => onBind(claim.id, next === 'all' ? null : next)}
      data={[
        { value: 'all', label: 'All submissions' },
        ...data.submissions.map((s) => ({ value: s.id, label: `Only submission ${s.version}` })),
      ]}
    />
  );
}
