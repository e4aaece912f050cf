/** Keeps chosen files, and sends them one after the other; a file that failed stays, with its key, and is sent again. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newKey } from '../../api/client';
import { guessKind } from './file-kind';
import type { ImportKind, ImportView } from './queries';
import { startUpload, UploadStopped, type Upload } from './upload';

export interface Chosen {
  /** The Idempotency-Key of its upload. */
  readonly key: string;
  readonly file: File;
  readonly kind: ImportKind | null;
  readonly why: string;
  /** 0 to 1 while it is sent. */
  readonly sent: number | null;
  readonly error: unknown;
}

export interface Sending {
  readonly files: readonly Chosen[];
  readonly practiceId: string | null;
  readonly busy: boolean;
  add(this: void, files: readonly File[]): Promise<void>;
  setKind(this: void, key: string, kind: ImportKind): void;
  setPractice(this: void, id: string | null): void;
  drop(this: void, key: string): void;
  clear(this: void): void;
  /** Sends what has a kind. */
  send(this: void): Promise<void>;
}

/** @param onDone with the imports of one go, when none of the files is left. */
export function useSending(onDone: (imports: readonly ImportView[]) => void): Sending {
  const [files, setFiles] = useState<readonly Chosen[]>([]);
  const [practiceId, setPractice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const upload = useRef<Upload | null>(null);
  const stopped = useRef(false);
  const queryClient = useQueryClient();
  const change = (key: string, part: Partial<Chosen>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const drop = (key: string) => setFiles((all) => all.filter((one) => one.key !== key));

  const sendOne = async ({ key, file, kind }: Chosen): Promise<ImportView | null> => {
    if (kind === null) return null;
    change(key, { sent: 0, error: null });
    upload.current = startUpload({ file, kind, practiceId, key, onSent: (sent) => change(key, { sent }) });
    try {
      const done = await upload.current.done;
      drop(key);
      return done;
    } catch (error) {
      change(key, { sent: null, error: error instanceof UploadStopped ? null : error });
      return null;
    } finally {
      upload.current = null;
    }
  };

  return {
    files,
    practiceId,
    busy,
    async add(added) {
      const chosen = await Promise.all(
        added.map(async (file): Promise<Chosen> => {
          const guess = await guessKind(file).catch(() => ({ kind: null, why: 'It could not be read.' }));
          return { key: newKey(), file, ...guess, sent: null, error: null };
        }),
      );
      setFiles((all) => [...all, ...chosen]);
    },
    // Another kind is another request.
    setKind: (key, kind) => change(key, { kind, why: 'You said so.', error: null, key: newKey() }),
    setPractice,
    drop,
    clear() {
      stopped.current = true;
      if (upload.current) upload.current.stop();
      else setFiles([]);
    },
    async send() {
      stopped.current = false;
      setBusy(true);
      const imports: ImportView[] = [];
      for (const one of files) {
        if (stopped.current) break;
        const done = await sendOne(one);
        if (done) imports.push(done);
      }
      setBusy(false);
      await queryClient.invalidateQueries({ queryKey: ['imports', 'list'] });
      if (imports.length === files.length && imports.length > 0) onDone(imports);
    },
  };
}
