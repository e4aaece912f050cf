/** What a draft would do to one case: predicted on a copy, and the same as what the publication then does (N03). */
import fc from 'fast-check';
import { netChanges, whatIf, type RuleSnapshot } from '../../../../domain/kernel';
import { la, ruleOff, rulesWith, ruleWith, shows } from '../../support/practice';
import { someone, wc, type WcPlay } from './wc-play';

const EXPIRING = 'wc.authorization-expiring';
const until = la('2026-04-24 23:00');

const ask = (p: WcPlay, rules: RuleSnapshot) =>
  whatIf({ kind: p.kind, state: p.state, rules, openTasks: [...p.tasks.keys()], now: p.now, until });

/** Friday 10 April: the authorization ends on Friday 1 May, in 21 days. */
function inApril(): WcPlay {
  const p = wc();
  p.until('2026-04-03 09:00');
  p.contact('2026-04-03');
  p.until('2026-04-10 09:00');
  return p;
}

test('N03 a lead of 21 days flags the case today and opens its task now, a week before the live rule would', () => {
  const p = inApril();
  const it = ask(p, ruleWith(EXPIRING, { leadDays: 21 }));
  expect([it.flagsRaised, it.flagsCleared]).toEqual([['expiring'], []]);
  expect(it.opened).toMatchObject([{ key: 'authorization-expiring', title: 'Request an extension', owner: someone }]);
  const on = (tasks: typeof it.live) =>
    tasks.flatMap((task) => (task.key === 'authorization-expiring' ? [shows(task.at).slice(0, 10)] : []));
  expect([on(it.live), on(it.draft)]).toEqual([['2026-04-17'], ['2026-04-10']]);
  expect(it.clocks).toMatchObject([{ name: 'authorizationExpiring', change: 'stopped', atPublish: true }]);
});

test('N03 a lead of 10 days clears a case that is flagged, closes its task and says when it comes back', () => {
  const p = inApril();
  p.until('2026-04-20 09:00');
  expect(p.flags).toContain('expiring');
  const it = ask(p, ruleWith(EXPIRING, { leadDays: 10 }));
  expect([it.flagsRaised, it.flagsCleared]).toEqual([[], ['expiring']]);
  expect(it.closed.map(({ key }) => key)).toEqual(['authorization-expiring']);
  const back = it.clocks.find((clock) => clock.name === 'authorizationExpiring');
  expect([back?.change, shows(back?.dueAfter ?? 0).slice(0, 10)]).toEqual(['armed', '2026-04-21']);
});

test('N03 a task that is open already is not counted as new, and a rule that is off opens none', () => {
  const p = inApril();
  p.until('2026-04-20 09:00');
  const keys = (rules: RuleSnapshot) => ask(p, rules).draft.map(({ key }) => key);
  expect(keys(ruleWith(EXPIRING, { leadDays: 21 }))).not.toContain('authorization-expiring');
  expect(ask(p, ruleOff(EXPIRING)).closed.map(({ key }) => key)).toEqual(['authorization-expiring']);
});

test('N03 the case itself is not touched, and the same rules again change nothing', () => {
  const p = inApril();
  const before = JSON.stringify(p.state);
  ask(p, ruleWith(EXPIRING, { leadDays: 30 }));
  expect(JSON.stringify(p.state)).toBe(before);
  const same = ask(p, rulesWith({}, 2));
  expect(same).toMatchObject({ flagsRaised: [], flagsCleared: [], clocks: [], opened: [], closed: [] });
  expect(same.draft).toEqual(same.live);
});

test('N03 whatever the numbers and the day, the prediction is what the publication does', () => {
  fc.assert(
    fc.property(
      fc.record({
        day: fc.integer({ min: 3, max: 60 }),
        leadDays: fc.integer({ min: 0, max: 90 }),
        silence: fc.integer({ min: 1, max: 40 }),
        silenceMode: fc.constantFrom('on' as const, 'off' as const),
        followUpOn: fc.constantFrom(undefined, '2026-03-20', '2026-04-14'),
      }),
      ({ day, leadDays, silence, silenceMode, followUpOn }) => {
        const p = wc(followUpOn === undefined ? {} : { followUpOn });
        p.until(la('2026-03-02 10:00') + day * 86_400_000);
        const rules = rulesWith(
          {
            [EXPIRING]: { mode: 'on', params: { leadDays } },
            'wc.adjuster-silence': { mode: silenceMode, params: { businessDays: silence } },
          },
          2,
        );
        const [flagsBefore, tasksBefore] = [p.flags, [...p.tasks.keys()]];
        const it = ask(p, rules);
        const published = p.send('rules.published', { rules });
        const at = p.now;
        p.until(at);
        expect(it.clocks.map(({ runningSince: _since, atPublish: _at, ...change }) => change)).toEqual(
          netChanges(published.clockChanges),
        );
        expect([...it.flagsRaised]).toEqual(p.flags.filter((flag) => !flagsBefore.includes(flag)));
        expect([...it.flagsCleared]).toEqual(flagsBefore.filter((flag) => !p.flags.includes(flag)));
        const now = [...p.tasks.keys()];
        expect(it.opened.map(({ key }) => key).sort()).toEqual(now.filter((key) => !tasksBefore.includes(key)).sort());
        expect(it.closed.map(({ key }) => key).sort()).toEqual(tasksBefore.filter((key) => !now.includes(key)).sort());
        const opened = p.opened.length;
        p.until(until > at ? until : at);
        const later = it.draft.filter((task) => task.at > at && task.at <= p.now).map(({ key }) => key);
        expect(new Set(p.opened.slice(opened).map(({ key }) => key))).toEqual(
          new Set([...later, ...p.opened.slice(opened).flatMap(({ key }) => (now.includes(key) ? [key] : []))]),
        );
      },
    ),
    { numRuns: 150 },
  );
});
