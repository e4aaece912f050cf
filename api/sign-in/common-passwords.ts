/** The shipped list of passwords that are guessed first; read at the first new password, then kept. */
import { dictionary } from '@zxcvbn-ts/language-common';

let known: ReadonlySet<string> | undefined;

/** About fifty thousand, in small letters, from published breaches. */
export function commonPasswords(): ReadonlySet<string> {
  known ??= new Set(dictionary['passwords-common']);
  return known;
}
