import type { V2Request } from '../command.ts';
import { v2Error, type V2Error } from './error.ts';
import type { V2Action, V2Event, V2NodeView } from './event.ts';
import { EventHistory } from './history.ts';
import { lifeOf, viewOf, type V2Node } from './node.ts';
import { cleanKey } from './path.ts';
import { restoreStore, saveStore, type SavedParts } from './saved-store.ts';
import { counted, noStats, type CountedOperation, type V2Stats } from './stats.ts';
import { endOfNew, endOfOld, type Nanos } from './time.ts';
import { V2Tree } from './tree.ts';

/** What a request has come to: an event, nothing to tell (a SYNC), or a refusal after which nothing has changed. */
export type V2Answer =
  | { readonly ok: true; readonly event: V2Event | undefined; readonly index: number }
  | { readonly ok: false; readonly error: V2Error };

/** What watches are to hear of a change. `removed`: the nodes it took away, as they were. */
export interface V2Notice {
  readonly event: V2Event;
  readonly removed: V2Node | undefined;
}

export interface V2Applied {
  readonly answer: V2Answer;
  /** In order. A refresh is none: no watch hears of it. */
  readonly notices: readonly V2Notice[];
}

/**
 * The tree of the v2 API (etcd: v2store): keys in directories, with ends of their own, an index that counts changes, and the last
 * 1,000 of them. A function of the requests applied and of the times at which they were: what is said of a time to live is
 * reckoned from `now`. Watches are elsewhere (watch-hub.ts).
 */
export class V2Store {
  readonly #tree: V2Tree;
  readonly #history: EventHistory;
  #index: number;
  #stats: V2Stats;

  private constructor(parts: SavedParts) {
    this.#tree = parts.tree;
    this.#history = parts.history;
    this.#index = parts.index;
    this.#stats = parts.stats;
  }

  static create(): V2Store {
    return new V2Store({ tree: V2Tree.create(), history: EventHistory.of([]), index: 0, stats: noStats });
  }

  /** Of the last change (X-Etcd-Index); 0: none yet. */
  get index(): number {
    return this.#index;
  }

  get stats(): V2Stats {
    return this.#stats;
  }

  /** Whether the leader has to look for ends (SYNC). */
  get hasEndings(): boolean {
    return this.#tree.hasEndings;
  }

  get history(): EventHistory {
    return this.#history;
  }

  get root(): V2Node {
    return this.#tree.root;
  }

  /** Another object after every change, of the counters too. */
  get mark(): object {
    return this.#stats;
  }

