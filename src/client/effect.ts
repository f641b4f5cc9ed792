import type { Revision } from '../base/flavor.ts';
import type {
  ClientOperation,
  EtcdErrorCode,
  KeyValue,
  LeaseId,
  OperationResult,
  WatchEvent,
  WatchRequest,
  WatchResponse,
} from '../etcd/request.ts';
import type { ConsoleEvent, ConsoleInstruction } from '../console/kernel/heard.ts';
import type { LoadSettings } from './load-settings.ts';

export type StreamKind = 'watch' | 'leaseKeepAlive';

/** What a client says on a stream. */
export type StreamRequest = WatchRequest | { readonly type: 'keepAlive'; readonly id: LeaseId };

export type LeaseKeepAliveResult = Extract<OperationResult, { type: 'leaseGrant' | 'leaseKeepAlive' }>;

/** What a client hears on a stream: of a watch stream a WatchResponse, of a lease stream how long the lease has left. */
export type StreamAnswer = WatchResponse | LeaseKeepAliveResult;

/** failed: certainly without effect. unknown: it may take effect, now, later or never. */
export interface CallFailure {
  readonly status: 'failed' | 'unknown';
  readonly error: EtcdErrorCode;
}

export type CallAnswer = { readonly status: 'ok'; readonly result: OperationResult } | CallFailure;

/** What a client program wants. Calls, streams and timers are named by numbers that it never uses twice. */
export type ClientEffect =
  | { readonly type: 'call'; readonly call: number; readonly operation: ClientOperation }
  | { readonly type: 'openStream'; readonly stream: number; readonly kind: StreamKind }
  | { readonly type: 'sendStream'; readonly stream: number; readonly message: StreamRequest }
  | { readonly type: 'closeStream'; readonly stream: number }
  /** Milliseconds of virtual time from now. */
  | { readonly type: 'timer'; readonly timer: number; readonly ms: number }
  | { readonly type: 'note'; readonly note: ClientNote }
  /** The program has ended; nothing comes after it. */
  | { readonly type: 'done'; readonly outcome: ProgramOutcome };

/** What happens to a client program. */
export type ClientEvent =
  | { readonly type: 'start' }
  | { readonly type: 'answer'; readonly call: number; readonly result: CallAnswer }
  | { readonly type: 'stream'; readonly stream: number; readonly message: StreamAnswer }
  /** The stream is no more: the other end closed it with this error, or without one. */
  | { readonly type: 'streamEnded'; readonly stream: number; readonly error: EtcdErrorCode | undefined }
  | { readonly type: 'timer'; readonly timer: number }
  | { readonly type: 'instructed'; readonly instruction: Instruction }
  /** What only consoles hear. */
  | Exclude<ConsoleEvent, { type: 'start' | 'console' | 'timer' | 'streamEnded' }>;

/** What somebody outside asks of a running program; a program that cannot do it now does nothing. */
export type Instruction =
  /** Let go of what is held, leave, end. */
  | { readonly type: 'release' }
  /** Election: a new value for the leader's key. Discovery: a new address. */
  | { readonly type: 'publish'; readonly value: Uint8Array }
  /** One more call, of a program that only makes calls. */
  | { readonly type: 'call'; readonly operation: ClientOperation }
  /** A load: these settings from now on, the others as they are. */
  | { readonly type: 'dial'; readonly load: Partial<LoadSettings> }
  /** Send no more keep-alives: the lease will run out. The program goes on as if nothing had happened. */
  | { readonly type: 'stopKeepAlive' }
  | ConsoleInstruction;

/** Why a program ended without what it wanted; beyond etcd's errors those that its client library words itself. */
export type ProgramError =
  EtcdErrorCode | 'electionNotLeader' | 'electionNoLeader' | 'sessionExpired' | RecipeError;

const recipeErrors = ['keyExists', 'tooManyConflicts', 'tooManyClients', 'streamLost'] as const;
/** What only the recipes say, and etcd has no words for. */
export type RecipeError = (typeof recipeErrors)[number];

export function isRecipeError(error: ProgramError): error is RecipeError {
  return recipeErrors.some((each) => each === error);
}

export type ProgramOutcome =
  /** createRevision is the lock's fencing token: it grows from owner to owner. revision: the header's. */
  | {
      readonly type: 'locked';
      readonly key: Uint8Array;
      readonly createRevision: Revision;
      readonly revision: Revision;
    }
  | {
      readonly type: 'elected';
      readonly name: Uint8Array;
      readonly key: Uint8Array;
      readonly createRevision: Revision;
      readonly lease: LeaseId;
      readonly revision: Revision;
    }
  | { readonly type: 'leader'; readonly kv: KeyValue; readonly revision: Revision }
  /** From a queue, in the order in which they were taken. */
  | { readonly type: 'taken'; readonly kvs: readonly KeyValue[] }
  | { readonly type: 'committed'; readonly revision: Revision; readonly attempts: number }
  | { readonly type: 'answered'; readonly results: readonly CallAnswer[] }
  | { readonly type: 'released' | 'finished'; readonly revision: Revision }
  | { readonly type: 'failed'; readonly status: 'failed' | 'unknown'; readonly error: ProgramError };

/** What a program tells of itself while it goes on. Keys and values as they are, words are made elsewhere. */
export type ClientNote =
  | { readonly type: 'leaseGranted'; readonly lease: LeaseId; readonly ttl: number }
  | { readonly type: 'leaseKept'; readonly lease: LeaseId; readonly ttl: number }
  | { readonly type: 'leaseLost'; readonly lease: LeaseId }
  | { readonly type: 'waiting'; readonly key: Uint8Array; readonly behind: Uint8Array }
  /** A lock or an election: the client now believes that it is the owner. */
  | { readonly type: 'owner'; readonly key: Uint8Array; readonly createRevision: Revision }
  /** A read-write lock: the client now believes that it holds it so. */
  | {
      readonly type: 'holds';
      readonly mode: 'read' | 'write';
      readonly key: Uint8Array;
      readonly revision: Revision;
    }
  /** A double barrier: all have come. */
  | { readonly type: 'entered'; readonly key: Uint8Array; readonly revision: Revision }
  | { readonly type: 'observed'; readonly kv: KeyValue; readonly revision: Revision }
  | { readonly type: 'conflict'; readonly attempt: number }
  | { readonly type: 'written'; readonly key: Uint8Array; readonly revision: Revision }
  | { readonly type: 'found'; readonly kvs: readonly KeyValue[]; readonly revision: Revision }
  | { readonly type: 'seen'; readonly events: readonly WatchEvent[]; readonly revision: Revision }
  | { readonly type: 'cancelled'; readonly compactRevision: Revision; readonly reason: string }
  | { readonly type: 'answered'; readonly operation: ClientOperation; readonly result: CallAnswer }
  | ConsoleNote;

/** What a console shows: a line as it was typed, what its processes write, their end. `job`: the number of the line. */
export type ConsoleNote =
  /** number: it was not a line of its own, but the part of one before `&`; what the shell calls it. */
  | { readonly type: 'typed'; readonly job: number; readonly text: string; readonly number?: number }
  /** What was typed for a job that ran. */
  | { readonly type: 'input'; readonly job: number; readonly text: string }
  /** fd: 1 standard output, 2 standard error. */
  | { readonly type: 'output'; readonly job: number; readonly fd: 1 | 2; readonly bytes: Uint8Array }
  | { readonly type: 'ended'; readonly job: number; readonly exitCode: number; readonly signal?: string };
