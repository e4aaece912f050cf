/** Sends a file, telling how far it is. Its name goes in a header: an address would be kept in logs. */
import { OWN_HEADER, problemFrom } from '../../api/client';
import { ServerAway } from '../../api/problem';
import type { ImportKind, ImportView } from './queries';

export interface UploadOrder {
  readonly file: File;
  readonly kind: ImportKind;
  readonly practiceId: string | null;
  /** The same key of the same person is the same import: sending it again after a lost answer is safe. */
  readonly key: string;
  /** 0 to 1. */
  onSent(this: void, part: number): void;
}

export interface Upload {
  readonly done: Promise<ImportView>;
  stop(): void;
}

/** Letters that RFC 5987 allows as they are; everything else is written in hex. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Always a dry run: nothing is written before a person has seen what would be. */
export function startUpload({ file, kind, practiceId, key, onSent }: UploadOrder): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<ImportView>((resolve, reject) => {
    const query = new URLSearchParams({ kind, dryRun: 'true', ...(practiceId === null ? {} : { practiceId }) });
    request.open('POST', `/api/v1/imports?${query.toString()}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeName(file.name)}`);
    request.setRequestHeader('Idempotency-Key', key);
    for (const [name, value] of Object.entries(OWN_HEADER)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 202) resolve(body as ImportView);
      else reject(problemFrom(body, new Response(null, { status: request.status })));
    });
    request.addEventListener('error', () => reject(new ServerAway()));
    request.addEventListener('abort', () => reject(new UploadStopped()));
    request.send(file);
  });
  return { done, stop: () => request.abort() };
}

/** A person stopped it: nothing to complain about. */
export class UploadStopped extends Error {
  override readonly name = 'UploadStopped';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
