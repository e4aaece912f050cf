/** Where a story passes from one run to another: which run follows, how it ended, and the way to it in Temporal. */
import { IconExternalLink } from '@tabler/icons-react';
import { InstantText } from '../../components/date-text';
import type { Run } from './queries';
import classes from './story.module.css';

const ended: Readonly<Record<Run['status'], string>> = {
  running: 'runs now',
  completed: 'ended as the case was closed',
  continued: 'continued as the next run',
  failed: 'broke off',
  terminated: 'was ended from outside',
  'timed-out': 'ran out of time',
  canceled: 'was canceled',
};

export const runWords = ({ status }: Run): string => ended[status];
/** As people compare them: the end of an id differs, its beginning is the time. */
export const runName = (runId: string): string => runId.slice(-6);

export function RunJoin({ runs, runId }: { runs: readonly Run[]; runId: string }) {
  const n = runs.findIndex((run) => run.runId === runId);
  const run = runs[n];
  if (run === undefined) return null;
  return (
    <div className={classes.join}>
      <span>
        <strong>
          Run {n + 1} of {runs.length}
        </strong>{' '}
        …{runName(runId)}, from <InstantText at={run.startedAt} />, {runWords(run)}
      </span>
      <RunLink url={run.url} />
    </div>
  );
}

export function RunLink({ url }: { url: string | null }) {
  if (url === null) return null;
  return (
    <a href={url} target="_blank" rel="noreferrer" className={classes.out}>
      Open in Temporal <IconExternalLink size={14} aria-hidden />
      <span className="visually-hidden"> (new tab)</span>
    </a>
  );
}
