/** Makes values that a JSON schema of the API's document accepts, and lists every place where text goes in. */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly format?: string;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly default?: unknown;
}

export type Definitions = Readonly<Record<string, Schema>>;
export type Path = readonly (string | number)[];

const resolved = (schema: Schema, known: Definitions): Schema => {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(known[name] ?? {}, known);
};

const formats: Readonly<Record<string, string>> = {
  uuid: '11111111-1111-4111-8111-111111111111',
  date: '2027-01-15',
  'date-time': '2027-01-15T12:00:00.000Z',
  email: 'person@example.test',
  uri: 'https://example.test/',
};

/** A value that the schema most likely accepts, with every optional property; one for each branch of a union. */
export function samplesOf(given: Schema, known: Definitions, depth = 0): unknown[] {
  const schema = resolved(given, known);
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum) return [schema.enum[0]];
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return branches.flatMap((branch) => samplesOf(branch, known, depth)).slice(0, depth === 0 ? 60 : 1);
  if (schema.allOf) return [Object.assign({}, ...schema.allOf.map((part) => samplesOf(part, known, depth + 1)[0]))];
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return [objectOf(schema, known, depth)];
    case 'array':
      return [schema.items && depth < 6 ? [samplesOf(schema.items, known, depth + 1)[0]] : []];
    case 'integer':
    case 'number':
      return [Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1)];
    case 'boolean':
      return [true];
    case 'null':
      return [null];
    default:
      return [formats[schema.format ?? ''] ?? 'sample'.padEnd(schema.minLength ?? 0, 'x')];
  }
}

function objectOf(schema: Schema, known: Definitions, depth: number): Record<string, unknown> {
  if (depth > 6) return {};
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([name, inner]) => [name, samplesOf(inner, known, depth + 1)[0]]));
}

/** Every place in a value, leaves and branches. */
export function placesIn(value: unknown, at: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    ...(at.length > 0 ? [at] : []),
    ...inner.flatMap(([name, item]) => placesIn(item, [...at, Array.isArray(value) ? Number(name) : name])),
  ];
}

/** The value with another one in that place. */
export function withValue(value: unknown, at: Path, put: unknown): unknown {
  const [first, ...rest] = at;
  if (first === undefined) return put;
  if (Array.isArray(value)) return value.map((item, n) => (n === first ? withValue(item, rest, put) : item));
  return { ...(value as object), [first]: withValue((value as Record<string, unknown>)[first], rest, put) };
}
