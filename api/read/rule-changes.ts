/** Changes of rules as requests name them, and what is wrong with those that cannot be published. */
import { z } from 'zod';
import type { ChangeFault } from '../../commands/rules/layers';
import { RuleMode, RuleSetting } from '../../domain/kernel';
import { faultsOf, type Fault } from '../problem';

export const RuleScope = z
  .string()
  .regex(/^(default|jurisdiction:[A-Z]{2}(-[A-Z0-9]{1,3})?|practice:[0-9a-f-]{36})$/, {
    error: 'must be default, jurisdiction:US-CA or practice:<id>',
  })
  .describe('Whose rules change: default, jurisdiction:US-CA or practice:<id>');

export const RuleChange = z.strictObject({
  ruleId: z.string().min(1).max(80),
  mode: RuleMode.optional().describe('off: no clock, no flag, no task'),
  params: RuleSetting.shape.params.optional().describe('Only those to change'),
  inherit: z.boolean().optional().describe('true: this layer says nothing about the rule any more'),
});
export type RuleChange = z.infer<typeof RuleChange>;

/** The faults of a change, with paths below `where`. */
export function asFaults(where: string, { change, field, issues }: ChangeFault): Fault[] {
  const path = `${where}.${change}.${field}`;
  return typeof issues === 'string' ? [{ path, message: issues }] : faultsOf(path, issues);
}
