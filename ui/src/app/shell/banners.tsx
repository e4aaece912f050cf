/** What must not be overlooked while it lasts: emergency access (and to which case), and whose queue one covers. */
import { IconShieldExclamation, IconUsers } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMe, useZone } from '../../api/session';
import { instantText } from '../../components/dates';
import classes from './banners.module.css';

export function Banners() {
  const { openedCases, covers } = useMe();
  const zone = useZone();
  return (
    <>
      {openedCases.map(({ breakGlassId, caseId, until }) => (
        <p key={breakGlassId} className={classes.banner} data-tone="red">
          <IconShieldExclamation size={16} aria-hidden />
          <span>
            Emergency access to <Link to={`/cases/${caseId}`}>this case</Link> until {instantText(until, zone)}. All you
            see and do there is reviewed.
          </span>
        </p>
      ))}
      {covers.map(({ absent, until }) => (
        <p key={absent.id} className={classes.banner} data-tone="accent">
          <IconUsers size={16} aria-hidden />
          <span>
            You cover for {absent.name} until {instantText(until, zone)}.
          </span>
        </p>
      ))}
    </>
  );
}
