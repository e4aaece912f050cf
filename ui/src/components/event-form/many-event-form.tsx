/** The form of an event for many cases at once: the same fields, without what only one case could offer. */
import { useState } from 'react';
import type { CommandState } from '../command';
import type { EventBody } from './event-form';
import { FormBody } from './form-body';
import { formOf } from './specs';
import { useFormState } from './use-form-state';

interface Props {
  readonly kind: string;
  readonly type: string;
  /** The button: "Set follow-up date on 12 cases". */
  readonly title: string;
  /** Throws what went wrong; it is shown and what was typed stays. */
  onSend(this: void, event: EventBody): Promise<void>;
  onCancel?: (() => void) | undefined;
}

export function ManyEventForm({ kind, type, title, onSend, onCancel }: Props) {
  const spec = formOf(kind, type) ?? { fields: [] };
  const form = useFormState(spec, {});
  const [state, setState] = useState<CommandState>({ is: 'idle' });
  const send = async () => {
    const event = form.read(type);
    if (event === null) return;
    setState({ is: 'sending' });
    try {
      await onSend(event);
      setState({ is: 'idle' });
    } catch (error) {
      setState({ is: 'failed', error });
    }
  };
  return <FormBody {...{ spec, type, title, form, state, onCancel }} theCase={null} onSend={() => void send()} />;
}
