/**
 * A worker that ends itself (`close()`, a browser that takes its memory) says nothing to anybody. But a lock that it
 * holds falls free in that instant: so each worker holds one of its own, under the name it was given, and whoever
 * must know of its end waits for that lock. A busy machine makes this late, never wrong.
 *
 * Where there are no locks (pages served without HTTPS from another machine) nobody is told, and deadlines remain.
 */

/** In a worker: takes hold of its line. Kept when it has it, and has it until its end. */
export function holdLifeLine(name: string): Promise<void> {
  const { locks } = navigator;
  if (locks === undefined || name === '') return Promise.resolve();
  return new Promise((resolve) => {
    const forEver = new Promise<void>(() => undefined);
    locks
      .request(name, () => {
        resolve();
        return forEver;
      })
      .catch(() => resolve());
  });
}

/** On the other side, once the worker has said anything: calls back when it has ended, by itself or by others. */
export function onLifeLineLoose(name: string, ended: () => void): void {
  const { locks } = navigator;
  if (locks === undefined) return;
  locks.request(name, ended).catch(() => undefined);
}

/** A name for a worker that no other has. */
export function lifeLineName(role: string): string {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  return `${role} ${a.toString(36)}${b.toString(36)}`;
}
