import { v2Error, type V2Error } from './error.ts';
import type { V2Event } from './event.ts';
import type { V2Node } from './node.ts';
import { cleanKey, isHiddenFrom, segmentsOf } from './path.ts';
import type { V2Notice, V2Store } from './store.ts';

/** One that waits. Never changed once made. */
export interface V2Watcher {
  /** By which its listener is known. */
  readonly id: number;
  readonly key: string;
  readonly recursive: boolean;
  /** It goes on after its first event. */
  readonly stream: boolean;
  /** It hears of events from this index on. */
  readonly since: number;
}

/** What a watch begins with. `index`: of the store as it begins. */
export type V2WatchBegin =
  | { readonly type: 'waits'; readonly index: number }
  /** An event of the history; even a stream hears of nothing more. */
  | { readonly type: 'found'; readonly event: V2Event; readonly index: number }
  | { readonly type: 'refused'; readonly error: V2Error };

/** An event for whom it concerns. A stream that watches what is removed hears of it twice, as from etcd. */
export interface V2Told {
  readonly watcher: V2Watcher;
  readonly event: V2Event;
}

/** All v2 watches of one member; volatile (etcd: watcherHub). */
export class V2WatchHub {
  /** By the keys they watch; those of one key in the order in which they came. */
  readonly #watchers: Map<string, readonly V2Watcher[]>;

  private constructor(watchers: Map<string, readonly V2Watcher[]>) {
    this.#watchers = watchers;
  }

  static create(): V2WatchHub {
    return new V2WatchHub(new Map());
  }

  get count(): number {
    let count = 0;
    for (const watchers of this.#watchers.values()) count += watchers.length;
    return count;
  }

  watchers(): readonly V2Watcher[] {
    return [...this.#watchers.values()].flat();
  }

  /** Begins a watch. `since` 0: from now on. */
  watch(store: V2Store, asked: V2Watcher): V2WatchBegin {
    const { index, history } = store;
    const watcher = {
      ...asked,
      key: cleanKey(asked.key),
      since: asked.since === 0 ? index + 1 : asked.since,
    };
    if (watcher.since < history.firstIndex) {
      const cause = `the requested history has been cleared [${history.firstIndex}/${watcher.since}]`;
      return { type: 'refused', error: v2Error(401, cause, index) };
    }
    const event = history.find(watcher.since, (past) => concerns(watcher, past));
    if (event !== undefined) return { type: 'found', event, index };
    this.#watchers.set(watcher.key, [...(this.#watchers.get(watcher.key) ?? []), watcher]);
    return { type: 'waits', index };
  }

  /** Who is told of a change, in order. Who is no stream has heard all it wants then. */
  notify({ event, removed }: V2Notice): readonly V2Told[] {
    if (this.#watchers.size === 0) return [];
    const told: V2Told[] = [];
    if (removed !== undefined) {
      for (const key of this.#watchedIn(removed)) this.#tell(key, event, true, told);
    }
    let key = '';
    this.#tell('/', event, false, told);
    for (const segment of segmentsOf(event.node.key)) this.#tell((key += `/${segment}`), event, false, told);
    return told;
  }

  /** Nobody listens any more. */
  drop(id: number): void {
    for (const [key, watchers] of this.#watchers) {
      if (watchers.some((watcher) => watcher.id === id)) {
        this.#keep(
          key,
          watchers.filter((watcher) => watcher.id !== id),
        );
      }
    }
  }

  clone(): V2WatchHub {
    return new V2WatchHub(new Map(this.#watchers));
  }

  save(): readonly V2Watcher[] {
    return this.watchers();
  }

  static load(saved: readonly V2Watcher[]): V2WatchHub {
    const hub = V2WatchHub.create();
    for (const watcher of saved) hub.#keep(watcher.key, [...(hub.#watchers.get(watcher.key) ?? []), watcher]);
    return hub;
  }

  #tell(key: string, event: V2Event, isRemoved: boolean, told: V2Told[]): void {
    const watchers = this.#watchers.get(key);
    if (watchers === undefined) return;
    const isItself = event.node.key === key;
    if (!isItself && isHiddenFrom(key, event.node.key)) return;
    const left = watchers.filter((watcher) => {
      const isConcerned = watcher.recursive || isItself || isRemoved;
      if (!isConcerned || event.node.modifiedIndex < watcher.since) return true;
      told.push({ watcher, event });
      return watcher.stream;
    });
    if (left.length < watchers.length) this.#keep(key, left);
  }

  /** The watched keys among a node and those below it, from the deepest up. */
  #watchedIn(removed: V2Node): readonly string[] {
    const keys = [...this.#watchers.keys()].filter((key) => isIn(removed, key));
    return keys.sort((a, b) => b.length - a.length);
  }

  #keep(key: string, watchers: readonly V2Watcher[]): void {
    if (watchers.length > 0) this.#watchers.set(key, watchers);
    else this.#watchers.delete(key);
  }
}

function isIn(node: V2Node, key: string): boolean {
  if (key === node.key) return true;
  if (!key.startsWith(`${node.key}/`)) return false;
  let at: V2Node | undefined = node;
  for (const name of key.slice(node.key.length + 1).split('/')) at = at?.children?.get(name);
  return at !== undefined;
}

/** Whether an event of the history is one that the watch is about (etcd: EventHistory.scan). */
function concerns({ key, recursive }: V2Watcher, { action, node, prevNode, refresh }: V2Event): boolean {
  if (refresh === true) return false;
  if (node.key === key || (recursive && node.key.startsWith(key === '/' ? '/' : `${key}/`))) return true;
  const isRemovedDirectory = (action === 'delete' || action === 'expire') && prevNode?.dir === true;
  // By the letters alone, as in etcd: a watch of /ab hears that the directory /a was removed.
  return isRemovedDirectory && key.startsWith(prevNode.key);
}
