/** Collects the parameters of a hand-written statement: values never become text, columns come from code only. */
export class Statement {
  readonly values: unknown[] = [];

  /** The placeholder of a value. @param type Postgres type to read it as, written in code. */
  value(value: unknown, type?: string): string {
    this.values.push(value);
    return type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
  }
}
