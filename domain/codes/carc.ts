/** Explains adjustment group and reason codes and suggests a denial's subject; it judges no claim and keeps every unknown code. */
import { CURRENT_CARCS, RETIRED_CARCS } from './carc-codes';
import type { DenialSubject } from './denial-subject';

/** Who has to bear an adjustment, by the group code of the 835's CAS01. */
export const ADJUSTMENT_GROUPS: Readonly<Record<string, string>> = {
  CO: 'Contract: the provider may not bill the patient for it',
  PR: 'Patient: the patient or another insurance owes it',
  OA: 'Other: neither contract nor patient',
  PI: "Payer: the payer's own reduction, without a contract behind it",
  CR: 'Correction of an earlier decision (used before 2012)',
};

/** A reason code in plain words; `unknown` codes carry the code itself as their text. */
export interface CarcDescription {
  readonly code: string;
  readonly text: string;
  readonly subject: DenialSubject;
  readonly unknown: boolean;
  readonly retired: boolean;
}

const byCode = new Map<string, CarcDescription>();
for (const [table, retired] of [
  [CURRENT_CARCS, false],
  [RETIRED_CARCS, true],
] as const) {
  for (const subject of Object.keys(table) as DenialSubject[]) {
    for (const [code, text] of Object.entries(table[subject])) {
      byCode.set(code, { code, text, subject, unknown: false, retired });
    }
  }
}

/** Writes a reason code as the list does: upper case, without leading zeros (`045` is `45`, `p04` is `P4`). */
export function normalizeCarc(code: string): string {
  const plain = code.trim().toUpperCase();
  const parts = /^([A-Z]?)0*(\d+)$/.exec(plain);
  return parts ? `${parts[1] ?? ''}${parts[2] ?? ''}` : plain;
}

/** Explains a reason code without its group (`45`, `P12`). An unknown code is returned with `unknown: true`, never dropped. */
export function describeCarc(code: string): CarcDescription {
  const wanted = normalizeCarc(code);
  return (
    byCode.get(wanted) ?? {
      code: wanted,
      text: `Reason code ${wanted} is not in the list; look it up with the payer`,
      subject: 'other',
      unknown: true,
      retired: false,
    }
  );
}

/** Explains a group code (`CO`); null when it is none of the five. */
export function describeGroup(group: string): string | null {
  return ADJUSTMENT_GROUPS[group.trim().toUpperCase()] ?? null;
}

/** Every reason code known here, current ones first. */
export function knownCarcs(): readonly CarcDescription[] {
  return [...byCode.values()];
}

/**
 * Suggests what a denial is about (H08) from one adjustment.
 * The group decides only where the reason says nothing: an amount of group PR with an unsorted reason is the patient's.
 */
export function suggestSubject(group: string, carc: string): DenialSubject {
  const { subject } = describeCarc(carc);
  const holder = group.trim().toUpperCase();
  if (holder === 'PR' && (subject === 'other' || subject === 'contractual' || subject === 'fee schedule')) {
    return 'patient responsibility';
  }
  return subject;
}
