/** Breaks things at random times from the seed, one fault after another, and measures how long recovery takes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/world/random';
import type { World } from '../support/world/world';

export const faultKinds = [
  'worker killed',
  'api killed',
  'temporal killed',
  'postgres killed',
  'all killed',
  'postgres stalled',
  'database answers cut',
  'temporal answers cut',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly from: number;
  /** When everything it hit was up again; null while it is under way. */
  to: number | null;
}

/** The usual round: every kind once, and the process most likely to die a second time. */
const usualRound: readonly FaultKind[] = [...faultKinds, 'worker killed', 'api killed'];
/** 5% of Postgres's answers are lost; fewer chunks of Temporal's, as one connection carries many calls at once. */
const DATABASE_CUTS = 0.05;
const TEMPORAL_CUTS = 0.02;

export class Faults {
  readonly done: Fault[] = [];
  #begun = 0;

  constructor(
    private readonly world: World,
    private readonly random: Random,
    /** Longest time a server is down. */
    private readonly longestDownMs: number,
    private readonly say: (message: string) => void,
    private readonly round: readonly FaultKind[] = usualRound,
  ) {}

  between(from: number, to: number): string[] {
    return [...new Set(this.done.filter((f) => f.from <= to && (f.to ?? Infinity) >= from).map((f) => f.kind))];
  }

  /** How far the first round has come, 0 to 1; most of a fault's share comes with it, so that commands meet it. */
  get progress(): number {
    return Math.min(1, this.#begun / this.round.length);
  }

  /** Whole rounds in random order until `goOn` says no; then everything is up. */
  async run(goOn: () => boolean): Promise<void> {
    do {
      for (const kind of this.random.shuffled(this.round)) {
        this.#begun += 0.2;
        await delay(this.random.int(1_500, 5_000));
        await this.#one(kind);
      }
    } while (goOn());
  }

  async #one(kind: FaultKind): Promise<void> {
    const { world, random } = this;
    const fault: Fault = { kind, from: Date.now(), to: null };
    this.done.push(fault);
    this.#begun += 0.8;
    const down = () => delay(random.int(1_000, this.longestDownMs));
    switch (kind) {
      case 'worker killed':
      case 'api killed': {
        const victim = random.pick(kind === 'worker killed' ? world.workers : world.apis);
        await victim.kill();
        await delay(random.int(0, 2_000));
        await victim.start();
        break;
      }
      case 'temporal killed':
        await world.killTemporal();
        await down();
        await world.startTemporal();
        break;
      case 'postgres killed':
        await world.killPostgres();
        await down();
        await world.startPostgres();
        break;
      case 'all killed': {
        const kept = [...world.workers, ...world.apis];
        await Promise.all([world.killPostgres(), world.killTemporal(), ...kept.map((p) => p.kill())]);
        await delay(random.int(500, 2_000));
        // In any order: a worker that finds no Temporal ends and is started again.
        await Promise.all([world.startPostgres(), world.startTemporal(), ...kept.map((p) => p.start())]);
        break;
      }
      case 'postgres stalled':
        world.stallPostgres(true);
        await delay(random.int(2_500, 6_000));
        world.stallPostgres(false);
        break;
      case 'database answers cut':
        world.databaseProxy.cutChance = DATABASE_CUTS;
        await delay(random.int(4_000, 7_000));
        world.databaseProxy.cutChance = 0;
        break;
      case 'temporal answers cut':
        world.temporalProxy.cutChance = TEMPORAL_CUTS;
        await delay(random.int(4_000, 7_000));
        world.temporalProxy.cutChance = 0;
        break;
    }
    fault.to = Date.now();
    this.say(`${kind}, ${((fault.to - fault.from) / 1_000).toFixed(1)} s`);
  }
}
