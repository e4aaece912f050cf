/** Pages of signing in: password, second factor, its first set-up, single sign-on. Out again is the app's. */
import { z } from 'zod';
import { Code, Email, Password, RecoveryCode } from '../sign-in/fields';
import { beginOidc } from '../sign-in/oidc';
import { isSignedIn, sessionOf } from '../sign-in/sessions';
import { beginFirstEnrolment, confirmFirstEnrolment, proveSecondFactor, signIn } from '../sign-in/sign-in';
import type { Visit } from '../sign-in/visit';
import { field, form } from './forms';
import { html } from './html';
import { qrCode } from './qr-code';
import { sendPage } from './layout';
import { orAgain, read, type Pages } from './serve';
import { askedPage, nextPage, onTheWay, pageAfter } from './way-on';

const notices: Readonly<Record<string, string>> = {
  'password-set': 'Your password is set. Sign in with it.',
  'signed-out': 'You are signed out.',
};

function showSignIn({ deps, req, res }: Visit, bad: string | null = null, status = 200, email?: string): void {
  const { oidc, mailer } = deps.signIn;
  const ofProvider =
    req.query['problem'] === 'oidc' ? 'Single sign-on did not let you in. Try again, or ask your administrator.' : null;
  sendPage(res, {
    status,
    title: 'Sign in',
    bad: bad ?? ofProvider,
    good: bad === null ? (notices[String(req.query['notice'])] ?? null) : null,
    content: html`${form(onTheWay('/sign-in', req), 'Sign in', [
      field({
        name: 'email',
        label: 'E-mail address',
        type: 'email',
        autocomplete: 'username',
        focus: email === undefined,
        ...(email === undefined ? {} : { value: email }),
      }),
      field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' }),
    ])}
    ${
      oidc
        ? html`<p class="or">or</p>
            <a class="button second" href="${onTheWay('/sign-in/oidc', req)}">Use ${oidc.name}</a>`
        : null
    }
    ${
      mailer
        ? html`<p class="aside"><a href="/forgotten">Forgotten your password?</a></p>`
        : html`<p class="aside">Forgotten your password? Ask your administrator for a link.</p>`
    }`,
  });
}

function showSecondFactor({ req, res }: Visit, bad: string | null = null, status = 200): void {
  sendPage(res, {
    status,
    title: 'Second factor',
    bad,
    content: html`<p>Enter the code that your authenticator application shows now.</p>
      ${form(onTheWay('/sign-in/second-factor', req), 'Continue', [
        field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', digits: true, focus: true }),
      ])}
      <details>
        <summary>Your telephone is not at hand?</summary>
        ${form(
          onTheWay('/sign-in/second-factor', req),
          'Use a recovery code',
          [field({ name: 'recoveryCode', label: 'Recovery code', autocomplete: 'off' })],
          true,
        )}
      </details>`,
  });
}

/** In groups of four, as people type. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

const confirmForm = (req: Visit['req']) =>
  form(onTheWay('/sign-in/enrolment/confirm', req), 'Confirm', [
    field({
      name: 'code',
      label: 'Code',
      hint: 'The six digits that the application shows now',
      autocomplete: 'one-time-code',
      digits: true,
      focus: true,
    }),
  ]);

async function showSecret(visit: Visit): Promise<void> {
  const { secret, uri } = await beginFirstEnrolment(visit);
  sendPage(visit.res, {
    title: 'Set up your second factor',
    content: html`<p>
        Scan this with your authenticator application, <a href="${uri}">open it on this device</a>, or type the key into
        it:
      </p>
      ${qrCode(uri, 'QR code that adds Caseclock to an authenticator application')}
      <p><code>${grouped(secret)}</code></p>
      ${confirmForm(visit.req)}`,
  });
}

/** The key stays as it is: the application has it, only the code was wrong. */
function showConfirm({ req, res }: Visit, bad: string, status: number): void {
  sendPage(res, {
    status,
    title: 'Set up your second factor',
    bad,
    content: html`${confirmForm(req)}
    ${form(onTheWay('/sign-in/enrolment', req), 'Begin again with a new key', [], true)}`,
  });
}

function showEnrolment({ req, res }: Visit, bad: string | null = null, status = 200): void {
  sendPage(res, {
    status,
    title: 'Set up your second factor',
    bad,
    content: html`<p>
        Your role needs more than a password: a code from an authenticator application on your telephone. Have it at
        hand, then go on.
      </p>
      ${form(onTheWay('/sign-in/enrolment', req), 'Begin')}`,
  });
}

function showRecoveryCodes(visit: Visit, codes: readonly string[]): void {
  sendPage(visit.res, {
    title: 'Keep your recovery codes',
    good: 'Your second factor is set up, and you are signed in.',
    content: html`<p>
        Each of these codes lets you in once when your telephone is not at hand. Print or save them now: they are not
        shown again.
      </p>
      <ul class="codes">
        ${codes.map((code) => html`<li>${code}</li>`)}
      </ul>
      <a class="button" href="${pageAfter(visit.req)}">I have kept them</a>`,
  });
}

/** The way in by the bare address: to the app for who is signed in, without drawing it first for who is not. */
async function leadIn(visit: Visit): Promise<void> {
  const found = await sessionOf(visit);
  visit.res.redirect(303, found && isSignedIn(visit, found) ? pageAfter(visit.req) : '/sign-in');
}

const SignInForm = z.strictObject({ email: Email, password: Password });
const FactorForm = z.union([z.strictObject({ code: Code }), z.strictObject({ recoveryCode: RecoveryCode })]);
const CodeForm = z.strictObject({ code: Code });

export function addSignInPages(pages: Pages): void {
  pages.get('/', leadIn);
  pages.get('/sign-in', async (visit) => showSignIn(visit));
  pages.post('/sign-in', async (visit, given) => {
    const email = typeof given['email'] === 'string' ? given['email'] : undefined;
    await orAgain(
      (bad, status) => showSignIn(visit, bad, status, email),
      async () => {
        const { email: address, password } = read(SignInForm, given);
        visit.res.redirect(303, nextPage(await signIn(visit, address, password), askedPage(visit.req.query['next'])));
      },
    );
  });
  pages.get('/sign-in/oidc', async (visit) =>
    // Fresh: the provider shall ask again, also whoever is signed in there.
    visit.res.redirect(
      303,
      await beginOidc(visit, visit.req.query['fresh'] === 'true', askedPage(visit.req.query['next'])),
    ),
  );
  pages.get('/sign-in/second-factor', async (visit) => showSecondFactor(visit));
  pages.post('/sign-in/second-factor', async (visit, given) =>
    orAgain(
      (bad, status) => showSecondFactor(visit, bad, status),
      async () => {
        await proveSecondFactor(visit, read(FactorForm, given));
        visit.res.redirect(303, pageAfter(visit.req));
      },
    ),
  );
  pages.get('/sign-in/enrolment', async (visit) => showEnrolment(visit));
  pages.post('/sign-in/enrolment', async (visit) =>
    orAgain(
      (bad, status) => showEnrolment(visit, bad, status),
      () => showSecret(visit),
    ),
  );
  pages.post('/sign-in/enrolment/confirm', async (visit, given) =>
    orAgain(
      (bad, status) => showConfirm(visit, bad, status),
      async () => showRecoveryCodes(visit, await confirmFirstEnrolment(visit, read(CodeForm, given).code)),
    ),
  );
}
