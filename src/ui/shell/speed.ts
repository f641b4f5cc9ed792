/** The stops of the speed dial: virtual ms per real ms, from one message at a time to flat out. */
export const speeds: readonly number[] = [
  1 / 400,
  1 / 200,
  1 / 100,
  1 / 50,
  1 / 25,
  1 / 10,
  1 / 5,
  1 / 2,
  1,
  2,
  5,
  10,
  50,
  Infinity,
];

/** The stop nearest to a speed. */
export function speedStop(speed: number): number {
  if (!Number.isFinite(speed)) return speeds.length - 1;
  let best = 0;
  speeds.forEach((stop, i) => {
    if (Number.isFinite(stop) && distance(stop, speed) < distance(speeds[best] ?? 1, speed)) best = i;
  });
  return best;
}

/** The stop beside a speed: one slower (-1) or faster (1), as far as there are stops. */
export function speedBeside(speed: number, step: -1 | 1): number {
  const at = Math.min(speeds.length - 1, Math.max(0, speedStop(speed) + step));
  return speeds[at] ?? 1;
}

function distance(a: number, b: number): number {
  return Math.abs(Math.log(a) - Math.log(b));
}

/** A speed in words: key of the controls catalogue with its number. Both sides are whole where they can be. */
export function speedWords(
  speed: number,
  digits = 3,
): { readonly key: 'slower' | 'faster'; readonly times: number } | { readonly key: 'real' | 'flatOut' } {
  if (!Number.isFinite(speed)) return { key: 'flatOut' };
  if (Number(speed.toPrecision(digits)) === 1) return { key: 'real' };
  return speed < 1
    ? { key: 'slower', times: round(1 / speed, digits) }
    : { key: 'faster', times: round(speed, digits) };
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
