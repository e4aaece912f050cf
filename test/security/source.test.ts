/** Rules about the whole source, read from the source: injection, shells, cryptography, logging, secrets. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { callsOf, importsFrom, literalOf, nodesOf, root, sources } from '../support/source-files';

test('the source is read: it has files, calls and imports', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(callsOf('createHash').length).toBeGreaterThan(3);
  expect(importsFrom('node:crypto').length).toBeGreaterThan(3);
});

describe('what is sent to an interpreter', () => {
  const SQL =
    /\b(select|insert into|update|delete from|create|grant|alter|order by|where)\b[\s\S]*\b(from|set|values|on|by|=)\b/i;
  const OF_A_REQUEST = /^(req|res|request|query|body|params|headers|filter|input|given|asked|context|caller)\b/;

  test('A3 no statement holds a value of a request: values go as parameters, and nothing raw goes through Prisma', () => {
    const templates = nodesOf(ts.isTemplateExpression).filter(({ node }) => SQL.test(node.getText()));
    expect(templates.length).toBeGreaterThan(30);
    const held = templates.flatMap(({ file, node }) =>
      node.templateSpans
        .map((span) => span.expression.getText())
        .filter((text) => OF_A_REQUEST.test(text))
        .map((text) => `${file.path}: ${text}`),
    );
    expect(held).toEqual([]);
    expect(callsOf('$queryRawUnsafe', '$executeRawUnsafe').map(({ file }) => file.path)).toEqual([]);
  });

  test('no text becomes a program: no eval, no Function, no vm, no shell', () => {
    expect(callsOf('eval', 'Function', 'runInContext', 'runInThisContext', 'runInNewContext')).toEqual([]);
    expect(nodesOf(ts.isNewExpression).filter(({ node }) => node.expression.getText() === 'Function')).toEqual([]);
    expect(importsFrom('node:vm', 'vm', 'child_process')).toEqual([]);
    const starting = importsFrom('node:child_process').flatMap(({ names }) => names);
    for (const name of starting) expect(['execFile', 'execFileSync', 'spawn', 'spawnSync']).toContain(name);
    expect(sources.filter(({ text }) => /\bshell:\s*(?!false)/.test(text)).map((f) => f.path)).toEqual([]);
  });

  test('no pattern is made of text from outside', () => {
    const patterns = nodesOf(ts.isNewExpression).filter(({ node }) => node.expression.getText() === 'RegExp');
    const odd = patterns.filter(({ node }) => {
      const [pattern] = node.arguments ?? [];
      if (!pattern || ts.isStringLiteralLike(pattern)) return false;
      const parts = ts.isTemplateExpression(pattern) ? pattern.templateSpans.map((s) => s.expression) : [pattern];
      return !parts.every((part) => /^[A-Z][A-Z_]*(\.source)?$/.test(part.getText()));
    });
    expect(odd.map(({ file, node }) => `${file.path}: ${node.getText()}`)).toEqual([]);
  });

  test('nothing is deserialised but JSON, and no XML is parsed outside the guarded workbook reader', () => {
    const risky = ['node:v8', 'v8', 'js-yaml', 'yaml', 'node-serialize', 'fast-xml-parser', 'xml2js', 'libxmljs'];
    expect(importsFrom(...risky).map(({ file }) => file.path)).toEqual([]);
    const readers = importsFrom('read-excel-file/node', 'read-excel-file').map(({ file }) => file.path);
    expect(readers).toEqual(['activities/imports/wc-audit/read-xlsx.ts']);
  });
});

describe('cryptography', () => {
  const algorithms = (...names: string[]) =>
    callsOf(...names).map(({ file, node }) => [literalOf(file, node.arguments[0]), file.path] as const);

  test('hashes are SHA-256; SHA-1 only asks the service of stolen passwords, whose interface it is', () => {
    const used = algorithms('createHash', 'createHmac', 'hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync');
    const others = used.filter(([algorithm]) => algorithm !== 'sha256');
    for (const other of others) expect(other).toEqual(['sha1', 'api/sign-in/password-rules.ts']);
  });

  test('data is encrypted with AES-256-GCM only, with tags of full length when it is opened', () => {
    for (const [algorithm, file] of algorithms('createCipheriv', 'createDecipheriv')) {
      expect([file, algorithm]).toEqual([file, 'aes-256-gcm']);
    }
    for (const { file, node } of callsOf('createDecipheriv')) {
      expect([file.path, node.getText()]).toEqual([file.path, expect.stringContaining('authTagLength')]);
    }
  });

  test('what must not be guessed comes from the system’s random source, at least 16 bytes of it', () => {
    expect(sources.filter(({ text }) => /Math\.random/.test(text)).map((f) => f.path)).toEqual([]);
    const weak = callsOf('randomBytes').filter(({ file, node }) => {
      const [size] = node.arguments;
      const text = size?.getText() ?? '';
      const bytes = Number(/^\d+$/.test(text) ? text : new RegExp(`const ${text} = (\\d+)`).exec(file.text)?.[1]);
      // Names of files and keys are told apart by it, nothing is protected by it; 12 bytes are a nonce of GCM, 7 the
      // prefix of one beside its counter.
      const isName = ts.findAncestor(node, ts.isTemplateSpan) !== undefined;
      const isNonce = /^(NONCE|IV|PREFIX)/.test(text);
      return !(bytes >= 16) && !isName && !isNonce;
    });
    expect(weak.map(({ file, node }) => `${file.path}: ${node.getText()}`)).toEqual([]);
  });

  test('no certificate goes unchecked', () => {
    const lax = /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity:\s*\(\)/;
    expect(sources.filter(({ text }) => lax.test(text)).map((f) => f.path)).toEqual([]);
  });
});

describe('what leaves the process', () => {
  test('servers log through platform/log alone; only commands of a terminal and a failed start write to it', () => {
    const terminal = /^(cli|scripts|prisma)\//;
    const mains = new Set(['api/server.ts', 'worker.ts']);
    const writing = nodesOf(ts.isPropertyAccessExpression)
      .filter(({ node }) => /^(console|process\.stdout|process\.stderr)$/.test(node.expression.getText()))
      .map(({ file }) => file.path);
    expect(writing.length).toBeGreaterThan(5);
    expect(writing.filter((file) => !terminal.test(file) && !mains.has(file))).toEqual([]);
  });

  test('every file that opens a connection or a listener is in the list of connections in docs/security.md', () => {
    const listed = readFileSync(path.join(root, 'docs', 'security.md'), 'utf8');
    const opening = new Set([
      ...importsFrom(
        'node:http',
        'node:https',
        'node:net',
        'node:tls',
        'node:http2',
        'node:dgram',
        'nodemailer',
      ).flatMap(({ file, names }) =>
        names.every((name) => /^(STATUS_CODES|isIP|BlockList)$/.test(name)) ? [] : [file.path],
      ),
      ...importsFrom('openid-client').map(({ file }) => file.path),
      ...callsOf('fetch').flatMap(({ file, node }) => (node.expression.getText() === 'fetch' ? [file.path] : [])),
      ...nodesOf(ts.isNewExpression).flatMap(({ file, node }) =>
        /^(pg\.)?(Client|Pool)$/.test(node.expression.getText()) && file.text.includes("from 'pg'") ? [file.path] : [],
      ),
      ...callsOf('lazy', 'connect').flatMap(({ file, node }) =>
        /^(Native)?Connection\.(lazy|connect)$/.test(node.expression.getText()) ? [file.path] : [],
      ),
    ]);
    expect(opening.size).toBeGreaterThan(4);
    expect([...opening].filter((file) => !listed.includes(`\`${file}\``))).toEqual([]);
  });
});

test('no file of the project holds a private key or a token of ours', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  expect(files.length).toBeGreaterThan(300);
  const secret = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}|\bccl_[A-Za-z0-9_-]{43}\b/;
  const holding = files.filter((file) => {
    const at = path.join(root, file);
    const stat = statSync(at, { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.size < 2_000_000 && secret.test(readFileSync(at, 'latin1'));
  });
  expect(holding).toEqual([]);
});
