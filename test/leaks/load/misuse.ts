/** Requests that are wrong in every way, with canaries where they are wrong: walks the API's own document, so that a new route is met too. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { Canaries } from '../canaries';
import type { Client } from './http';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
}
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** A body with a canary in every field that the document names, and in one that it does not. */
function bodyOf(document: Document, operation: Operation, canaries: Canaries): Record<string, unknown> {
  const body: Record<string, unknown> = { [canaries.word('body.unknown-name')]: canaries.word('body.unknown-value') };
  const visit = (schema: Schema | undefined, into: Record<string, unknown>, depth: number): void => {
    if (!schema || depth > 4) return;
    if (schema.$ref) visit(document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''], into, depth + 1);
    for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) visit(branch, into, depth + 1);
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      if (!inner.properties) into[name] = canaries.word(`body.${name}`);
      else visit(inner, (into[name] = {}), depth + 1);
    }
  };
  visit(operation.requestBody?.content?.['application/json']?.schema as Schema | undefined, body, 0);
  return body;
}

/** Every route of the document, wrongly: canaries for ids, in queries and bodies, with and without a token. Answers how many. */
export async function walkDocument(client: Client, canaries: Canaries): Promise<number> {
  const document = (await client.ask('GET', '/api/v1/openapi.json')).body as Document;
  let sent = 0;
  const send = async (...request: Parameters<Client['once']>) => {
    sent += 1;
    await client.once(...request).catch(() => undefined);
  };
  for (const [pattern, operations] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((m) => operations[m])) {
      const operation = operations[method] as Operation;
      const stream = pattern.endsWith('/stream');
      const at = (id: () => string) => pattern.replace(/\{\w+\}/g, () => id()).replace(/^(?!\/api)/, '/api/v1');
      const query = (operation.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);
      const words = new URLSearchParams();
      for (const name of [...query, canaries.word('query.name')]) words.set(name, canaries.word(`query.${name}`));
      const body = () => (method === 'get' ? undefined : bodyOf(document, operation, canaries));
      await send(
        method.toUpperCase(),
        at(() => canaries.word('path.id')),
        body(),
      );
      await send(method.toUpperCase(), `${at(() => canaries.word('path.id'))}?${words.toString()}`, body());
      // A stream that is allowed never ends; here it has to be refused.
      if (!stream) await send(method.toUpperCase(), at(randomUUID), body());
      await send(method.toUpperCase(), at(randomUUID), body(), { token: `ccl_${canaries.word('token.wrong')}` });
      await send(method.toUpperCase(), at(randomUUID), body(), { token: null });
    }
  }
  return sent;
}

/** What no client library would send. */
export async function sendNonsense(client: Client, urls: readonly string[], canaries: Canaries): Promise<void> {
  const word = (field: string) => canaries.word(field);
  const raw = (body: string | Buffer, type = 'application/json', path = '/cases') =>
    client.once('POST', path, undefined, { raw: new Uint8Array(Buffer.from(body)), headers: { 'Content-Type': type } });
  const basic = Buffer.from(`${word('basic.user')}:${word('basic.password')}`).toString('base64');
  const requests = [
    () => raw(`{"kind":"wc","name":"${word('json.cut-off')}`),
    () => raw(`{"${word('json.key')}":${word('json.bare-word')}}`),
    () => raw(Buffer.from([0x7b, 0x22, 0xff, ...Buffer.from(word('json.not-utf8')), 0x22, 0x7d])),
    () => raw(`{"details":{"description":"\\ud800${word('json.surrogate')}"}}`),
    () => raw(`{"details":{"description":"\\u0000${word('json.nul')}"}}`),
    () => raw(`${'['.repeat(60)}"${word('json.deep')}"${']'.repeat(60)}`),
    () => raw(JSON.stringify({ a: word('json.large').repeat(120_000) })),
    () => raw(word('text.body'), `text/${word('header.content-type')}`),
    () => raw(`name=${word('form.value')}`, 'application/x-www-form-urlencoded'),
    () => raw(`--x\r\n${word('form.broken')}`, 'multipart/form-data; boundary=x', '/imports?kind=wc-audit'),
    () => client.once('GET', `/${word('path.unknown')}/${word('path.unknown')}?name=${word('query.unknown')}`),
    () => client.once('GET', `/api/${word('path.unknown')}`),
    () => client.once('GET', `/cases/%E0%A4%A${word('path.malformed')}`),
    () => client.once(`X${word('method').toUpperCase()}`, '/cases'),
    () => client.once('GET', '/cases', undefined, { headers: { 'If-Match': word('header.if-match') } }),
    () => client.once('GET', '/cases', undefined, { headers: { Authorization: `Basic ${basic}` } }),
    () =>
      client.once('GET', '/events/stream', undefined, { headers: { 'Last-Event-ID': word('header.last-event-id') } }),
    () =>
      client.once(
        'POST',
        '/cases',
        {},
        { headers: { 'Idempotency-Key': `${word('header.key')} ${word('header.key')}` } },
      ),
    () => client.once('GET', '/cases', undefined, { headers: { 'X-Forwarded-For': word('header.forwarded-for') } }),
    // The year 0 is a date to a parser and none to the database, which says so in words of its own.
    () => client.once('GET', `/cases?followUpFrom=0000-02-03&q=${word('query.q')}`),
    () =>
      client.once('POST', '/claims', {
        number: word('claim.number'),
        patient: { name: word('patient.name'), dateOfBirth: '0000-02-03' },
      }),
    ...['/sign-in', '/session', '/auth/sign-in', '/auth/password-reset', '/login'].map(
      (path) => () =>
        client.once('POST', path, {
          email: `${word('sign-in.email')}@example.test`,
          password: word('sign-in.password'),
          token: word('sign-in.token'),
          code: word('sign-in.code'),
        }),
    ),
  ];
  for (const request of requests) await request().catch(() => undefined);
  await Promise.all(
    urls.map((url) =>
      breakOff(
        url,
        `POST /api/v1/cases?x=${word('query.broken-off')} HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n{"a":"${word('json.broken-off')}`,
      ),
    ),
  );
  await Promise.all(
    urls.map((url) => breakOff(url, `${word('http.no-method')} \u0000 ${word('http.no-path')}\r\n\r\n`)),
  );
}

/** Sends a few bytes and goes away. */
function breakOff(url: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(text, () => socket.destroySoon()),
    );
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
