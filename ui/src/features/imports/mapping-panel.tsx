/** How the columns of a sheet were understood; a person says which is which, and the stored file is checked again. */
import { Button, Group, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useMay } from '../../api/session';
import { Card } from '../../components/card';
import { many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { checkAgain, type ImportView } from './queries';
import type { Mapping } from './summary';
import classes from './mapping-panel.module.css';

/** Without it there is no case to open or find. */
const NEEDED = 'claimNumber';
const ORDERS = [
  { value: 'mdy', label: 'Month first: 3/11 is 11 March' },
  { value: 'dmy', label: 'Day first: 3/11 is 3 November' },
];

export function MappingPanel({ one, mapping }: { one: ImportView; mapping: Mapping }) {
  const mayRun = useMay('import.run');
  const editable = mayRun && one.dryRun && ['finished', 'failed', 'stopped'].includes(one.state);
  return editable ? <Editor one={one} mapping={mapping} /> : <Understood mapping={mapping} />;
}

function Understood({ mapping }: { mapping: Mapping }) {
  return (
    <div className={classes.panel}>
      <Card title="Columns that were read" note={many(mapping.columns.length, 'column')}>
        <ul className={classes.pairs}>
          {mapping.columns.map(({ field, title, header }) => (
            <li key={field}>
              {header} <IconArrowRight size={14} aria-label="is" /> <strong>{title}</strong>
            </li>
          ))}
        </ul>
      </Card>
      <LeftOut mapping={mapping} />
    </div>
  );
}

function LeftOut({ mapping }: { mapping: Mapping }) {
  if (mapping.ignored.length === 0) return null;
  return (
    <Card title="Columns that were left out" note={many(mapping.ignored.length, 'column')}>
      <ul className={classes.pairs}>
        {mapping.ignored.map(({ header, nearest }) => (
          <li key={header}>
            {header}
            {nearest === null ? null : <span className={classes.hint}>, perhaps {nearest.toLowerCase()}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Editor({ one, mapping }: { one: ImportView; mapping: Mapping }) {
  const understood = Object.fromEntries(mapping.columns.map(({ field, header }) => [field, header]));
  const [chosen, setChosen] = useState<Readonly<Record<string, string | null>>>(understood);
  const [order, setOrder] = useState<string | null>(null);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => checkAgain(one.id, optionsOf(mapping, chosen, order)),
    onSuccess: async (next) => {
      queryClient.setQueryData(['imports', next.id], next);
      await navigate(`/imports/${next.id}`);
    },
  });
  const takenBy = (header: string, field: string) =>
    Object.entries(chosen).some(([other, value]) => other !== field && value === header);
  const missing = !chosen[NEEDED];
  return (
    <div className={classes.panel}>
      <Card title="Which column is what" note="Nothing is written by checking again.">
        <div className={classes.fields}>
          {mapping.fields.map(({ field, title }) => (
            <Select
              key={field}
              label={title}
              placeholder="No column"
              clearable
              searchable
              required={field === NEEDED}
              data={mapping.headers.map((header) => ({
                value: header,
                label: header,
                disabled: takenBy(header, field),
              }))}
              value={chosen[field] ?? null}
              onChange={(header) => setChosen({ ...chosen, [field]: header })}
            />
          ))}
          <Select
            label="Order of day and month"
            placeholder="As each column shows"
            clearable
            data={ORDERS}
            value={order}
            onChange={setOrder}
          />
        </div>
        <SaveError error={again.error} what="The file was not checked again. Your choice is kept." />
        <Group justify="flex-end" mt="md">
          {missing ? <span className={classes.hint}>Choose the column with the claim number.</span> : null}
          <Button variant="default" onClick={() => setChosen(understood)}>
            As it was read
          </Button>
          <Button loading={again.isPending} disabled={missing} onClick={() => again.mutate()}>
            Check again
          </Button>
        </Group>
      </Card>
      <LeftOut mapping={mapping} />
    </div>
  );
}

/** What a person took off is named as left out: its header alone would bring it back. */
function optionsOf(mapping: Mapping, chosen: Readonly<Record<string, string | null>>, order: string | null) {
  const columns = Object.fromEntries(Object.entries(chosen).filter(([, header]) => header !== null && header !== ''));
  const used = new Set(Object.values(columns));
  const ignore = mapping.headers.filter((header) => !used.has(header));
  return { columns, ignore, ...(order === null ? {} : { dateOrder: order }) };
}
