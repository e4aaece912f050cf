/** Recomputes a receipt from the workflow's history on demand, and shows each value beside the stored one (N02). */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHistoryOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Card } from '../../components/card';
import { instantText } from '../../components/dates';
import { announce } from '../../components/live-region';
import { many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { verify, type Verification } from './queries';
import classes from './clocks.module.css';

const whatWords: Readonly<Record<Verification['checks'][number]['what'], string>> = {
  firedAt: 'Fired',
  dueAt: 'Due',
  clock: 'Clock',
  rule: 'Rule',
  armedAt: 'Armed',
  armedBy: 'Armed by',
  moved: 'Moved by a person',
  dayCount: 'Day count',
  tasks: 'Opened tasks',
};

export function VerifyCard({ id, zone }: { readonly id: string; readonly zone: string }) {
  const check = useMutation({
    mutationFn: () => verify(id),
    onSuccess: (found) => announce(sentenceOf(found)),
  });
  const found = check.data;
  return (
    <Card title="Verify" {...(found ? { note: `checked ${instantText(found.checkedAt, zone)}` } : {})}>
      {found === undefined ? (
        <p className={classes.quiet}>
          Reads the history of the case’s workflow, computes every instant again, and sets it beside this receipt.
        </p>
      ) : (
        <Verdict found={found} zone={zone} />
      )}
      <SaveError error={check.error} what="Could not verify. The receipt itself is unchanged." />
      <Button
        mt={12}
        variant={found === undefined ? 'filled' : 'default'}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {found === undefined ? 'Verify against the history' : 'Verify again'}
      </Button>
    </Card>
  );
}

function sentenceOf(found: Verification): string {
  if (found.result === 'not-kept') {
    return 'Temporal no longer keeps the history of this case, so nothing can be said. The receipt stays as it is.';
  }
  const events = found.replayed?.events ?? 0;
  if (found.result === 'verified') {
    return `Verified. ${many(events, 'event')} of the history were computed again, and all ${found.checks.length} values agree.`;
  }
  const wrong = found.checks.filter((one) => !one.same).length;
  return `The receipt differs from the history in ${many(wrong, 'value')}.`;
}

const icons = { verified: IconCircleCheck, differs: IconAlertTriangle, 'not-kept': IconHistoryOff } as const;

function Verdict({ found, zone }: { readonly found: Verification; readonly zone: string }) {
  const Icon = icons[found.result];
  return (
    <>
      <p className={classes.verdict} data-result={found.result}>
        <Icon size={18} aria-hidden />
        <span>{sentenceOf(found)}</span>
      </p>
      {found.replayed?.armingKept === false ? (
        <p className={classes.hint}>The run in which the clock was armed has gone; the run after it still names it.</p>
      ) : null}
      {found.checks.length === 0 ? null : (
        <table className={classes.checks}>
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col">On the receipt</th>
              <th scope="col">From the history</th>
            </tr>
          </thead>
          <tbody>
            {found.checks.map(({ what, same, stored, recomputed }) => (
              <tr key={what} data-same={same}>
                <th scope="row">{whatWords[what]}</th>
                <td>
                  {textOf(what === 'clock' ? nameIn(stored) : stored, zone, what === 'dayCount' ? 'as stored' : 'none')}
                </td>
                <td>
                  {same ? 'the same' : textOf(recomputed, zone, what === 'dayCount' ? 'differs' : 'nothing fired')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Evidence found={found} />
      {found.dayCounts ? (
        <p className={classes.hint}>
          On the receipt: {found.dayCounts.stored} From the history: {found.dayCounts.recomputed}
        </p>
      ) : null}
    </>
  );
}

/** Numbers of Temporal's events, for those who look there themselves. */
function Evidence({ found }: { readonly found: Verification }) {
  const { evidence } = found;
  if (evidence === null) return null;
  const where = [
    evidence.armed === null ? null : `armed by event ${evidence.armed.eventId}`,
    evidence.timer === null ? null : `woken by the timer of event ${evidence.timer.eventId}`,
  ].filter((one) => one !== null);
  return (
    <p className={classes.hint}>
      {many(evidence.events, 'event')} of {many(evidence.runs, 'run')} were read in Temporal
      {where.length === 0 ? '.' : `: ${where.join(', ')}.`}
    </p>
  );
}

/** `xstate.after.followUp.denial.open` is the wait of the clock followUp. */
const nameIn = (slot: string | null): string | null => /^xstate\.after\.(\w+)/.exec(slot ?? '')?.[1] ?? slot;

const textOf = (value: string | null, zone: string, none: string): string =>
  value === null || value === '' ? none : /^\d{4}-\d\d-\d\dT/.test(value) ? instantText(value, zone) : value;
