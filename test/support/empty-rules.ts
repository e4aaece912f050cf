/** A rule set without settings and a calendar of plain UTC weekdays, for tests that are not about rules. */
import type { RuleSnapshot } from '../../domain/kernel';

const day: [number, number][] = [[480, 1050]];

export function emptyRules(): RuleSnapshot {
  return {
    version: 1,
    settings: {},
    calendar: {
      zone: 'UTC',
      offsets: [[0, 0]],
      week: [day, day, day, day, day, [], []],
      exceptions: [],
      sweep: { fromMinute: 300, spreadMinutes: 90 },
      coversFrom: '2026-01-01',
      coversTo: '2028-12-31',
    },
  };
}
