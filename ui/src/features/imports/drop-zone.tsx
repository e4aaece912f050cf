/** Where files are dropped or chosen. A file that is dropped beside it does not take the browser away from the page. */
import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import classes from './drop-zone.module.css';

interface Props {
  onFiles(this: void, files: readonly File[]): void;
  readonly disabled?: boolean;
}

export function DropZone({ onFiles, disabled = false }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const over = useFilesOver();
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !disabled) onFiles(files);
  };
  return (
    <section
      className={classes.zone}
      aria-label="Files to import"
      data-over={over || undefined}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
    >
      <IconFileUpload className={classes.icon} size={24} stroke={1.6} aria-hidden />
      <div className={classes.words}>
        <strong>{over ? 'Drop here' : 'Drop remittances (835) or WC audits (CSV, XLSX) here'}</strong>
        <span id={id}>
          Each file is checked first. Nothing is written until you have seen what would be, and said so.
        </span>
      </div>
      <Button onClick={() => input.current?.click()} aria-describedby={id} disabled={disabled}>
        Choose files
      </Button>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </section>
  );
}

/** True while files are dragged over the page. */
function useFilesOver(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const allow = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      allow(event);
      depth = 0;
      setOver(false);
    };
    const all = { dragenter: enter, dragleave: leave, dragover: allow, drop } as const;
    for (const [name, listener] of Object.entries(all)) globalThis.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(all))
        globalThis.removeEventListener(name, listener as EventListener);
    };
  }, []);
  return over;
}
