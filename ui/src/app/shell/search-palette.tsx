/** Loads the palette when it is first asked for. The feature that owns its content is found, not imported. */
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';

export interface PaletteProps {
  readonly opened: boolean;
  onClose(): void;
}

const OPEN = 'caseclock-search';
const [load] = Object.values(
  import.meta.glob<{ default: ComponentType<PaletteProps> }>('../../features/search/palette.tsx'),
);
const Palette = load ? lazy(load) : null;

export const openSearch = (): void => void globalThis.dispatchEvent(new Event(OPEN));

export function SearchPalette({ opened, onOpen, onClose }: PaletteProps & { onOpen(): void }) {
  const [wanted, setWanted] = useState(opened);
  if (opened && !wanted) setWanted(true);
  useEffect(() => {
    globalThis.addEventListener(OPEN, onOpen);
    return () => globalThis.removeEventListener(OPEN, onOpen);
  }, [onOpen]);
  if (!wanted || Palette === null) return null;
  return (
    <Suspense fallback={null}>
      <Palette opened={opened} onClose={onClose} />
    </Suspense>
  );
}
