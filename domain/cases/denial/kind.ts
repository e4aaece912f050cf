/** The denial case as the kernel, the driver and the API know it. */
import type { CaseKind } from '../../kernel';
import { clocks } from './clocks';
import type { DenialContext } from './context';
import { events, OpenData } from './events';
import { facts } from './facts';
import { guards } from './guards';
import { machine } from './machine';
import { rules } from './rules';

export const denialKind: CaseKind<DenialContext> = {
  kind: 'denial',
  title: 'Denial case',
  machineVersion: 1,
  machine,
  openData: OpenData,
  events,
  clocks,
  guards,
  rules,
  facts,
};
