/** Codes as people read them. */

/** "timely-filing" -> "Timely filing". */
export const wordsOf = (code: string): string => {
  const words = code.replaceAll(/[-:]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const subjectOf = (code: string | null): string => (code === null ? 'No subject' : wordsOf(code));
export const payerOf = ({ name, id }: { readonly name: string | null; readonly id: string | null }): string =>
  name ?? (id === null ? 'No payer linked' : 'Payer without a name');
export const ownerName = (owner: { readonly name: string | null } | null): string =>
  owner === null ? 'No owner' : (owner.name ?? 'Somebody you do not work with');
export const taskOf = (task: string): string => (task === 'own' ? 'Added by a person' : wordsOf(task));
export const kindOf = (kind: string): string => ({ wc: 'WC', denial: 'Denial' })[kind] ?? wordsOf(kind);
export const percentText = (share: number): string => `${Math.round(share * 1_000) / 10}%`;

/** A figure with at most one decimal: "4", "12.5". */
export const figureText = (value: number): string => String(Math.round(value * 10) / 10);
