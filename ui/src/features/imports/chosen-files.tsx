/** Files that were chosen and wait to be sent: what each is, for which location, how far it is. */
import { ActionIcon, Button, Group, Progress, SegmentedControl, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { usePractices } from '../../api/session';
import { ApiProblem, wordsOf } from '../../api/problem';
import { many } from '../../components/numbers';
import { kinds, kindWords, nameFault, sizeText } from './file-kind';
import type { ImportKind } from './queries';
import type { Chosen, Sending } from './use-sending';
import classes from './chosen-files.module.css';

const labels: Readonly<Record<ImportKind, string>> = { '835': 'Remittance (835)', 'wc-audit': 'WC audit' };

export function ChosenFiles({ sending }: { sending: Sending }) {
  const { data } = usePractices();
  const practices = data?.items ?? [];
  const { files, practiceId, busy } = sending;
  const needsPractice = practices.length > 1;
  const ready = files.filter((one) => faultOf(one) === null);
  return (
    <section className={classes.panel} aria-label="Chosen files">
      <ul className={classes.list}>
        {files.map((one) => (
          <ChosenFile key={one.key} one={one} sending={sending} />
        ))}
      </ul>
      <Group className={classes.foot}>
        {needsPractice ? (
          <Select
            label="For which location"
            placeholder="Choose the location"
            data={practices.map(({ id, name }) => ({ value: id, label: name }))}
            value={practiceId}
            onChange={sending.setPractice}
            searchable
            disabled={busy}
          />
        ) : null}
        <Button variant="default" onClick={sending.clear}>
          {busy ? 'Stop sending' : 'Cancel'}
        </Button>
        <Button
          loading={busy}
          disabled={ready.length === 0 || ready.length < files.length || (needsPractice && practiceId === null)}
          onClick={() => void sending.send()}
        >
          {files.length === 1 ? 'Check the file' : `Check ${many(files.length, 'file')}`}
        </Button>
      </Group>
    </section>
  );
}

function faultOf({ kind, why, file }: Chosen): string | null {
  if (file.size === 0) return why;
  return kind === null ? null : nameFault(kind, file.name);
}

function ChosenFile({ one, sending }: { one: Chosen; sending: Sending }) {
  const { file, kind, why, sent, error, key } = one;
  const fault = faultOf(one);
  return (
    <li className={classes.file}>
      <div className={classes.names}>
        <strong>{file.name}</strong>
        <span className={classes.meta}>
          {sizeText(file.size)}. {kind === null ? '' : `Taken as: ${kindWords[kind]}. `}
          {why}
        </span>
        {fault === null ? null : <span className={classes.fault}>{fault}</span>}
        {error === null ? null : (
          <span className={classes.fault} role="alert">
            {reason(error)}
          </span>
        )}
        {sent === null ? null : (
          <Progress value={sent * 100} aria-label={`Sending ${file.name}`} className={classes.progress} />
        )}
      </div>
      <SegmentedControl
        aria-label={`What ${file.name} is`}
        data={kinds.map((value) => ({ value, label: labels[value] }))}
        value={kind ?? ''}
        onChange={(value) => sending.setKind(key, value as ImportKind)}
        disabled={sending.busy}
      />
      <ActionIcon
        variant="subtle"
        aria-label={`Take ${file.name} off the list`}
        disabled={sending.busy}
        onClick={() => sending.drop(key)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}

function reason(error: unknown): string {
  const { title, detail } = wordsOf(error);
  const faults = error instanceof ApiProblem ? error.errors.map(({ message }) => sentence(message)) : [];
  const why = faults.length > 0 ? faults.join(' ') : `${title}. ${detail}`;
  return `Not sent. ${why} The file is still on the list; send it again.`;
}

/** Some faults are sentences, others go on after the name of what has them. */
const sentence = (message: string): string => (/^[A-Z].*\.$/.test(message) ? message : `The file ${message}.`);
