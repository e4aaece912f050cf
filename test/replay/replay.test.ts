/** F13 the release gate: every recorded history replays with today's code in two time zones; an altered one does not. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { caseKinds } from '../../domain/cases';

const folder = path.join(__dirname, 'histories');
const recorded = readdirSync(folder).filter((f) => f.endsWith('.json'));

interface Replayed {
  readonly zone: string;
  readonly results: Readonly<Record<string, string | null>>;
}

function replay(zone: string, files: readonly string[]): Replayed {
  const out = execFileSync(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, 'replay-in-this-zone.ts'), ...files],
    {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as Replayed;
}

test('each kind of case has a recorded history', () => {
  for (const { kind } of caseKinds) expect(recorded.filter((f) => f.startsWith(`${kind}-`))).not.toEqual([]);
});

test('histories from before and from after encryption are among them', () => {
  const encrypted = Buffer.from('binary/encrypted').toString('base64');
  const kinds = recorded.map((f) => readFileSync(path.join(folder, f), 'utf8').includes(encrypted));
  expect([...new Set(kinds)].sort()).toEqual([false, true]);
});

test.each(['UTC', 'America/Los_Angeles'])(
  'recorded histories of both kinds replay under TZ=%s',
  (zone) => {
    const { zone: used, results } = replay(
      zone,
      recorded.map((f) => path.join(folder, f)),
    );
    expect(used).toBe(zone);
    expect(results).toEqual(Object.fromEntries(recorded.map((f) => [f, null])));
  },
  120_000,
);

test('an altered history fails, so that the gate is known to be shut', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'caseclock-replay-'));
  try {
    const altered = recorded.map((file) => {
      const to = path.join(scratch, file);
      writeFileSync(to, alter(readFileSync(path.join(folder, file), 'utf8')));
      return to;
    });
    const { results } = replay('UTC', altered);
    for (const file of recorded) expect(results[file]).toMatch(/Nondeterminism|Determinism|nondeterministic/i);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}, 120_000);

/** As if an earlier build had waited for another clock: the first timer was started for a different time. */
function alter(json: string): string {
  const history = JSON.parse(json) as { events: { eventType: string; [k: string]: unknown }[] };
  const at = history.events.findIndex((e) => e.eventType === 'EVENT_TYPE_TIMER_STARTED');
  const timer = history.events[at];
  if (!timer) throw new Error('a recorded history has no timer');
  history.events[at] = {
    ...timer,
    eventType: 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED',
    timerStartedEventAttributes: undefined,
    activityTaskScheduledEventAttributes: {
      activityId: '1',
      activityType: { name: 'somethingElse' },
      taskQueue: { name: 'x' },
      workflowTaskCompletedEventId: '4',
    },
  };
  return JSON.stringify(history);
}
