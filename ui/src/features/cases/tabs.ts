/** The tabs of the list of all cases: names, and what of a filter each stands for. */
export const tabs = {
  open: { name: 'Open', filter: { open: true }, kind: null },
  mine: { name: 'My open', filter: { open: true, owner: 'mine' }, kind: null },
  wc: { name: "Workers' compensation", filter: { open: true, kind: 'wc' }, kind: 'wc' },
  denial: { name: 'Denials', filter: { open: true, kind: 'denial' }, kind: 'denial' },
  closed: { name: 'Closed', filter: { open: false }, kind: null },
} as const;
export type TabName = keyof typeof tabs;

export const tabOf = (name: string | null): TabName =>
  name !== null && Object.hasOwn(tabs, name) ? (name as TabName) : 'open';
