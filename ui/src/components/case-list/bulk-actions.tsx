/** What can be done to all chosen cases at once: each action asks what it needs and starts a batch on the server (R13, R24). */
import { Button, Popover, SegmentedControl, Stack, TagsInput } from '@mantine/core';
import { IconCalendarEvent, IconCheck, IconChevronsUp, IconTag, IconUserPlus } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import type { Batch } from '../../api/batches';
import { api, newKey, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useMay, useMe } from '../../api/session';
import { BulkAction } from '../bulk-bar';
import { codeWords } from '../code-words';
import { ManyEventForm } from '../event-form';
import { announce } from '../live-region';
import { many } from '../numbers';
import { SaveError } from '../save-error';

export interface BulkCommand {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly note?: string;
}

export interface BulkActionsProps {
  /** The chosen cases, as a batch takes them. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly kind: 'denial' | 'wc';
  readonly count: number | undefined;
  /** Of the chosen rows that are loaded: what can be taken away. */
  readonly tags: readonly string[];
  onStarted(this: void, batch: Batch): void;
}

export function BulkActions(props: BulkActionsProps) {
  const { count, kind, tags } = props;
  const may = useMay('batch.run');
  const { fieldGroups } = useMe();
  const start = useStart(props);
  const cases = count === undefined ? 'all that match' : many(count, 'case');
  if (!may)
    return <span>Your roles change cases one by one. A biller, coordinator or manager may change many at once.</span>;
  const off = count === undefined || count === 0;
  const event = (type: string, title: string) => (close: () => void) => (
    <ManyEventForm
      kind={kind}
      type={type}
      title={`${title} ${cases}`}
      onCancel={close}
      onSend={async ({ type: sent, data, note }) => {
        await start({ type: sent, data, ...(note === undefined ? {} : { note }) });
        close();
      }}
    />
  );
  return (
    <>
      <Action first label="Follow up by" icon={<IconCalendarEvent size={14} />} disabled={off}>
        {event('followUp.set', 'Set follow-up date on')}
      </Action>
      <Action label="Assign" icon={<IconUserPlus size={14} />} disabled={off}>
        {event('case.assigned', 'Assign')}
      </Action>
      <Action label="Priority" icon={<IconChevronsUp size={14} />} disabled={off}>
        {(close) => <PriorityForm kind={kind} cases={cases} start={start} close={close} />}
      </Action>
      {fieldGroups.includes('words') && (
        <Action label="Tag" icon={<IconTag size={14} />} disabled={off}>
          {(close) => <TagForm tags={tags} cases={cases} start={start} close={close} />}
        </Action>
      )}
      {kind === 'denial' && (
        <Action label="Resolve" icon={<IconCheck size={14} />} disabled={off}>
          {event('case.resolved', 'Resolve')}
        </Action>
      )}
    </>
  );
}

interface ActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly first?: boolean;
  readonly disabled: boolean;
  children(this: void, close: () => void): ReactNode;
}

function Action({ label, icon, first = false, disabled, children }: ActionProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      trapFocus
      returnFocus
      closeOnClickOutside={false}
      position="bottom-end"
      width={340}
    >
      <Popover.Target>
        <BulkAction label={label} icon={icon} first={first} disabled={disabled} onClick={() => setOpen(!open)} />
      </Popover.Target>
      <Popover.Dropdown>{children(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  );
}

type Start = (command: BulkCommand) => Promise<void>;

/** Starts a batch; the same command for the same cases keeps its key while it is tried again. */
function useStart({ filter, count, onStarted }: BulkActionsProps): Start {
  const kept = useRef({ content: '', key: '' });
  return async (command) => {
    const content = JSON.stringify([filter, command]);
    if (kept.current.content !== content) kept.current = { content, key: newKey() };
    try {
      const batch = await unwrap(
        api.POST('/batches', {
          params: { header: { 'Idempotency-Key': kept.current.key } },
          body: { filter, command: { ...command, data: { ...command.data } }, dryRun: false },
        }),
      );
      kept.current = { content: '', key: '' };
      announce(`Started for ${count === undefined ? 'all that match' : many(count, 'case')}.`);
      if ('state' in batch) onStarted(batch);
    } catch (error) {
      // A no is an answer: the next try is another request.
      if (error instanceof ApiProblem && error.status < 500 && error.status !== 429)
        kept.current = { content: '', key: '' };
      throw error;
    }
  };
}

interface FormProps {
  readonly cases: string;
  readonly start: Start;
  close(this: void): void;
}

function useSending({ start, close }: FormProps) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = async (command: BulkCommand) => {
    setBusy(true);
    setError(null);
    try {
      await start(command);
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { error, busy, send: (command: BulkCommand) => void send(command) };
}

/** The chart of a denial holds its priority; other kinds keep it beside the chart. */
function PriorityForm(props: FormProps & { readonly kind: 'denial' | 'wc' }) {
  const [priority, setPriority] = useState('high');
  const { error, busy, send } = useSending(props);
  const type = props.kind === 'denial' ? 'classification.set' : 'priority.set';
  return (
    <Stack gap={12}>
      <SegmentedControl
        aria-label="Priority"
        value={priority}
        onChange={setPriority}
        data={['high', 'normal', 'low'].map((value) => ({ value, label: codeWords(value) }))}
      />
      <SaveError error={error} what="Could not start." />
      <Button loading={busy} onClick={() => send({ type, data: { priority } })}>
        Set priority of {props.cases}
      </Button>
    </Stack>
  );
}

function TagForm(props: FormProps & { readonly tags: readonly string[] }) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const { error, busy, send } = useSending(props);
  return (
    <Stack gap={12}>
      <TagsInput
        label="Add tags"
        description="Enter adds one."
        data={[...props.tags]}
        maxTags={30}
        value={add}
        onChange={setAdd}
        comboboxProps={{ withinPortal: false }}
      />
      <TagsInput
        label="Remove tags"
        data={[...props.tags]}
        maxTags={30}
        value={remove}
        onChange={setRemove}
        comboboxProps={{ withinPortal: false }}
      />
      <SaveError error={error} what="Could not start." />
      <Button
        loading={busy}
        disabled={add.length + remove.length === 0}
        onClick={() => send({ type: 'tags.changed', data: { add, remove } })}
      >
        Change tags of {props.cases}
      </Button>
    </Stack>
  );
}
