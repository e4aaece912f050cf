/** When the follow-up of a case is, said in words first. */
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import classes from './denials.module.css';
import type { DenialRow } from './queries';

export function FollowUpLine({ row: { followUpOn, followUpLeft: left } }: { readonly row: DenialRow }) {
  const today = dayIn(useZone());
  if (followUpOn === null || left === null) return <div className={classes.meta}>No follow-up date</div>;
  const day = dayText(followUpOn, today);
  if (left.urgency === 'late') {
    const days = -left.days;
    return (
      <div className={classes.due} data-tone="red">
        <b>
          <IconAlertTriangle size={15} aria-hidden /> Follow up {days} {days === 1 ? 'day' : 'days'} late
        </b>
        <span>was due {day}</span>
      </div>
    );
  }
  if (left.urgency === 'today') {
    return (
      <div className={classes.due} data-tone="amber">
        <b>
          <IconClock size={15} aria-hidden /> Follow up today
        </b>
        <span>{day}</span>
      </div>
    );
  }
  return (
    <div className={classes.due}>
      <b>Follow up {day}</b>
      <span>
        {left.businessDays} business {left.businessDays === 1 ? 'day' : 'days'} left
      </span>
    </div>
  );
}
