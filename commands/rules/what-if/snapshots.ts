/** The rules of many cases, each set built once: those a case carries now, and those the draft would give it. */
import { isDeepStrictEqual } from 'node:util';
import { kindOf } from '../../../domain/cases';
import type { RuleLayers, RuleSnapshot } from '../../../domain/kernel';
import type { RuleSource } from '../../rule-source';

interface Carrier {
  readonly kind: string;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly ruleVersion: number;
}

/** The draft as a version of its own; a case takes any other number for a change. */
const DRAFT_VERSION = 1_000_000_000;

interface Pair {
  readonly own: RuleSnapshot;
  /** Null: it says about the rules of the kind, and about the calendar, what `own` says. */
  readonly draft: RuleSnapshot | null;
}

export class SnapshotShelf {
  readonly #pairs = new Map<string, Promise<Pair>>();
  readonly #drafts = new Map<string, Promise<RuleSnapshot>>();

  constructor(
    private readonly rules: RuleSource,
    private readonly layers: RuleLayers,
  ) {}

  rulesOf({ kind, practiceId, jurisdiction, ruleVersion }: Carrier): Promise<Pair> {
    const place = `${practiceId}:${jurisdiction}`;
    return once(this.#pairs, `${kind}:${ruleVersion}:${place}`, async () => {
      const own = await this.rules.snapshotAt(ruleVersion, practiceId, jurisdiction);
      const draft = await once(this.#drafts, place, () =>
        this.rules.build(DRAFT_VERSION, this.layers, practiceId, jurisdiction),
      );
      return { own, draft: saysTheSame(kind, own, draft) ? null : draft };
    });
  }
}

function saysTheSame(kind: string, own: RuleSnapshot, draft: RuleSnapshot): boolean {
  const same = kindOf(kind).rules.every(({ id }) => isDeepStrictEqual(own.settings[id], draft.settings[id]));
  return same && isDeepStrictEqual(own.calendar, draft.calendar);
}

function once<T>(shelf: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = shelf.get(key);
  if (known) return known;
  const made = make();
  shelf.set(key, made);
  return made;
}
