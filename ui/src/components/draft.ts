/** Keeps what somebody is typing while its form is closed by accident. In memory only: it may name a person. */
import { useCallback, useState } from 'react';

const kept = new Map<string, string>();

/** @param name of the form and what it is about, such as `log:<case id>`. */
export function useDraft(name: string): [text: string, set: (text: string) => void, forget: () => void] {
  const [text, setText] = useState(() => kept.get(name) ?? '');
  const set = useCallback(
    (next: string) => {
      if (next === '') kept.delete(name);
      else kept.set(name, next);
      setText(next);
    },
    [name],
  );
  const forget = useCallback(() => void kept.delete(name), [name]);
  return [text, set, forget];
}
