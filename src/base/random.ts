import { xoroshiro128plusFromState, xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The state of one stream of dice: plain data, so it can be cloned, hashed and sent. Mutated by every draw. */
export interface Dice {
  state: number[];
}

/** A stream for (seed, purpose): streams of one seed are independent of each other, whatever is drawn from one. */
export function makeDice(seed: number, ...purpose: readonly (string | number)[]): Dice {
  return { state: [...xoroshiro128plus(mix(seed, purpose)).getState()] };
}

export function cloneDice(dice: Dice): Dice {
  return { state: dice.state.slice() };
}

/** The next 32 bits, unsigned. */
export function drawUint32(dice: Dice): number {
  const generator = xoroshiro128plusFromState(dice.state);
  const value = generator.next() >>> 0;
  dice.state = generator.getState().slice();
  return value;
}

/** A whole number in [min, max]. One draw, whatever the range. */
export function drawInt(dice: Dice, min: number, max: number): number {
  return min + Math.floor((drawUint32(dice) / 0x1_0000_0000) * (max - min + 1));
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
