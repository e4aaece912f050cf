/** Below what is typed: that it could not be kept and why, or that somebody else changed the draft meanwhile. */
import { Button } from '@mantine/core';
import { wordsOf } from '../../api/problem';
import { many } from '../../components/numbers';
import type { DraftState } from './use-draft';
import classes from './rule-editor.module.css';

export function KeepingNote({ draft: { keeping, keeper } }: { readonly draft: DraftState }) {
  if (keeping.state === 'failed') {
    const { title, detail } = wordsOf(keeping.error);
    return (
      <div className={classes.note} role="alert">
        <p>
          <strong>The draft is kept in this browser only.</strong> {title}. {detail}
        </p>
        <Button variant="default" onClick={() => void keeper.retry()}>
          Try again
        </Button>
      </div>
    );
  }
  if (keeping.state === 'conflict') {
    const { theirs } = keeping;
    return (
      <div className={classes.note} role="alert">
        <p>
          {theirs === null ? (
            <>The draft was published or discarded while you typed. What you typed is kept.</>
          ) : (
            <>
              {theirs.updatedBy.name} changed this draft while you typed: it has {many(theirs.changes.length, 'rule')}{' '}
              now. What you typed is kept.
            </>
          )}
        </p>
        <Button variant="default" onClick={() => void keeper.settle('mine')}>
          Keep mine
        </Button>
        <Button variant="default" onClick={() => void keeper.settle('theirs')}>
          Take theirs
        </Button>
      </div>
    );
  }
  return null;
}
