/** What a notice is, whoever delivers it. The text is made by the reader from the template and the case's own row. */
import type { Owner } from '../../../domain/kernel';

export interface NoticeToSend {
  /** Sent twice with the same id, it arrives once. */
  readonly effectId: string;
  readonly caseId: string;
  readonly template: string;
  readonly to: Owner | { readonly role: string };
  readonly at: number;
}

export interface NoticePort {
  /** @throws when it could not be delivered; it will be tried again with the same id. */
  send(notice: NoticeToSend): Promise<void>;
}
