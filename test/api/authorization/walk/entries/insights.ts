/** Figures and the cases behind them: each covers what the caller may see, whatever place, owner or payer is asked for. */
import { at, filters, type Entry, type Things } from '../entry';

const cell = (it: Things) => [
  { practiceId: it.practiceId },
  { owner: it.userId },
  { owner: it.teamId },
  { payerId: it.payerId },
];
const days = { clockFrom: '2026-01-01', clockTo: '2027-12-31' };

export const insightEntries: readonly Entry[] = [
  {
    route: 'GET /insights/denials',
    own: [200],
    ask: (it) =>
      filters('/insights/denials', { practiceId: it.practiceId }, { owner: it.userId }, { owner: it.teamId }),
  },
  {
    route: 'GET /insights/denials/breakdown',
    own: [200],
    ask: (it) =>
      ['owner', 'carc'].flatMap((by) =>
        [{}, ...cell(it)].map((more) => ({ path: at('/insights/denials/breakdown', { by, ...more }) })),
      ),
  },
  {
    route: 'GET /insights/tier-1',
    own: [200],
    ask: (it) => filters('/insights/tier-1', { practiceId: it.practiceId }),
  },
  {
    route: 'GET /insights/wc',
    own: [200],
    ask: (it) => filters('/insights/wc', { practiceId: it.practiceId }, { step: 'week', practiceId: it.practiceId }),
  },
  {
    route: 'GET /insights/clocks-met',
    own: [200],
    ask: (it) => filters('/insights/clocks-met', { practiceId: it.practiceId }),
  },
  {
    route: 'GET /insights/no-orphan',
    own: [200],
    ask: (it) => filters('/insights/no-orphan', { practiceId: it.practiceId }),
  },
  {
    route: 'GET /insights/cases',
    own: [200],
    ask: (it) =>
      [
        ...cell(it).map((more) => ({ of: 'denials', limit: '200', ...more })),
        ...cell(it).map((more) => ({ of: 'active', limit: '200', ...more })),
        { of: 'denials', limit: '200' },
        { of: 'resolved', practiceId: it.practiceId },
        { of: 'activity', practiceId: it.practiceId },
        { of: 'visits', practiceId: it.practiceId },
        { of: 'drafts', practiceId: it.practiceId },
        { of: 'orphans', practiceId: it.practiceId },
        { of: 'lapses', practiceId: it.practiceId, visitFrom: '2026-01-01', visitTo: '2027-12-31' },
        { of: 'billing-lag', practiceId: it.practiceId, billedFrom: '2026-01-01', billedTo: '2027-12-31' },
        { of: 'lead-time', practiceId: it.practiceId, warnedFrom: '2026-01-01', warnedTo: '2027-12-31' },
        { of: 'receivables', practiceId: it.practiceId, owedOn: '2027-12-31' },
        { of: 'silence', practiceId: it.practiceId, silentOn: '2027-12-31' },
        { of: 'clocks', owner: it.userId, ...days },
        { of: 'clocks', owner: it.teamId, ...days },
        { of: 'clocks', practiceId: it.practiceId, ...days },
      ].map((query) => ({ path: at('/insights/cases', query) })),
  },
];
