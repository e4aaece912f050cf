/** What else is done with a task of the case: put off until a day, taken back, handed to somebody. */
import { ActionIcon, Menu, Modal } from '@mantine/core';
import { IconArrowBackUp, IconClockPause, IconDots, IconUserShare } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseTask } from '../../api/case';
import { isPutOff, takeBack, type TaskOutcomes } from '../../api/tasks';
import { AssignForm } from '../../components/assign-form';
import { announce } from '../../components/live-region';
import { PostponeForm } from '../../components/postpone-form';
import { SaveError } from '../../components/save-error';
import classes from './side-cards.module.css';

const titles = { postpone: 'Postpone', assign: 'Hand over' } as const;

export function TaskMenu({ task, title }: { readonly task: CaseTask; readonly title: string }) {
  const queries = useQueryClient();
  const [form, setForm] = useState<keyof typeof titles | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const told = (what: string) => (outcomes: TaskOutcomes) => {
    const why = outcomes.items.find(({ state }) => state === 'refused')?.why ?? null;
    setRefused(outcomes.changed > 0 ? null : (why ?? 'It was not changed.'));
    setForm(null);
    if (outcomes.changed > 0) announce(`${what}: ${title}.`);
    void queries.invalidateQueries({ queryKey: ['cases', task.caseId] });
    void queries.invalidateQueries({ queryKey: ['tasks'] });
  };
  const back = useMutation({ mutationFn: () => takeBack({ ids: [task.id] }), onSuccess: told('Back in its list') });
  const choice = { ids: [task.id] };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={`More for: ${title}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isPutOff(task.postponed) ? (
            <Menu.Item leftSection={<IconArrowBackUp size={14} aria-hidden />} onClick={() => back.mutate()}>
              Take back from waiting
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconClockPause size={14} aria-hidden />} onClick={() => setForm('postpone')}>
            Postpone
          </Menu.Item>
          <Menu.Item leftSection={<IconUserShare size={14} aria-hidden />} onClick={() => setForm('assign')}>
            Hand over
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {refused === null ? null : (
        <span className={classes.refused} role="alert">
          {refused}
        </span>
      )}
      <SaveError error={back.error} what="It still waits." />
      <Modal
        opened={form !== null}
        onClose={() => setForm(null)}
        title={form === null ? '' : `${titles[form]}: ${title}`}
      >
        {form === 'postpone' ? <PostponeForm choice={choice} count={1} onDone={told('Postponed')} /> : null}
        {form === 'assign' ? <AssignForm choice={choice} count={1} onDone={told('Handed over')} /> : null}
      </Modal>
    </>
  );
}
