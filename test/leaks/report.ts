/** Says in a page what was searched, how much of it, and what was found; judges in one list of words. */
import type { PlaceResult } from './places/place';
import type { LeakResult } from './run';

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(2);

/** Hits of one place, one line for each field, encoding and piece's kind, with the first as an example. */
function hitLines(place: PlaceResult): string[] {
  const groups = new Map<string, typeof place.hits>();
  for (const hit of place.hits) {
    const key = `${hit.field} as ${hit.encoding}`;
    groups.set(key, [...(groups.get(key) ?? []), hit]);
  }
  return [...groups].map(([key, hits]) => {
    const first = hits[0];
    return `${place.name}: ${key}, ${hits.length} times, such as at ${first?.at} of ${first?.piece}: ${first?.text}`;
  });
}

/** What is wrong with a run, in words; empty = nothing leaked, and every place was really read. */
export function faultsOf(result: LeakResult): string[] {
  return [
    ...result.tables.found
      .filter((column) => !column.allowed)
      .map(
        ({ column, rows, fields }) => `column ${column}: ${rows} hits of ${fields.join(', ')}; it is not on the list`,
      ),
    ...result.places.flatMap((place) => [
      ...(place.read ? [] : [`${place.name}: its sentinel was not found, so it was not really read`]),
      ...hitLines(place),
    ]),
    ...(result.cameToRest ? [] : ['commands or clocks were still waiting at the end']),
  ];
}

/** What a run must have met with before its empty list means anything. */
export function provingOf(result: LeakResult): string[] {
  const { options, imports, poisoned } = result;
  const need = (holds: boolean, what: string) => (holds ? [] : [what]);
  const happened = new Set(result.faults.map((fault) => fault.kind));
  return [
    ...options.faults.flatMap((kind) => need(happened.has(kind), `the fault: ${kind}`)),
    ...need(
      result.cases.length >= options.patients * 0.9,
      `a case for each patient, not ${result.cases.length} of ${options.patients}`,
    ),
    ...need((imports.states.get('finished') ?? 0) >= 4, 'four imports that finished'),
    ...need((imports.states.get('failed') ?? 0) >= 1, 'an import that failed'),
    ...need(
      [...imports.outcomes.keys()].some((key) => key.startsWith('exceptions')),
      'exceptions of a remittance',
    ),
    ...need((imports.outcomes.get('rows refused') ?? 0) > 10, 'refused rows of a spreadsheet'),
    ...need(poisoned.survived >= 4, 'four commands that the database refused at first'),
    ...need(poisoned.statuses.includes(500), 'an answer 500 from a database error'),
    ...need(poisoned.incidents >= 2, 'incidents'),
    ...need(result.wrongRequests > 200, 'two hundred wrong requests'),
    ...need(result.tables.found.length >= 15, 'canaries in fifteen columns where they belong'),
  ];
}

const counts = (map: ReadonlyMap<string | number, number>): string =>
  [...map]
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    .map(([key, n]) => `${key} ${n}`)
    .join(', ') || 'none';

export function reportOf(result: LeakResult): string {
  const { places, tables, faults, options } = result;
  const kinds = new Map<string, number>();
  for (const { kind } of faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const row = (name: string, pieces: string, size: string, hits: string, read: string, ms: string) =>
    `${name.padEnd(50)}${pieces.padStart(8)}${size.padStart(10)}${hits.padStart(6)}  ${read.padEnd(5)}${ms.padStart(8)}`;
  const sum = (of: (place: (typeof places)[number]) => number) => places.reduce((total, place) => total + of(place), 0);
  const wrong = faultsOf(result);
  return [
    `seed ${options.seed}: ${result.canaries} canaries in ${result.fields} kinds of field, ${options.patients} patients, ${result.cases.length} cases opened by hand`,
    `faults: ${counts(kinds)}; commands the database refused at first: ${result.poisoned.survived}; incidents: ${result.poisoned.incidents}; wrong requests: ${result.wrongRequests}`,
    `answers: ${counts(result.statuses)}`,
    `imports: ${counts(result.imports.states)}; ${counts(result.imports.outcomes)}`,
    `refused on the way: ${counts(result.refused)}`,
    '',
    row('place', 'pieces', 'MB', 'hits', 'read', 'ms'),
    ...places.map((p) =>
      row(p.name, String(p.pieces), megabytes(p.bytes), String(p.hits.length), p.read ? 'yes' : 'NO', String(p.ms)),
    ),
    row(
      'all places',
      String(sum((p) => p.pieces)),
      megabytes(sum((p) => p.bytes)),
      String(sum((p) => p.hits.length)),
      places.every((p) => p.read) ? 'yes' : 'NO',
      String(sum((p) => p.ms)),
    ),
    row(
      `application tables (${tables.tables}, ${tables.columns} columns)`,
      String(tables.columns),
      megabytes(tables.bytes),
      String(tables.found.filter((c) => !c.allowed).length),
      'yes',
      String(tables.ms),
    ),
    '',
    `canaries in columns where they may be: ${tables.found
      .filter((c) => c.allowed)
      .map((c) => c.column)
      .join(', ')}`,
    ...places.flatMap((p) => Object.entries(p.allowed).map(([field, n]) => `allowed in "${p.name}": ${field} (${n})`)),
    '',
    wrong.length === 0 ? 'nothing leaked' : `WRONG (${wrong.length}):`,
    ...wrong.slice(0, 60),
  ].join('\n');
}
