/** Where an import stands, in a sentence and with its next action: running with progress, checked, done, or held up. */
import { Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconEye,
  IconHandStop,
  IconLoader,
  IconRefreshAlert,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { countText, many } from '../../components/numbers';
import { sizeText } from './file-kind';
import { caseCount, outcomeCount, outcomes } from './import-words';
import { isUnderWay, type ImportView } from './queries';
import { caseCounts, firstImportOf, rowCounts } from './summary';
import classes from './standing.module.css';

interface Said {
  readonly icon: Icon;
  readonly tone: 'accent' | 'amber' | 'green' | 'red' | 'none';
  readonly title: string;
  readonly text: ReactNode;
}

export function Standing({ one, actions }: { one: ImportView; actions: ReactNode }) {
  const { icon: Mark, tone, title, text } = saidOf(one);
  return (
    <div className={classes.box} data-tone={tone}>
      <Mark className={classes.icon} size={20} aria-hidden />
      <div className={classes.words} role={one.state === 'failed' ? 'alert' : undefined}>
        <strong>{title}</strong>
        <span>{text}</span>
        {isUnderWay(one) ? <HowFar one={one} /> : null}
      </div>
      <div className={classes.actions}>{actions}</div>
    </div>
  );
}

function saidOf(one: ImportView): Said {
  const { state, dryRun, error } = one;
  if (isUnderWay(one)) {
    const text = dryRun
      ? 'Nothing is written. You can leave this page; it goes on.'
      : 'You can leave this page; it goes on, also through a restart of the server.';
    return { icon: IconLoader, tone: 'accent', title: dryRun ? 'Checking the file' : 'Importing', text };
  }
  if (state === 'failed') {
    const title = dryRun ? 'The file cannot be imported as it is' : 'The import could not go on';
    return { icon: IconAlertTriangle, tone: 'red', title, text: error?.message ?? 'No reason was recorded.' };
  }
  if (state === 'stopped') {
    return {
      icon: IconHandStop,
      tone: 'amber',
      title: 'Stopped',
      text: `${sumOf(one)} What is written stays written.`,
    };
  }
  if (state === 'already-imported') return importedBefore(one);
  if (dryRun) {
    return {
      icon: IconEye,
      tone: 'amber',
      title: 'Checked. Nothing has been written yet.',
      text: `This is what the import would do: ${sumOf(one)}`,
    };
  }
  return { icon: IconCircleCheck, tone: 'green', title: 'Imported', text: sumOf(one) };
}

function importedBefore(one: ImportView): Said {
  const first = firstImportOf(one);
  const text = (
    <>
      The same file was imported before, so nothing was done again.{' '}
      {first === null ? null : <Link to={`/imports/${first}`}>Show the first import</Link>}
    </>
  );
  return { icon: IconRefreshAlert, tone: 'none', title: 'Imported before', text };
}

/** "180 new cases, 20 rows refused." */
function sumOf(one: ImportView): string {
  const counts = rowCounts(one);
  const parts = outcomes.flatMap((outcome) => {
    const n = counts[outcome] ?? 0;
    return n > 0 ? [outcomeCount(one.kind, outcome, n)] : [];
  });
  const cases = Object.entries(caseCounts(one)).map(([code, n]) => caseCount(code, n));
  const all = [...parts, ...cases];
  return all.length === 0 ? 'nothing was found in the file.' : `${all.join(', ')}.`;
}

function HowFar({ one }: { one: ImportView }) {
  const { progress, kind, bytes } = one;
  if (progress === null) return <span className={classes.far}>Waiting for its turn, {sizeText(bytes)}</span>;
  const { title, done, total, phase } = progress;
  // A remittance's first phase counts bytes, every other one counts rows or claims.
  const inBytes = kind === '835' && phase === 'load';
  const text =
    total === null
      ? countOf(done, inBytes, kind)
      : `${inBytes ? sizeText(done) : countText(done)} of ${inBytes ? sizeText(total) : countText(total)}`;
  return (
    <span className={classes.far}>
      {title}, {text}
      <Progress
        value={total === null || total === 0 ? 100 : (done / total) * 100}
        animated={total === null}
        aria-label={title}
      />
    </span>
  );
}

function countOf(done: number, inBytes: boolean, kind: ImportView['kind']): string {
  if (inBytes) return sizeText(done);
  return kind === '835' ? many(done, 'claim') : many(done, 'row');
}
