/** The documents and milestones a WC case waits for or has (B06, A15): what was asked for, what came, what is missing. */
import { Button } from '@mantine/core';
import type { Case } from '../../api/case';
import { Card } from '../../components/card';
import { documentsOf, milestonesOf } from '../../components/case-detail';
import { codeWords } from '../../components/code-words';
import { DayText } from '../../components/date-text';
import { StatusBadge, type Tone } from '../../components/status-badge';
import classes from './side-cards.module.css';

const tones: Readonly<Record<string, Tone>> = { received: 'green', requested: 'amber', missing: 'red' };

interface Props {
  readonly theCase: Case;
  onOpen(this: void, type: string): void;
}

export function DocumentsCard({ theCase, onOpen }: Props) {
  const documents = documentsOf(theCase);
  const milestones = milestonesOf(theCase);
  const may = theCase.may.includes('case.send-event') && theCase.closedAt === null;
  return (
    <Card
      title="Documents"
      note={documents.length === 0 ? null : <span className={classes.count}>{documents.length}</span>}
      actions={
        may ? (
          <Button variant="subtle" size="compact-sm" onClick={() => onOpen('document.changed')}>
            Add document
          </Button>
        ) : null
      }
      flush
    >
      {documents.length === 0 ? (
        <p className={classes.none}>No document is tracked yet, such as a work-capacity form.</p>
      ) : null}
      <ul className={classes.list}>
        {documents.map((document) => (
          <li key={document.documentId} className={classes.task}>
            <StatusBadge tone={tones[document.status] ?? 'neutral'}>{codeWords(document.status)}</StatusBadge>
            <span className={classes.taskTitle}>{codeWords(document.kind)}</span>
            <span className={classes.meta}>
              <DayText day={document.on} />
            </span>
          </li>
        ))}
        {milestones.map(({ code, on }) => (
          <li key={`${code} ${on}`} className={classes.task}>
            <StatusBadge tone="accent">Milestone</StatusBadge>
            <span className={classes.taskTitle}>{codeWords(code)}</span>
            <span className={classes.meta}>
              <DayText day={on} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
