/** The columns of the list of claims. */
import { Link } from 'react-router';
import type { Me } from '../../api/session';
import { codeWords } from '../../components/code-words';
import type { DataColumn } from '../../components/data-table';
import { dayIn, dayText } from '../../components/dates';
import { amountText } from '../../components/numbers';
import type { ClaimRow } from './queries';

export function columnsFor({ fieldGroups, zone }: Me): DataColumn<ClaimRow>[] {
  const today = dayIn(zone);
  const sees = (group: Me['fieldGroups'][number]) => fieldGroups.includes(group);
  const columns: (DataColumn<ClaimRow> | false)[] = [
    { id: 'number', head: 'Claim', minWidth: 130, names: true, always: true, cell: ({ number }) => number ?? 'Claim' },
    sees('identity') && {
      id: 'patient',
      head: 'Patient',
      minWidth: 130,
      cell: ({ patient }) => patient.name ?? 'none',
    },
    { id: 'payer', head: 'Payer', minWidth: 130, cell: ({ payer }) => payer.name ?? 'none' },
    sees('clinical') && {
      id: 'service',
      head: 'Service',
      width: 120,
      from: 720,
      cell: ({ serviceFrom }) => (serviceFrom === null ? 'none' : dayText(serviceFrom, today)),
    },
    {
      id: 'status',
      head: 'Payer says',
      width: 110,
      from: 820,
      cell: ({ status }) => (status === null ? 'nothing yet' : codeWords(status)),
    },
    sees('money') && {
      id: 'charge',
      head: 'Charged, $',
      width: 106,
      align: 'end',
      from: 960,
      cell: ({ chargeCents }) => (chargeCents === null ? 'none' : amountText(chargeCents)),
    },
    sees('money') && {
      id: 'outstanding',
      head: 'Open, $',
      width: 106,
      align: 'end',
      cell: ({ outstandingCents }) => <b>{outstandingCents === null ? 'none' : amountText(outstandingCents)}</b>,
    },
    {
      id: 'case',
      head: 'Open case',
      width: 110,
      cell: ({ activeCaseId, number }) =>
        activeCaseId === null ? (
          'none'
        ) : (
          <Link to={`/cases/${activeCaseId}`} aria-label={`Open the case of claim ${number ?? ''}`}>
            Open case
          </Link>
        ),
    },
  ];
  return columns.filter((column) => column !== false);
}
