/** Gathers one service line (SVC and what follows it) until the next line or claim; it knows no other line. */
import {
  adjustments,
  dates,
  el,
  optionalCents,
  procedure,
  quantity,
  reference,
  type Reporter,
  sumCents,
} from './loop-values';
import type { Adjustment, Qualified, QualifiedDate, ServiceLine } from './records';
import type { Segment } from './segments';
import { formatCents } from './values';

/** The first day and last day of service among dates: 232/233 and 150/151 are a pair, 472 is one day or a range. */
export function servicePeriod(found: readonly QualifiedDate[]): {
  readonly from: string | null;
  readonly to: string | null;
} {
  const by = (...qualifiers: string[]): QualifiedDate | undefined =>
    found.find((date) => qualifiers.includes(date.qualifier));
  const from = by('472', '150', '232');
  const to = by('151', '233');
  return { from: from?.on ?? to?.on ?? null, to: to?.on ?? from?.toOn ?? from?.on ?? null };
}

export class LineReader {
  private readonly dates: QualifiedDate[] = [];
  private readonly adjustments: Adjustment[] = [];
  private readonly remarkCodes = new Set<string>();
  private readonly rejectCodes: string[] = [];
  private readonly refs: Qualified<string>[] = [];
  private readonly amounts: Qualified<number>[] = [];
  private readonly quantities: Qualified<string>[] = [];

  constructor(
    private readonly svc: Segment,
    private readonly position: number,
  ) {}

  /** Takes a segment of the line's loop; false when it does not belong there. */
  take(segment: Segment, report: Reporter): boolean {
    switch (segment.id) {
      case 'DTM':
        this.dates.push(...dates(segment, report));
        return true;
      case 'CAS':
        this.adjustments.push(...adjustments(segment, report));
        return true;
      case 'REF':
        this.refs.push(reference(segment));
        return true;
      case 'AMT': {
        const value = optionalCents(segment, 2, report);
        if (value !== null) this.amounts.push({ qualifier: el(segment, 1), value });
        return true;
      }
      case 'QTY': {
        const value = quantity(segment, 2, report);
        if (value !== null) this.quantities.push({ qualifier: el(segment, 1), value });
        return true;
      }
      case 'LQ':
        if (el(segment, 1) === 'RX') this.rejectCodes.push(el(segment, 2));
        else if (el(segment, 2)) this.remarkCodes.add(el(segment, 2).toUpperCase());
        return true;
      default:
        return false;
    }
  }

  finish(report: Reporter, claimFrom: string | null, claimTo: string | null): ServiceLine {
    const { svc } = this;
    const read = procedure(svc, 1, report);
    if (!read.code)
      report.warn('procedure_missing', 'SVC01 names no procedure; the line is kept without one.', svc, {
        element: 'SVC01',
      });
    const chargeCents = sumCents(svc, 2, report);
    const paidCents = sumCents(svc, 3, report);
    const differenceCents =
      chargeCents - paidCents - this.adjustments.reduce((sum, { amountCents }) => sum + amountCents, 0);
    if (differenceCents !== 0) {
      report.warn(
        'line_not_balanced',
        `Service line ${this.position}: the charge differs from payment plus adjustments by ${formatCents(differenceCents)}. Ask the payer before posting.`,
        svc,
        { differenceCents },
      );
    }
    const period = servicePeriod(this.dates);
    return {
      position: this.position,
      procedure: read,
      revenueCode: el(svc, 4) || (read.qualifier === 'NU' ? read.code : '') || null,
      chargeCents,
      paidCents,
      units: quantity(svc, 5, report),
      originalProcedure: el(svc, 6).length > 2 ? procedure(svc, 6, report) : null,
      originalUnits: quantity(svc, 7, report),
      dates: this.dates,
      serviceFromOn: period.from ?? claimFrom,
      serviceToOn: period.to ?? claimTo,
      adjustments: this.adjustments,
      remarkCodes: [...this.remarkCodes],
      rejectCodes: this.rejectCodes,
      refs: this.refs,
      amounts: this.amounts,
      quantities: this.quantities,
      lineControl: this.refs.find(({ qualifier }) => qualifier === '6R')?.value ?? null,
      differenceCents,
    };
  }
}
