/** The facts of a case in words, and editing them; what drives a clock changes by an action instead. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Case } from '../../api/case';
import { useZone } from '../../api/session';
import { Card } from '../../components/card';
import { dayIn, dayNumber, instantText, longDay } from '../../components/dates';
import { detailText, textsOf } from '../../components/case-detail';
import { codeWords } from '../../components/code-words';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StatusBadge } from '../../components/status-badge';
import { many } from '../../components/numbers';
import { detailFieldsOf } from './detail-fields';
import { EditDetails } from './edit-details';
import classes from './side-cards.module.css';

export function DetailsCard({ theCase }: { theCase: Case }) {
  const zone = useZone();
  const [editing, setEditing] = useState(false);
  const may = theCase.may.includes('case.edit');
  const ages = [
    ['Arrived', theCase.openedAt],
    ['This stage since', theCase.stageSince],
    ['This owner since', theCase.assignedAt],
  ] as const;
  const today = dayIn(zone);
  const tags = theCase.tags ?? [];
  return (
    <Card
      title="Details"
      actions={
        may && !editing ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setEditing(true)}>
            Edit
          </Button>
        ) : null
      }
    >
      {editing ? (
        <EditDetails theCase={theCase} onClose={() => setEditing(false)} />
      ) : (
        <dl className={classes.facts}>
          <dt>Owner</dt>
          <dd>
            <OwnerAvatar owner={theCase.owner} withName />
          </dd>
          {ages.map(([label, at]) =>
            at === null ? null : (
              <Age
                key={label}
                label={label}
                at={at}
                text={instantText(at, zone)}
                days={dayNumber(today) - dayNumber(dayIn(zone, at))}
              />
            ),
          )}
          {detailFieldsOf(theCase.kind).map(({ path, label, kind }) => {
            const value = kind === 'list' ? textsOf(theCase.details[path]).join(', ') : detailText(theCase, path);
            if (!value) return null;
            return (
              <div key={path} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>{kind === 'date' ? longDay(value) : kind === 'choice' ? codeWords(value) : value}</dd>
              </div>
            );
          })}
          <dt>Jurisdiction</dt>
          <dd>{theCase.jurisdiction}</dd>
          <dt>Tags</dt>
          <dd>
            {tags.length === 0 ? (
              'none'
            ) : (
              <span className={classes.tags}>
                {tags.map((tag) => (
                  <StatusBadge key={tag}>{tag}</StatusBadge>
                ))}
              </span>
            )}
          </dd>
        </dl>
      )}
    </Card>
  );
}

/** Each age is named: since arrival, in this stage, with this owner; an edit resets none of them (R17). */
function Age({ label, at, text, days }: { label: string; at: string; text: string; days: number }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <time dateTime={at}>{text}</time>
        {days === 0 ? '' : `, ${many(days, 'calendar day')} ago`}
      </dd>
    </>
  );
}
