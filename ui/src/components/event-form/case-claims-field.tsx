/** Chooses some of the claims that the case holds. */
import { Checkbox, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Case } from '../../api/case';
import { moneyText } from '../numbers';

interface Props {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly withAsterisk?: boolean;
  readonly theCase: Case | null;
  readonly value: readonly string[];
  onChange(this: void, value: readonly string[]): void;
}

export function CaseClaimsField({ theCase, value, onChange, ...shared }: Props) {
  return (
    <Checkbox.Group {...shared} value={[...value]} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {(theCase?.claims ?? []).map(({ claimId, number, outstandingCents }) => (
          <Checkbox
            key={claimId}
            value={claimId}
            label={[number ?? 'Claim', outstandingCents === null ? '' : `${moneyText(outstandingCents)} outstanding`]
              .filter(Boolean)
              .join(', ')}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
