/** Words and dates that stand nowhere else: each names the field it was put into. Hands them out, knows them again. */

/** What every canary word begins with. Six letters that no program, id or message contains by chance. */
export const STEM = 'Zqxvkw';
/** Every birth date lies in this year, in which nothing else happened. */
export const BIRTH_YEAR = 1905;
const DIGITS = 5;

export interface Canary {
  readonly text: string;
  /** Where it was put: `patient.name`, `header.user-agent`. */
  readonly field: string;
}

/** A word: the stem and its number, ended by a letter that is no digit of base 32, so that no word begins another. */
const wordOf = (n: number): string => `${STEM}${n.toString(32).padStart(DIGITS, '0')}z`;

export class Canaries {
  readonly #words: Canary[] = [];
  readonly #dates = new Map<string, Canary>();
  readonly #secrets: Canary[] = [];

  /** A new word for this field. */
  word(field: string): string {
    const text = wordOf(this.#words.length);
    this.#words.push({ text, field });
    return text;
  }

  /** A birth date that nobody else has: 365 are there, later ones come again. */
  birthDate(field: string): string {
    const day = new Date(Date.UTC(BIRTH_YEAR, 0, 1 + (this.#dates.size % 365)));
    const text = day.toISOString().slice(0, 10);
    this.#dates.set(text, { text, field });
    return text;
  }

  /** A secret that the system made: a token, a password. Looked for as a whole. */
  secret(field: string, text: string): string {
    this.#secrets.push({ text, field });
    return text;
  }

  get secrets(): readonly Canary[] {
    return this.#secrets;
  }

  get count(): number {
    return this.#words.length + this.#dates.size + this.#secrets.length;
  }

  get fields(): ReadonlySet<string> {
    return new Set([...this.#words, ...this.#dates.values(), ...this.#secrets].map((c) => c.field));
  }

  /** The field of the word or date that this text begins with, in any case of letters; null when it is cut off. */
  fieldAt(text: string): string | null {
    const digits = /^zqxvkw([0-9a-v]{5})z/i.exec(text)?.[1];
    if (digits !== undefined) return this.#words[Number.parseInt(digits, 32)]?.field ?? null;
    return this.#dates.get(text.slice(0, 10))?.field ?? null;
  }
}
