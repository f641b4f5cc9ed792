import { xoroshiro128plusFromState, xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The state of one stream of dice: plain data, so it can be cloned, hashed and sent. Mutated by every draw. */
export interface Dice {
  state: readonly number[];
}

/** A stream for (seed, purpose): streams of one seed are independent of each other, whatever is drawn from one. */
export function makeDice(seed: number, ...purpose: readonly (string | number)[]): Dice {
  return { state: xoroshiro128plus(mix(seed, purpose)).getState() };
}

export function cloneDice(dice: Dice): Dice {
  return { state: dice.state };
}

/** The next 32 bits, unsigned. */
export function drawUint32(dice: Dice): number {
  const generator = xoroshiro128plusFromState(dice.state);
  const value = generator.next() >>> 0;
  dice.state = generator.getState();
  return value;
}

/** Fills the list with numbers in [0, 1), one draw each: the same as one after the other, and quicker. */
export function drawUnits(dice: Dice, units: Float64Array): void {
  const generator = xoroshiro128plusFromState(dice.state);
  for (let i = 0; i < units.length; i++) units[i] = (generator.next() >>> 0) / 0x1_0000_0000;
  dice.state = generator.getState();
}

/** A whole number in [min, max]. One draw, whatever the range. */
export function drawInt(dice: Dice, min: number, max: number): number {
  return wholeIn(drawUnit(dice), min, max);
}

/** What a number of [0, 1) means among the whole numbers min to max. */
export function wholeIn(unit: number, min: number, max: number): number {
  return min + Math.floor(unit * (max - min + 1));
}

/** A number in [0, 1). One draw. */
export function drawUnit(dice: Dice): number {
  return drawUint32(dice) / 0x1_0000_0000;
}

/** FNV-1a over the seed and the words of the purpose, finished by an avalanche. */
function mix(seed: number, purpose: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = `${seed}/${purpose.join('/')}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
