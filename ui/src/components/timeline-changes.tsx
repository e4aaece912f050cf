/** The before and after of one entry: stage, facts, deadlines and tasks; the first few, the others on demand. */
import { UnstyledButton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { TimelineEntry } from '../api/case';
import { codeWords } from './code-words';
import { instantText } from './dates';
import { factText } from './fact-text';
import classes from './timeline.module.css';

interface Line {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

interface Props {
  readonly entry: TimelineEntry;
  readonly around: Parameters<typeof factText>[2];
  readonly zone: string;
}

const FEW = 3;

/** Facts that only repeat others in the same entry. */
const echoes = new Set([
  ...['authorizationId', 'contacts', 'workStartedOn', 'assignedOn', 'arrivedOn', 'lastStepOn', 'exhaustionBasis'],
  ...['exhaustionBy', 'lastReplyOn', 'openCarcCodes', 'payerId', 'reopenings', 'startedOn', 'coveredThroughOn'],
]);

export function TimelineChanges({ entry, around, zone }: Props) {
  const [all, setAll] = useState(false);
  const lines = linesOf(entry, around, zone);
  if (lines.length === 0) return null;
  const more = lines.length - FEW;
  return (
    <ul className={classes.changes}>
      {(all || more === 1 ? lines : lines.slice(0, FEW)).map(({ label, before, after }) => (
        <li key={`${label} ${after ?? ''}`}>
          <span className={classes.label}>{label}</span>
          {before === null ? null : (
            <>
              {' '}
              <s>{before}</s> <IconArrowRight size={12} role="img" aria-label="becomes" />
            </>
          )}
          {after === null ? null : <strong> {after}</strong>}
        </li>
      ))}
      {!all && more > 1 ? (
        <li>
          <UnstyledButton className={classes.more ?? ''} onClick={() => setAll(true)}>
            Show {more} more
          </UnstyledButton>
        </li>
      ) : null}
    </ul>
  );
}

function linesOf(entry: TimelineEntry, around: Props['around'], zone: string): Line[] {
  const { stage, changed, clocks, effects, fields } = entry;
  const opening = entry.type === 'case.opened';
  const moved = stage !== null && stage.before !== null && stage.before !== stage.after;
  const facts = Object.entries(changed).flatMap(([name, [before, after]]): Line[] => {
    if (echoes.has(name)) return [];
    const now = factText(name, after, around);
    // At the opening everything begins; what begins empty says nothing.
    if (opening && ['none', '0', 'no', '$0.00'].includes(now)) return [];
    return [{ label: codeWords(name), before: opening ? null : factText(name, before, around), after: now }];
  });
  const due = (at: string | null) => (at === null ? null : instantText(at, zone));
  const deadlines = clocks.flatMap(({ change, title, dueBefore, dueAfter }): Line[] => {
    if (change === 'fired') return [];
    const label = `${title}, clock`;
    if (change === 'stopped') return dueBefore === null ? [] : [{ label, before: due(dueBefore), after: 'stopped' }];
    return dueAfter === null ? [] : [{ label, before: due(dueBefore), after: due(dueAfter) }];
  });
  const tasks = effects.flatMap((effect): Line[] =>
    effect['type'] === 'task.open'
      ? [{ label: 'Task opened', before: null, after: String(effect['title'] ?? '') }]
      : [],
  );
  return [
    ...(moved ? [{ label: 'Stage', before: stage.before, after: stage.after }] : []),
    ...said(entry, around),
    ...facts,
    ...deadlines,
    ...tasks,
    ...(fields.length > 0 ? [{ label: 'Edited', before: null, after: fieldsText(fields) }] : []),
  ];
}

/** The day and the amount that the event itself named, where no fact repeats them. */
function said({ type, data, changed }: TimelineEntry, around: Props['around']): Line[] {
  if (type.startsWith('followUp') || type === 'case.opened') return [];
  const repeated = Object.values(changed).map(([, after]) => after);
  const named = [
    ['Day', 'on'],
    ['Amount', 'amountCents'],
  ] as const;
  return named.flatMap(([label, name]): Line[] => {
    const value = data[name];
    if (value === undefined || repeated.includes(value)) return [];
    return [{ label, before: null, after: factText(name, value, around) }];
  });
}

const fieldsText = (fields: readonly string[]): string =>
  fields.map((field) => codeWords(field.replace(/^details\./, ''))).join(', ');
