/** The operation log: one line of JSON for each operation, written when its caller stops waiting. */
import { appendFileSync, readFileSync } from 'node:fs';
import type { Op } from './checker/evidence';

export class OpLog {
  readonly ops: Op[] = [];

  constructor(readonly file: string) {}

  append(op: Op): void {
    this.ops.push(op);
    appendFileSync(this.file, `${JSON.stringify(op)}\n`);
  }
}

export function readOps(file: string): Op[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Op);
}
