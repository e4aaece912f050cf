/** The address of a receipt: the case and the version at which its clock fired, `<case>:<version>`. */
import { z } from 'zod';

const RECEIPT = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):([1-9]\d{0,8})$/i;

export const ReceiptParams = z.strictObject({ id: z.string().regex(RECEIPT, 'must be <case>:<version>') });

export const receiptIdOf = (caseId: string, seq: number): string => `${caseId}:${seq}`;

/** @param id has passed ReceiptParams. */
export function partsOfReceipt(id: string): { caseId: string; seq: number } {
  const [, caseId = '', seq = '0'] = RECEIPT.exec(id) ?? [];
  return { caseId: caseId.toLowerCase(), seq: Number(seq) };
}
