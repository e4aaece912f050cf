/** The WC case as the kernel, the driver and the API know it. */
import type { CaseKind } from '../../kernel';
import { clocks } from './clocks';
import type { WcContext } from './context';
import { events, OpenData } from './events';
import { facts } from './facts';
import { guards } from './guards';
import { machine } from './machine';
import { rules } from './rules';

export const wcKind: CaseKind<WcContext> = {
  kind: 'wc',
  title: "Workers' compensation case",
  machineVersion: 1,
  machine,
  openData: OpenData,
  events,
  clocks,
  guards,
  rules,
  facts,
};
