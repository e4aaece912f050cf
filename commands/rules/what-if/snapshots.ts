/** The rules of many cases, each set built once: those a case carries now, and those the draft would give it. */
import type { RuleLayers, RuleSnapshot } from '../../../domain/kernel';
import type { RuleSource } from '../../rule-source';

interface Carrier {
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly ruleVersion: number;
}

/** The draft as a version of its own; a case takes any other number for a change. */
const DRAFT_VERSION = 1_000_000_000;

export class SnapshotShelf {
  readonly #own = new Map<string, Promise<RuleSnapshot>>();
  readonly #draft = new Map<string, Promise<RuleSnapshot>>();

  constructor(
    private readonly rules: RuleSource,
    private readonly layers: RuleLayers,
  ) {}

  async rulesOf({
    practiceId,
    jurisdiction,
    ruleVersion,
  }: Carrier): Promise<{ own: RuleSnapshot; draft: RuleSnapshot }> {
    const place = `${practiceId}:${jurisdiction}`;
    const own = once(this.#own, `${ruleVersion}:${place}`, () =>
      this.rules.snapshotAt(ruleVersion, practiceId, jurisdiction),
    );
    const draft = once(this.#draft, place, () =>
      this.rules.build(DRAFT_VERSION, this.layers, practiceId, jurisdiction),
    );
    return { own: await own, draft: await draft };
  }
}

function once<T>(shelf: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = shelf.get(key);
  if (known) return known;
  const made = make();
  shelf.set(key, made);
  return made;
}
