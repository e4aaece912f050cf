/** The main facts of one row beside the board: why it is urgent, its authorization, its people, its next clock. */
import { useNavigate } from 'react-router';
import { AuthBar } from '../../components/auth-bar';
import { ClockText } from '../../components/clock-text';
import { DoNext, type ActKey } from '../../components/do-next';
import { dayText, instantText } from '../../components/dates';
import { Missing } from '../../components/missing';
import { moneyText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { PreviewDrawer, PreviewPart } from '../../components/preview-drawer';
import { StatusChain } from '../../components/status-chain';
import { StageBadge } from '../../components/status-badge';
import { useState, type ReactNode } from 'react';
import type { BoardRow } from './board-query';
import type { RowHands } from './board-row';
import { actOn, contactText, injuryText, rowName, urgencyOf } from './row-facts';
import classes from './row-preview.module.css';

interface Props {
  readonly row: BoardRow;
  readonly hands: RowHands;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
  onClose(this: void): void;
}

export function RowPreview({ row, hands, onPrevious, onNext, onClose }: Props) {
  const go = useNavigate();
  const [opened, setOpened] = useState<ActKey | null>(null);
  const { contact, next, today, zone } = row;
  const said = contactText(row);
  const adjuster = contact?.adjuster ?? null;
  return (
    <PreviewDrawer
      title={rowName(row)}
      onOpen={() => void go(`/cases/${row.id}`)}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
    >
      <PreviewPart title={row.patient.name ?? 'Case'} note={row.employer ?? undefined}>
        <div className={classes.urgent}>
          <ClockText {...urgencyOf(row)} />
        </div>
        <DoNext
          on={actOn(row)}
          actions={row.doNext}
          opened={opened}
          onOpened={setOpened}
          onDone={(done) => hands.done(row.id, done)}
        />
      </PreviewPart>
      <PreviewPart title="Authorization">
        {row.authorization ? <AuthBar bar={row.authorization} today={today} /> : <Missing group="visits" />}
      </PreviewPart>
      <PreviewPart title="Status">
        <div className={classes.status}>
          <StatusChain status={row.status} />
          <StageBadge stage={row.stage} />
        </div>
      </PreviewPart>
      <PreviewPart title="Facts">
        <dl className={classes.facts}>
          <Fact name="Injury">{injuryText(row) ?? <Missing group="clinical" />}</Fact>
          <Fact name="Payer">{row.payer.name ?? <Missing />}</Fact>
          <Fact name="Adjuster">{adjuster?.name ?? <Missing group="contact" />}</Fact>
          {adjuster?.phone ? (
            <Fact name="Phone">
              <a href={`tel:${adjuster.phone.replaceAll(/[^+\d]/g, '')}`}>{adjuster.phone}</a>
            </Fact>
          ) : null}
          {adjuster?.email ? (
            <Fact name="E-mail">
              <a href={`mailto:${adjuster.email}`}>{adjuster.email}</a>
            </Fact>
          ) : null}
          {adjuster?.fax ? <Fact name="Fax">{adjuster.fax}</Fact> : null}
          <Fact name="Last contact">
            {contact === null ? (
              <Missing group="contact" />
            ) : contact.on === null ? (
              'none'
            ) : (
              `${dayText(contact.on, today)}, ${said?.text.toLowerCase() ?? ''}`
            )}
          </Fact>
          <Fact name="Follow up by">{row.followUpOn === null ? <Missing /> : dayText(row.followUpOn, today)}</Fact>
          {row.unbilledCents === null ? null : <Fact name="Not billed">{moneyText(row.unbilledCents)}</Fact>}
          <Fact name="Owner">
            <OwnerAvatar owner={row.owner} withName />
          </Fact>
        </dl>
      </PreviewPart>
      <PreviewPart title="Next clock">
        {next === null ? (
          <Missing />
        ) : (
          <>
            <p className={classes.line}>
              <b>{next.title}</b>, {instantText(next.dueAt, zone)}
            </p>
            <p className={classes.otherwise}>{next.otherwise}</p>
          </>
        )}
      </PreviewPart>
    </PreviewDrawer>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
