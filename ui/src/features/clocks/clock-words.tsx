/** The parts of a clock in words, shared by its row, its card and its preview. */
import { Link } from 'react-router';
import { ClockText } from '../../components/clock-text';
import { dayIn, dayText, instantText } from '../../components/dates';
import { leftWords } from '../../components/time-left';
import type { LedgerClock } from './queries';
import classes from './clocks.module.css';

export const clockId = (clock: LedgerClock): string => `${clock.caseId} ${clock.slot}`;

/** Words first, then the date and the time of the practice. */
export function DueText({ clock }: { readonly clock: LedgerClock }) {
  const { zone, dueAt } = clock;
  const at = instantText(dueAt, zone);
  const day = dayText(dayIn(zone, dueAt), dayIn(zone));
  if (clock.timeLeftMs < 0) {
    return <ClockText words="Firing late" tone="red" icon="late" second={at} />;
  }
  const { words, tone, icon } = leftWords(clock.left, 'Fires', day);
  return <ClockText words={words} tone={tone} icon={icon} second={at} />;
}

const kinds: Readonly<Record<string, string>> = { wc: 'WC case', denial: 'Denial' };

export function CaseText({ clock }: { readonly clock: LedgerClock }) {
  const { patient, claimNumber, payer, stage } = clock.case;
  const kind = kinds[clock.kind] ?? clock.kind;
  const second = [claimNumber, payer].filter(Boolean).join(', ');
  return (
    <span className={classes.two}>
      <Link to={`/cases/${clock.caseId}`}>{patient ?? claimNumber ?? kind}</Link>
      <small>{patient === null || second === '' ? `${kind}, ${stage}` : second}</small>
    </span>
  );
}

/** Which event armed it, by which rule of which version. */
export function ArmedText({ clock }: { readonly clock: LedgerClock }) {
  return (
    <span className={classes.two}>
      <span>
        {clock.armedBy.title}, {dayText(dayIn(clock.zone, clock.armedBy.at), dayIn(clock.zone))}
      </span>
      <small>
        {clock.ruleTitle}, version {clock.ruleVersion}
      </small>
    </span>
  );
}
