/** Builds the web app after an installation: the client's types from the routes, then the files that the API serves. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

if (!existsSync(path.join(root, 'ui', 'index.html')) || !existsSync(path.join(root, 'node_modules', 'vite'))) {
  // An image without development packages brings its own ui/dist.
  console.log('The web app is not built here: its sources or Vite are absent.');
  process.exit(0);
}

/** @param args of a program below node_modules, run by this Node. */
function run(what, args) {
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (result.status === 0) return;
  console.error(`${what} failed:\n${[result.stdout, result.stderr, result.error?.message].filter(Boolean).join('\n')}`);
  console.error('Correct what it names, then run "npm run ui:build" again.');
  process.exit(1);
}

const bin = (name) => path.join(root, 'node_modules', name);
run('Reading the API for the web app', [bin('tsx/dist/cli.mjs'), 'scripts/ui-types.ts']);
run('Building the web app', [bin('vite/bin/vite.js'), 'build', '--config', 'ui/vite.config.ts', '--logLevel', 'error']);

// Pressed once here, so that no request waits for it.
const assets = path.join(root, 'ui', 'dist', 'assets');
for (const name of readdirSync(assets).filter((file) => /\.(js|css|svg)$/.test(file))) {
  const file = path.join(assets, name);
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION }));
}
console.log('Web app built in ui/dist.');
