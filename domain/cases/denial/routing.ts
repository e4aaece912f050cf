/** Says who works a denial first, from reason code, payer and age [L07-L13, L15]. A hint for the first task, no more. */
import type { Priority, Role } from '../../effects';
import { ruleOf, type RuleSnapshot } from '../../kernel';
import { routingRule } from './rules';
import type { PayerClass } from './vocabulary';

export interface Route {
  readonly role: Role;
  readonly subject: string;
  readonly priority: Priority;
  readonly title: string;
}

interface Row {
  readonly codes: readonly string[];
  readonly payers?: readonly PayerClass[];
  readonly role: Role;
  readonly subject: string;
  readonly title: string;
}

/**
 * First matching row wins, so the order is the precedence on a case with several codes: what another payer may owe
 * comes before what the practice can correct, and the patient's share comes last. The first five purposes are those
 * of L07-L11; the others are our defaults.
 */
const table: readonly Row[] = [
  {
    codes: ['CO-22', 'OA-22', 'PI-22'],
    role: 'front-desk',
    subject: 'coordination-of-benefits',
    title: 'Verify secondary coverage',
  },
  { codes: ['CO-97', 'OA-97', 'PI-97'], role: 'coder', subject: 'bundling', title: 'Review the bundling of the codes' },
  { codes: ['CO-4', 'PI-4'], role: 'biller', subject: 'coding', title: 'Correct the modifier and resubmit' },
  {
    codes: ['CO-50', 'PI-50'],
    role: 'biller',
    subject: 'medical-necessity',
    title: 'Prepare the medical-necessity appeal',
  },
  {
    codes: ['CO-197', 'CO-198', 'PI-197', 'PI-198', 'CO-P16', 'PI-P16'],
    role: 'front-desk',
    subject: 'authorization-exceeded',
    title: 'Check the authorization behind the claim',
  },
  {
    codes: ['CO-18', 'OA-18', 'PI-18'],
    role: 'biller',
    subject: 'duplicate-charges',
    title: 'Find the claim this one duplicates',
  },
  { codes: ['CO-29', 'PI-29'], role: 'biller', subject: 'timely-filing', title: 'Look for proof of timely filing' },
  {
    codes: ['CO-16', 'OA-16', 'PI-16', 'CO-252', 'OA-252'],
    role: 'biller',
    subject: 'missing-information',
    title: 'Supply the missing information',
  },
  {
    codes: ['CO-96', 'CO-204', 'PI-96', 'PI-204', 'CO-P4', 'PI-P4'],
    role: 'biller',
    subject: 'service-not-covered',
    title: 'Check whether the service is covered',
  },
  {
    codes: ['CO-P12', 'PI-P12'],
    role: 'biller',
    subject: 'fee-schedule',
    title: 'Compare the payment with the fee schedule',
  },
  {
    codes: ['PR-1', 'PR-2', 'PR-3'],
    payers: ['workers-comp'],
    role: 'biller',
    subject: 'patient-responsibility',
    title: "Contest the patient share: workers' compensation claim",
  },
  {
    codes: ['PR-1', 'PR-2', 'PR-3'],
    role: 'biller',
    subject: 'patient-responsibility',
    title: 'Move the patient share to the patient balance queue',
  },
];

const otherwise: Row = { codes: [], role: 'biller', subject: 'other', title: 'Work this denial' };

/**
 * Role, subject, priority and title of the first task of a denial.
 * @param carcCodes codes with group prefix, as in CO-97; unknown ones fall to the biller.
 * @param ageDays calendar days since the denial.
 */
export function routeFor(carcCodes: readonly string[], payer: PayerClass, ageDays: number, rules: RuleSnapshot): Route {
  const rule = ruleOf(rules, routingRule);
  const applies = (row: Row) => row.codes.some((c) => carcCodes.includes(c)) && (row.payers?.includes(payer) ?? true);
  const row = (rule.mode === 'on' ? table.find(applies) : undefined) ?? otherwise;
  const priority = rule.mode === 'on' && ageDays > rule.params.highPriorityAfterDays ? 'high' : 'normal';
  return { role: row.role, subject: row.subject, priority, title: row.title };
}