  /** What the log asks (etcd: applierV2store). A method that nobody knows changes nothing. */
  apply(request: V2Request, now: Nanos): V2Applied {
    const { method, prevIndex, prevValue, path, dir, value, expiration } = request;
    const compares = prevIndex > 0n || prevValue !== '';
    switch (method) {
      case 'POST':
        return this.#counting('create', () => this.#create(path, dir, value, true, expiration, now));
      case 'PUT':
        return this.#put(request, compares, now);
      case 'DELETE':
        return compares
          ? this.#counting('compareAndDelete', () => this.#compareAndDelete(request, now))
          : this.#counting('delete', () => this.#delete(request, now));
      case 'QGET':
        return { answer: this.get(path, request.recursive, now), notices: [] };
      case 'SYNC':
        return this.#expire(request.time, now);
      default:
        return { answer: { ok: true, event: undefined, index: this.#index }, notices: [] };
    }
  }

  /** A key, or a directory with its children, or with all below it. */
  get(path: string, recursive: boolean, now: Nanos): V2Answer {
    const found = this.#tree.find(cleanKey(path), this.#index);
    this.#count('gets', !isError(found));
    if (isError(found)) return { ok: false, error: found };
    const node = viewOf(found, recursive ? Infinity : 1, now);
    return { ok: true, event: { action: 'get', node }, index: this.#index };
  }

  /** etcd's JSON of a store, as its snapshots have it. `watchers`: how many wait at this member. */
  save(watchers = 0): string {
    return saveStore({ ...this.#parts(), stats: { ...this.#stats, watchers } });
  }

  /** Throws V2FormatError. */
  static restore(json: string): V2Store {
    return new V2Store(restoreStore(json));
  }

  /** A store of its own, at constant cost. */
  clone(): V2Store {
    const { tree, history, ...rest } = this.#parts();
    return new V2Store({ tree: tree.clone(), history: history.clone(), ...rest });
  }

  #parts(): SavedParts {
    return { tree: this.#tree, history: this.#history, index: this.#index, stats: this.#stats };
  }

  #put(request: V2Request, compares: boolean, now: Nanos): V2Applied {
    const { prevExist, path, dir, value, expiration } = request;
    if (compares && prevExist !== false) {
      return this.#counting('compareAndSwap', () => this.#compareAndSwap(request, now));
    }
    if (prevExist === undefined) return this.#counting('sets', () => this.#set(request, now));
    return prevExist
      ? this.#counting('update', () => this.#update(request, now))
      : this.#counting('create', () => this.#create(path, dir, value, false, expiration, now));
  }

  /** Counts an operation. Of some refusals etcd forgets that they are ones, and counts them as done. */
  #counting(operation: CountedOperation, run: () => V2Notice | V2Error | Uncounted): V2Applied {
    const outcome = run();
    if ('uncounted' in outcome) {
      this.#count(operation, true);
      return { answer: { ok: false, error: outcome.uncounted }, notices: [] };
    }
    this.#count(operation, !isError(outcome));
    if (isError(outcome)) return { answer: { ok: false, error: outcome }, notices: [] };
    const { event } = outcome;
    this.#history.add(event);
    const notices = event.refresh === true ? [] : [outcome];
    return { answer: { ok: true, event, index: this.#index }, notices };
  }

  #count(operation: CountedOperation, isSuccess: boolean): void {
    this.#stats = counted(this.#stats, operation, isSuccess);
  }

  #create(
    path: string,
    isDirectory: boolean,
    value: string,
    isUnique: boolean,
    expiration: Nanos,
    now: Nanos,
  ): V2Notice | V2Error {
    const inOrder = isUnique ? `/${String(this.#index + 1).padStart(20, '0')}` : '';
    return this.#make('create', cleanKey(path + inOrder), isDirectory, value, expiration, now);
  }

  /** Where there is something, `set` puts itself in the place of a key, and `create` is refused. */
  #make(
    action: 'create' | 'set',
    key: string,
    isDirectory: boolean,
    value: string,
    expiration: Nanos,
    now: Nanos,
  ): V2Notice | V2Error {
    const tree = this.#tree;
    if (tree.isReadOnly(key)) return v2Error(107, '/', this.#index);
    const inTheWay = tree.makeParents(key, this.#index);
    if (inTheWay !== undefined) {
      this.#count('sets', false);
      return inTheWay;
    }
    const before = tree.find(key, this.#index);
    let prevNode: V2NodeView | undefined;
    if (!isError(before)) {
      if (action === 'create') return v2Error(105, key, this.#index);
      if (before.children !== undefined) return v2Error(102, key, this.#index);
      prevNode = viewOf(before, 0, now);
      tree.remove(before);
    }
    const index = ++this.#index;
    const made = tree.add(key, isDirectory ? undefined : value, index, endOfNew(expiration));
    const node = viewOf(made, 0, now);
    return { event: { action, node, ...(prevNode && { prevNode }) }, removed: undefined };
  }

  #set({ path, dir, value, expiration, refresh }: V2Request, now: Nanos): V2Notice | V2Error {
    const key = cleanKey(path);
    const before = this.#tree.find(key, this.#index);
    if (isError(before) && (before.code !== 100 || refresh === true)) return before;
    const kept = refresh === true && !isError(before) ? before.value : value;
    return refreshing(refresh, this.#make('set', key, dir, kept, expiration, now));
  }

  #update({ path, value, expiration, refresh }: V2Request, now: Nanos): V2Notice | V2Error | Uncounted {
    const key = cleanKey(path);
    if (this.#tree.isReadOnly(key)) return { uncounted: v2Error(107, '/', this.#index) };
    const before = this.#tree.find(key, this.#index);
    if (isError(before)) return before;
    if (before.children !== undefined && value !== '') {
      return { uncounted: v2Error(102, key, this.#index) };
    }
    return refreshing(refresh, this.#write('update', before, value, { expiration, refresh }, now));
  }

  #compareAndSwap(request: V2Request, now: Nanos): V2Notice | V2Error | Uncounted {
    const key = cleanKey(request.path);
    if (this.#tree.isReadOnly(key)) return { uncounted: v2Error(107, '/', this.#index) };
    const before = this.#compared(key, request);
    if (isError(before)) return before;
    return refreshing(request.refresh, this.#write('compareAndSwap', before, request.value, request, now));
  }

  #write(
    action: V2Action,
    before: V2Node,
    value: string,
    { expiration, refresh }: Pick<V2Request, 'expiration' | 'refresh'>,
    now: Nanos,
  ): V2Notice {
    const prevNode = viewOf(before, 0, now);
    const index = ++this.#index;
    const kept = refresh === true ? before.value : value;
    const written = this.#tree.write(before, kept, index, endOfOld(expiration));
    const { key, createdIndex, children } = written;
    const what = children === undefined ? { value: kept } : { dir: true as const };
    // Of a directory the event has a new index, the directory itself keeps its own.
    const node = { key, ...what, ...lifeOf(written, now), modifiedIndex: index, createdIndex };
    return { event: { action, node, prevNode }, removed: undefined };
  }

  #delete({ path, dir, recursive }: V2Request, now: Nanos): V2Notice | V2Error | Uncounted {
    const key = cleanKey(path);
    if (this.#tree.isReadOnly(key)) return { uncounted: v2Error(107, '/', this.#index) };
    const before = this.#tree.find(key, this.#index);
    if (isError(before)) return before;
    if (before.children !== undefined && !recursive) {
      if (!dir) return v2Error(102, key, this.#index);
      if (before.children.size > 0) return v2Error(108, key, this.#index);
    }
    return this.#remove('delete', before, now);
  }

  #compareAndDelete(request: V2Request, now: Nanos): V2Notice | V2Error | Uncounted {
    const before = this.#compared(cleanKey(request.path), request);
    if (!isError(before)) return this.#remove('compareAndDelete', before, now);
    // What is there and not as it should be is one that etcd counts as done.
    return before.code === 100 || before.code === 104 ? before : { uncounted: before };
  }

  /** The key, if it is one and is as the request wants it. */
  #compared(key: string, { prevValue, prevIndex }: V2Request): V2Node | V2Error {
    const found = this.#tree.find(key, this.#index);
    if (isError(found)) return found;
    if (found.children !== undefined) return v2Error(102, key, this.#index);
    const causes: string[] = [];
    if (prevValue !== '' && found.value !== prevValue) causes.push(`[${prevValue} != ${found.value}]`);
    if (prevIndex !== 0n && BigInt(found.modifiedIndex) !== prevIndex) {
      causes.push(`[${prevIndex} != ${found.modifiedIndex}]`);
    }
    return causes.length === 0 ? found : v2Error(101, causes.join(' '), this.#index);
  }

  #remove(action: 'delete' | 'compareAndDelete' | 'expire', before: V2Node, now: Nanos): V2Notice {
    const { key, createdIndex, children } = before;
    const prevNode = viewOf(before, 0, now);
    this.#tree.remove(before);
    const isDirectory = children === undefined ? {} : { dir: true as const };
    const node = { key, ...isDirectory, modifiedIndex: ++this.#index, createdIndex };
    return { event: { action, node, prevNode }, removed: before };
  }

  /** Everything that was to end by then goes, one after the other. */
  #expire(until: Nanos, now: Nanos): V2Applied {
    const notices: V2Notice[] = [];
    for (;;) {
      const first = this.#tree.firstToEnd();
      if (first?.expires === undefined || first.expires > until) break;
      const notice = this.#remove('expire', first, now);
      this.#stats = { ...this.#stats, expireCount: this.#stats.expireCount + 1 };
      this.#history.add(notice.event);
      notices.push(notice);
    }
    return { answer: { ok: true, event: undefined, index: this.#index }, notices };
  }
}

/** A refusal that etcd counts as a success. */
interface Uncounted {
  readonly uncounted: V2Error;
}

function isError(found: object): found is V2Error {
  return 'code' in found;
}

/** A refresh is remembered as one. */
function refreshing<Refused extends V2Error | Uncounted>(
  refresh: boolean | undefined,
  outcome: V2Notice | Refused,
): V2Notice | Refused {
  if (refresh !== true || !('event' in outcome)) return outcome;
  return { ...outcome, event: { ...outcome.event, refresh: true } };
}
