/** Names the page in the browser's tab and history. It never holds a person's name: histories are not ours to protect. */
import { useEffect } from 'react';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Caseclock`;
  }, [title]);
}
