import type { ClientOperation } from '../etcd/request.ts';
import type {
  ClientEffect,
  ClientNote,
  ProgramError,
  ProgramOutcome,
  StreamKind,
  StreamRequest,
} from './effect.ts';

/** One step of a program while it is taken: what it wants, and the numbers it gives out. */
export class Turn {
  readonly effects: ClientEffect[] = [];
  lastId: number;

  constructor(lastId: number) {
    this.lastId = lastId;
  }

  /** The number of the call, by which its answer comes back. */
  call(operation: ClientOperation): number {
    const call = ++this.lastId;
    this.effects.push({ type: 'call', call, operation });
    return call;
  }

  openStream(kind: StreamKind, first: StreamRequest): number {
    const stream = ++this.lastId;
    this.effects.push({ type: 'openStream', stream, kind }, { type: 'sendStream', stream, message: first });
    return stream;
  }

  send(stream: number, message: StreamRequest): void {
    this.effects.push({ type: 'sendStream', stream, message });
  }

  closeStream(stream: number): void {
    this.effects.push({ type: 'closeStream', stream });
  }

  timer(ms: number): number {
    const timer = ++this.lastId;
    this.effects.push({ type: 'timer', timer, ms });
    return timer;
  }

  note(note: ClientNote): void {
    this.effects.push({ type: 'note', note });
  }

  done(outcome: ProgramOutcome): void {
    this.effects.push({ type: 'done', outcome });
  }

  fail(error: ProgramError, status: 'failed' | 'unknown' = 'failed'): void {
    this.done({ type: 'failed', status, error });
  }
}
