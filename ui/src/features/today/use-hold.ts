/** Whether somebody's hand is on the list: the pointer over it or the focus in it. */
import { useCallback, useState, type FocusEvent, type PointerEvent } from 'react';

export function useHold() {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const onPointerEnter = useCallback((event: PointerEvent) => setPointer(event.pointerType === 'mouse'), []);
  const onPointerLeave = useCallback(() => setPointer(false), []);
  const onFocus = useCallback(() => setFocus(true), []);
  const onBlur = useCallback((event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setFocus(false);
  }, []);
  return { held: pointer || focus, props: { onPointerEnter, onPointerLeave, onFocus, onBlur } };
}
