export type LateState<T> =
  | { readonly type: 'wanted' }
  | { readonly type: 'here'; readonly value: T }
  | { readonly type: 'failed'; readonly reason: string };

/**
 * Code that the first picture does not need. It is loaded when it is first wanted, or once the page has time; a load
 * that fails (no connection, a site that was renewed meanwhile) may be tried again. Nothing else is touched by that.
 */
export class LatePart<T> {
  readonly #load: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #loading: Promise<T> | undefined;
  #state: LateState<T> = { type: 'wanted' };

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** The same object until it changes: for useSyncExternalStore. */
  readonly state = (): LateState<T> => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Loads it unless it is here or on its way. Rejects when it cannot be loaded; the next call tries again. */
  readonly load = (): Promise<T> => {
    this.#loading ??= this.#tryToLoad();
    return this.#loading;
  };

  async #tryToLoad(): Promise<T> {
    this.#become({ type: 'wanted' });
    try {
      const value = await this.#load();
      this.#become({ type: 'here', value });
      return value;
    } catch (error) {
      this.#loading = undefined;
      this.#become({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  #become(state: LateState<T>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const parts: LatePart<unknown>[] = [];

/** A late part that `fetchLateParts` knows. To be called once for each, when modules are loaded. */
export function latePart<T>(load: () => Promise<T>): LatePart<T> {
  const part = new LatePart(load);
  parts.push(part);
  return part;
}

/**
 * Loads every late part, one after the other, so that all of them are here when the connection goes. `idle` is kept when
 * the page has nothing better to do. One that cannot be loaded says so where it is wanted.
 */
export async function fetchLateParts(idle: () => Promise<void>): Promise<void> {
  for (const part of parts) {
    await idle();
    await part.load().catch(() => undefined);
  }
}
