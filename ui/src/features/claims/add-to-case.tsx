/** Adds the chosen claims to an open case of their patient and payer (H04, H05). */
import { Button, Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMe } from '../../api/session';
import { caseName } from '../../components/case-list/cells';
import { dayIn, dayText } from '../../components/dates';
import { ErrorState } from '../../components/error-state';
import { many, moneyText } from '../../components/numbers';
import { PreviewDrawer } from '../../components/preview-drawer';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { ChosenClaims, type Bound } from './chosen-claims';
import classes from './claims.module.css';
import { fittingCasesQuery, type ClaimRow } from './queries';
import { conflictsIn, Taken } from './taken';
import { useAddClaims } from './use-add-claims';

interface Props {
  readonly claims: readonly ClaimRow[];
  onDone(this: void): void;
  onClose(this: void): void;
}

export function AddToCase({ claims, onDone, onClose }: Props) {
  const navigate = useNavigate();
  const { zone } = useMe();
  const [first] = claims;
  const cases = useQuery(fittingCasesQuery(first?.patient.id ?? null, first?.payer.id ?? null));
  const [bound, setBound] = useState<Bound>(new Map());
  const [caseId, setCaseId] = useState('');
  const add = useAddClaims((id) => {
    onDone();
    void navigate(`/cases/${id}`);
  });
  const conflicts = conflictsIn(add.error);
  const found = cases.data?.items ?? [];
  return (
    <PreviewDrawer title={`Add ${many(claims.length, 'claim')} to a case`} onClose={onClose}>
      <div className={classes.form}>
        <ChosenClaims claims={claims} bound={bound} onBound={setBound} />
        {cases.isPending && <SkeletonRows rows={3} />}
        {cases.error && <ErrorState error={cases.error} what="The cases could not be shown." onRetry={cases.refetch} />}
        {cases.data && found.length === 0 && (
          <p className={classes.faint}>
            No open denial case of this patient and payer. Create one, or open the case and add the claims there.
          </p>
        )}
        <Radio.Group label={found.length > 0 ? 'Open case' : undefined} value={caseId} onChange={setCaseId}>
          <Stack gap={8} mt={8}>
            {found.map((row) => (
              <Radio
                key={row.id}
                value={row.id}
                label={caseName(row)}
                description={[
                  row.stage,
                  row.carcCodes.join(', '),
                  row.outstandingCents === null ? '' : `${moneyText(row.outstandingCents)} outstanding`,
                  `opened ${dayText(dayIn(zone, row.openedAt), dayIn(zone))}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </Stack>
        </Radio.Group>
        {conflicts.length > 0 ? (
          <Taken conflicts={conflicts} claims={claims} onLeaveOut={() => add.reset()} />
        ) : (
          <SaveError error={add.error} what="The claims were not added." />
        )}
        {add.pending && <p role="status">Stored. The case has not answered yet.</p>}
        {caseId !== '' && <Link to={`/cases/${caseId}`}>Look at this case first</Link>}
        <Button loading={add.busy} disabled={caseId === ''} onClick={() => add.send(caseId, claims, bound)}>
          Add {many(claims.length, 'claim')}
        </Button>
      </div>
    </PreviewDrawer>
  );
}
