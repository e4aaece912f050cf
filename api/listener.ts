/** Makes the HTTP or HTTPS server with its limits: how long and how large a request may be. Knows no route. */
import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Express } from 'express';
import type { HttpTls } from '../platform/tls-files';
import { BODY_LIMIT_SETTING } from './input/json-body';

export interface HttpLimits {
  /** For all headers of a request to arrive. */
  readonly headersMs: number;
  /** For a JSON body to arrive. */
  readonly jsonBodyMs: number;
  /** For a whole request: long enough for a large upload on a slow line. */
  readonly requestMs: number;
}

const usual: HttpLimits = { headersMs: 10_000, jsonBodyMs: 30_000, requestMs: 600_000 };

/** Longer than a load balancer's own (usually 60 s), so that it never sends into a closing connection. */
const KEEP_ALIVE_MS = 75_000;
/** The request line and all headers; a longer address or cookie is 431. */
const MOST_HEADER_BYTES = 16_384;

/** Forward secrecy and authenticated encryption only, the strongest first. */
const CIPHERS = [
  ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
].join(':');

/** @param tls HTTPS with TLS 1.2 or newer; undefined: plain HTTP, for this machine or behind a proxy that ends TLS. */
export function makeListener(app: Express, tls: HttpTls | undefined, limits: Partial<HttpLimits> = {}): Server {
  const { headersMs, jsonBodyMs, requestMs } = { ...usual, ...limits };
  app.set(BODY_LIMIT_SETTING, jsonBodyMs);
  const options: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Limits are looked at this often; with Node's 30 s a limit of 10 s would be one of 40.
    connectionsCheckingInterval: Math.min(headersMs / 2, 5_000),
    maxHeaderSize: MOST_HEADER_BYTES,
    requireHostHeader: true,
    insecureHTTPParser: false,
  };
  const server = tls
    ? createSecureServer({ ...options, ...tls, minVersion: 'TLSv1.2', ciphers: CIPHERS, honorCipherOrder: true }, app)
    : createServer(options, app);
  // Node would drop headers above a number without a word; the guard refuses the request instead.
  server.maxHeadersCount = 0;
  return server;
}
