/** Creates a claim that no import has brought yet, so that a case can be opened on it. */
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { ApiProblem } from '../../api/problem';
import { announce } from '../../components/live-region';
import { centsOf } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import classes from './new-case.module.css';

type Claim = components['schemas']['Claim'];

interface Props {
  onCreated(this: void, claim: Claim): void;
  onCancel(this: void): void;
}

const fields = [
  ['number', 'Claim number', 'text'],
  ['payer', 'Payer', 'text'],
  ['patient', 'Patient', 'text'],
  ['serviceFrom', 'Date of service', 'date'],
  ['charge', 'Charged', 'text'],
  ['outstanding', 'Outstanding', 'text'],
] as const;
type Name = (typeof fields)[number][0];

const isMoney = (name: Name): boolean => name === 'charge' || name === 'outstanding';

export function NewClaim({ onCreated, onCancel }: Props) {
  const queries = useQueryClient();
  const [values, setValues] = useState<Partial<Record<Name, string>>>({});
  const [fault, setFault] = useState<Partial<Record<Name, string>>>({});
  const text = (name: Name) => (values[name] ?? '').trim();
  const create = useMutation({
    mutationFn: () => {
      const [charge, outstanding] = [centsOf(text('charge') || '0') ?? 0, centsOf(text('outstanding'))];
      return unwrap(
        api.POST('/claims', {
          body: {
            number: text('number'),
            chargeCents: charge,
            outstandingCents: outstanding ?? charge,
            submissions: [],
            ...(text('payer') === '' ? {} : { payer: { name: text('payer') } }),
            ...(text('patient') === '' ? {} : { patient: { name: text('patient') } }),
            ...(text('serviceFrom') === '' ? {} : { serviceFrom: text('serviceFrom') }),
          },
        }),
      );
    },
    onSuccess: async (claim) => {
      await queries.invalidateQueries({ queryKey: ['claims'] });
      announce(`Claim ${claim.number ?? ''} created.`);
      onCreated(claim);
    },
  });
  const send = () => {
    const wrong = fields.flatMap(([name]) =>
      isMoney(name) && text(name) !== '' && centsOf(text(name)) === null
        ? [[name, 'Write an amount such as 1,250.00.'] as const]
        : [],
    );
    const found = { ...Object.fromEntries(wrong), ...(text('number') === '' ? { number: 'Give the number.' } : {}) };
    setFault(found);
    if (Object.keys(found).length === 0) create.mutate();
  };
  return (
    <div className={classes.claim} role="group" aria-label="New claim">
      <div className={classes.fields}>
        {fields.map(([name, label, type]) => (
          <TextInput
            key={name}
            label={label}
            type={type}
            leftSection={isMoney(name) ? '$' : undefined}
            inputMode={isMoney(name) ? 'decimal' : undefined}
            withAsterisk={name === 'number'}
            value={values[name] ?? ''}
            error={fault[name] ?? (create.error instanceof ApiProblem ? create.error.faultOf(name) : undefined)}
            onChange={(e) => {
              const { value } = e.currentTarget;
              setValues((was) => ({ ...was, [name]: value }));
            }}
          />
        ))}
      </div>
      {create.error ? <SaveError error={create.error} what="The claim was not created." /> : null}
      <div className={classes.buttons}>
        <Button variant="default" loading={create.isPending} onClick={send}>
          Create claim
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
