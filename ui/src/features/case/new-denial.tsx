/** Opens a denial case on one claim or several; a claim that is not known yet is created on the way (H01-H03). */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../api/session';
import { ClaimPicker } from '../../components/claim-picker';
import type { FieldSpec } from '../../components/event-form/field-specs';
import type { FormState } from '../../components/event-form/use-form-state';
import { NewClaim } from './new-claim';
import { OpeningForm } from './opening-form';
import { denialSections } from './opening-specs';

const CLAIMS = 'data.claims';

interface Amounts {
  readonly outstandingCents: number | null;
}

export function NewDenial({ claims }: { claims: readonly string[] }) {
  const { userId } = useMe();
  const [creating, setCreating] = useState(false);
  const draw = (field: FieldSpec, form: FormState, fault: string | undefined) => {
    if (field.name !== CLAIMS) return null;
    const value = form.values[CLAIMS];
    const chosen = typeof value === 'object' ? value : [];
    return (
      <>
        <ClaimPicker
          label={field.label}
          withAsterisk
          error={fault}
          value={chosen}
          onChange={(next) => form.set(CLAIMS, next)}
          onClaims={(found) => suggestAmounts(form, found)}
        />
        {creating ? (
          <NewClaim
            onCreated={(claim) => {
              form.set(CLAIMS, [...chosen, claim.id]);
              suggestAmounts(form, [claim]);
              setCreating(false);
            }}
            onCancel={() => setCreating(false)}
          />
        ) : (
          <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => setCreating(true)}>
            Create a claim that is not listed
          </Button>
        )}
      </>
    );
  };
  return (
    <OpeningForm
      kind="denial"
      sections={denialSections}
      start={{ [CLAIMS]: claims, 'data.owner': `user:${userId}` }}
      draw={draw}
    />
  );
}

/** What is outstanding on the chosen claims. */
function suggestAmounts(form: FormState, claims: readonly Amounts[]): void {
  const cents = claims.reduce((sum, claim) => sum + (claim.outstandingCents ?? 0), 0);
  const text = (cents / 100).toFixed(2);
  form.set('data.deniedCents', text);
  form.set('data.outstandingCents', text);
}
