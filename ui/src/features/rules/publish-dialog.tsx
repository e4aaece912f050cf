/** Asks before a draft is published, with what it changes and what that does; the reason stands beside the version for ever. */
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, newKey, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { sentenceOf } from './publish-sentence';
import { usePublished } from './published';
import type { Rule, Summary } from './queries';
import type { DraftState } from './use-draft';
import { draftedSetting, liveSetting, scopeText, settingBelow, settingLines } from './values';
import classes from './publish-bar.module.css';

interface Props {
  readonly rules: { readonly version: number; readonly rules: readonly Rule[] };
  readonly scope: string;
  readonly practices: readonly { readonly id: string; readonly name: string; readonly jurisdiction: string }[];
  readonly draft: DraftState;
  /** Null: not computed to the end. */
  readonly summary: Summary | null;
  readonly onClose: () => void;
}

export function PublishDialog({ rules, scope, practices, draft, summary, onClose }: Props) {
  const queryClient = useQueryClient();
  const { show } = usePublished();
  const lines = linesOf(rules.rules, scope, practices, draft);
  const [note, setNote] = useState(() => lines.join('; ').slice(0, 1_000));
  const [key] = useState(newKey);
  const publish = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/rules/versions', {
          params: { header: { 'If-Match': `"${rules.version}"`, 'Idempotency-Key': key } },
          body: { scope, changes: [...draft.changes], note: note.trim() },
        }),
      ),
    onSuccess: ({ version }) => {
      draft.keeper.forget();
      show({ version, reverts: null });
      announce(`Version ${version} is published.`);
      void queryClient.invalidateQueries({ queryKey: ['rules'] });
      onClose();
    },
  });
  const moved = publish.error instanceof ApiProblem && publish.error.code === 'version_conflict';
  return (
    <Modal opened onClose={onClose} title={`Publish version ${rules.version + 1}?`}>
      <p>
        {summary ? sentenceOf(summary) : 'What it does to every case is not computed to the end.'} It can be reverted.
      </p>
      <p>{scopeText(scope, practices)}:</p>
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Textarea
        label="Why it changes"
        description="It stands beside the version for ever."
        value={note}
        maxLength={1_000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {moved ? (
        <p role="alert">
          Somebody published other rules meanwhile. Your draft and this text are kept: close this, look at what the
          draft would do now, and publish again.
        </p>
      ) : (
        <SaveError error={publish.error} what="The draft could not be published." />
      )}
      <Group justify="flex-end" mt="md">
        <Button
          variant="default"
          onClick={() => {
            if (moved) void queryClient.invalidateQueries({ queryKey: ['rules'] });
            onClose();
          }}
        >
          Keep it a draft
        </Button>
        <Button loading={publish.isPending} disabled={note.trim() === '' || moved} onClick={() => publish.mutate()}>
          Publish version {rules.version + 1}
        </Button>
      </Group>
    </Modal>
  );
}

function linesOf(
  rules: readonly Rule[],
  scope: string,
  practices: Props['practices'],
  { changes }: DraftState,
): string[] {
  return changes.flatMap((change) => {
    const rule = rules.find(({ id }) => id === change.ruleId);
    if (!rule) return [];
    const live = liveSetting(rule, scope, practices);
    if (change.inherit) return [`${rule.title}: takes the value of all practices`];
    const lines = settingLines(rule, live, draftedSetting(live, change, settingBelow(rule, scope, practices)));
    return [`${rule.title}: ${lines.join(', ')}`];
  });
}
