/** May this visit be booked? Allow, warn or block, with every reason (C03, C09). The server answers; this shows it. */
import { IconAlertTriangle, IconBan, IconCircleCheck } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../api/client';
import { useZone } from '../api/session';
import { dayIn } from './dates';
import { withDays } from './days-in-text';
import classes from './visit-verdict.module.css';

export interface VisitQuestion {
  readonly caseId: string;
  readonly on: string;
  readonly service?: string | undefined;
  readonly visitId?: string | undefined;
  readonly authorizationId?: string | undefined;
}

/** Kept below the case, so that a change of the case asks again. */
export const visitCheckQuery = (question: VisitQuestion) =>
  queryOptions({
    queryKey: ['cases', question.caseId, 'visit-check', question],
    queryFn: () => {
      const { caseId, on, ...more } = question;
      const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined && value !== ''));
      return unwrap(api.POST('/visit-check', { body: { caseId, on, ...given } }));
    },
    placeholderData: keepPreviousData,
  });

const verdicts = {
  allow: { Icon: IconCircleCheck, words: 'This visit may be booked.' },
  warn: { Icon: IconAlertTriangle, words: 'This visit may be booked, with care.' },
  block: { Icon: IconBan, words: 'This visit is not covered. It is held until an authorization covers it.' },
} as const;

export function VisitVerdict({ question }: { question: VisitQuestion }) {
  const { data, error } = useQuery({ ...visitCheckQuery(question), enabled: question.on !== '' });
  const today = dayIn(useZone());
  if (question.on === '') return null;
  if (error) return <p className={classes.away}>The check could not be asked. Booking asks it again.</p>;
  if (!data) return <p className={classes.away}>Checking the day…</p>;
  const { Icon, words } = verdicts[data.verdict];
  return (
    <div className={classes.box} data-verdict={data.verdict} role="status">
      <Icon size={16} aria-hidden />
      <div>
        <strong>{words}</strong>
        {data.reasons.length === 0 ? null : (
          <ul className={classes.reasons}>
            {data.reasons.map(({ code, text }) => (
              <li key={code}>{text === null ? 'The reason is not shown to your role.' : withDays(text, today)}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
