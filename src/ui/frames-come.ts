const listeners = new Set<() => void>();

/** The lab has answered with a frame, be anything in it new or not. Whoever shows frames says so, after the showing. */
export function frameCame(): void {
  for (const listener of listeners) listener();
}

/** Gives what ends it. */
export function onFrameCame(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
