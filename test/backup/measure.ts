/** Makes or restores a backup in a process of its own and prints what that took: peak memory in MB, seconds, rows. */
import { restoreBackup } from '../../platform/backup/restore-backup';
import { writeBackup } from '../../platform/backup/write-backup';
import { passphrase } from './databases';

const [what = '', file = '', databaseUrl = '', dataDir = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const { rows, seconds } =
    what === 'backup'
      ? await writeBackup(file, passphrase, { databaseUrl, dataDir, temporal: { is: 'external' } })
      : await restoreBackup(file, passphrase, { databaseUrl, dataDir, temporal: 'external', replace: false });
  console.log(JSON.stringify({ rows, seconds, mb: process.resourceUsage().maxRSS / 1024 }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
