/** The rule version a new database begins with: the definitions' defaults, and what a jurisdiction's law adds to them. */
import type { RuleLayers } from '../../domain/kernel';

export interface FirstRuleVersion {
  readonly version: 1;
  readonly layers: RuleLayers;
  readonly note: string;
}

/**
 * Version 1 (C08). California Labor Code 4610(i)(1): a decision on a request for authorization is due in 5 business
 * days, never later than 14 calendar days after the request; the 5 days are the default everywhere.
 */
export function firstRuleVersion(): FirstRuleVersion {
  return {
    version: 1,
    layers: {
      default: {},
      'jurisdiction:US-CA': { 'wc.reauthorization-overdue': { params: { capCalendarDays: 14 } } },
    },
    note: 'Defaults; California: an answer is due within 14 calendar days at the latest.',
  };
}
