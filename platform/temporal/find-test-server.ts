/** Finds Temporal's time-skipping test server, which tests and `npm run story` use, or installs it into the cache. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install } from '../cache-dir';
import type { FindOptions } from './find-cli';
import { checkRuns, firstThatWorks, onPath, runInstaller, sdkDownload, type Way } from './resolve-executable';

const artifact = { group: 'io.temporal', name: 'temporal-test-server', version: '1.38.0' };

const byHand =
  "Install it by hand: give the machine access to the network for the SDK's downloader, or install Maven and Java 17 " +
  `or later so that ${artifact.group}:${artifact.name}:${artifact.version} can be fetched; or set TEMPORAL_TEST_SERVER ` +
  'to the path of a temporal-test-server.';

/** A Maven project that depends on nothing but the server, so that Maven works out the rest. */
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>caseclock</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>${artifact.group}</groupId>
      <artifactId>${artifact.name}</artifactId>
      <version>${artifact.version}</version>
    </dependency>
  </dependencies>
</project>
`;

/** The SDK gives a server five seconds to answer, so Java starts with the quick compiler and the small collector. */
const wrapper = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$here/lib/*" \\
  io.temporal.testserver.TestServer "$@"
`;
const windowsWrapper =
  '@java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "%~dp0lib\\*" io.temporal.testserver.TestServer %*\r\n';

/**
 * The path of a test server, for `TestWorkflowEnvironment.createTimeSkipping` with `existing-path`. In order:
 * TEMPORAL_TEST_SERVER, the cache, the SDK's downloader, Maven. Throws `ExecutableNotFoundError` with every reason.
 */
export async function findTestServer(options: FindOptions): Promise<string> {
  const { cacheDir, env = process.env, say = () => undefined } = options;
  const windows = process.platform === 'win32';
  const assembled = `${artifact.name}-${artifact.version}`;
  const downloaded = 'temporal-test-server-sdk';
  const script = windows ? 'temporal-test-server.cmd' : 'temporal-test-server';
  const native = windows ? 'temporal-test-server.exe' : 'temporal-test-server';
  const ways: Way[] = [
    {
      name: 'TEMPORAL_TEST_SERVER',
      attempt: async () => {
        const file = env['TEMPORAL_TEST_SERVER']?.trim();
        if (!file) return undefined;
        if (!existsSync(file)) throw new Error(`${file} does not exist`);
        return file;
      },
    },
    {
      name: 'the cache',
      attempt: async () => {
        const files = [path.join(cacheDir, downloaded, native), path.join(cacheDir, assembled, script)];
        const file = files.find((at) => existsSync(at));
        if (!file) throw new Error(`${cacheDir} has none`);
        return file;
      },
    },
    {
      name: "the Temporal SDK's downloader",
      attempt: async () => {
        const fill = async (folder: string) =>
          renameSync(await sdkDownload('createTimeSkipping', folder, cacheDir), path.join(folder, native));
        return path.join(await install(cacheDir, downloaded, fill, say), native);
      },
    },
    {
      name: 'Maven',
      attempt: async () => {
        const maven = onPath('mvn', env);
        if (!maven) throw new Error('there is no "mvn" on PATH');
        await checkRuns(env['JAVA_HOME'] ? path.join(env['JAVA_HOME'], 'bin', 'java') : 'java', ['-version']);
        const fill = async (folder: string) => {
          say('Fetching the Temporal test server with Maven (some seconds, once)');
          mkdirSync(path.join(folder, 'lib'));
          writeFileSync(path.join(folder, 'pom.xml'), pom);
          const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'];
          await runInstaller(maven, goal, { cwd: folder, env, doing: 'fetching', say });
          writeFileSync(path.join(folder, script), windows ? windowsWrapper : wrapper, { mode: 0o755 });
        };
        return path.join(await install(cacheDir, assembled, fill, say), script);
      },
    },
  ];
  return firstThatWorks('Temporal test server', ways, byHand, say);
}
