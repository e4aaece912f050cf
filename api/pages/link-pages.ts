/** Pages of a link: the first administrator, an invitation, a new password; and the one that asks for such a link. */
import { z } from 'zod';
import { Email, Password, PersonName } from '../sign-in/fields';
import type { Link } from '../sign-in/links';
import { findLink, requestReset, useLink } from '../sign-in/set-password';
import type { Visit } from '../sign-in/visit';
import { field, form, newPassword } from './forms';
import { html } from './html';
import { sendPage } from './layout';
import { orAgain, read, type Pages } from './serve';

const words = {
  'first-administrator': {
    title: 'Set up Caseclock',
    text: 'You are the first administrator. Choose what you sign in with; you invite the others later.',
    button: 'Set up',
  },
  invitation: {
    title: 'Welcome to Caseclock',
    text: 'You have been invited. Choose your password.',
    button: 'Accept the invitation',
  },
  reset: { title: 'Choose a new password', text: 'All your sessions end with it.', button: 'Save the password' },
} as const;

interface Typed {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

function showLink(visit: Visit, link: Link, typed: Typed, bad: string | null = null, status = 200): void {
  const { title, text, button } = words[link.purpose];
  const token = String(visit.req.params['token']);
  const first = link.purpose === 'first-administrator';
  const name = typed.name ?? (first ? undefined : link.name);
  const email = first ? typed.email : link.email;
  const asked = [
    ...(first || link.purpose === 'invitation'
      ? [
          field({
            name: 'name',
            label: 'Your name',
            autocomplete: 'name',
            ...(name === undefined ? {} : { value: name }),
          }),
        ]
      : []),
    ...(first
      ? [
          field({
            name: 'email',
            label: 'E-mail address',
            type: 'email',
            autocomplete: 'username',
            ...(email === undefined ? {} : { value: email }),
          }),
        ]
      : []),
    newPassword(),
  ];
  sendPage(visit.res, {
    status,
    title,
    bad,
    content: html`<p>${text}</p>
      ${first ? null : html`<p>Your account: ${link.email}</p>`} ${form(`/link/${token}`, button, asked)}`,
  });
}

function showForgotten({ res, deps }: Visit, bad: string | null = null, status = 200): void {
  sendPage(res, {
    status,
    title: 'New password',
    bad,
    content: deps.signIn.mailer
      ? html`<p>We send a link to choose a new password, if there is an account with this address.</p>
          ${form('/forgotten', 'Send the link', [
            field({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', focus: true }),
          ])}
          <p class="aside"><a href="/sign-in">Back to sign-in</a></p>`
      : html`<p>No mail server is set up here. Ask your administrator for a link.</p>
          <p class="aside"><a href="/sign-in">Back to sign-in</a></p>`,
  });
}

const LinkForm = z.strictObject({ password: Password, name: PersonName.optional(), email: Email.optional() });
const ForgottenForm = z.strictObject({ email: Email });
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export function addLinkPages(pages: Pages): void {
  pages.get('/link/:token', async (visit) =>
    showLink(visit, await findLink(visit, String(visit.req.params['token'])), {}),
  );
  pages.post('/link/:token', async (visit, given) => {
    const token = String(visit.req.params['token']);
    const link = await findLink(visit, token);
    const typed = { name: text(given['name']), email: text(given['email']) };
    await orAgain(
      (bad, status) => showLink(visit, link, typed, bad, status),
      async () => {
        await useLink(visit, { token, ...read(LinkForm, given) });
        visit.res.redirect(303, '/sign-in?notice=password-set');
      },
    );
  });
  pages.get('/forgotten', async (visit) => showForgotten(visit));
  pages.post('/forgotten', async (visit, given) =>
    orAgain(
      (bad, status) => showForgotten(visit, bad, status),
      async () => {
        await requestReset(visit, read(ForgottenForm, given).email);
        sendPage(visit.res, {
          title: 'Look at your mail',
          content: html`<p>If there is an account with this address, a link is on its way. It works for 30 minutes.</p>
            <p class="aside"><a href="/sign-in">Back to sign-in</a></p>`,
        });
      },
    ),
  );
}
