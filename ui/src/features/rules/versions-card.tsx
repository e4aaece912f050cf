/** In which versions the rule changed, the draft on top: who, from what to what, with revert and the version's effects. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay, useZone } from '../../api/session';
import { Card } from '../../components/card';
import { dayIn, dayText, timeText } from '../../components/dates';
import { ErrorState } from '../../components/error-state';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { DiscardDialog } from './discard-dialog';
import { historyQuery, type HistoryEntry, type Rule } from './queries';
import { RevertDialog } from './revert-dialog';
import type { DraftState } from './use-draft';
import { draftedSetting, liveSetting, publisherText, scopeText, settingBelow, settingLines } from './values';
import classes from './versions-card.module.css';

interface Props {
  readonly rule: Rule;
  /** In force. */
  readonly version: number;
  readonly draft: DraftState;
  readonly scope: string;
  readonly practices: readonly { readonly id: string; readonly name: string; readonly jurisdiction: string }[];
}

export function VersionsCard({ rule, version, draft, scope, practices }: Props) {
  const zone = useZone();
  const history = useQuery(historyQuery(rule.id));
  const may = useMay('rules.publish');
  const [reverting, setReverting] = useState<HistoryEntry | null>(null);
  const [discarding, setDiscarding] = useState(false);
  const today = dayIn(zone);
  const items = history.data?.items ?? [];
  const live = liveSetting(rule, scope, practices);
  const change = draft.changes.find(({ ruleId }) => ruleId === rule.id);
  const lines = settingLines(rule, live, draftedSetting(live, change, settingBelow(rule, scope, practices)));
  return (
    <Card title="Versions" flush>
      <ul className={classes.rows}>
        {change === undefined ? null : (
          <li className={classes.row}>
            <span className={classes.version}>Draft</span>
            <span className={classes.what}>
              {change.inherit ? 'Takes the value of all practices' : lines.join('. ') || 'as live'}
              <span className={classes.who}>
                {draft.kept === null
                  ? 'being kept'
                  : `${draft.kept.updatedBy.name}, ${dayText(dayIn(zone, draft.kept.updatedAt), today)}, ${timeText(draft.kept.updatedAt, zone)}`}
              </span>
            </span>
            <Button variant="subtle" color="red" size="compact-sm" onClick={() => setDiscarding(true)}>
              Discard
            </Button>
          </li>
        )}
        {items.map((entry, n) => (
          <li key={entry.version} className={classes.row}>
            <Link className={classes.version} to={`/rules/versions/${entry.version}`}>
              v{entry.version}
            </Link>
            <span className={classes.what}>
              {entry.changes.map((one) => historyText(rule, one, practices)).join('. ')}
              <span className={classes.who}>
                {publisherText(entry.publishedBy)}, {dayText(dayIn(zone, entry.publishedAt), today)}
                {entry.reverts === null ? '' : `, reverts v${entry.reverts}`}
              </span>
            </span>
            <span className={classes.act}>
              {n === 0 ? <StatusBadge tone="green">Live</StatusBadge> : null}
              {n === 0 && may && entry.publishedBy !== 'seed' ? (
                <Button variant="default" size="compact-sm" onClick={() => setReverting(entry)}>
                  Revert v{entry.version}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
        {items.length === 0 && history.isSuccess ? (
          <li className={classes.row}>
            <span className={classes.version}>v{rule.changedIn}</span>
            <span className={classes.what}>As it was delivered. Nobody has changed this rule.</span>
            <StatusBadge tone="green">Live</StatusBadge>
          </li>
        ) : null}
      </ul>
      {history.isPending ? <SkeletonRows rows={2} height={46} /> : null}
      {history.error && !history.data ? (
        <ErrorState error={history.error} what="The versions could not be shown." onRetry={() => history.refetch()} />
      ) : null}
      <p className={classes.foot}>
        Revert restores every clock that the version moved. Clocks that have fired stay fired.
      </p>
      {reverting === null ? null : (
        <RevertDialog rule={rule} entry={reverting} current={version} onClose={() => setReverting(null)} />
      )}
      {discarding ? <DiscardDialog draft={draft} scope={scope} onClose={() => setDiscarding(false)} /> : null}
    </Card>
  );
}

function historyText(
  rule: Rule,
  { scope, before, after }: HistoryEntry['changes'][number],
  practices: Props['practices'],
): string {
  const text = settingLines(rule, before ?? {}, after ?? {}).join(', ') || 'the same value, said by another layer';
  return scope === 'default' ? text : `${text} (${scopeText(scope, practices)})`;
}
