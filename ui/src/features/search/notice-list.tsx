/** Notices as a list: what happened, to whom, when; a dot and words for those that were not read. */
import {
  IconAlertTriangle,
  IconChecklist,
  IconFileImport,
  IconFolder,
  IconShieldExclamation,
  IconStack2,
  type Icon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { useZone } from '../../api/session';
import { instantText } from '../../components/dates';
import { countText } from '../../components/numbers';
import type { Notice } from './queries';
import classes from './notices.module.css';

const icons: Readonly<Record<Notice['about'], Icon>> = {
  case: IconFolder,
  emergency: IconShieldExclamation,
  task: IconChecklist,
  batch: IconStack2,
  import: IconFileImport,
};

/** Where the thing itself is looked at. */
function addressOf({ about, caseId, thingId }: Notice): string {
  switch (about) {
    case 'emergency':
      return '/audit?tab=emergencies';
    case 'batch':
      return `/system?batch=${thingId ?? ''}`;
    case 'import':
      return `/imports/${thingId ?? ''}`;
    case 'case':
    case 'task':
      return `/cases/${caseId ?? ''}`;
  }
}

function secondOf({ patient, claimNumber, by, counts }: Notice): string {
  const result =
    counts === null
      ? null
      : `${countText(counts.done)} done${counts.failed > 0 ? `, ${countText(counts.failed)} failed` : ''}`;
  return [patient ?? claimNumber, by === null ? null : `by ${by}`, result].filter(Boolean).join(', ');
}

interface Props {
  readonly notices: readonly Notice[];
  onPick(this: void, notice: Notice): void;
}

export function NoticeList({ notices, onPick }: Props) {
  const zone = useZone();
  return (
    <ul className={classes.list}>
      {notices.map((notice) => {
        const Mark = notice.template.endsWith('failed') ? IconAlertTriangle : icons[notice.about];
        const second = secondOf(notice);
        return (
          <li key={notice.id}>
            <Link
              to={addressOf(notice)}
              className={classes.item}
              data-unread={!notice.read}
              onClick={() => onPick(notice)}
            >
              <Mark size={18} stroke={1.6} aria-hidden />
              <span className={classes.words}>
                <span className={classes.title}>
                  {notice.title}
                  {notice.read ? null : <span className="visually-hidden">, not read yet</span>}
                </span>
                {second === '' ? null : <span className={classes.second}>{second}</span>}
                <time className={classes.second} dateTime={notice.at}>
                  {instantText(notice.at, zone)}
                </time>
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
