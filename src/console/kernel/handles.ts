import type { HttpHead } from '../../etcd/gateway/http.ts';
import type { EtcdErrorCode } from '../../etcd/request.ts';
import { Killed } from './process.ts';
import type { HttpReply, Input, Output, Reply, Signal, Signals, Stream, StreamMessage } from './process.ts';
import type { StreamRequest } from '../../client/effect.ts';

/** A value that comes once. `cancelled` hears that nobody waits for it any more. */
export class Later<T> implements Reply<T> {
  value: T | undefined;
  readonly #cancelled: () => void;

  constructor(cancelled: () => void) {
    this.#cancelled = cancelled;
  }

  get isReady(): boolean {
    return this.value !== undefined;
  }

  cancel(): void {
    if (this.value === undefined) this.#cancelled();
  }
}

/** Bytes on their way from whoever writes to whoever reads. */
export class Pipe implements Input, Output {
  isTerminal = false;
  #pieces: Uint8Array[] = [];
  #isClosed = false;
  #isLeft = false;

  get isReady(): boolean {
    return this.#pieces.length > 0 || this.#isClosed;
  }

  get isOver(): boolean {
    return this.#isClosed && this.#pieces.length === 0;
  }

  take(): Uint8Array | undefined {
    return this.#pieces.shift();
  }

  putBack(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#pieces.unshift(bytes);
  }

  write(bytes: Uint8Array): void {
    if (this.#isLeft) throw new Killed('SIGPIPE');
    if (!this.#isClosed && bytes.length > 0) this.#pieces.push(bytes);
  }

  /** Nobody reads any more: who writes is ended. */
  leave(): void {
    this.#isLeft = true;
    this.#pieces = [];
  }

  close(): void {
    this.#isClosed = true;
  }
}

/** What a stream needs of the kernel. */
export interface StreamEnds {
  readonly send: (message: StreamRequest) => void;
  readonly close: () => void;
}

export class OpenedStream implements Stream {
  readonly #messages: StreamMessage[] = [];
  readonly #ends: StreamEnds;
  #end: Stream['end'];
  #isClosed = false;

  constructor(ends: StreamEnds) {
    this.#ends = ends;
  }

  get isReady(): boolean {
    return this.#messages.length > 0 || this.#end !== undefined;
  }

  get end(): Stream['end'] {
    return this.#messages.length > 0 ? undefined : this.#end;
  }

  send(message: StreamRequest): void {
    if (this.#end === undefined && !this.#isClosed) this.#ends.send(message);
  }

  take(): StreamMessage | undefined {
    return this.#messages.shift();
  }

  close(): void {
    if (this.#end === undefined && !this.#isClosed) this.#ends.close();
    this.#isClosed = true;
  }

  heard(message: StreamMessage): void {
    this.#messages.push(message);
  }

  ended(error: EtcdErrorCode | 'unreachable' | undefined): void {
    this.#end ??= { error };
  }
}

export class OpenedHttp implements HttpReply {
  readonly #pieces: Uint8Array[] = [];
  readonly #close: () => void;
  #head: HttpHead | undefined;
  #isHeadSeen = false;
  #end: HttpReply['end'];

  constructor(close: () => void) {
    this.#close = close;
  }

  get isReady(): boolean {
    return (
      this.#pieces.length > 0 || this.#end !== undefined || (this.#head !== undefined && !this.#isHeadSeen)
    );
  }

  get head(): HttpHead | undefined {
    this.#isHeadSeen = this.#head !== undefined;
    return this.#head;
  }

  get end(): HttpReply['end'] {
    return this.#pieces.length > 0 ? undefined : this.#end;
  }

  take(): Uint8Array | undefined {
    return this.#pieces.shift();
  }

  close(): void {
    if (this.#end === undefined) this.#close();
    this.#end ??= 'broken';
  }

  headCame(head: HttpHead): void {
    this.#head = head;
  }

  bytesCame(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
  }

  ended(end: 'served' | 'broken'): void {
    this.#end ??= end;
  }
}

export class CaughtSignals implements Signals {
  readonly #came: Signal[] = [];
  isCaught = false;

  get isReady(): boolean {
    return this.#came.length > 0;
  }

  catch(): void {
    this.isCaught = true;
  }

  release(): void {
    this.isCaught = false;
  }

  take(): Signal | undefined {
    return this.#came.shift();
  }

  came(signal: Signal): void {
    this.#came.push(signal);
  }
}
