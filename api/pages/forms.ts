/** The pieces pages are made of: a form, a field, a button. */
import { html, type Html } from './html';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
  /** Six digits. */
  readonly digits?: boolean;
  readonly focus?: boolean;
}

export const field = ({ name, label, hint, type = 'text', autocomplete, value, digits, focus }: Field): Html =>
  html`<label
    >${label}${hint === undefined ? null : html` <small>${hint}</small>`}
    <input
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      required
      ${value === undefined ? null : html`value="${value}"`}
      ${digits ? html`inputmode="numeric" maxlength="7"` : null}
      ${focus ? html`autofocus` : null}
  /></label>`;

export const form = (action: string, button: string, fields: readonly Html[] = [], second = false): Html =>
  html`<form method="post" action="${action}">
    ${fields}
    <button type="submit" ${second ? html`class="second"` : null}>${button}</button>
  </form>`;

/** A new password; the rule stands before it is typed, not after. */
export const newPassword = (): Html =>
  field({
    name: 'password',
    label: 'New password',
    hint: 'At least 12 characters. A few unrelated words are easy to remember; your name is refused.',
    type: 'password',
    autocomplete: 'new-password',
  });
