/** Too little of it is done to say. */
const TOLD_FROM = 0.02;

/** What is left of work, in whole seconds, as it went so far; undefined while that cannot be said, or is no second. */
export function secondsLeft(
  { done, total }: { readonly done: number; readonly total: number },
  elapsedMs: number,
): number | undefined {
  if (total <= 0 || done / total < TOLD_FROM || elapsedMs < 500) return undefined;
  const left = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return left > 1 ? left : undefined;
}
