/** Bundles the workflows for the worker's sandbox once per content: the same source is not bundled twice. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { failureConverterPath } from './temporal/data-converter';

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
  const hash = createHash('sha256').update(readFileSync(__filename)).update(readFileSync(failureConverterPath));
  for (const file of [...filesUnder(path.join(root, 'domain')), ...filesUnder(path.join(root, 'workflows'))]) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  const lock = path.join(root, 'package-lock.json');
  if (statSync(lock, { throwIfNoEntry: false })) hash.update(readFileSync(lock));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The SDK freezes preloaded modules deeply, but zod and xstate fill caches on their own objects at first use. It leaves
 * alone what is frozen already, and webpack's exports (getters only) count as frozen once nothing can be added to them.
 * @throws when the bundler's output has another form than this relies on.
 */
function keepUnfrozen(code: string): string {
  const call = '__webpack_modules__[moduleId].call(module.exports, module, module.exports, __webpack_require__);';
  if (code.split(call).length !== 2) {
    throw new Error(
      'The workflow bundle has another form than expected; see keepUnfrozen in platform/workflow-bundle.ts.',
    );
  }
  const seal =
    'if (/(^\\.\\/domain|node_modules\\/(zod|xstate))\\//.test(moduleId)) Object.preventExtensions(module.exports);';
  return code.replace(call, () => `${call} ${seal}`);
}

/** Path of the bundle in the cache; made there when it is not. Several processes may ask at once. */
export async function workflowBundle(cacheDir: string): Promise<{ codePath: string }> {
  const folder = path.join(cacheDir, 'workflow-bundles');
  const codePath = path.join(folder, `${workflowSourceHash()}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code: bundled } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    failureConverterPath,
    // Loaded once for all cases. Otherwise every cached case holds its own copy of all schemas and charts: 2.8 MB each
    // instead of 0.3.
    preloadModules: [
      'zod',
      'xstate',
      path.join(root, 'domain', 'cases', 'index.ts'),
      path.join(root, 'domain', 'kernel', 'index.ts'),
    ],
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  const code = keepUnfrozen(bundled);
  mkdirSync(folder, { recursive: true });
  const partial = `${codePath}.${process.pid}.tmp`;
  writeFileSync(partial, code);
  renameSync(partial, codePath);
  return { codePath };
}
