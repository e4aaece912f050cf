import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rememberFailure } from '../../platform/cache-dir';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { ExecutableNotFoundError } from '../../platform/temporal/resolve-executable';

let folder: string;
let cacheDir: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'caseclock-find-'));
  cacheDir = path.join(folder, 'cache');
  // These tests are about the order, so the network is known to be away.
  rememberFailure(cacheDir, 'sdk-createLocal', 'no network');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(at: string, body = 'exit 0'): string {
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, `#!/bin/sh\n${body}\n`);
  chmodSync(at, 0o755);
  return at;
}

async function find(env: NodeJS.ProcessEnv): Promise<{ found: string; said: string[] }> {
  const said: string[] = [];
  return { found: await findTemporalCli({ cacheDir, env, say: (message) => said.push(message) }), said };
}

test('TEMPORAL_CLI comes before PATH, PATH before the cache', async () => {
  const set = program(path.join(folder, 'set', 'temporal'));
  const onPath = program(path.join(folder, 'bin', 'temporal'));
  const cached = program(path.join(cacheDir, 'temporal-cli-1.5.1', 'temporal'));
  const PATH = path.dirname(onPath);
  expect((await find({ TEMPORAL_CLI: set, PATH })).found).toBe(set);
  expect((await find({ PATH })).found).toBe(onPath);
  expect((await find({ PATH: '' })).found).toBe(cached);
});

test('a temporal that does not run is passed over, and it is said why and what is next', async () => {
  const broken = program(path.join(folder, 'bin', 'temporal'), 'exit 3');
  const cached = program(path.join(cacheDir, 'temporal-cli-1.5.1', 'temporal'));
  const { found, said } = await find({ PATH: path.dirname(broken) });
  expect(found).toBe(cached);
  expect(said[0]).toMatch(/not from PATH: it does not run .*Next: the cache/);
});

test('without network, go builds it into the cache, and the next start finds it there', async () => {
  const go = program(
    path.join(folder, 'bin', 'go'),
    'printf "#!/bin/sh\\nexit 0\\n" > "$GOBIN/temporal"; /bin/chmod 755 "$GOBIN/temporal"',
  );
  const installed = path.join(cacheDir, 'temporal-cli-1.5.1', 'temporal');
  const first = await find({ PATH: path.dirname(go) });
  expect(first.found).toBe(installed);
  expect(first.said.join('\n')).toMatch(/downloader: it failed in the last hours \(no network\).*Next: go install/);
  expect((await find({ PATH: '' })).found).toBe(installed);
});

test('two starts at once build it once', async () => {
  const counter = path.join(folder, 'count');
  const go = program(
    path.join(folder, 'bin', 'go'),
    `echo built >> ${counter}; printf "#!/bin/sh\\nexit 0\\n" > "$GOBIN/temporal"; /bin/chmod 755 "$GOBIN/temporal"`,
  );
  const both = await Promise.all([find({ PATH: path.dirname(go) }), find({ PATH: path.dirname(go) })]);
  expect(new Set(both.map(({ found }) => found)).size).toBe(1);
  expect(readFileSync(counter, 'utf8')).toBe('built\n');
});

test('when nothing works the error has every reason and how to install by hand', async () => {
  const go = program(path.join(folder, 'bin', 'go'), 'echo proxy refused >&2; exit 1');
  const failure = await find({ PATH: path.dirname(go) }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ExecutableNotFoundError);
  const { message } = failure as ExecutableNotFoundError;
  expect(message).toMatch(/PATH: there is no "temporal".*go install: it failed: proxy refused/s);
  expect(message).toContain('Install it by hand');
});
