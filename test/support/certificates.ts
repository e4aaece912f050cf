/** Makes certificates of an authority of one's own with openssl, in a folder; they are for this machine and a day. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Certificates {
  /** The authority's certificate: what those who connect must know. */
  readonly ca: string;
  /** A certificate of this authority, valid for these names. */
  issue(name: string, subjects?: string): { readonly cert: string; readonly key: string };
}

const openssl = (folder: string, ...args: string[]): void => {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
};

export function makeAuthority(folder: string, name = 'ca'): Certificates {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const at = (file: string) => path.join(folder, file);
  const elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    folder,
    'req',
    '-x509',
    ...elliptic,
    '-days',
    '1',
    '-subj',
    `/CN=Test ${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
  );
  return {
    ca: at(`${name}.pem`),
    issue(who, subjects = 'IP:127.0.0.1,DNS:localhost') {
      writeFileSync(at(`${who}.ext`), `subjectAltName=${subjects}\nextendedKeyUsage=serverAuth,clientAuth\n`);
      openssl(folder, 'req', '-new', ...elliptic, '-subj', `/CN=${who}`, '-keyout', `${who}.key`, '-out', `${who}.csr`);
      openssl(
        folder,
        'x509',
        '-req',
        '-in',
        `${who}.csr`,
        '-CA',
        `${name}.pem`,
        '-CAkey',
        `${name}.key`,
        '-CAcreateserial',
        '-days',
        '1',
        '-extfile',
        `${who}.ext`,
        '-out',
        `${who}.pem`,
      );
      return { cert: at(`${who}.pem`), key: at(`${who}.key`) };
    },
  };
}
