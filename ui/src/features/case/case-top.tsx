/** The top of a case: the way back, its badges, and the cases before and after it in the list one came from. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconChevronDown, IconChevronUp, IconFlag, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useHotkeys } from '../../app/hotkeys';
import type { Case } from '../../api/case';
import { useMay } from '../../api/session';
import { trailOf } from '../../components/case-trail';
import { codeWords } from '../../components/code-words';
import { countText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StageBadge, StatusBadge, type Tone } from '../../components/status-badge';
import classes from './case-top.module.css';

export function WayBack({ id, kind }: { id: string; kind: string | null }) {
  const to = trailOf(id)?.to ?? (kind === 'denial' ? '/denials' : '/cases');
  return (
    <ActionIcon variant="subtle" color="gray" component={Link} to={to} aria-label="Back to the list">
      <IconArrowLeft size={18} aria-hidden />
    </ActionIcon>
  );
}

/** Losses and what blocks work are red; what asks for somebody soon is amber. */
const red = new Set([
  'lapsed',
  'visits-exhausted',
  'uncovered-visit',
  'uncovered-treatment',
  'appeal-window-closed',
  'no-owner',
]);

export function Badges({ theCase, number }: { theCase: Case; number: string | null }) {
  return (
    <span className={classes.badges}>
      {number === null ? null : <span className={classes.number}>{number}</span>}
      <StageBadge stage={theCase.stage} />
      {theCase.flags.map((flag) => (
        <StatusBadge key={flag} tone={toneOf(flag)} icon={<IconFlag size={12} aria-hidden />}>
          {codeWords(flag)}
        </StatusBadge>
      ))}
      <OwnerAvatar owner={theCase.owner} />
      {theCase.priority === 'high' ? <StatusBadge tone="amber">High priority</StatusBadge> : null}
    </span>
  );
}

const toneOf = (flag: string): Tone => (red.has(flag) ? 'red' : 'amber');

/** For whoever may read what the workflow did; a past moment is reached by the bar at the foot by everybody. */
export function HistoryLink({ id }: { id: string }) {
  if (!useMay('history.read')) return null;
  return (
    <Tooltip label="What the workflow did, as a story">
      <ActionIcon component={Link} to={`/cases/${id}/history`} aria-label="Workflow history">
        <IconHistory size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

export function Neighbours({ id }: { id: string }) {
  const go = useNavigate();
  const [trail] = useState(() => trailOf(id));
  const at = trail?.ids.indexOf(id) ?? -1;
  const before = trail?.ids[at - 1];
  const after = trail?.ids[at + 1];
  const visit = (to: string | undefined) => {
    if (to !== undefined) void go(`/cases/${to}`);
  };
  useHotkeys([
    { keys: '[', label: 'Previous case of the list', group: 'This page', run: () => visit(before) },
    { keys: ']', label: 'Next case of the list', group: 'This page', run: () => visit(after) },
  ]);
  if (!trail || trail.ids.length < 2) return null;
  return (
    <span className={classes.neighbours}>
      <span className={classes.place}>
        {countText(at + 1)} of {countText(trail.ids.length)} {trail.name}
      </span>
      <Tooltip label="Previous case ( [ )">
        <ActionIcon aria-label="Previous case" disabled={before === undefined} onClick={() => visit(before)}>
          <IconChevronUp size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Next case ( ] )">
        <ActionIcon aria-label="Next case" disabled={after === undefined} onClick={() => visit(after)}>
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
