import type { NodeId, Revision } from '../../base/flavor.ts';
import type { CallFailure, CallAnswer, StreamAnswer } from '../../client/effect.ts';
import type { LockProgram } from '../../client/lock.ts';
import type { ClientOperation, WatchEvent, WatchRequest } from '../../etcd/request.ts';

/** What came for a client while it was paused. */
export type Received =
  | { readonly type: 'answer'; readonly call: PendingCall; readonly result: CallAnswer }
  | { readonly type: 'stream'; readonly stream: number; readonly message: StreamAnswer };

export interface ScriptClient {
  readonly name: string;
  /** Where its calls go. */
  at: NodeId;
  /** Ticks until it gives a call up; undefined: never. */
  readonly timeout: number | undefined;
  isPaused: boolean;
  readonly waiting: Received[];
  /** The call it made last. */
  last: LastCall | undefined;
  /** By the name of the lock. */
  readonly locks: Map<string, HeldLock>;
}

/** result undefined: no answer yet. */
export interface LastCall {
  readonly operation: ClientOperation;
  result: CallAnswer | undefined;
}

export interface HeldLock {
  program: LockProgram;
  /** The program's numbers of its streams, and the world's. */
  readonly streams: Map<number, number>;
  failure: CallFailure['error'] | undefined;
}

/** Whose call it is: a line of the script's, a proposal without client, or a lock's. */
export type CallOwner =
  | { readonly type: 'client'; readonly client: ScriptClient; readonly last: LastCall }
  | { readonly type: 'lock'; readonly client: ScriptClient; readonly lock: HeldLock; readonly call: number }
  | { readonly type: 'nobody' };

/** A call under way, by its number among the world's requests. */
export interface PendingCall {
  readonly id: number;
  readonly node: NodeId;
  readonly operation: ClientOperation;
  readonly owner: CallOwner;
  readonly record: number;
  /** The tick at which its client gives up. */
  readonly deadline: number;
}

/** A watch as the script sees it, over all the streams it has lived on. */
export interface ScriptWatch {
  readonly name: string;
  readonly client: ScriptClient;
  readonly request: Extract<WatchRequest, { type: 'create' }>;
  /** Where it lives now. */
  node: NodeId;
  stream: number;
  watchId: bigint;
  readonly events: WatchEvent[];
  /** Of those that brought events. */
  responses: number;
  /** The first revision that it has not been told about, as far as it knows. */
  next: Revision;
  /** Of the last notification that everything up to a revision has been told; 0: there was none. */
  progress: Revision;
  isCancelled: boolean;
  compactRevision: Revision;
}
