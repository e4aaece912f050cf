/** Bundles the workflows for the worker's sandbox once per content: the same source is not bundled twice. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const root = path.resolve(__dirname, '..');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(full) : [full];
    })
    .sort();
}

/** Hash of everything the bundle is made of. */
export function workflowSourceHash(): string {
  const hash = createHash('sha256');
  for (const file of [...filesUnder(path.join(root, 'domain')), ...filesUnder(path.join(root, 'workflows'))]) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  const lock = path.join(root, 'package-lock.json');
  if (statSync(lock, { throwIfNoEntry: false })) hash.update(readFileSync(lock));
  return hash.digest('hex').slice(0, 16);
}

/** Path of the bundle in the cache; made there when it is not. Several processes may ask at once. */
export async function workflowBundle(cacheDir: string): Promise<{ codePath: string }> {
  const folder = path.join(cacheDir, 'workflow-bundles');
  const codePath = path.join(folder, `${workflowSourceHash()}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  mkdirSync(folder, { recursive: true });
  const partial = `${codePath}.${process.pid}.tmp`;
  writeFileSync(partial, code);
  renameSync(partial, codePath);
  return { codePath };
}
