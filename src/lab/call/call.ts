import type { OperationInput, WatchInput } from '../../etcd/operation-schema.ts';
import type { EtcdErrorCode, ResponseIdentity } from '../../etcd/request.ts';
import type { AskedConfChange, ClientAnswer, StreamKind, StreamRequest } from '../../node/io.ts';

/** Who asks whom: without a node the leader, or any that runs; `client` names a lane; `token` is what authenticate gave. */
export interface Caller {
  readonly node?: number;
  readonly client?: string;
  readonly token?: string;
}

/**
 * A client's call, whoever makes it: a form, a script, the console, a test. What it asks for is a request of etcd's API, in
 * which bytes and ids may be text and what etcd fills in may be left out; or a change of members by the numbers of their
 * machines, as raft has it.
 */
export interface Call extends Caller {
  readonly operation: CallOperation;
}

export type CallOperation = OperationInput | MembersChange;

export type MembersChange = { readonly type: 'confChange' } & AskedConfChange;

export interface StreamOpening extends Caller {
  readonly kind: StreamKind;
  readonly first?: StreamRequest | WatchInput;
  /** It ends when its member has known of no leader for three election timeouts (clientv3: WithRequireLeader). */
  readonly needsLeader?: boolean;
}

/** How a call has ended, with all that came back. Times are virtual milliseconds. */
export type CallResult = {
  readonly node: number;
  readonly invokedAtMs: number;
  readonly returnedAtMs: number;
} & (
  | {
      readonly status: 'ok';
      readonly result: Extract<ClientAnswer['result'], { status: 'ok' }>['result'];
      readonly identity: ResponseIdentity;
      /** As in a RequestFrame. */
      readonly staleBy: number;
    }
  | {
      /** failed: certainly without effect. unknown: it may take effect, now, later or never. */
      readonly status: 'failed' | 'unknown';
      /** Undefined: the call was cut off with its future. */
      readonly code: EtcdErrorCode | undefined;
      /** In etcd's words. */
      readonly error: string;
    }
);
