/** I1, I2 and I7: every command was applied once or not at all, as its caller was told, and none is stuck. */
import { groupBy, reporter, type Evidence, type Violation } from './evidence';

export function checkCommands(evidence: Evidence, into: Violation[]): void {
  const lost = reporter('I1', into);
  const doubled = reporter('I2', into);
  const byCommand = groupBy(evidence.events, (e) => e.commandId);
  const byNote = groupBy(
    evidence.events.filter((e) => e.note !== null),
    (e) => e.note as string,
  );
  const commands = new Map(evidence.commands.map((c) => [c.id, c]));
  const cases = new Set(evidence.cases.map((c) => c.id));

  for (const op of evidence.ops) {
    const events = byCommand.get(op.commandId) ?? [];
    // Found by its words too: a second application under another id is still a second application.
    const applied = Math.max(events.length, byNote.get(op.note)?.length ?? 0);
    const what = `${op.opId} ${op.type} (${op.outcome})`;
    if (op.outcome === 'ok' && applied === 0) lost('an accepted command has no event', op.caseId, what);
    if (applied > 1) doubled('a command has more than one event', op.caseId, `${what}: ${applied} events`);
    if (op.outcome === 'refused' && applied > 0)
      doubled('a refused command was applied', op.caseId, `${what}: version ${events[0]?.seq ?? '?'}`);
    const final = new Set(op.answers.flatMap((a) => (a.startsWith('unknown') ? [] : [a])));
    if (final.size > 1) doubled('a command got two answers', op.caseId, `${what}: ${[...final].join(', ')}`);
    const seq = events[0]?.seq;
    if (op.outcome === 'ok' && seq !== undefined && op.version !== seq)
      lost('a caller was told another version', op.caseId, `${what}: told ${op.version}, is ${seq}`);
    if (op.outcome === 'refused' && op.type === 'case.opened' && cases.has(op.caseId))
      doubled('a refused case exists', op.caseId, what);
    const row = commands.get(op.commandId);
    if (op.outcome === 'ok' && !row) lost('an accepted command is not in the inbox', op.caseId, what);
    if (row?.state === 'applied' && applied === 0) lost('the inbox says applied without an event', op.caseId, what);
    if (row?.state === 'refused' && applied > 0)
      doubled('the inbox says refused, and an event was applied', op.caseId, what);
    if (op.expectedVersion !== null && seq !== undefined && seq !== op.expectedVersion + 1)
      doubled(
        'a condition on the version was not kept',
        op.caseId,
        `${what}: If-Match ${op.expectedVersion}, is ${seq}`,
      );
  }
  for (const event of evidence.events) {
    if (event.type === 'clock.fired' || event.type === 'effect.failed' || commands.has(event.commandId)) continue;
    doubled('an event comes from no command', event.caseId, `version ${event.seq} ${event.type}`);
  }
  for (const [claimId, holders] of groupBy(
    evidence.claims.filter((c) => c.active),
    (c) => c.claimId,
  )) {
    if (holders.length > 1)
      doubled('two active cases hold one claim', holders[0]?.caseId ?? null, `${claimId}: ${holders.length} cases`);
  }
  checkStuck(evidence, into);
}

function checkStuck(evidence: Evidence, into: Violation[]): void {
  const stuck = reporter('I7', into);
  for (const command of evidence.commands) {
    if (command.state === 'pending')
      stuck('a command never got an outcome', command.caseId, `${command.id} ${command.type}`);
  }
  const workflows = new Map(evidence.workflows.map((w) => [w.caseId, w]));
  for (const w of evidence.workflows) {
    if (w.taskAttempt > 3) stuck('a workflow task is tried again and again', w.caseId, `attempt ${w.taskAttempt}`);
    if (w.status !== 'RUNNING' && w.status !== 'COMPLETED') stuck('a workflow has failed', w.caseId, w.status);
    if (w.outbox > 0) stuck('an effect has not left', w.caseId, `${w.outbox} in the outbox`);
  }
  for (const row of evidence.cases) {
    if (!row.closed && workflows.get(row.id)?.status !== 'RUNNING')
      stuck('an open case has no running workflow', row.id, workflows.get(row.id)?.status ?? 'none');
  }
  const events = new Set(evidence.events.map((e) => `${e.caseId}:${e.seq}`));
  const settled = new Set(evidence.commands.flatMap((c) => (c.state === 'pending' ? [] : [c.id])));
  const failures = new Set(
    evidence.events.filter((e) => e.type === 'effect.failed').map((e) => String(e.data['effectId'])),
  );
  for (const incident of evidence.incidents) {
    const [what = '', ...rest] = incident.source.split(':');
    const id = rest.join(':');
    // Explained: what it reports has ended well since, or the case itself knows of the failure.
    const explained =
      (what === 'command' && settled.has(id)) ||
      (what === 'project' && events.has(id)) ||
      (what === 'effect' && failures.has(id));
    if (!explained) stuck('an incident is not explained', incident.caseId, `${incident.code} ${incident.source}`);
  }
}
