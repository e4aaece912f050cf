/** The six views of denials (H24-H29): their names, and what of a filter each stands for. */
export const views = {
  all: { name: 'All', filter: {} },
  open: { name: 'Open', filter: { open: true } },
  'my-open': { name: 'My open', filter: { open: true, owner: 'mine' } },
  'in-progress': { name: 'In Progress', filter: { stage: ['In Progress'] } },
  'awaiting-payment': { name: 'Awaiting Payment', filter: { stage: ['Awaiting Payment'] } },
  resolved: { name: 'Resolved', filter: { stage: ['Resolved'] } },
} as const;
export type ViewName = keyof typeof views;

export const isView = (name: string | undefined): name is ViewName => name !== undefined && Object.hasOwn(views, name);
