import type { ResponseIdentity, WatchResponse } from '../../etcd/request.ts';
import { watch } from '../../client/operations.ts';
import { grpcCode } from '../../etcd/error.ts';
import type { EtcdErrorCode } from '../../etcd/request.ts';
import { any, type Process, type Running, type Waitable } from '../kernel/process.ts';
import { Sign } from './crew.ts';
import { RpcError, type Rpc, type RpcStream } from './rpc.ts';

/** A broken stream is opened again after so long. */
const REOPEN_MS = 10;

export interface WatchAsk {
  readonly key: Uint8Array;
  /** Empty: one key. */
  readonly rangeEnd: Uint8Array;
  /** 0: from now on. */
  readonly startRevision: number;
  readonly prevKv: boolean;
}

/** What a watch hears; `error`: why it has ended with this. */
export interface WatchNews {
  readonly response: WatchResponse;
  readonly identity: ResponseIdentity;
  /** The client library has made it up, when its stream ended. */
  readonly isMadeUp: boolean;
  readonly error: string | undefined;
}

/** One watch of many in a stream. Ready when there is news, or there will be no more. */
export class WatchChannel implements Waitable {
  readonly ask: WatchAsk;
  /** Its number at the member; undefined: it is not created there, or not again. */
  id: bigint | undefined;
  isCreated = false;
  /** Of the next event that was not told. */
  next: number;
  isClosed = false;
  readonly #news: WatchNews[] = [];

  constructor(ask: WatchAsk) {
    this.ask = ask;
    this.next = ask.startRevision;
  }

  get isReady(): boolean {
    return this.#news.length > 0 || this.isClosed;
  }

  get isOver(): boolean {
    return this.isClosed && this.#news.length === 0;
  }

  take(): WatchNews | undefined {
    return this.#news.shift();
  }

  give(news: WatchNews): void {
    this.#news.push(news);
  }
}

/**
 * The watches of one client in one stream, which goes on at another member after the last revision that each has heard of
 * (clientv3's watcher). `serve` is to run as long as they are wanted.
 */
export class Watches {
  readonly #process: Process;
  readonly #rpc: Rpc;
  #channels: WatchChannel[] = [];
  /** Asked for at the member and not created there yet, in order. */
  #creating: WatchChannel[] = [];
  #unsent: WatchChannel[] = [];
  #progressAsked = 0;
  #stirred = new Sign();
  readonly #needsLeader: boolean;

  /** needsLeader: the watches end at a member that has lost its leader for long (clientv3: WithRequireLeader). */
  constructor(process: Process, rpc: Rpc, needsLeader = false) {
    this.#process = process;
    this.#rpc = rpc;
    this.#needsLeader = needsLeader;
  }

  open(ask: WatchAsk): WatchChannel {
    const channel = new WatchChannel(ask);
    this.#channels.push(channel);
    this.#unsent.push(channel);
    this.#stirred.set();
    return channel;
  }

  /** Nobody listens to it any more. */
  close(channel: WatchChannel): void {
    channel.isClosed = true;
    this.#channels = this.#channels.filter((each) => each !== channel);
    this.#unsent = this.#unsent.filter((each) => each !== channel);
    if (this.#channels.length === 0) this.#stirred.set();
  }

  /** Each of them hears how far its stream is. */
  askProgress(): void {
    this.#progressAsked++;
    this.#stirred.set();
  }

  *serve(): Running<never> {
    for (;;) {
      while (this.#channels.length === 0 && this.#progressAsked === 0) yield* this.#untilStirred([]);
      const stream = yield* this.#rpc.openStream('watch', undefined, this.#needsLeader);
      if (stream === undefined) continue;
      try {
        yield* this.#converse(stream);
      } finally {
        stream.close();
      }
      const pause = this.#process.timer(REOPEN_MS);
      while (!pause.isReady) yield* any(pause);
    }
  }

  /** Until the stream has ended, or nobody needs it. */
  *#converse(stream: RpcStream): Running<void> {
    this.#creating = [];
    for (const channel of this.#channels) channel.id = undefined;
    this.#unsent = [...this.#channels];
    for (;;) {
      this.#send(stream);
      for (let heard = stream.take(); heard !== undefined; heard = stream.take()) {
        if ('events' in heard.message) this.#hear(heard.message, heard.identity);
      }
      if (stream.end !== undefined) break;
      if (this.#channels.length === 0 && this.#progressAsked === 0) return;
      yield* this.#untilStirred([stream]);
    }
    this.#broken(stream.end.error);
  }

  *#untilStirred(others: readonly Waitable[]): Running<void> {
    yield* any(this.#stirred, ...others);
    if (this.#stirred.isReady) this.#stirred = new Sign();
  }

  #send(stream: RpcStream): void {
    for (const channel of this.#unsent.splice(0)) {
      const { ask, next } = channel;
      stream.send({ ...watch(ask.key, ask.rangeEnd, next), prevKv: ask.prevKv });
      this.#creating.push(channel);
    }
    for (; this.#progressAsked > 0; this.#progressAsked--) stream.send({ type: 'progress' });
  }

  #hear(response: WatchResponse, identity: ResponseIdentity): void {
    if (response.created) {
      const channel = this.#creating.shift();
      if (channel === undefined || channel.isClosed) return;
      if (response.canceled && response.cancelReason !== '')
        return this.#refuse(channel, response.cancelReason);
      channel.id = response.watchId;
      if (!channel.isCreated && channel.next === 0) channel.next = response.revision;
      channel.isCreated = true;
      return;
    }
    const isProgress = response.events.length === 0 && !response.canceled;
    const named = this.#channels.find(({ id }) => id === response.watchId);
    const heard = isProgress
      ? this.#channels.filter(({ id }) => id !== undefined)
      : named === undefined
        ? []
        : [named];
    for (const channel of heard) this.#tell(channel, response, identity);
  }

  #tell(channel: WatchChannel, response: WatchResponse, identity: ResponseIdentity): void {
    if (response.canceled && response.compactRevision === 0) {
      if (response.cancelReason !== '') return this.#refuse(channel, response.cancelReason);
      return this.close(channel);
    }
    const last = response.events.at(-1);
    channel.next =
      last === undefined ? Math.max(channel.next, response.revision + 1) : last.kv.modRevision + 1;
    const error = response.canceled ? COMPACTED : undefined;
    channel.give({ response, identity, isMadeUp: false, error });
    if (response.canceled) this.close(channel);
  }

  /** Only the last watch of a stream hears why there is none any more. */
  #refuse(channel: WatchChannel, error: string): void {
    if (this.#channels.length === 1)
      channel.give({ response: NO_RESPONSE, identity: NOBODY, isMadeUp: true, error });
    this.close(channel);
  }

  /** A member that has fallen is no reason to end: another one goes on. One that misses its leader is, though others may not. */
  #broken(error: RpcError | undefined): void {
    if (error === undefined || isPassing(error)) return;
    for (const channel of this.#channels.slice()) this.#refuse(channel, error.message);
  }
}

const COMPACTED = 'etcdserver: mvcc: required revision has been compacted';
const NOBODY: ResponseIdentity = { clusterId: 0n, memberId: 0n, raftTerm: 0 };
const NO_RESPONSE: WatchResponse = {
  revision: 0,
  watchId: 0n,
  created: false,
  canceled: true,
  compactRevision: 0,
  cancelReason: '',
  fragment: false,
  events: [],
};

function isPassing({ code }: RpcError): boolean {
  if (code === undefined) return true;
  return code !== 'noLeader' && ['Unavailable', 'Internal'].includes(grpcCode(code as EtcdErrorCode));
}
