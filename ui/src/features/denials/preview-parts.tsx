/** The parts of a denial's preview below what to do now. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { newestQuery, type Case } from '../../api/case';
import { useMe } from '../../api/session';
import { CarcBadge, useCarcText } from '../../components/carc-badge';
import { codeWords } from '../../components/code-words';
import { dayIn, dayText } from '../../components/dates';
import { moneyText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { PreviewPart } from '../../components/preview-drawer';
import classes from './denials.module.css';
import type { DenialRow } from './queries';

interface Props {
  readonly row: DenialRow;
  readonly theCase: Case;
}

export function PreviewParts({ row, theCase }: Props) {
  return (
    <>
      <Details row={row} />
      <Codes row={row} />
      <Claims theCase={theCase} />
      <Tasks theCase={theCase} />
      <Latest caseId={row.id} version={theCase.version} />
    </>
  );
}

function Details({ row }: { readonly row: DenialRow }) {
  const { zone } = useMe();
  const today = dayIn(zone);
  const day = (on: unknown) => (typeof on === 'string' ? dayText(on, today) : 'none');
  return (
    <PreviewPart title="Details">
      <dl className={classes.facts}>
        <dt>Payer</dt>
        <dd>{row.payer.name ?? 'none'}</dd>
        {row.patient.name !== null && (
          <>
            <dt>Patient</dt>
            <dd>{row.patient.name}</dd>
          </>
        )}
        <dt>Subject</dt>
        <dd>{row.subject === null ? 'none' : codeWords(row.subject)}</dd>
        <dt>Follow up by</dt>
        <dd>{day(row.followUpOn)}</dd>
        <dt>Priority</dt>
        <dd>{codeWords(row.priority)}</dd>
        <dt>Owner</dt>
        <dd>
          <OwnerAvatar owner={row.owner} withName />
        </dd>
        <dt>Appeal by</dt>
        <dd>
          {row.facts['appealFiledOn'] ? `filed ${day(row.facts['appealFiledOn'])}` : day(row.facts['appealDeadlineOn'])}
        </dd>
        {row.next && (
          <>
            <dt>Next clock</dt>
            <dd>
              {row.next.title}, {day(dayIn(zone, row.next.dueAt))}
            </dd>
          </>
        )}
        {row.tags && row.tags.length > 0 && (
          <>
            <dt>Tags</dt>
            <dd>{row.tags.join(', ')}</dd>
          </>
        )}
        {row.description !== null && (
          <>
            <dt>Description</dt>
            <dd>{row.description}</dd>
          </>
        )}
      </dl>
    </PreviewPart>
  );
}

function Codes({ row }: { readonly row: DenialRow }) {
  const textOf = useCarcText();
  const resolved = new Set(row.resolvedCarcCodes);
  return (
    <PreviewPart title="Denial codes" note={`${resolved.size} of ${row.carcCodes.length} resolved`}>
      <ul className={`${classes.rows} ${classes.codes}`}>
        {row.carcCodes.map((code) => (
          <li key={code} data-resolved={resolved.has(code) || undefined}>
            <CarcBadge code={code} resolved={resolved.has(code)} />
            <span>{textOf(code)?.reason ?? ''}</span>
          </li>
        ))}
      </ul>
    </PreviewPart>
  );
}

function Claims({ theCase }: { readonly theCase: Case }) {
  const { zone } = useMe();
  const today = dayIn(zone);
  return (
    <PreviewPart title="Claims" note={theCase.claims.length}>
      <ul className={`${classes.rows} ${classes.three}`}>
        {theCase.claims.map((claim) => (
          <li key={claim.claimId}>
            <b>{claim.number ?? 'Claim'}</b>
            <span className={classes.faint}>
              {claim.serviceFrom === null ? '' : `service ${dayText(claim.serviceFrom, today)}`}
            </span>
            <span>{claim.outstandingCents === null ? '' : moneyText(claim.outstandingCents)}</span>
          </li>
        ))}
      </ul>
    </PreviewPart>
  );
}

function Tasks({ theCase }: { readonly theCase: Case }) {
  const { zone } = useMe();
  const today = dayIn(zone);
  return (
    <PreviewPart title="Open tasks" note={theCase.tasks.length}>
      {theCase.tasks.length === 0 ? (
        <span className={classes.faint}>None: the next clock opens one.</span>
      ) : (
        <ul className={`${classes.rows} ${classes.codes}`}>
          {theCase.tasks.map((task) => (
            <li key={task.id}>
              <span className={task.dueOn < today ? classes.late : classes.faint}>{dayText(task.dueOn, today)}</span>
              <span>{task.title ?? 'A task in words your roles do not show'}</span>
            </li>
          ))}
        </ul>
      )}
    </PreviewPart>
  );
}

const LATEST = 5;

function Latest({ caseId, version }: { readonly caseId: string; readonly version: number }) {
  const { zone } = useMe();
  const today = dayIn(zone);
  const entries = useQuery(newestQuery(caseId)).data?.items ?? [];
  return (
    <PreviewPart title="Latest" note={`of ${version} ${version === 1 ? 'event' : 'events'}`}>
      <ul className={`${classes.rows} ${classes.codes}`}>
        {entries.slice(0, LATEST).map((entry) => (
          <li key={entry.seq}>
            <span className={classes.faint}>{dayText(dayIn(zone, entry.at), today)}</span>
            <span>{entry.title}</span>
          </li>
        ))}
      </ul>
      <Link to={`/cases/${caseId}`}>Open the case and its whole history</Link>
    </PreviewPart>
  );
}
