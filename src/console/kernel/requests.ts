import { assert } from '../../base/assert.ts';
import type { HttpRequest } from '../../etcd/gateway/http.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import type { StreamKind } from '../../node/io.ts';
import type { Command } from '../../sim/command/command.ts';
import { listenerAt, type AddressBook } from './address-book.ts';
import { Later, OpenedHttp, OpenedStream } from './handles.ts';
import type { ConsoleEffect, ConsoleEvent } from './heard.ts';
import type { ActReply, CallReply, StreamOptions } from './process.ts';

export interface RequestsParts {
  readonly book: () => AddressBook;
  /** A number that the console has never used. */
  readonly newId: () => number;
  readonly want: (effect: ConsoleEffect) => void;
}

/** What one process has asked of the world and has not heard the end of. When it ends, its connections end with it. */
export class Requests {
  readonly #parts: RequestsParts;
  readonly #calls = new Map<number, Later<CallReply>>();
  readonly #timers = new Map<number, Later<true>>();
  readonly #acts = new Map<number, Later<ActReply>>();
  readonly #streams = new Map<number, OpenedStream>();
  readonly #https = new Map<number, OpenedHttp>();

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** It is told to whoever waits for it here, if somebody does. */
  hear(event: Exclude<ConsoleEvent, { type: 'start' | 'console' }>): void {
    switch (event.type) {
      case 'timer':
        return settle(this.#timers, event.timer, true);
      case 'reply':
        return settle(this.#calls, event.call, event.reply);
      case 'acted':
        return settle(this.#acts, event.act, { error: event.error });
      case 'streamed':
        return this.#streams.get(event.stream)?.heard({ message: event.message, identity: event.identity });
      case 'streamEnded':
        this.#streams.get(event.stream)?.ended(event.error);
        return void this.#streams.delete(event.stream);
      case 'httpHead':
        return this.#https.get(event.http)?.headCame(event.head);
      case 'httpBody':
        return this.#https.get(event.http)?.bytesCame(event.bytes);
      case 'httpEnd':
        this.#https.get(event.http)?.ended(event.end);
        return void this.#https.delete(event.http);
    }
  }

  /** The process is gone, and nobody waits any more. */
  close(): void {
    for (const open of [...this.#streams.values(), ...this.#https.values()]) open.close();
    for (const later of [...this.#calls.values(), ...this.#timers.values(), ...this.#acts.values()])
      later.cancel();
  }

  call(endpoint: string, operation: ClientOperation, token?: string): Later<CallReply> {
    const call = this.#parts.newId();
    const later = new Later<CallReply>(() => {
      if (this.#calls.delete(call)) this.#parts.want({ type: 'giveUp', call });
    });
    const node = this.#memberAt(endpoint);
    if (node === undefined) {
      later.value = { status: 'unreachable' };
      return later;
    }
    this.#calls.set(call, later);
    this.#parts.want({ type: 'call', call, endpoint: node, operation, token });
    return later;
  }

  openStream(endpoint: string, kind: StreamKind, options: StreamOptions = {}): OpenedStream {
    const stream = this.#parts.newId();
    const opened = new OpenedStream({
      send: (message) => this.#parts.want({ type: 'sendStream', stream, message }),
      close: () => {
        if (this.#streams.delete(stream)) this.#parts.want({ type: 'closeStream', stream });
      },
    });
    const node = this.#memberAt(endpoint);
    if (node === undefined) {
      opened.ended('unreachable');
      return opened;
    }
    this.#streams.set(stream, opened);
    const { token, needsLeader = false } = options;
    this.#parts.want({ type: 'openStream', stream, endpoint: node, kind, token, needsLeader });
    return opened;
  }

  http(endpoint: string, request: HttpRequest): OpenedHttp {
    const http = this.#parts.newId();
    const opened = new OpenedHttp(() => {
      if (this.#https.delete(http)) this.#parts.want({ type: 'closeHttp', http });
    });
    const listener = listenerAt(this.#parts.book(), endpoint);
    if (listener === undefined || listener.machine.status === 'killed') {
      opened.ended('broken');
      return opened;
    }
    this.#https.set(http, opened);
    const { machine, port } = listener;
    this.#parts.want({ type: 'openHttp', http, endpoint: machine.node, port, request });
    return opened;
  }

  timer(ms: number): Later<true> {
    const timer = this.#parts.newId();
    const later = new Later<true>(() => void this.#timers.delete(timer));
    this.#timers.set(timer, later);
    this.#parts.want({ type: 'timer', timer, ms: Math.max(0, ms) });
    return later;
  }

  act(command: Command): Later<ActReply> {
    const act = this.#parts.newId();
    const later = new Later<ActReply>(() => void this.#acts.delete(act));
    this.#acts.set(act, later);
    this.#parts.want({ type: 'act', act, command });
    return later;
  }

  #memberAt(endpoint: string): number | undefined {
    const listener = listenerAt(this.#parts.book(), endpoint);
    return listener?.port === 'client' && listener.machine.status !== 'killed'
      ? listener.machine.node
      : undefined;
  }
}

/** The value has come; who gave it up hears nothing. */
function settle<T>(all: Map<number, Later<T>>, id: number, value: T): void {
  const later = all.get(id);
  all.delete(id);
  if (later === undefined) return;
  assert(later.value === undefined, 'a value comes once');
  later.value = value;
}
