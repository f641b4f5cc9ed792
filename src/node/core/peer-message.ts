import type { NodeId, Revision, Term } from '../../base/flavor.ts';
import type { EtcdErrorCode, LeaseId, MemberId, OperationResult } from '../../etcd/request.ts';

/**
 * What members ask each other over the peer network beside raft: calls that only the leader can serve, and the leader
 * for the hashes of the others' stores (etcd: lease/leasehttp, etcdserver/api/etcdhttp, corrupt.go). They travel on the same links as raft's messages,
 * so delays, cuts and losses hit them too; a request that is not answered is asked again under a new number.
 */
export type PeerMessage = PeerRequest | PeerResponse | PeerRemoved;

interface Envelope {
  readonly from: NodeId;
  readonly to: NodeId;
  /** Of the sender when it sent this; for pictures only. */
  readonly term: Term;
  /** Chosen by the asking member, unique in one life of it. */
  readonly call: number;
}

export interface PeerRequest extends Envelope {
  readonly type: 'PeerRequest';
  readonly ask: PeerCall;
}

export interface PeerResponse extends Envelope {
  readonly type: 'PeerResponse';
  readonly answer: PeerAnswer;
}

/** To whom belongs to the cluster no more. */
export interface PeerRemoved extends Envelope {
  readonly type: 'PeerRemoved';
  /** The member of the receiver's machine that was removed. */
  readonly member: MemberId;
}

export type PeerCall =
  | { readonly type: 'leaseKeepAlive'; readonly id: LeaseId }
  | { readonly type: 'leaseTimeToLive'; readonly id: LeaseId; readonly keys: boolean }
  | { readonly type: 'memberPromote'; readonly id: MemberId }
  | { readonly type: 'hashKv'; readonly revision: Revision };

/** `again`: not the leader, or not ready to be asked: the question may be put once more. */
export type PeerAnswer =
  | { readonly type: 'ok'; readonly result: OperationResult }
  | { readonly type: 'refused'; readonly error: EtcdErrorCode }
  | { readonly type: 'again' };

export type PeerMessageType = PeerMessage['type'];
