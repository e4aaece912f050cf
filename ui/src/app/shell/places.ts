/** The places of the app: what the navigation, the phone's tabs, the keys and the palette all list. */
import {
  IconAdjustmentsHorizontal,
  IconBell,
  IconChartBar,
  IconChecklist,
  IconClock,
  IconFileImport,
  IconFolders,
  IconReceiptRefund,
  IconServerCog,
  IconShieldCheck,
  IconStack2,
  IconSun,
  IconUserCircle,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Permission } from '../../api/session';

export interface Place {
  readonly to: string;
  readonly name: string;
  readonly icon: Icon;
  /** Shown to those who may; the page itself says why to the others. */
  readonly permission: Permission;
  /** One of these will do as well. */
  readonly or?: readonly Permission[];
  /** Pressed after G. */
  readonly key?: string;
  /** Which of the counts stands beside it. */
  readonly count?: 'today' | 'wc' | 'denials' | 'tasks' | 'clocks';
}

export const work: readonly Place[] = [
  { to: '/today', name: 'Today', icon: IconSun, permission: 'case.read', key: 't', count: 'today' },
  { to: '/cases', name: 'Cases', icon: IconFolders, permission: 'case.read', key: 'c', count: 'wc' },
  { to: '/denials', name: 'Denials', icon: IconReceiptRefund, permission: 'case.read', key: 'd', count: 'denials' },
  { to: '/tasks', name: 'Tasks', icon: IconChecklist, permission: 'task.read', key: 'k', count: 'tasks' },
  { to: '/clocks', name: 'Clocks', icon: IconClock, permission: 'clock.read', key: 'l', count: 'clocks' },
  { to: '/insights', name: 'Insights', icon: IconChartBar, permission: 'case.read', key: 'i' },
];

export const manage: readonly Place[] = [
  { to: '/rules', name: 'Rules', icon: IconAdjustmentsHorizontal, permission: 'rules.read', key: 'r' },
  { to: '/imports', name: 'Imports', icon: IconFileImport, permission: 'import.read', key: 'm' },
  { to: '/batches', name: 'Bulk changes', icon: IconStack2, permission: 'batch.read', key: 'b' },
  { to: '/people', name: 'People', icon: IconUsers, permission: 'people.manage', or: ['break-glass.review'], key: 'p' },
  { to: '/audit', name: 'Audit', icon: IconShieldCheck, permission: 'audit.read', key: 'a' },
  { to: '/system', name: 'System', icon: IconServerCog, permission: 'incident.read', key: 's' },
];

/** Not in the navigation's lists, but in the palette's. */
export const own: readonly Place[] = [
  { to: '/account', name: 'Account', icon: IconUserCircle, permission: 'directory.read' },
  { to: '/notices', name: 'Notices', icon: IconBell, permission: 'directory.read' },
];

/** True for a place that one of these permissions shows. */
export const isShown = ({ permission, or = [] }: Place, permissions: readonly Permission[]): boolean =>
  [permission, ...or].some((one) => permissions.includes(one));
