import { drawInt, drawUnit, makeDice, type Dice } from '../base/random.ts';
import type { Command } from '../sim/command/command.ts';
import { drawFault, type FaultName } from '../sim/command/faults.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { World } from '../sim/world/world.ts';
import { calmCommands } from './calm.ts';
import type { SwarmOptions } from './swarm-options.ts';

/**
 * Faults that may leave a leader behind which does not know that there is a new one: it looks only once in an election timeout whether it
 * has heard a majority, so that it may answer reads by its lease for up to two, and the others wait for one. Where reads are leased, stale
 * ones are then what raft says may come, and no find.
 */
const LEAVES_LEADER_BEHIND: ReadonlySet<FaultName> = new Set([
  'pause',
  'clock',
  'partition',
  'oneway',
  'isolate',
  'bridge',
  'loss',
  'jitter',
  'hold',
  'disk',
  'transfer',
]);

/** Which trouble a run has, how often, and how often all of it ends. */
export class Trouble {
  readonly #dice: Dice;
  /** The faults of this run, each as often as its weight. */
  readonly #faults: readonly FaultName[];
  /** Of an action: that it is a fault; that everything is whole again. */
  readonly #share: number;
  readonly #calm: number;

  constructor({ seed, faults }: SwarmOptions, { readOnly }: LabConfig) {
    this.#dice = makeDice(seed, 'trouble');
    const isOn = (): boolean => drawUnit(this.#dice) < 0.5;
    this.#faults = faults.flatMap((fault) => {
      const weight = drawInt(this.#dice, 1, 4);
      const isFair = readOnly === 'safe' || !LEAVES_LEADER_BEHIND.has(fault);
      return isOn() && isFair ? Array.from({ length: weight }, () => fault) : [];
    });
    this.#share = drawOfScale(this.#dice, 0.02, 0.5);
    this.#calm = drawOfScale(this.#dice, 0.01, 0.15);
  }

  /** Undefined: none now. */
  draw(world: World): readonly Command[] | undefined {
    const chance = drawUnit(this.#dice);
    if (chance < this.#share) {
      const fault = this.#faults[drawInt(this.#dice, 0, this.#faults.length - 1)];
      return fault === undefined ? undefined : [drawFault(this.#dice, world, fault)];
    }
    return chance < this.#share + this.#calm ? calmCommands(world) : undefined;
  }
}

/** Between the two, as likely to be twice as much as to be half as much. */
export function drawOfScale(dice: Dice, least: number, most: number): number {
  return least * (most / least) ** drawUnit(dice);
}
