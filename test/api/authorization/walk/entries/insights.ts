/** Figures and the cases behind them: each covers what the caller may see, whatever place, owner or payer is asked for. */
import { at, filters, type Entry, type Things } from '../entry';

/** A location is shared by teams: whether its own figures are shown is a matter of the location. */
const here = (path: string, it: Things, more: Readonly<Record<string, string>> = {}) =>
  ({ path: at(path, { ...more, practiceId: it.practiceId }), reach: 'directory.read' }) as const;
const cell = (it: Things) => [{ owner: it.userId }, { owner: it.teamId }, { payerId: it.payerId }];
const days = { clockFrom: '2026-01-01', clockTo: '2027-12-31' };

export const insightEntries: readonly Entry[] = [
  {
    route: 'GET /insights/denials',
    own: [200],
    ask: (it) => [
      ...filters('/insights/denials', { owner: it.userId }, { owner: it.teamId }),
      here('/insights/denials', it),
    ],
  },
  {
    route: 'GET /insights/denials/breakdown',
    own: [200],
    ask: (it) =>
      ['owner', 'carc'].flatMap((by) => [
        ...[{}, ...cell(it)].map((more) => ({ path: at('/insights/denials/breakdown', { by, ...more }) })),
        here('/insights/denials/breakdown', it, { by }),
      ]),
  },
  {
    route: 'GET /insights/tier-1',
    own: [200],
    ask: (it) => [...filters('/insights/tier-1'), here('/insights/tier-1', it)],
  },
  {
    route: 'GET /insights/wc',
    own: [200],
    ask: (it) => [...filters('/insights/wc'), here('/insights/wc', it, { step: 'week' })],
  },
  {
    route: 'GET /insights/clocks-met',
    own: [200],
    ask: (it) => [...filters('/insights/clocks-met'), here('/insights/clocks-met', it)],
  },
  {
    route: 'GET /insights/no-orphan',
    own: [200],
    ask: (it) => [...filters('/insights/no-orphan'), here('/insights/no-orphan', it)],
  },
  {
    route: 'GET /insights/cases',
    own: [200],
    ask: (it) => [
      ...[
        ...cell(it).flatMap((more) => ['denials', 'active'].map((of) => ({ of, limit: '200', ...more }))),
        { of: 'denials', limit: '200' },
        { of: 'clocks', owner: it.userId, ...days },
        { of: 'clocks', owner: it.teamId, by: 'team', ...days },
      ].map((query) => ({ path: at('/insights/cases', query) })),
      ...[
        ...['denials', 'active', 'resolved', 'activity', 'visits', 'drafts', 'orphans'].map((of) => ({ of })),
        { of: 'lapses', visitFrom: '2026-01-01', visitTo: '2027-12-31' },
        { of: 'billing-lag', billedFrom: '2026-01-01', billedTo: '2027-12-31' },
        { of: 'lead-time', warnedFrom: '2026-01-01', warnedTo: '2027-12-31' },
        { of: 'receivables', owedOn: '2027-12-31' },
        { of: 'silence', silentOn: '2027-12-31' },
        { of: 'clocks', ...days },
      ].map((query) => here('/insights/cases', it, query)),
    ],
  },
];
