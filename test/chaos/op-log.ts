/** The operation log: one line of JSON for each operation, written when its caller stops waiting. */
import { appendFileSync } from 'node:fs';
import type { Op } from './checker/evidence';

export class OpLog {
  readonly ops: Op[] = [];

  constructor(readonly file: string) {}

  append(op: Op): void {
    this.ops.push(op);
    appendFileSync(this.file, `${JSON.stringify(op)}\n`);
  }
}
