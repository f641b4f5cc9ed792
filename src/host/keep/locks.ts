/** Lets go of what was held. */
export type Release = () => void;

/** Who has which lab open, among all tabs. */
export interface LabLocks {
  /** Undefined: another tab has it, and goes on having it. */
  hold(id: string): Promise<Release | undefined>;
  /** The labs that are open in any tab. */
  held(): Promise<ReadonlySet<string>>;
}

const PREFIX = 'quorumscope lab ';
/** A tab that was reloaded takes a moment to end. */
const PATIENCE_MS = 1500;

/** Where there are no locks (no HTTPS), nobody is told that a lab is open twice: what the second one writes is refused (`IdbShelf`). */
export const webLocks: LabLocks = {
  hold: (id) =>
    navigator.locks === undefined ? Promise.resolve(() => undefined) : hold(navigator.locks, id),
  held: async () => {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
  },
};

function hold(locks: LockManager, id: string): Promise<Release | undefined> {
  return new Promise((resolve) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    const whileHeld = (): Promise<void> => {
      clearTimeout(timer);
      return new Promise((release) => resolve(release));
    };
    locks.request(PREFIX + id, { signal: patience.signal }, whileHeld).catch(() => resolve(undefined));
  });
}
