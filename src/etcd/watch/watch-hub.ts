import type { KvStore } from '../mvcc/kv-store.ts';
import type { WatchRequest } from '../request.ts';
import type { MayRead, StreamMessage, WatchView } from './watcher.ts';

export interface WatchOptions {
  readonly progressIntervalMs: number;
  readonly fragmentBytes: number;
}

/** All watch streams of one member (etcd: mvcc/watchable_store.go, api/v3rpc/watch.go). */
export class WatchHub {
  readonly #options: WatchOptions;

  private constructor(options: WatchOptions) {
    this.#options = options;
  }

  static create(options: WatchOptions): WatchHub {
    return new WatchHub(options);
  }

  open(_stream: number): void {}

  close(_stream: number): void {}

  request(
    _stream: number,
    _request: WatchRequest,
    _kv: KvStore,
    _mayRead: MayRead,
  ): readonly StreamMessage[] {
    return [];
  }

  /** To be called after every apply: events to synced watchers, one response per revision and watcher. */
  sync(_kv: KvStore): readonly StreamMessage[] {
    return [];
  }

  tick(_elapsedMs: number, _kv: KvStore): readonly StreamMessage[] {
    return [];
  }

  reset(_kv: KvStore): void {}

  views(): readonly WatchView[] {
    return [];
  }

  clone(): WatchHub {
    return new WatchHub(this.#options);
  }

  save(): unknown {
    return this.#options;
  }

  static load(saved: unknown): WatchHub {
    return new WatchHub(saved as WatchOptions);
  }
}
