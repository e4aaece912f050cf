/** Names the groups of fields that a role may or may not see, and how a kind of case sorts its fields. Who sees what is decided elsewhere. */

/**
 * identity: who the patient is (names, birth date, numbers that name a person or a claim, file names).
 * clinical: the injury and its treatment. visits: authorizations and visits, what a booking needs.
 * money: amounts, payments and their dates. contact: adjuster, telephone, e-mail. words: free text that people wrote.
 */
export const fieldGroups = ['identity', 'clinical', 'visits', 'money', 'contact', 'words'] as const;
export type FieldGroup = (typeof fieldGroups)[number];

/** plain: for everyone who may see the row. Several groups: all of them are needed. */
export type FieldClass = 'plain' | FieldGroup | readonly FieldGroup[];

/**
 * Path -> class; names joined by dots, lists add no step. A path covers everything below it unless a longer one says
 * otherwise. What no path covers is withheld from everyone who lacks any group.
 */
export type FieldClasses = Readonly<Record<string, FieldClass>>;

/** How a kind sorts everything it stores without a schema of its own in an answer. */
export interface KindPrivacy {
  /** `CaseFacts.own`, and what the timeline compares. */
  readonly facts: FieldClasses;
  /** `CaseFacts.detail`. */
  readonly detail: FieldClasses;
  /** The kind's details schema. */
  readonly details: FieldClasses;
  /** Data of each event, `case.opened` among them. */
  readonly events: Readonly<Record<string, FieldClasses>>;
  /** What the reason of a task tells, by the key up to its colon. */
  readonly tasks: FieldClasses;
}

/** One class for several names. */
export function sorted<C extends FieldClass>(as: C, ...names: readonly string[]): Readonly<Record<string, C>> {
  return Object.fromEntries(names.map((name) => [name, as]));
}
