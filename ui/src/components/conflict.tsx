/** Somebody else was faster (412): both values side by side, who and when, and the two ways on. Nothing is lost before one is chosen. */
import { Button, Group, Modal, Table } from '@mantine/core';
import { useZone } from '../api/session';
import { instantText } from './dates';
import classes from './conflict.module.css';

export interface Difference {
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

export interface Meanwhile {
  /** "Called adjuster", "Details edited". */
  readonly what: string;
  readonly by: string;
  readonly at: string;
}

interface Props {
  readonly opened: boolean;
  readonly differences: readonly Difference[];
  /** What happened since, newest first. */
  readonly meanwhile: readonly Meanwhile[];
  readonly busy?: boolean;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}

export function Conflict({ opened, differences, meanwhile, busy = false, ...on }: Props) {
  const zone = useZone();
  return (
    <Modal opened={opened} onClose={on.onClose} title="It changed while you were editing" size="lg">
      <div className={classes.body}>
        <ul className={classes.meanwhile}>
          {meanwhile.map(({ what, by, at }) => (
            <li key={`${at} ${what}`}>
              <strong>{what}</strong> {by}, <time dateTime={at}>{instantText(at, zone)}</time>
            </li>
          ))}
        </ul>
        {differences.length === 0 ? (
          <p className={classes.text}>None of it touches what you typed.</p>
        ) : (
          <Table className={classes.table} captionSide="top">
            <Table.Caption className="visually-hidden">What differs</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Field</Table.Th>
                <Table.Th scope="col">Mine</Table.Th>
                <Table.Th scope="col">Theirs</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences.map(({ label, mine, theirs }) => (
                <Table.Tr key={label}>
                  <Table.Th scope="row">{label}</Table.Th>
                  <Table.Td className={classes.value}>{mine}</Table.Td>
                  <Table.Td className={classes.value}>{theirs}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={on.onTakeTheirs} disabled={busy}>
            Take theirs
          </Button>
          <Button onClick={on.onKeepMine} loading={busy} data-autofocus>
            Keep mine
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
