/** Reads the routes: each says what it leaves on the audit trail, or in words why nothing. */
import { routes } from '../../api/routes';
import { buildDocument, documentPath } from '../../api/openapi';

const named = routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

test.each(named)('%s names the action of its audit row, or says why its answers leave none', (_name, route) => {
  if (route.audit === false) {
    expect(route.unaudited?.split(' ').length ?? 0).toBeGreaterThan(3);
    expect(route.method).toBe('get');
  } else {
    expect(route.audit).toMatch(/^[a-z][a-z0-9._-]{0,79}$/);
    expect(route.unaudited).toBeUndefined();
  }
});

/** Every object in an answer's schema, by the names of its fields. */
function objectsIn(schema: unknown, components: Record<string, unknown>, seen = new Set<unknown>()): string[][] {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  const { $ref, properties } = schema as { $ref?: string; properties?: Record<string, unknown> };
  const target = $ref ? objectsIn(components[$ref.split('/').at(-1) ?? ''], components, seen) : [];
  const own = properties ? [Object.keys(properties)] : [];
  return [...target, ...own, ...Object.values(schema).flatMap((part) => objectsIn(part, components, seen))];
}

test.each(named)('%s leaves a row if its answer names a case or a patient, and tells which', (_name, route) => {
  const document = buildDocument(routes);
  const components = (document.components?.schemas ?? {}) as Record<string, unknown>;
  const paths = (document.paths ?? {}) as unknown as Record<string, Record<string, { responses?: object }>>;
  const operation = paths[documentPath(route.path)]?.[route.method];
  const answers = Object.entries(operation?.responses ?? {}).flatMap(([status, answer]) =>
    status.startsWith('2') ? [answer as unknown] : [],
  );
  const objects = answers.flatMap((answer) => objectsIn(answer, components));
  const isCase = objects.some((keys) => ['id', 'stage', 'kind', 'openedAt'].every((key) => keys.includes(key)));
  const identifies = objects.some((keys) =>
    ['caseId', 'patient', 'patientId', 'claimNumber', 'fileName'].some((key) => keys.includes(key)),
  );
  if (isCase && route.path !== '/audit') expect(route.shows).toBe('cases');
  if (isCase || identifies) expect(route.audit).not.toBe(false);
});
