/** Many cases of the board at once: a follow-up date or an owner for all that are chosen, and what came of each (R13, R24). */
import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendarEvent, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { api, newKey, unwrap } from '../../api/client';
import type { paths } from '../../api/generated/schema';
import { BulkAction, BulkBar } from '../../components/bulk-bar';
import { announce } from '../../components/live-region';
import { countText, many } from '../../components/numbers';
import { ownerData, OwnerSelect } from '../../components/owner-form';
import { SaveError } from '../../components/save-error';
import { chosenCount, type Selection } from '../../components/selection';
import classes from './board-bulk.module.css';
import type { BoardFilter, Section } from './board-query';

interface Props {
  readonly selection: Selection;
  readonly filter: BoardFilter;
  readonly sections: readonly Section[];
  readonly total: number;
  readonly loaded: number;
  onAll(this: void): void;
  onOnlyLoaded(this: void): void;
  onClear(this: void): void;
  onDone(this: void): void;
}

type BatchBody = paths['/batches']['post']['requestBody']['content']['application/json'];

export function BoardBulk(props: Props) {
  const { selection, total, onClear, onDone } = props;
  const count = chosenCount(selection, total);
  const key = useRef({ content: '', key: '' });
  const [batchId, setBatchId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const start = async (type: string, data: object) => {
    const body = { filter: batchFilter(props), command: { type, data } } as unknown as BatchBody;
    const content = JSON.stringify(body);
    if (key.current.content !== content) key.current = { content, key: newKey() };
    setError(null);
    try {
      const started = await unwrap(
        api.POST('/batches', { params: { header: { 'Idempotency-Key': key.current.key } }, body }),
      );
      if ('id' in started) setBatchId(started.id);
      announce(`Started for ${many(count ?? 0, 'case')}`);
    } catch (failure) {
      setError(failure);
    }
  };
  if (batchId !== null) return <BatchResult id={batchId} onDone={onDone} />;
  return (
    <BulkBar
      all={selection.all}
      count={count}
      loaded={props.loaded}
      onAll={props.onAll}
      onOnlyLoaded={props.onOnlyLoaded}
      onClear={onClear}
      problem={error === null ? undefined : <SaveError error={error} what="Could not start." />}
    >
      <FollowUp count={count ?? 0} start={start} />
      <Assign count={count ?? 0} start={start} />
    </BulkBar>
  );
}

/** Yes and no are words in an address and values in a body. */
function batchFilter({ selection, filter, sections }: Props): object {
  const { attention: _urgent, section: _section, ...asked } = filter;
  const all = { ...asked, kind: 'wc', open: true, section: sections };
  if (!selection.all) return { kind: 'wc', open: true, ids: [...selection.ids] };
  return selection.except.size === 0 ? all : { ...all, exceptIds: [...selection.except] };
}

type Start = (type: string, data: object) => Promise<void>;

function FollowUp({ count, start }: { count: number; start: Start }) {
  const [on, setOn] = useState('');
  return (
    <Action
      label="Follow up by"
      icon={<IconCalendarEvent size={14} aria-hidden />}
      first
      send={() => start('followUp.set', { on })}
    >
      <TextInput
        type="date"
        label="Follow up by"
        data-autofocus
        required
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
      />
      <Button type="submit" disabled={on === ''}>
        Set for {many(count, 'case')}
      </Button>
    </Action>
  );
}

function Assign({ count, start }: { count: number; start: Start }) {
  const [owner, setOwner] = useState<string | null>(null);
  return (
    <Action
      label="Assign"
      icon={<IconUserPlus size={14} aria-hidden />}
      send={() => start('case.assigned', { owner: ownerData(owner) })}
    >
      <OwnerSelect value={owner} onChange={setOwner} />
      <Button type="submit" disabled={owner === null}>
        Assign {many(count, 'case')}
      </Button>
    </Action>
  );
}

interface ActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly first?: boolean;
  send(this: void): Promise<void>;
  readonly children: ReactNode;
}

function Action({ label, icon, first = false, send, children }: ActionProps) {
  const [opened, setOpened] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send().finally(() => setOpened(false));
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus width={300} position="bottom-end">
      <Popover.Target>
        <BulkAction label={label} icon={icon} first={first} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.form} onSubmit={submit}>
          {children}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

const LOOK_AGAIN_MS = 700;

function BatchResult({ id, onDone }: { id: string; onDone(this: void): void }) {
  const { data: batch } = useQuery({
    queryKey: ['batches', id],
    queryFn: () => unwrap(api.GET('/batches/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data?.state === 'finished' || state.data?.state === 'stopped' ? false : LOOK_AGAIN_MS,
  });
  const isOver = batch?.state === 'finished' || batch?.state === 'stopped';
  const { data: refused } = useQuery({
    queryKey: ['batches', id, 'refused'],
    queryFn: () =>
      unwrap(api.GET('/batches/{id}/items', { params: { path: { id }, query: { state: 'refused', limit: 50 } } })),
    enabled: isOver && (batch?.failed ?? 0) > 0,
  });
  const reasons = new Map<string, number>();
  for (const { refusal } of refused?.items ?? []) {
    const why = refusal?.why ?? 'The case did not take it.';
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  return (
    <div className={classes.result} role="status">
      <span>
        <b>{isOver ? 'Done' : 'Working'}</b> {countText(batch?.done ?? 0)} of {countText(batch?.total ?? 0)} done
        {(batch?.failed ?? 0) > 0 ? `, ${countText(batch?.failed ?? 0)} failed` : ''}
      </span>
      {[...reasons].map(([why, n]) => (
        <span key={why} className={classes.reason}>
          {many(n, 'case')}: {why}
        </span>
      ))}
      <Button variant="default" onClick={onDone}>
        {isOver ? 'Close' : 'Go on without waiting'}
      </Button>
    </div>
  );
}
