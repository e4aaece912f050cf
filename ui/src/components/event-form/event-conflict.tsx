/** Asks what to do when the case changed between opening a form and sending it: what happened, and which values differ. */
import { useQuery } from '@tanstack/react-query';
import { useZone } from '../../api/session';
import { newestQuery, type Case } from '../../api/case';
import { codeWords } from '../code-words';
import { Conflict, type Difference } from '../conflict';
import { dayIn } from '../dates';
import { usePeopleNames } from '../people-names';
import { actorWords, happenedWords } from '../timeline-words';
import { factText } from '../fact-text';
import type { FormSpec } from './field-specs';
import { NOBODY, type Values } from './values';

interface Props {
  readonly opened: boolean;
  readonly theCase: Case;
  readonly seen: number;
  readonly spec: FormSpec;
  readonly mine: Values;
  /** What the case suggested when the form was opened, and what it suggests now. */
  readonly atFirst: Values;
  readonly now: Values;
  onKeepMine(this: void): void;
  onTakeTheirs(this: void): void;
  onClose(this: void): void;
}

export function EventConflict({ opened, theCase, seen, spec, mine, atFirst, now, ...on }: Props) {
  const zone = useZone();
  const nameOf = usePeopleNames();
  const { data } = useQuery({ ...newestQuery(theCase.id), enabled: opened });
  const meanwhile = (data?.items ?? [])
    .filter((entry) => entry.seq !== null && entry.seq > seen)
    .map((entry) => ({ what: happenedWords(entry), by: actorWords(entry), at: entry.at }));
  const shown = (name: string, value: Values[string] | undefined) => {
    if (value === NOBODY) return 'No owner';
    if (typeof value === 'string' && /^(user|team):/.test(value)) return nameOf(value.slice(5)) ?? 'somebody else';
    return factText(name, value, { today: dayIn(zone), nameOf });
  };
  const differences = spec.fields.flatMap(({ name, label }): Difference[] => {
    if (now[name] === atFirst[name] || now[name] === mine[name]) return [];
    return [{ label: label || codeWords(name), mine: shown(name, mine[name]), theirs: shown(name, now[name]) }];
  });
  return <Conflict opened={opened} differences={differences} meanwhile={meanwhile} {...on} />;
}
