import type { Revision } from '../base/flavor.ts';

/** A client's call (etcdserverpb: PutRequest, RangeRequest, DeleteRangeRequest, CompactionRequest). Keys and values are bytes. */
export type ClientOperation =
  | { readonly type: 'put'; readonly key: Uint8Array; readonly value: Uint8Array; readonly prevKv?: boolean }
  | {
      readonly type: 'range';
      readonly key: Uint8Array;
      /** Absent: one key. A single zero byte: everything from key on. */
      readonly rangeEnd?: Uint8Array;
      /** 0: the newest. */
      readonly revision: Revision;
      readonly limit?: number;
      readonly countOnly?: boolean;
      readonly keysOnly?: boolean;
      readonly consistency: 'linearizable' | 'serializable';
    }
  | {
      readonly type: 'deleteRange';
      readonly key: Uint8Array;
      readonly rangeEnd?: Uint8Array;
      readonly prevKv?: boolean;
    }
  | { readonly type: 'compact'; readonly revision: Revision };

export interface KeyValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  readonly version: number;
  readonly lease: number;
}

/** What an operation yields, with the revision of the store it speaks of (ResponseHeader.revision). */
export type OperationResult =
  | { readonly type: 'put'; readonly revision: Revision; readonly prevKv?: KeyValue }
  | {
      readonly type: 'range';
      readonly revision: Revision;
      readonly kvs: readonly KeyValue[];
      readonly count: number;
      readonly more: boolean;
    }
  | {
      readonly type: 'deleteRange';
      readonly revision: Revision;
      readonly deleted: number;
      readonly prevKvs: readonly KeyValue[];
    }
  | { readonly type: 'compact'; readonly revision: Revision };

/** Errors by code; etcd's words for each are `errorText` (src/etcd/error.ts). */
export type EtcdErrorCode =
  | 'emptyKey'
  | 'compacted'
  | 'futureRevision'
  | 'noLeader'
  | 'proposalDropped'
  | 'notLeader'
  | 'leaderChanged'
  | 'timeout'
  | 'requestTooLarge'
  | 'tooManyRequests'
  | 'stopped'
  | 'unhealthy'
  | 'memberNotFound'
  | 'memberExists'
  | 'learnerNotReady'
  | 'notLearner';
