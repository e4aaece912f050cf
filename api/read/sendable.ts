/** Which events a caller may send to cases of a kind, by permission and by the fields that the caller may read. */
import { kernelEvents } from '../../domain/kernel';
import { kernelEventPrivacy } from '../../domain/kernel/privacy';
import type { Caller } from '../auth/caller';
import { groupsOf, lacking } from '../auth/field-groups';
import { may } from '../auth/permissions';
import { privacyOf } from '../privacy/case-privacy';

/** A row's buttons are decided by it; the event itself is checked again when it is sent. */
export function sendableBy(caller: Caller, kind: string): (type: string) => boolean {
  const given = groupsOf(caller);
  const classes = { ...privacyOf(kind)?.events, ...kernelEventPrivacy };
  const [sends, works] = [may(caller, 'case.send-event'), may(caller, 'task.work')];
  const known = new Map<string, boolean>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const permitted = Object.hasOwn(kernelEvents, type) ? works && sends : sends;
    const answer =
      permitted && Object.values(classes[type] ?? {}).every((needed) => lacking(given, needed).length === 0);
    known.set(type, answer);
    return answer;
  };
}
