/** The claims and codes of a denial: amounts, versions, what each code means, and which are resolved (H01-H05, H10, H14). */
import { Button, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { Case } from '../../api/case';
import { CarcBadge, useCarcText } from '../../components/carc-badge';
import { Card } from '../../components/card';
import { textsOf } from '../../components/case-detail';
import { codeWords } from '../../components/code-words';
import { DayText } from '../../components/date-text';
import { amountText, many } from '../../components/numbers';
import classes from './claims-card.module.css';

interface Props {
  readonly theCase: Case;
  onOpen(this: void, type: string): void;
}

export function ClaimsCard({ theCase, onOpen }: Props) {
  const may = (type: string) =>
    theCase.may.includes('case.send-event') && theCase.allowed.some((event) => event.type === type && event.ok);
  return (
    <Card
      title="Claims and codes"
      note={many(theCase.claims.length, 'claim')}
      actions={
        <>
          {may('claims.added') ? (
            <Button variant="subtle" size="compact-sm" onClick={() => onOpen('claims.added')}>
              Add claims
            </Button>
          ) : null}
          {may('carc.resolved') ? (
            <Button variant="subtle" size="compact-sm" onClick={() => onOpen('carc.resolved')}>
              Resolve codes
            </Button>
          ) : null}
        </>
      }
      flush
    >
      <Codes theCase={theCase} />
      <div className={classes.scroll} role="region" aria-label="Claims on the case" tabIndex={0}>
        <Table className={classes.table}>
          <Table.Caption className="visually-hidden">Claims on the case</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Claim</Table.Th>
              <Table.Th scope="col">Version</Table.Th>
              <Table.Th scope="col">Service</Table.Th>
              <Table.Th scope="col">Status</Table.Th>
              <Table.Th scope="col" className={classes.amount}>
                Charged $
              </Table.Th>
              <Table.Th scope="col" className={classes.amount}>
                Paid $
              </Table.Th>
              <Table.Th scope="col" className={classes.amount}>
                Outstanding $
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {theCase.claims.map((claim) => (
              <Table.Tr key={claim.claimId}>
                <Table.Th scope="row">{claim.number ?? 'not shown'}</Table.Th>
                <Table.Td>
                  <Version claimId={claim.claimId} submissionId={claim.submissionId} />
                </Table.Td>
                <Table.Td>
                  <DayText day={claim.serviceFrom} />
                </Table.Td>
                <Table.Td>{claim.status === null ? 'none' : codeWords(claim.status)}</Table.Td>
                <Amount cents={claim.chargeCents} />
                <Amount cents={claim.paidCents} />
                <Amount cents={claim.outstandingCents} />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Card>
  );
}

const Amount = ({ cents }: { cents: number | null }) => (
  <Table.Td className={classes.amount}>{cents === null ? 'not shown' : amountText(cents)}</Table.Td>
);

const claimQuery = (id: string) =>
  queryOptions({
    queryKey: ['claims', id],
    queryFn: () => unwrap(api.GET('/claims/{id}', { params: { path: { id } } })),
  });

/** "All" or the version of the claim that the case is bound to (H03). */
function Version({ claimId, submissionId }: { claimId: string; submissionId: string | null }) {
  const { data } = useQuery({ ...claimQuery(claimId), enabled: submissionId !== null });
  if (submissionId === null) return <>all submissions</>;
  const found = data?.submissions.find(({ id }) => id === submissionId);
  return <>{found ? `submission ${found.version}` : 'one submission'}</>;
}

function Codes({ theCase }: { theCase: Case }) {
  const textOf = useCarcText();
  const codes = textsOf(theCase.facts['carcCodes']);
  const resolved = textsOf(theCase.facts['resolvedCarcCodes']);
  return (
    <ul className={classes.codes} aria-label="CARC codes">
      {codes.map((code) => {
        const isResolved = resolved.includes(code);
        const text = textOf(code);
        return (
          <li key={code} data-resolved={isResolved || undefined}>
            <CarcBadge code={code} resolved={isResolved} />
            <span>
              {text?.reason}
              {isResolved ? <span className={classes.resolved}> resolved</span> : null}
              {text?.group ? <span className={classes.group}>{text.group}</span> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
