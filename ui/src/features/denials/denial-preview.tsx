/** A denial beside its list: what is open, where it stands, what to do now, codes, claims, tasks, what happened last. */
import { Button, Group, Modal } from '@mantine/core';
import { IconCheckbox, IconPhone, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { caseQuery } from '../../api/case';
import { useMe } from '../../api/session';
import { caseName } from '../../components/case-list/cells';
import { ErrorState } from '../../components/error-state';
import { EventForm } from '../../components/event-form';
import { moneyText } from '../../components/numbers';
import { PreviewDrawer } from '../../components/preview-drawer';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StageBadge } from '../../components/status-badge';
import { WhyNot } from '../../components/why-not';
import classes from './denials.module.css';
import { PreviewParts } from './preview-parts';
import type { DenialRow } from './queries';
import { StageChain } from './stage-chain';
import { FollowUpLine } from './follow-up-line';

interface Props {
  readonly row: DenialRow;
  onOpen(this: void): void;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
  onClose(this: void): void;
}

/** What people do most, by what the chart calls it. */
const actions = [
  { type: 'payer.responded', label: 'Log call', icon: IconPhone },
  { type: 'action.taken', label: 'Action taken', icon: IconSend },
  { type: 'case.resolved', label: 'Resolve', icon: IconCheckbox },
] as const;

export function DenialPreview({ row, ...steps }: Props) {
  const { data, error, refetch } = useQuery(caseQuery(row.id));
  const [sending, setSending] = useState<string | null>(null);
  const { fieldGroups } = useMe();
  const claims = row.facts['claimsCount'];
  const allowed = new Map(data?.allowed.map((event) => [event.type, event]));
  const refused = actions.flatMap(({ type, label }) => {
    const event = allowed.get(type);
    return event && !event.ok && event.why !== undefined ? [{ label, why: event.why }] : [];
  });
  return (
    <PreviewDrawer title={caseName(row)} badge={<StageBadge stage={row.stage} />} {...steps}>
      <div className={classes.lead}>
        {fieldGroups.includes('money') && row.outstandingCents !== null && (
          <div>
            <div className={classes.meta}>
              Outstanding on {claims === 1 ? '1 claim' : `${String(claims ?? 0)} claims`}
            </div>
            <div className={classes.amount}>{moneyText(row.outstandingCents)}</div>
          </div>
        )}
        <FollowUpLine row={row} />
      </div>
      <StageChain stage={row.stage} />
      <div className={classes.act}>
        <Group gap={6} wrap="nowrap">
          {actions.map(({ type, label, icon: Icon }, n) => (
            <Button
              key={type}
              variant={n === 0 ? 'filled' : 'default'}
              px={10}
              leftSection={<Icon size={15} />}
              disabled={allowed.get(type)?.ok !== true}
              onClick={() => setSending(type)}
            >
              {label}
            </Button>
          ))}
        </Group>
        {refused.map((one) => (
          <WhyNot key={one.label} {...one} />
        ))}
      </div>
      {data ? <PreviewParts row={row} theCase={data} /> : null}
      {error && !data ? <ErrorState error={error} what="The case could not be shown." onRetry={refetch} /> : null}
      {!data && !error ? <SkeletonRows rows={6} /> : null}
      <Modal
        opened={sending !== null}
        onClose={() => setSending(null)}
        title={allowed.get(sending ?? '')?.title ?? ''}
        closeOnClickOutside={false}
      >
        {sending !== null && (
          <EventForm
            caseId={row.id}
            kind="denial"
            type={sending}
            onDone={() => setSending(null)}
            onCancel={() => setSending(null)}
          />
        )}
      </Modal>
    </PreviewDrawer>
  );
}
