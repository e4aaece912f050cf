/** I8: what was done is on record once, what was answered is on record, nothing else is, and the chain holds. */
import { groupBy, reporter, type Evidence, type Violation } from './evidence';

/** The action of the row that a command's outcome leaves. */
export const COMMAND = 'case.command';

export function checkAudit(evidence: Evidence, into: Violation[]): void {
  const wrong = reporter('I8', into);
  for (const { id, kind } of evidence.chainBreaks)
    wrong('the chain of the audit trail is broken', null, `row ${id}: ${kind}`);
  const ofCommand = evidence.audit.filter((row) => row.action === COMMAND);
  const outcomes = groupBy(ofCommand, (row) => row.command ?? 'none');
  const requests = groupBy(
    evidence.audit.filter((row) => row.action !== COMMAND && row.command !== null),
    (row) => row.command as string,
  );
  for (const op of evidence.ops) {
    const what = `${op.opId} ${op.type} (${op.outcome})`;
    const rows = outcomes.get(op.commandId) ?? [];
    if (op.outcome === 'ok' && rows.filter((row) => row.outcome === 'applied').length !== 1)
      wrong('an accepted command is not on record once', op.caseId, `${what}: ${rows.length} rows`);
    const answered = op.answers.filter((answer) => answer.startsWith('ok')).length;
    const recorded = requests.get(op.commandId)?.length ?? 0;
    if (recorded < answered)
      wrong('an answer left without being on record', op.caseId, `${what}: ${answered} answers, ${recorded} rows`);
  }
  const commands = new Map(evidence.commands.map((command) => [command.id, command]));
  for (const command of evidence.commands) {
    const rows = outcomes.get(command.id) ?? [];
    if (command.state !== 'pending' && rows.length !== 1)
      wrong('an outcome is not on record once', command.caseId, `${command.id} ${command.state}: ${rows.length} rows`);
    if (rows.some((row) => (row.outcome === 'applied') !== (command.state === 'applied')))
      wrong('the record says otherwise than the inbox', command.caseId, `${command.id} ${command.state}`);
    if (rows.some((row) => row.caseId !== command.caseId))
      wrong('an outcome is on record for another case', command.caseId, command.id);
  }
  for (const id of outcomes.keys()) {
    if (!commands.has(id)) wrong('the record has a command that never was', null, id);
  }
}
