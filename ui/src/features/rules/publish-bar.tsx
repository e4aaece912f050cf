/** Fixed at the bottom: what publishing the draft does, in one sentence, and the way of a version just published. */
import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { countText, many } from '../../components/numbers';
import { PublishDialog } from './publish-dialog';
import { sentenceOf } from './publish-sentence';
import { usePublished } from './published';
import { effectsQuery, type Rule } from './queries';
import type { DraftState } from './use-draft';
import type { WhatIfState } from './use-what-if';
import classes from './publish-bar.module.css';

interface Props {
  readonly rules: { readonly version: number; readonly rules: readonly Rule[] };
  readonly scope: string;
  readonly practices: readonly { readonly id: string; readonly name: string; readonly jurisdiction: string }[];
  readonly draft: DraftState;
  readonly whatIf: WhatIfState;
}

export function PublishBar({ rules, scope, practices, draft, whatIf }: Props) {
  const { published } = usePublished();
  const [asking, setAsking] = useState(false);
  const next = rules.version + 1;
  const summary = whatIf.isCurrent ? whatIf.shown?.summary : null;
  const waits = waitsFor(draft, whatIf);
  if (draft.changes.length === 0)
    return published === null ? null : <Rollout version={published.version} reverts={published.reverts} />;
  return (
    <div className={classes.bar} role="region" aria-label="Publish">
      {summary ? <IconAlertTriangle className={classes.mark} size={16} aria-hidden /> : null}
      <p className={classes.says}>
        {summary ? (
          <>
            <strong>{sentenceOf(summary)}</strong> <span>It can be reverted.</span>
          </>
        ) : (
          (waits ??
          (whatIf.error !== null || whatIf.isReplaced
            ? 'What publishing does was not computed.'
            : 'What publishing does is being computed.'))
        )}
      </p>
      <Button
        leftSection={<IconUpload size={16} aria-hidden />}
        disabled={waits !== null}
        onClick={() => setAsking(true)}
      >
        Publish v{next}
      </Button>
      {asking ? (
        <PublishDialog
          rules={rules}
          scope={scope}
          practices={practices}
          draft={draft}
          summary={summary ?? null}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}

/** Why the draft cannot be published yet; null when it can. */
function waitsFor(draft: DraftState, whatIf: WhatIfState): string | null {
  if (draft.keeping.state === 'conflict') return 'Decide first which draft counts.';
  if (draft.keeping.state === 'failed') return 'The draft is not kept yet.';
  if (whatIf.hasFaults) return 'Some values cannot be published; correct them first.';
  if (draft.kept === null) return 'Keeping the draft.';
  return null;
}

/** Follows a version until it has reached every live case. */
function Rollout({ version, reverts }: { readonly version: number; readonly reverts: number | null }) {
  const { show } = usePublished();
  const effects = useInfiniteQuery(effectsQuery(version, 1));
  const totals = effects.data?.pages[0]?.totals;
  const done = totals?.finished ?? false;
  const what = reverts === null ? `Version ${version}` : `Version ${version}, which reverts version ${reverts},`;
  return (
    <div className={classes.bar} role="status">
      <IconCircleCheck className={done ? classes.done : classes.mark} size={16} aria-hidden />
      <p className={classes.says}>
        {done ? (
          <>
            <strong>
              {what} has reached {many(totals?.applied ?? 0, 'case')}.
            </strong>{' '}
            Something changed on {countText(totals?.changed ?? 0)}.{' '}
            <Link to={`/rules/versions/${version}`}>See what it did</Link>
          </>
        ) : (
          <>
            <strong>{what} is on its way.</strong>{' '}
            {totals ? `${countText(totals.applied)} cases have it, ${countText(totals.toCome)} to come.` : ''}
          </>
        )}
      </p>
      <CloseButton aria-label="Close" onClick={() => show(null)} />
    </div>
  );
}
