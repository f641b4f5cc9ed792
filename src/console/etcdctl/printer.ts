import type { ResponseIdentity, WatchResponse } from '../../etcd/request.ts';
import type { Answer } from './rpc.ts';

export const formats = ['simple', 'json', 'fields', 'table', 'protobuf'] as const;
export type Format = (typeof formats)[number];

/** What printers are set to by flags. */
export interface PrintSettings {
  /** --hex: keys and values as `\x61\x62`; ids in JSON too. */
  readonly hex: boolean;
  /** get --print-value-only */
  readonly valueOnly: boolean;
}

/** A member's answer to `endpoint status`, and the like: the endpoint beside the answer. */
export interface EndpointAnswer<Type extends 'status' | 'hashKv'> {
  readonly endpoint: string;
  readonly answer: Answer<Type>;
}

export interface EndpointHealth {
  readonly endpoint: string;
  readonly healthy: boolean;
  /** As Go prints a duration. */
  readonly took: string;
  /** Empty: none. */
  readonly error: string;
}

/** `snapshot status`. */
export interface SnapshotStatus {
  readonly hash: number;
  readonly revision: number;
  readonly totalKey: number;
  readonly totalSize: number;
}

/** Everything that etcdctl prints through `display` (ctlv3/command/printer.go). */
export type Printed =
  | { readonly type: 'answer'; readonly answer: Answer; readonly about?: AnswerContext }
  | {
      readonly type: 'watch';
      readonly response: WatchResponse;
      readonly identity: ResponseIdentity;
      /** The client library has made it up: it has no list of events. */
      readonly isMadeUp: boolean;
    }
  | { readonly type: 'leaseTimeToLive'; readonly answer: Answer<'leaseTimeToLive'>; readonly keys: boolean }
  | { readonly type: 'endpointHealth'; readonly endpoints: readonly EndpointHealth[] }
  | { readonly type: 'endpointStatus'; readonly endpoints: readonly EndpointAnswer<'status'>[] }
  | { readonly type: 'endpointHashKv'; readonly endpoints: readonly EndpointAnswer<'hashKv'>[] }
  | {
      readonly type: 'moveLeader';
      readonly from: bigint;
      readonly to: bigint;
      readonly answer: Answer<'moveLeader'>;
    }
  | { readonly type: 'snapshotStatus'; readonly status: SnapshotStatus };

/** What a line of `simple` names that is not in the answer itself. */
export interface AnswerContext {
  readonly user?: string;
  readonly role?: string;
  readonly key?: Uint8Array;
  readonly rangeEnd?: Uint8Array;
  readonly id?: bigint;
}

/** One format. What it cannot print ends etcdctl with `Exit` (`table not supported as output format`, exit code 4). */
export interface Printer {
  print(what: Printed): Uint8Array;
}
