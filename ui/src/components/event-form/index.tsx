/** The form of any event, for one case or for many; loaded when somebody opens one, which most visits to a list never do. */
import { lazy, Suspense, type ComponentProps } from 'react';
import type { EventFormProps } from './event-form';
import type { ManyEventForm as Many } from './many-event-form';

const OneForm = lazy(async () => ({ default: (await import('./event-form')).EventForm }));
const ManyForm = lazy(async () => ({ default: (await import('./many-event-form')).ManyEventForm }));

export function EventForm(props: EventFormProps) {
  return (
    <Suspense fallback={null}>
      <OneForm {...props} />
    </Suspense>
  );
}

export function ManyEventForm(props: ComponentProps<typeof Many>) {
  return (
    <Suspense fallback={null}>
      <ManyForm {...props} />
    </Suspense>
  );
}
