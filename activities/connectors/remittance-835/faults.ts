/** Writes faults in plain words with what to do next; it decides nothing about a file. */
/* oxlint-disable no-control-regex -- X12 delimiters and damage are control characters */
import type { FaultCode, FaultRecord, FaultScope } from './records';

/** Where a fault stands; what is not known is left out. */
export interface FaultPlace {
  readonly number: number;
  readonly offset: number;
  readonly id?: string;
}

export interface FaultDetail {
  readonly element?: string;
  readonly value?: string;
  readonly controlNumber?: string;
  readonly transaction?: number;
  readonly claim?: number;
  readonly differenceCents?: number;
}

/** Offending text is shown only up to this length. */
const MAX_VALUE = 40;

export function fault(
  scope: FaultScope,
  severity: FaultRecord['severity'],
  code: FaultCode,
  message: string,
  place: FaultPlace,
  detail: FaultDetail = {},
): FaultRecord {
  return {
    type: 'fault',
    scope,
    code,
    severity,
    message,
    segmentNumber: place.number,
    byteOffset: place.offset,
    segmentId: place.id || null,
    element: detail.element ?? null,
    value: detail.value === undefined ? null : detail.value.slice(0, MAX_VALUE).replace(/[\x00-\x1f]/g, '\ufffd'),
    controlNumber: detail.controlNumber ?? null,
    transaction: detail.transaction ?? null,
    claim: detail.claim ?? null,
    differenceCents: detail.differenceCents ?? null,
  };
}
