/** Asks, before anybody is called, whether a visit on a day may be booked; books it from there (C03, C09). */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Case } from '../../api/case';
import { EventForm } from '../../components/event-form';
import { VisitVerdict } from '../../components/visit-verdict';
import classes from './side-cards.module.css';

export function VisitCheck({ theCase }: { theCase: Case }) {
  const [on, setOn] = useState('');
  const [booking, setBooking] = useState(false);
  const may = theCase.may.includes('case.send-event') && theCase.allowed.some((a) => a.type === 'visit.booked' && a.ok);
  return (
    <div className={classes.check}>
      {booking ? (
        <EventForm
          caseId={theCase.id}
          kind={theCase.kind}
          type="visit.booked"
          initial={{ on }}
          onDone={() => {
            setBooking(false);
            setOn('');
          }}
          onCancel={() => setBooking(false)}
        />
      ) : (
        <>
          <TextInput
            type="date"
            label="May a visit be booked on"
            value={on}
            onChange={(e) => setOn(e.currentTarget.value)}
          />
          <VisitVerdict question={{ caseId: theCase.id, on }} />
          {on !== '' && may ? (
            <Button variant="default" onClick={() => setBooking(true)}>
              Book this visit
            </Button>
          ) : null}
        </>
      )}
    </div>
  );
}
