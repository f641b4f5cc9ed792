import type { V2Request } from '../../../src/etcd/command.ts';

/** What a key or a directory is, as a list of them has it. Times in whole seconds. */
interface Thing {
  value: string | undefined;
  created: number;
  modified: number;
  ends: number | undefined;
}

export interface NaiveEvent {
  readonly action: string;
  readonly key: string;
  readonly value: string | undefined;
  readonly modified: number;
  readonly created: number;
  readonly previous: string | undefined;
  readonly isRefresh: boolean;
}

export type NaiveAnswer = { readonly code: number } | { readonly event: NaiveEvent };

/**
 * The v2 tree as a list of full paths, after etcd's documentation (api.md of v2): no sharing, no index over ends, every question
 * answered by looking at everything.
 */
export class NaiveStore {
  index = 0;
  readonly events: NaiveEvent[] = [];
  #things = new Map<string, Thing>();

  /** Paths with what they are, in order: `/a=1@5`, directories with a slash. */
  dump(): string[] {
    return [...this.#things]
      .map(([path, { value, created, modified, ends }]) => {
        const end = ends === undefined ? '' : ` until ${ends}`;
        return `${path}${value === undefined ? '/' : `=${value}`}@${created},${modified}${end}`;
      })
      .sort();
  }

  apply(request: V2Request): NaiveAnswer {
    const { method, path, value, dir, prevExist, prevIndex, prevValue, recursive } = request;
    const compares = prevIndex > 0n || prevValue !== '';
    const ends = request.expiration === 0n ? undefined : Number(request.expiration / 1_000_000_000n);
    const isRefresh = request.refresh === true;
    const body = dir ? undefined : value;
    if (method === 'POST') {
      return this.#put('create', `${path}/${String(this.index + 1).padStart(20, '0')}`, body, ends, false);
    }
    if (method === 'DELETE') {
      return compares ? this.#compareAndDelete(request) : this.#delete(path, dir || recursive, recursive);
    }
    if (prevExist === false) return this.#put('create', path, body, ends, false);
    if (compares || prevExist === true) {
      const thing = this.#find(path);
      if (typeof thing === 'number') return { code: thing };
      if (compares && thing.value === undefined) return { code: 102 };
      if (compares && !agrees(thing, request)) return { code: 101 };
      if (thing.value === undefined && value !== '') return { code: 102 };
      const action = compares ? 'compareAndSwap' : 'update';
      const previous = thing.value;
      this.index++;
      if (thing.value !== undefined) {
        thing.value = isRefresh ? thing.value : value;
        thing.modified = this.index;
      }
      thing.ends = ends;
      return this.#told(action, path, thing.value, thing.created, previous, isRefresh);
    }
    const before = this.#find(path);
    if (isRefresh && typeof before === 'number') return { code: before };
    const kept = isRefresh && typeof before !== 'number' ? before.value : body;
    return this.#put('set', path, dir ? undefined : (kept ?? ''), ends, isRefresh);
  }

  /** Everything whose time is over, the earliest first, of one second what was written first. */
  expire(now: number): NaiveEvent[] {
    const gone: NaiveEvent[] = [];
    for (;;) {
      const [first] = [...this.#things]
        .filter(([, { ends }]) => ends !== undefined && ends <= now)
        .sort(
          ([pathA, a], [pathB, b]) =>
            (a.ends ?? 0) - (b.ends ?? 0) || a.modified - b.modified || (pathA < pathB ? -1 : 1),
        );
      if (first === undefined) return gone;
      const [path, thing] = first;
      this.index++;
      this.#drop(path);
      this.#told('expire', path, undefined, thing.created, thing.value, false);
      gone.push(...this.events.slice(-1));
    }
  }

  #put(
    action: 'set' | 'create',
    path: string,
    value: string | undefined,
    ends: number | undefined,
    isRefresh: boolean,
  ): NaiveAnswer {
    const inTheWay = parents(path).some((parent) => this.#things.get(parent)?.value !== undefined);
    if (inTheWay) return { code: 104 };
    const before = this.#things.get(path);
    if (before !== undefined && action === 'create') return { code: 105 };
    if (before !== undefined && before.value === undefined) return { code: 102 };
    this.index++;
    for (const parent of parents(path)) {
      if (!this.#things.has(parent)) {
        this.#things.set(parent, {
          value: undefined,
          created: this.index,
          modified: this.index,
          ends: undefined,
        });
      }
    }
    this.#things.set(path, { value, created: this.index, modified: this.index, ends });
    return this.#told(action, path, value, this.index, before?.value, isRefresh);
  }

  #delete(path: string, isForDirectories: boolean, isForAll: boolean): NaiveAnswer {
    const thing = this.#find(path);
    if (typeof thing === 'number') return { code: thing };
    if (thing.value === undefined && !isForDirectories) return { code: 102 };
    if (thing.value === undefined && !isForAll && this.#below(path).length > 0) return { code: 108 };
    this.index++;
    this.#drop(path);
    return this.#told('delete', path, undefined, thing.created, thing.value, false);
  }

  #compareAndDelete(request: V2Request): NaiveAnswer {
    const thing = this.#find(request.path);
    if (typeof thing === 'number') return { code: thing };
    if (thing.value === undefined) return { code: 102 };
    if (!agrees(thing, request)) return { code: 101 };
    this.index++;
    this.#drop(request.path);
    return this.#told('compareAndDelete', request.path, undefined, thing.created, thing.value, false);
  }

  #drop(path: string): void {
    for (const each of [path, ...this.#below(path)]) this.#things.delete(each);
  }

  #below(path: string): string[] {
    return [...this.#things.keys()].filter((each) => each.startsWith(`${path}/`));
  }

  /** The thing, or the number of the error. */
  #find(path: string): Thing | 100 | 104 {
    const inTheWay = parents(path).some((parent) => this.#things.get(parent)?.value !== undefined);
    return inTheWay ? 104 : (this.#things.get(path) ?? 100);
  }

  #told(
    action: string,
    key: string,
    value: string | undefined,
    created: number,
    previous: string | undefined,
    isRefresh: boolean,
  ): NaiveAnswer {
    const event = { action, key, value, modified: this.index, created, previous, isRefresh };
    this.events.push(event);
    return { event };
  }
}

function agrees({ value, modified }: Thing, { prevIndex, prevValue }: V2Request): boolean {
  return (prevIndex === 0n || Number(prevIndex) === modified) && (prevValue === '' || prevValue === value);
}

/** Of `/1/a/b`: `/1/a`. What all stores have, `/1`, is no thing of this list. */
function parents(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(3).map((_, i) => segments.slice(0, i + 3).join('/'));
}
