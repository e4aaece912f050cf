/** Which entry the arrow keys are at. The kit only marks it in the document; a screen reader must be told by its id. */
import { useEffect, useId, useState } from 'react';

/** @param list the element that holds the entries @returns the id of the current entry, for `aria-activedescendant` */
export function useCurrentEntry(list: HTMLElement | null): string | undefined {
  const prefix = useId();
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    if (!list) return;
    const read = () => {
      let at: string | undefined;
      for (const [index, entry] of list.querySelectorAll('[data-action]').entries()) {
        const chosen = entry.hasAttribute('data-selected');
        entry.id = `${prefix}-${index}`;
        entry.setAttribute('aria-selected', String(chosen));
        if (chosen) at = entry.id;
      }
      setCurrent(at);
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(list, { subtree: true, childList: true, attributeFilter: ['data-selected'] });
    return () => observer.disconnect();
  }, [list, prefix]);
  return current;
}
