/** M4 Temporal's own screens: told where payloads are decoded, for this machine, and readable to a signed-in manager only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv } from '../../platform/env';
import { freePort } from '../../platform/free-port';
import { fixedRing } from '../../platform/keys/key-ring';
import { workflowIdOf } from '../../platform/names';
import { openTemporal } from '../../platform/temporal/connect';
import { dataConverterFor } from '../../platform/temporal/data-converter';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { startTemporalDevServer, type TemporalDevServer } from '../../platform/temporal/start-dev-server';
import { startUiFront, uiOrigins, type UiFront } from '../../platform/temporal/ui-front';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';
import { keyOfId } from '../support/keys';

const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-ui-'));
let t: ApiUnderTest;
let temporal: TemporalDevServer;
let front: UiFront;
let uiUrl: string;

beforeAll(async () => {
  const cli = await findTemporalCli({ cacheDir: readEnv().CASECLOCK_CACHE });
  const [port, inner] = [await freePort(), await freePort()];
  uiUrl = `http://127.0.0.1:${port}`;
  temporal = await startTemporalDevServer({ cli, dataDir: folder, uiPort: inner });
  front = await startUiFront(
    port,
    () => inner,
    () => t?.api.url ?? null,
  );
  t = await startApiUnderTest({}, { temporalUiOrigins: uiOrigins(uiUrl) });
}, 240_000);
afterAll(async () => {
  await front?.close();
  await temporal?.stop();
  await t?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Settings {
  readonly Codec: {
    readonly Endpoint: string;
    readonly IncludeCredentials: boolean;
    readonly PassAccessToken: boolean;
  };
  readonly Version: string;
}

/** With the Host that a browser would send. */
const ask = (host: string, target: string) =>
  new Promise<{ status: number; text: string; type: string }>((resolve, reject) => {
    const { port } = new URL(uiUrl);
    const sent = request({ host: '127.0.0.1', port, path: target, headers: { Host: host } }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text, type: res.headers['content-type'] ?? '' }));
    });
    sent.on('error', reject).end();
  });

test('the UI is told to decode at this API and to send the session of the browser along, under the name that the browser uses', async () => {
  const { port } = new URL(t.api.url);
  for (const name of ['127.0.0.1', 'localhost']) {
    const reply = await ask(`${name}:${new URL(uiUrl).port}`, '/api/v1/settings');
    const settings = JSON.parse(reply.text) as Settings;
    expect(settings.Codec).toMatchObject({
      Endpoint: `http://${name}:${port}/api/v1/codec`,
      IncludeCredentials: true,
      PassAccessToken: false,
    });
    expect(settings.Version).toMatch(/^\d+\.\d+/);
  }
});

test('its pages and its own answers pass unchanged', async () => {
  const host = new URL(uiUrl).host;
  const page = await ask(host, '/namespaces/default/workflows');
  expect([page.status, page.type]).toEqual([200, expect.stringContaining('text/html')]);
  expect((await ask(host, '/api/v1/namespaces/default')).text).toMatch(/"name": ?"default"/);
});

test('A15 a page elsewhere that gave its own name this address is not answered', async () => {
  for (const host of ['evil.example', 'evil.example:8233', '127.0.0.1.evil.example', '10.0.0.1']) {
    expect([host, (await ask(host, '/api/v1/settings')).status]).toEqual([host, 421]);
  }
});

interface WirePayload {
  readonly metadata: Record<string, string>;
  readonly data: string;
}

test('a history as the UI reads it is closed; with a manager behind the browser it opens, with anybody else it stays closed', async () => {
  const keys = dataConverterFor(fixedRing(keyOfId('test-1')));
  const { client, connection } = openTemporal({ address: temporal.address, namespace: 'default', dataConverter: keys });
  await client.workflow.start('denialCase', {
    workflowId: workflowIdOf('denial', 'shown'),
    taskQueue: 'nobody',
    args: [{ from: 'open', open: { secretWord: 'zqxv-shown' } }],
  });
  await connection.close();
  const history = await ask(
    new URL(uiUrl).host,
    `/api/v1/namespaces/default/workflows/${encodeURIComponent('denial:shown')}/history`,
  );
  expect(history.status).toBe(200);
  const {
    history: { events },
  } = JSON.parse(history.text) as {
    history: { events: { workflowExecutionStartedEventAttributes?: { input: { payloads: WirePayload[] } } }[] };
  };
  const payloads = events[0]?.workflowExecutionStartedEventAttributes?.input.payloads ?? [];
  expect(Buffer.from(payloads[0]?.metadata['encoding'] ?? '', 'base64').toString()).toBe('binary/encrypted');
  expect(history.text).not.toContain(Buffer.from('zqxv-shown').toString('base64').slice(0, 10));

  const settings = JSON.parse((await ask(new URL(uiUrl).host, '/api/v1/settings')).text) as Settings;
  const decode = (token: string) =>
    fetch(`${settings.Codec.Endpoint}/decode`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Namespace': 'default',
        Origin: uiUrl,
        Authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ payloads }),
    });
  const refused = await decode(t.token);
  expect([refused.status, await refused.text()]).toEqual([403, expect.not.stringContaining('zqxv')]);
  const opened = await decode((await t.user(['manager'])).token);
  expect(opened.status).toBe(200);
  const body = (await opened.json()) as { payloads: WirePayload[] };
  expect(Buffer.from(body.payloads[0]?.data ?? '', 'base64').toString()).toContain('"secretWord":"zqxv-shown"');
});

test('while the UI does not answer, a person is told to wait', async () => {
  const port = await freePort();
  const alone = await startUiFront(
    port,
    () => 1,
    () => null,
  );
  const reply = await fetch(`http://127.0.0.1:${port}/`);
  expect([reply.status, await reply.text()]).toEqual([502, expect.stringContaining('Wait a moment')]);
  await alone.close();
});
