/** The form of any event, for one case or for many. */
export { EventForm, type EventFormProps } from './event-form';
export { ManyEventForm } from './many-event-form';
