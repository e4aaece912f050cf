/** A claim beside its list: its versions, what the payer answered, the cases that hold or held it. */
import { Button } from '@mantine/core';
import { IconFolderShare } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useMe } from '../../api/session';
import { codeWords } from '../../components/code-words';
import { dayIn, dayText } from '../../components/dates';
import { ErrorState } from '../../components/error-state';
import { moneyText } from '../../components/numbers';
import { PreviewDrawer, PreviewPart } from '../../components/preview-drawer';
import { SkeletonRows } from '../../components/skeleton-rows';
import classes from './claims.module.css';
import { claimQuery, type Claim, type ClaimRow } from './queries';

interface Props {
  readonly row: ClaimRow;
  readonly onAdd: (() => void) | undefined;
  onClose(this: void): void;
}

export function ClaimPreview({ row, onAdd, onClose }: Props) {
  const { data, error, refetch } = useQuery(claimQuery(row.id));
  return (
    <PreviewDrawer title={row.number ?? 'Claim'} onClose={onClose}>
      {data ? <Parts claim={data} onAdd={onAdd} /> : null}
      {error && !data ? <ErrorState error={error} what="The claim could not be shown." onRetry={refetch} /> : null}
      {!data && !error ? <SkeletonRows rows={6} /> : null}
    </PreviewDrawer>
  );
}

function Parts({ claim, onAdd }: { readonly claim: Claim; readonly onAdd: (() => void) | undefined }) {
  const { zone } = useMe();
  const today = dayIn(zone);
  const day = (on: string | null) => (on === null ? 'none' : dayText(on, today));
  const money = (cents: number | null) => (cents === null ? '' : moneyText(cents));
  return (
    <>
      <PreviewPart title="Cases" note={claim.cases.length}>
        <ul className={classes.rows}>
          {claim.cases.map((one) => (
            <li key={one.caseId}>
              <Link to={`/cases/${one.caseId}`}>{one.active ? 'Open case' : 'Earlier case'}</Link>
              <span>{one.stage}</span>
              <span>{one.submissionId === null ? 'all submissions' : 'one submission'}</span>
            </li>
          ))}
        </ul>
        {claim.cases.length === 0 && <p className={classes.faint}>No case holds this claim.</p>}
        {onAdd && (
          <Button variant="default" leftSection={<IconFolderShare size={15} />} onClick={onAdd}>
            Add to a case
          </Button>
        )}
      </PreviewPart>
      <PreviewPart title="Submissions" note={claim.submissions.length}>
        <ul className={classes.rows}>
          {claim.submissions.map((one) => (
            <li key={one.id}>
              <b>Version {one.version}</b>
              <span>{one.payerControl ?? ''}</span>
              <span>{day(dayIn(zone, one.createdAt))}</span>
            </li>
          ))}
        </ul>
      </PreviewPart>
      <PreviewPart title="Payer's answers" note={claim.remittances.length}>
        <ul className={classes.rows}>
          {claim.remittances.map((one) => (
            <li key={one.id}>
              <b>{codeWords(one.classification)}</b>
              <span>{one.adjustments.map(({ code }) => code).join(', ')}</span>
              <span>{money(one.paidCents)}</span>
            </li>
          ))}
        </ul>
        {claim.remittances.length === 0 && <p className={classes.faint}>No remittance has named it yet.</p>}
      </PreviewPart>
    </>
  );
}
