/** Lets go of what was held. */
export type Release = () => void;

/** Who has which lab open, among all tabs. */
export interface LabLocks {
  /** Undefined: another tab has it. `waits`: that tab may be about to end, and is given a moment. */
  hold(id: string, waits?: boolean): Promise<Release | undefined>;
  /** The labs that are open in any tab. */
  held(): Promise<ReadonlySet<string>>;
}

const PREFIX = 'quorumscope lab ';
/** A page that is loaded again takes a moment to end. */
const PATIENCE_MS = 1500;

/** Where there are no locks (no HTTPS), nobody is told that a lab is open twice: what the second one writes is refused (`IdbShelf`). */
export const webLocks: LabLocks = {
  hold: async (id, waits = false) => {
    const { locks } = navigator;
    if (locks === undefined) return () => undefined;
    return (await hold(locks, id, { ifAvailable: true })) ?? (waits ? holdInTime(locks, id) : undefined);
  },
  held: async () => {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
  },
};

async function holdInTime(locks: LockManager, id: string): Promise<Release | undefined> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const release = await hold(locks, id, { signal: patience.signal });
  clearTimeout(timer);
  return release;
}

/** Undefined: it is not to be had, or not in time. */
function hold(locks: LockManager, id: string, options: LockOptions): Promise<Release | undefined> {
  return new Promise((resolve) => {
    const whileHeld = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) return new Promise((release) => resolve(release));
      resolve(undefined);
      return undefined;
    };
    locks.request(PREFIX + id, options, whileHeld).catch(() => resolve(undefined));
  });
}
