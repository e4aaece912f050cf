/** Reads the segments that several loops of an 835 share (NM1, REF, DTM, AMT, QTY, CAS, PER, composites) into plain values, reporting what it cannot read. */
import type { FaultDetail } from './faults';
import type { Adjustment, Contact, FaultCode, PartyName, Procedure, Qualified, QualifiedDate } from './records';
import type { Segment } from './segments';
import { parseCents, parseDate, parseDateRange, parseQuantity } from './values';

/** How a loop reports: `refuse` ends the transaction, `warn` goes on. */
export interface Reporter {
  refuse(code: FaultCode, message: string, segment: Segment, detail?: FaultDetail): void;
  warn(code: FaultCode, message: string, segment: Segment, detail?: FaultDetail): void;
}

/** Element `at` (1 is the first after the name), trimmed; empty when absent. */
export function el(segment: Segment, at: number): string {
  return segment.elements[at]?.trim() ?? '';
}

const name = (segment: Segment, at: number): string => `${segment.id}${String(at).padStart(2, '0')}`;

/** Money that sums depend on: unreadable refuses the transaction, absent counts as zero and is told. */
export function sumCents(segment: Segment, at: number, report: Reporter): number {
  const text = el(segment, at);
  if (text === '') {
    report.warn(
      'amount_missing',
      `${name(segment, at)} has no amount and counts as 0.00. Check it with the payer.`,
      segment,
      { element: name(segment, at) },
    );
    return 0;
  }
  const cents = parseCents(text);
  if (cents !== null) return cents;
  report.refuse(
    'amount_unreadable',
    `${name(segment, at)} is not an amount in dollars and cents. Ask the payer to send the transaction again.`,
    segment,
    { element: name(segment, at), value: text },
  );
  return 0;
}

/** Money for information only: unreadable is told and left out. */
export function optionalCents(segment: Segment, at: number, report: Reporter): number | null {
  const text = el(segment, at);
  if (text === '') return null;
  const cents = parseCents(text);
  if (cents === null)
    report.warn(
      'amount_unreadable',
      `${name(segment, at)} is not an amount in dollars and cents; it is left out.`,
      segment,
      { element: name(segment, at), value: text },
    );
  return cents;
}

export function quantity(segment: Segment, at: number, report: Reporter): string | null {
  const text = el(segment, at);
  if (text === '') return null;
  const value = parseQuantity(text);
  if (value === null)
    report.warn('quantity_unreadable', `${name(segment, at)} is not a number; it is left out.`, segment, {
      element: name(segment, at),
      value: text,
    });
  return value;
}

/** A calendar day as ISO date; an impossible one is told by name and left out. */
export function civilDate(segment: Segment, at: number, report: Reporter): string | null {
  const text = el(segment, at);
  if (text === '') return null;
  const on = parseDate(text);
  if (on === null)
    report.warn(
      'impossible_date',
      `${name(segment, at)} is not a day of the calendar (CCYYMMDD); it is left out.`,
      segment,
      { element: name(segment, at), value: text },
    );
  return on;
}

/** DTM: a day in DTM02, or a day or range in DTM06 as DTM05 (D8, RD8) says. */
export function dates(segment: Segment, report: Reporter): QualifiedDate[] {
  const qualifier = el(segment, 1);
  const single = el(segment, 2);
  const period = el(segment, 6);
  const text = single || period;
  if (text === '') return [];
  const at = single ? 2 : 6;
  if (text.includes('-')) {
    const range = parseDateRange(text);
    if (range) return [{ qualifier, on: range.from, toOn: range.to }];
    report.warn(
      'impossible_date',
      `${name(segment, at)} is not a range of calendar days (CCYYMMDD-CCYYMMDD); it is left out.`,
      segment,
      { element: name(segment, at), value: text },
    );
    return [];
  }
  const on = civilDate(segment, at, report);
  return on ? [{ qualifier, on, toOn: null }] : [];
}

const GROUPS = new Set(['CO', 'PR', 'OA', 'PI', 'CR']);

/** CAS: a group and up to six triplets of reason, amount and quantity. */
export function adjustments(segment: Segment, report: Reporter): Adjustment[] {
  const group = el(segment, 1).toUpperCase();
  if (!GROUPS.has(group))
    report.warn('group_code_unknown', 'CAS01 is none of CO, PR, OA, PI, CR; it is kept as sent.', segment, {
      element: 'CAS01',
      value: group,
    });
  const found: Adjustment[] = [];
  for (let at = 2; at < Math.max(segment.elements.length, 3); at += 3) {
    const carc = el(segment, at).toUpperCase();
    if (carc === '' && el(segment, at + 1) === '') {
      if (at === 2 || el(segment, at + 2) !== '')
        report.warn('adjustment_incomplete', 'A CAS has neither reason nor amount; that part is left out.', segment);
      continue;
    }
    if (carc === '')
      report.warn(
        'adjustment_incomplete',
        `${name(segment, at)} has no reason code; the amount is kept without one.`,
        segment,
        { element: name(segment, at) },
      );
    found.push({
      group,
      carc,
      amountCents: sumCents(segment, at + 1, report),
      quantity: quantity(segment, at + 2, report),
    });
  }
  return found;
}

export function partyName(segment: Segment): PartyName {
  return {
    entity: el(segment, 1),
    isPerson: el(segment, 2) !== '2',
    last: el(segment, 3),
    first: el(segment, 4),
    middle: el(segment, 5),
    suffix: el(segment, 7),
    idQualifier: el(segment, 8),
    id: el(segment, 9),
  };
}

export function contact(segment: Segment): Contact {
  const numbers: Qualified<string>[] = [];
  for (let at = 3; at <= 7; at += 2) {
    if (el(segment, at + 1)) numbers.push({ qualifier: el(segment, at), value: el(segment, at + 1) });
  }
  return { function: el(segment, 1), name: el(segment, 2), numbers };
}

export function reference(segment: Segment): Qualified<string> {
  return { qualifier: el(segment, 1), value: el(segment, 2) || el(segment, 3) };
}

/** Product qualifiers that may open SVC01; with another separator than ISA16 promises they still betray a composite. */
const DISGUISED = /^(AD|ER|HC|HP|IV|N[1-6]|ND|NU|RB|UI|WK|ZZ)([^A-Za-z0-9 .,'"()+-])\S/;

/** Splits a composite; a payer whose composites use another separator than its ISA16 is understood and told. */
export function composite(segment: Segment, at: number, report: Reporter): string[] {
  const text = el(segment, at);
  const own = segment.delimiters.component;
  const disguised = text.includes(own) ? null : DISGUISED.exec(text);
  if (disguised)
    report.warn(
      'component_separator_differs',
      `${name(segment, at)} uses another component separator than its ISA16 names; it was read by the one it uses.`,
      segment,
      { element: name(segment, at) },
    );
  return text.split(disguised?.[2] ?? own).map((part) => part.trim());
}

/** SVC01 or SVC06: qualifier, code, up to four modifiers and a description. */
export function procedure(segment: Segment, at: number, report: Reporter): Procedure {
  const parts = composite(segment, at, report);
  const bare = parts.length === 1 && !/^(AD|ER|HC|HP|IV|N[1-6]|ND|NU|RB|UI|WK|ZZ)$/.test(parts[0] ?? '');
  return {
    qualifier: bare ? '' : (parts[0] ?? ''),
    code: bare ? (parts[0] ?? '') : (parts[1] ?? ''),
    modifiers: parts.slice(2, 6).filter((modifier) => modifier !== ''),
    description: parts[6] ?? '',
  };
}
