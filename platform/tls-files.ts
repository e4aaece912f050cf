/** Reads certificates and keys that the environment names, and refuses what cannot be used before anything connects. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EnvError, type Env } from './env';
import { wantsTemporalTls } from './env-tls';

/** What an HTTPS listener needs, as PEM. */
export interface HttpTls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** How Temporal is reached, in the shape of the SDK's connection options. */
export interface TemporalTls {
  readonly tls: {
    readonly serverNameOverride?: string;
    readonly serverRootCACertificate?: Buffer;
    readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
  };
  readonly apiKey?: string;
}

/** @throws EnvError naming the variable whose file cannot be used. */
export function httpTlsOf(env: Env): HttpTls | undefined {
  if (env.TLS_CERT_FILE === undefined || env.TLS_KEY_FILE === undefined) return undefined;
  const cert = read('TLS_CERT_FILE', env.TLS_CERT_FILE);
  const key = read('TLS_KEY_FILE', env.TLS_KEY_FILE);
  checkPair('TLS', cert, key);
  return { cert, key };
}

/** Undefined: without TLS. @throws EnvError naming the variable whose file cannot be used. */
export function temporalTlsOf(env: Env): TemporalTls | undefined {
  if (!wantsTemporalTls(env)) return undefined;
  const { TEMPORAL_TLS_CA_FILE: ca, TEMPORAL_TLS_CERT_FILE: cert, TEMPORAL_TLS_KEY_FILE: key } = env;
  const pair =
    cert === undefined || key === undefined
      ? undefined
      : { crt: read('TEMPORAL_TLS_CERT_FILE', cert), key: read('TEMPORAL_TLS_KEY_FILE', key) };
  if (pair) checkPair('TEMPORAL_TLS', pair.crt, pair.key);
  return {
    tls: {
      ...(env.TEMPORAL_TLS_SERVER_NAME === undefined ? {} : { serverNameOverride: env.TEMPORAL_TLS_SERVER_NAME }),
      ...(ca === undefined ? {} : { serverRootCACertificate: read('TEMPORAL_TLS_CA_FILE', ca) }),
      ...(pair === undefined ? {} : { clientCertPair: pair }),
    },
    ...(env.TEMPORAL_API_KEY === undefined ? {} : { apiKey: env.TEMPORAL_API_KEY }),
  };
}

function read(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new EnvError([{ variable, mustBe: 'must name a file that this process can read' }]);
  }
}

function checkPair(prefix: string, cert: Buffer, key: Buffer): void {
  const fault = (name: string, mustBe: string) => new EnvError([{ variable: `${prefix}_${name}_FILE`, mustBe }]);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    throw fault('CERT', 'must hold a certificate in PEM, its chain behind it');
  }
  try {
    if (certificate.checkPrivateKey(createPrivateKey(key))) return;
  } catch {
    throw fault('KEY', 'must hold a private key in PEM without a passphrase');
  }
  throw fault('KEY', `must hold the key of the certificate in ${prefix}_CERT_FILE; it is that of another one`);
}
