/** The authorizations of a case, each as one bar of visits and dates, the coming visits with their cover, and the visit check (R26, N11, C03). */
import { Button, UnstyledButton } from '@mantine/core';
import { IconBan, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Case } from '../../api/case';
import { useZone } from '../../api/session';
import { AuthBar } from '../../components/auth-bar';
import { Card } from '../../components/card';
import {
  authorizationNumber,
  authorizationsOf,
  visitsOf,
  type Authorization,
  type Visit,
} from '../../components/case-detail';
import { codeWords } from '../../components/code-words';
import { dayIn, dayText } from '../../components/dates';
import { many } from '../../components/numbers';
import { barOf } from './authorization-bar';
import classes from './side-cards.module.css';
import { VisitCheck } from './visit-check';

interface Props {
  readonly theCase: Case;
  onOpen(this: void, type: string): void;
}

export function AuthorizationsCard({ theCase, onOpen }: Props) {
  const today = dayIn(useZone());
  const [all, setAll] = useState(false);
  const authorizations = authorizationsOf(theCase);
  const current = theCase.facts['authorizationId'];
  // Expired ones are hidden until asked for, but for the one that counts (R26).
  const live = authorizations.filter((a) => !a.expired || a.authorizationId === current);
  const shown = all ? authorizations : live;
  const hidden = authorizations.length - live.length;
  const may = theCase.may.includes('case.send-event') && theCase.closedAt === null;
  return (
    <Card
      title="Authorizations"
      note={authorizations.length === 0 ? null : <span className={classes.count}>{authorizations.length}</span>}
      actions={
        may ? (
          <Button variant="subtle" size="compact-sm" onClick={() => onOpen('authorization.recorded')}>
            Record
          </Button>
        ) : null
      }
    >
      {authorizations.length === 0 ? (
        <p>No authorization is on the case. Record the first one, and its dates and visits are watched from then on.</p>
      ) : null}
      {shown.map((a) => (
        <OneAuthorization key={a.authorizationId} theCase={theCase} a={a} today={today} />
      ))}
      {hidden === 0 ? null : (
        <UnstyledButton className={classes.toggle ?? ''} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Hide expired ones' : `Show ${many(hidden, 'expired authorization')}`}
        </UnstyledButton>
      )}
      <Visits theCase={theCase} today={today} />
      {theCase.may.includes('visit.check') && theCase.closedAt === null ? <VisitCheck theCase={theCase} /> : null}
    </Card>
  );
}

function OneAuthorization({ theCase, a, today }: { theCase: Case; a: Authorization; today: string }) {
  const number = authorizationNumber(theCase, a.authorizationId);
  const earlier = a.earlier.at(-1);
  return (
    <div className={classes.authorization}>
      <div className={classes.authorizationHead}>
        <strong>{number ?? codeWords(a.service)}</strong>
        <span>
          {codeWords(a.source)}
          {a.determinedOn === null ? '' : `, ${dayText(a.determinedOn, today)}`}
        </span>
      </div>
      <AuthBar bar={barOf(theCase, a, today)} today={today} />
      <span className={classes.meta}>
        {a.percentUsed === null ? 'No limit on visits' : `${a.percentUsed}% of the visits used`}
        {a.withdrawnOn === null ? '' : `; withdrawn ${dayText(a.withdrawnOn, today)}`}
        {earlier === undefined
          ? ''
          : `; before: ${earlier.visitsLimit === null ? 'no limit' : many(earlier.visitsLimit, 'visit')} to ${earlier.endsOn === null ? 'no end' : dayText(earlier.endsOn, today)}`}
      </span>
    </div>
  );
}

const FEW = 6;

/** The booked visits with their cover; what is not covered is held. */
function Visits({ theCase, today }: { theCase: Case; today: string }) {
  const [all, setAll] = useState(false);
  const visits = visitsOf(theCase);
  const booked = visits.filter((visit) => visit.status === 'booked');
  if (booked.length === 0) return null;
  const used = theCase.facts['visitsUsed'];
  const base = typeof used === 'number' ? used : visits.filter((v) => v.status === 'completed').length;
  const lastCovered = booked.findLast((visit) => visit.covered);
  const someHeld = booked.some((visit) => !visit.covered);
  return (
    <>
      <ul className={classes.visits} aria-label="Booked visits">
        {(all ? booked : booked.slice(0, FEW)).map((visit, n) => (
          <li key={visit.visitId} className={classes.visit}>
            <span>
              {visit.service === theCase.facts['service'] ? `Visit ${base + n + 1}` : codeWords(visit.service)}
            </span>
            <span>{dayText(visit.on, today)}</span>
            <Cover visit={visit} isLast={someHeld && visit === lastCovered} />
          </li>
        ))}
      </ul>
      {booked.length > FEW ? (
        <UnstyledButton className={classes.toggle ?? ''} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${booked.length - FEW} more`}
        </UnstyledButton>
      ) : null}
    </>
  );
}

function Cover({ visit, isLast }: { visit: Visit; isLast: boolean }) {
  if (!visit.covered) {
    return (
      <span className={classes.uncovered}>
        <IconBan size={14} aria-hidden /> not covered, held
      </span>
    );
  }
  return (
    <span className={classes.covered} data-last={isLast || undefined}>
      <IconCheck size={14} aria-hidden /> {isLast ? 'covered, the last one' : 'covered'}
    </span>
  );
}
