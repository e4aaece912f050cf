/** Sends sign-in's mail: plain text, a subject that says nothing about anybody, a link at most. */
import { createTransport } from 'nodemailer';

/** A mail server that does not answer must not hold up whoever invites somebody. */
const ANSWER_LIMIT_MS = 10_000;

const HERE = /^(localhost|127\.0\.0\.1|\[::1\])$/;

export interface Mailer {
  /** @throws when the mail server does not take it. */
  send(to: string, letter: Letter): Promise<void>;
  close(): void;
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

export function openMailer(settings: { readonly url: string; readonly from: string }): Mailer {
  const transport = createTransport({
    url: settings.url,
    // Without it `smtp:` would go on in plain text where the server offers no STARTTLS.
    requireTLS: !HERE.test(new URL(settings.url).hostname),
    connectionTimeout: ANSWER_LIMIT_MS,
    greetingTimeout: ANSWER_LIMIT_MS,
    socketTimeout: ANSWER_LIMIT_MS,
  });
  return {
    async send(to, { subject, text }) {
      await transport.sendMail({
        from: settings.from,
        to,
        subject,
        text,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    close: () => transport.close(),
  };
}

/** One subject for all: whoever sees a mailbox's list learns that its owner uses Caseclock, and no more. */
const SUBJECT = 'Your Caseclock account';

export const invitationLetter = (link: string): Letter => ({
  subject: SUBJECT,
  text: [
    'You have been invited to Caseclock. Open this link within 7 days to choose your password:',
    link,
    'The link works once. If you did not expect it, ask your administrator, or leave it.',
  ].join('\n\n'),
});

export const resetLetter = (link: string): Letter => ({
  subject: SUBJECT,
  text: [
    'Somebody, probably you, asked for a new password. Open this link within 30 minutes to choose it:',
    link,
    'The link works once. If it was not you, leave it: your password stays as it is.',
  ].join('\n\n'),
});

/** Tells the owner of an account what was changed on it, in case it was somebody else. */
export const changeLetter = (what: string): Letter => ({
  subject: SUBJECT,
  text: `${what}\n\nIf it was not you, tell your administrator at once.`,
});
