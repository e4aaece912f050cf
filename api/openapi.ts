/** Builds the OpenAPI 3.1 document from the routes' own schemas; nothing in it is written by hand twice. */
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import { purposes } from '../domain/audit';
import { rolesFor } from './auth/permissions';
import { WITHHELD_HEADER } from './privacy/private-answer';
import { FIELD_GROUP } from './privacy/phi';
import { fieldGroups } from '../domain/privacy';
import { ProblemDocument, problemKind, type ProblemCode } from './problem';
import type { Route } from './route';

const headerTexts = {
  'Idempotency-Key':
    'Names this request: sent again with the same key and content it is done once and answers the same.',
  'If-Match': 'The ETag you read. When the case has changed since, the answer is 412.',
  'Last-Event-ID': 'Position of the last change received; what came after it is sent first.',
  'X-Purpose': `Why it is asked, for the audit trail: ${purposes.join(', ')}. Left out: the usual purpose of the route.`,
} as const;

const always: readonly ProblemCode[] = ['unauthenticated', 'forbidden', 'rate_limited', 'internal', 'unavailable'];

/** `/cases/:id` as OpenAPI writes it. */
export const documentPath = (path: string): string => path.replace(/:([A-Za-z]+)/g, '{$1}');

export function buildDocument(routes: readonly Route[]): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = documentPath(route.path);
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Caseclock',
      version: '1',
      description:
        'Cases whose deadlines fire by themselves. Every change of a stage or a clock is an event; `allowed` of a case ' +
        'names those it accepts now. Errors are problem documents (RFC 9457) whose `code` is stable. ' +
        `A property with ${FIELD_GROUP} other than plain belongs to a group of fields (${fieldGroups.join(', ')}): it is ` +
        `null, or left out of an open record, for a caller whose roles lack the group, and the header ${WITHHELD_HEADER} ` +
        'names the groups of which something was met and not shown.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(routes.map((r) => r.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: ProblemDocument },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token; it names its user.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'caseclock-session',
          description:
            'Set by POST /session; over TLS its name begins with `__Host-`. Changes need an Origin of this address and a JSON body or the header X-Caseclock. Never together with a token.',
        },
      },
    },
  });
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const body = route.documentedBody ?? route.body;
  const takesInput = body !== undefined || route.params !== undefined || route.query !== undefined;
  const codes = [
    ...always,
    ...(takesInput ? (['invalid'] as const) : []),
    ...bodyProblems(route),
    ...(route.problems ?? []),
  ];
  const headers = [...(route.headers ?? []), ...(route.audit === false ? [] : (['X-Purpose'] as const))];
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, permissionText(route)].filter(Boolean).join('\n\n'),
    ...(route.permission === 'anonymous' ? { security: [] } : {}),
    'x-permission': route.permission,
    requestParams: {
      ...(route.params ? { path: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(headers.length > 0
        ? {
            header: z.object(
              Object.fromEntries(headers.map((h) => [h, z.string().optional().describe(headerTexts[h])])),
            ),
          }
        : {}),
    },
    ...(body || route.consumes ? { requestBody: requestBody(route, body) } : {}),
    responses: { ...answersOf(route), ...problemsOf(codes) },
  };
}

function permissionText({ permission }: Route): string {
  if (permission === 'anonymous') return 'Needs no sign-in.';
  if (permission === 'signed-in') return 'For everyone who is signed in.';
  return `Permission \`${permission}\`: ${rolesFor(permission).join(', ')}.`;
}

function requestBody(route: Route, body: z.ZodType | undefined) {
  const types = route.consumes ?? ['application/json'];
  const schema = body ?? { type: 'string' as const, format: 'binary' };
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

const answerHeaders = {
  [WITHHELD_HEADER]: {
    description: 'Groups of fields that the roles of the caller do not show and that this answer would have held.',
    schema: { type: 'string' as const, example: 'identity, money' },
  },
};

function answersOf(route: Route) {
  const type = route.produces ?? 'application/json';
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => [
      status as `${2}${string}`,
      {
        description: Number(status) === 202 ? 'Stored; the outcome is at Location.' : 'Done.',
        ...(schema ? { headers: answerHeaders } : {}),
        ...(schema ? { content: { [type]: { schema } } } : {}),
      },
    ]),
  );
}

function problemsOf(codes: readonly ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problemKind(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      `${status}` as `${4 | 5}${string}`,
      {
        description: list.map((code) => `\`${code}\`: ${problemKind(code).title}.`).join(' '),
        content: { 'application/problem+json': { schema: ProblemDocument } },
      },
    ]),
  );
}

const bodyProblems = (route: Route): readonly ProblemCode[] =>
  route.body || route.consumes ? ['malformed_json', 'too_large', 'unsupported_media_type'] : [];

/** `get /cases/:id/clocks` -> `getCasesByIdClocks`: stable, so that generated clients keep their names. */
function operationId(route: Route): string {
  const words = route.path.split(/[/-]/).filter(Boolean);
  const name = words.map((w) => (w.startsWith(':') ? `By${capital(w.slice(1))}` : capital(w))).join('');
  return `${route.method}${name}`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
