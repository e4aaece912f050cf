/** The command line `caseclock`: parses arguments, runs a command, turns failures into words and exit codes. */
import { Command, CommanderError } from 'commander';
import { addAuditCommands } from './commands/audit';
import { addCaseCommands, addClockCommands, addEventCommands } from './commands/cases';
import { addImportCommand } from './commands/import';
import { addKeyCommands } from './commands/keys';
import { addLinkCommands } from './commands/link';
import { addBackupCommands } from './commands/backup';
import { addReconcileCommand } from './commands/reconcile';
import { addRuleCommands } from './commands/rules';
import { addTokenCommands } from './commands/token';
import { exitCodeHelp, exitCodes, Failure } from './failure';
import { printJson } from './terminal';

function build(): Command {
  const program = new Command('caseclock')
    .description('Cases that never forget, from the command line')
    .option('--url <url>', 'address of the API (CASECLOCK_URL; http://127.0.0.1:8080 without it)')
    .option('--token <token>', 'API token (CASECLOCK_TOKEN)')
    .option('--json', 'answer in JSON, for programs')
    .addHelpText('after', exitCodeHelp)
    .exitOverride();
  addImportCommand(program);
  addCaseCommands(program);
  addEventCommands(program);
  addClockCommands(program);
  addRuleCommands(program);
  addTokenCommands(program);
  addAuditCommands(program);
  addKeyCommands(program);
  addLinkCommands(program);
  addBackupCommands(program);
  addReconcileCommand(program);
  return program;
}

function exitCodeOf(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Failure) {
    if (json) printJson(error.problem ?? { detail: error.message });
    else console.error(error.message);
    return error.exitCode;
  }
  console.error(error instanceof Error ? error.message : String(error));
  return exitCodes.failed;
}

build()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = exitCodeOf(error, process.argv.includes('--json'));
  });
