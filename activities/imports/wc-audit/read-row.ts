/** Turns one row of the sheet into the facts of a case, or into the list of everything that is wrong with it. Pure. */
import { claimKeyOf, type RowRead } from './audit-row';
import { isEmail, readContact } from './cell-values';
import { RowCells, type RowContext } from './row-cells';
import { stateOf } from './states';
import { statusFacts, type StatusFacts } from './status-words';
import { textOf, type TableRow } from './table';

/** True for a row without any value: it is passed over, not refused. */
export const isBlank = (source: TableRow): boolean => source.cells.every((cell) => textOf(cell) === null);

/**
 * @param source a data row; @param row its number in the report, 1 for the first data row.
 */
export function readRow(source: TableRow, row: number, context: RowContext): RowRead {
  const cells = new RowCells(source, context);
  const claimNumber = cells.text('claimNumber') ?? '';
  const claimKey = claimKeyOf(claimNumber);
  if (claimKey === '' && !cells.faults.some((f) => f.code === 'text_too_long')) {
    cells.fault('claimNumber', 'claim_number_missing', 'the claim number is missing; every case needs one.');
  }
  const adjuster = adjusterOf(cells);
  const read = {
    row,
    sheetRow: source.row,
    claimNumber,
    claimKey,
    workerName: workerOf(cells),
    dateOfBirth: cells.date('dateOfBirth'),
    employer: cells.text('employer'),
    ...adjuster,
    injuredOn: cells.date('injuredOn'),
    bodyPart: cells.text('bodyPart'),
    authorizationNumber: cells.text('authorizationNumber'),
    authorizedFrom: cells.date('authorizedFrom'),
    authorizedTo: cells.date('authorizedTo'),
    visitsAuthorized: cells.count('visitsAuthorized'),
    visitsUsed: cells.count('visitsUsed'),
    lastContactOn: cells.date('lastContactOn'),
    status: statusOf(cells),
    jurisdiction: jurisdictionOf(cells),
    claimsAdministrator: cells.text('claimsAdministrator'),
    reauthorizationRequestedOn: cells.date('reauthorizationRequestedOn'),
    nextAppointmentOn: cells.date('nextAppointmentOn'),
    followUpOn: cells.date('followUpOn'),
    treatmentCompletedOn: cells.date('treatmentCompletedOn'),
    claimSubmittedOn: cells.date('claimSubmittedOn'),
    paidOn: cells.date('paidOn'),
    paidCents: cells.cents('paidAmount'),
    returnToWorkOn: cells.date('returnToWorkOn'),
    notes: cells.text('notes'),
  };
  compare(cells, read);
  return cells.faults.length > 0
    ? { ok: false, row, faults: cells.faults }
    : { ok: true, row: read, notes: cells.notes };
}

function compare(
  cells: RowCells,
  read: {
    readonly authorizedFrom: string | null;
    readonly authorizedTo: string | null;
    readonly visitsAuthorized: number | null;
    readonly visitsUsed: number | null;
    readonly injuredOn: string | null;
    readonly dateOfBirth: string | null;
  },
): void {
  const { authorizedFrom: from, authorizedTo: to, visitsAuthorized: limit, visitsUsed: used } = read;
  if (from !== null && to !== null && to < from) {
    cells.fault(
      'authorizedTo',
      'expiry_before_start',
      `the expiration ${to} lies before the start ${from}; correct one of the two.`,
    );
  }
  if (limit !== null && used !== null && used > limit) {
    cells.fault(
      'visitsUsed',
      'visits_above_limit',
      `${used} visits used is above the authorized ${limit}; correct the count, or enter the new limit.`,
    );
  }
  if (limit === 0 && (from !== null || to !== null)) {
    cells.fault(
      'visitsAuthorized',
      'visits_zero',
      'an authorization of 0 visits authorizes nothing; leave the cell empty if there is no limit.',
    );
  }
  if (read.dateOfBirth !== null && read.injuredOn !== null && read.dateOfBirth >= read.injuredOn) {
    cells.fault(
      'dateOfBirth',
      'birth_after_injury',
      'the date of birth does not lie before the date of injury; correct one of the two.',
    );
  }
}

function workerOf(cells: RowCells): string | null {
  const whole = cells.text('workerName');
  if (whole !== null) return whole;
  const [first, last] = [cells.text('workerFirstName'), cells.text('workerLastName')];
  const name = [last, first].filter((part) => part !== null).join(', ');
  if (name !== '') return name;
  const field = cells.has('workerName')
    ? 'workerName'
    : cells.has('workerLastName')
      ? 'workerLastName'
      : 'workerFirstName';
  if (cells.has(field) && !cells.faults.some((f) => f.code === 'text_too_long')) {
    cells.fault(field, 'worker_missing', "the injured worker's name is missing; enter it.");
  }
  return null;
}

function adjusterOf(cells: RowCells) {
  const contact = readContact(cells.text('adjusterContact') ?? '');
  const email = cells.text('adjusterEmail') ?? contact.email;
  const valid = email !== null && isEmail(email);
  if (email !== null && !valid) {
    cells.note('adjusterEmail', 'email_left_out', 'the e-mail address is not one; it was left out.');
  }
  return {
    adjusterName: cells.text('adjusterName'),
    adjusterPhone: phone(cells.text('adjusterPhone') ?? contact.phone),
    adjusterEmail: valid ? email : null,
    adjusterFax: phone(cells.text('adjusterFax') ?? contact.fax),
  };
}

const phone = (text: string | null): string | null => text?.slice(0, 40) ?? null;

/** The status column, and the columns that say yes where a day should stand. */
function statusOf(cells: RowCells): StatusFacts | null {
  const said = statusWord(cells);
  const [complete, submitted] = [cells.yes('treatmentCompletedOn'), cells.yes('claimSubmittedOn')];
  for (const field of ['paidOn', 'returnToWorkOn', 'reauthorizationRequestedOn'] as const) {
    if (cells.yes(field) === true) {
      cells.note(field, 'date_needed', 'says yes without a date, so nothing was recorded; enter the date.');
    }
  }
  if (complete !== true && submitted !== true) return said;
  return {
    treatment: 'complete',
    submitted: submitted === true || said?.submitted === true,
    paid: said?.paid === true,
    closed: said?.closed === true,
  };
}

function statusWord(cells: RowCells): StatusFacts | null {
  const text = cells.text('status');
  if (text === null) return null;
  const facts = statusFacts(text);
  if (facts === null) {
    cells.note(
      'status',
      'status_unknown',
      'the status is not a known word, so nothing was concluded from it; name it in the mapping ("values": {"status": {...}}).',
    );
  }
  if (facts?.closed === true) {
    cells.fault(
      'status',
      'case_closed',
      'the sheet says the case is closed; an audit opens and updates open cases only.',
    );
  }
  return facts;
}

function jurisdictionOf(cells: RowCells): string | null {
  const text = cells.text('jurisdiction');
  if (text === null) return null;
  const state = stateOf(text);
  if (state === null)
    cells.fault('jurisdiction', 'state_unknown', 'the state is not known; write its two-letter code, such as CA.');
  return state;
}
