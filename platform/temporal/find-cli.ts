/** Finds the Temporal command line program, whose dev server runs inside `npm start`, or installs it into the cache. */
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { install } from '../cache-dir';
import type { Say } from '../server-process';
import { checkRuns, firstThatWorks, onPath, runInstaller, sdkDownload, type Way } from './resolve-executable';

/** The version the settings in tuning.ts were measured with; later ones do not install with `go install`. */
const cliVersion = '1.5.1';
const cliPackage = `github.com/temporalio/cli/cmd/temporal@v${cliVersion}`;

const byHand =
  'Install it by hand: download "Temporal CLI" for your system from https://docs.temporal.io/cli, or install Go 1.24 ' +
  `or later and run "go install ${cliPackage}"; then put it on PATH or set TEMPORAL_CLI to its path. ` +
  'Or set TEMPORAL_ADDRESS to a Temporal server that runs already.';

/** Where to look. `env` gives TEMPORAL_CLI and PATH. */
export interface FindOptions {
  readonly cacheDir: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: Say;
}

/**
 * The path of a `temporal` that runs. In order: TEMPORAL_CLI, PATH, the cache, the SDK's downloader, `go install`.
 * Throws `ExecutableNotFoundError` with every reason and how to install by hand.
 */
export async function findTemporalCli(options: FindOptions): Promise<string> {
  const { cacheDir, env = process.env, say = () => undefined } = options;
  const program = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
  const built = `temporal-cli-${cliVersion}`;
  const downloaded = 'temporal-cli-sdk';
  const checked = async (file: string) => {
    await checkRuns(file, ['--version']);
    return file;
  };
  const ways: Way[] = [
    {
      name: 'TEMPORAL_CLI',
      attempt: async () => (env['TEMPORAL_CLI']?.trim() ? checked(env['TEMPORAL_CLI'].trim()) : undefined),
    },
    {
      name: 'PATH',
      attempt: async () => {
        const file = onPath('temporal', env);
        if (!file) throw new Error('there is no "temporal" on it');
        return checked(file);
      },
    },
    {
      name: 'the cache',
      attempt: async () => {
        const file = [built, downloaded].map((name) => path.join(cacheDir, name, program)).find((at) => existsSync(at));
        if (!file) throw new Error(`${cacheDir} has none`);
        return checked(file);
      },
    },
    {
      name: "the Temporal SDK's downloader",
      attempt: async () => {
        const fill = async (folder: string) => {
          renameSync(await sdkDownload('createLocal', folder, cacheDir), path.join(folder, program));
          await checked(path.join(folder, program));
        };
        return path.join(await install(cacheDir, downloaded, fill, say), program);
      },
    },
    {
      name: 'go install',
      attempt: async () => {
        const go = onPath('go', env);
        if (!go) throw new Error('there is no "go" on PATH');
        const fill = async (folder: string) => {
          say(`Building the Temporal command line from source with Go (two to three minutes, once)`);
          const goEnv = { ...env, GOBIN: folder };
          await runInstaller(go, ['install', cliPackage], { cwd: folder, env: goEnv, doing: 'building', say });
          await checked(path.join(folder, program));
        };
        return path.join(await install(cacheDir, built, fill, say), program);
      },
    },
  ];
  return firstThatWorks('Temporal command line', ways, byHand, say);
}
