import type { LogIndex, NodeId, Revision } from '../../base/flavor.ts';
import type { LoggedOperation } from '../../etcd/command.ts';
import type { ClientOperation, EtcdErrorCode, OperationResult } from '../../etcd/request.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { AskedConfChange } from '../io.ts';
import type { AnswerDoor } from './http-session.ts';

/** Who gets the answer of a call. */
export type Asker =
  | { readonly type: 'client'; readonly request: number }
  /** An HTTP request; `door`: who words the answer. */
  | { readonly type: 'http'; readonly request: number; readonly door: AnswerDoor }
  /** A member that cannot serve it itself; `call` is its number of the question. */
  | { readonly type: 'peer'; readonly node: NodeId; readonly call: number }
  /** A lock or election that runs in this member; `call` is the program's number. */
  | { readonly type: 'program'; readonly program: number; readonly call: number }
  /** A lease stream. */
  | { readonly type: 'stream'; readonly stream: number }
  /** The member itself. */
  | { readonly type: 'own' };

/** What can be asked: by clients, by hand, or by the member itself. */
export type CallOperation =
  | ClientOperation
  | ({ readonly type: 'confChange' } & AskedConfChange)
  | Extract<LoggedOperation, { readonly type: 'leaseCheckpoint' | 'v2' }>;

/** What a call waits for. */
export type Stage =
  /** To be carried out: its caller's token names an index that is not applied yet. */
  | { readonly type: 'token'; readonly index: bigint }
  /** A leader to propose to. */
  | { readonly type: 'leader' }
  /** A read index, and then for it to be applied (reads.ts). */
  | { readonly type: 'reading' }
  /** Its entry to be applied here; of an authenticate the auth revision at which the password was right. */
  | { readonly type: 'proposed'; readonly authRevision?: number }
  /** The index that was committed when it came, before a leader looks at its leases; gives up at `untilMs`. */
  | { readonly type: 'catchingUp'; readonly index: LogIndex; readonly untilMs: number }
  /** The answer of the leader; 0: for a leader to ask. Asked again at `againAtMs`, or when the leader is another. */
  | {
      readonly type: 'asking';
      readonly call: number;
      readonly leader: NodeId;
      readonly againAtMs: number;
    }
  /** A lease that is past its end to be revoked, or somebody else to lead. */
  | { readonly type: 'expiring' }
  | { readonly type: 'transferring'; readonly target: NodeId }
  /** The alarm to be raised, before it is said that there is no room. */
  | { readonly type: 'raisingAlarm' }
  /** What the compaction has hidden to be removed, too. */
  | { readonly type: 'compacting'; readonly result: OperationResult };

/** A call from its beginning to its answer. Never changed once made: a call that goes on is another. */
export interface Call {
  readonly id: number;
  readonly asker: Asker;
  readonly operation: CallOperation;
  readonly token: string | undefined;
  readonly startedAtMs: number;
  /** Of the store when it came. */
  readonly revision: Revision;
  readonly stage: Stage;
}

/** How a call ends, before it is said whose answer it is. */
export type CallOutcome =
  | {
      readonly status: 'ok';
      readonly result: OperationResult | { readonly type: 'confChange'; readonly confState: ConfState };
    }
  | { readonly status: 'failed' | 'unknown'; readonly error: EtcdErrorCode };

export interface EndedCall {
  readonly call: Call;
  readonly outcome: CallOutcome;
}
