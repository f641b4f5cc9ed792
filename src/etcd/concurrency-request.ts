import type { Revision } from '../base/flavor.ts';
import type { KeyValue, LeaseId } from './request.ts';

/** v3electionpb.LeaderKey: the key by which its holder leads; `rev` is the revision that made it. */
export interface LeaderKey {
  readonly name: Uint8Array;
  readonly key: Uint8Array;
  readonly rev: Revision;
  readonly lease: LeaseId;
}

/**
 * The lock and election services (v3lockpb, v3electionpb): a member runs the recipes for its clients, calling itself.
 * lease 0n: the member takes a lease of 60 seconds for the call and keeps it alive while it runs (etcd: DefaultSessionTTL).
 */
export type ConcurrencyRequest =
  | { readonly type: 'lock'; readonly name: Uint8Array; readonly lease: LeaseId }
  | { readonly type: 'unlock'; readonly key: Uint8Array }
  | {
      readonly type: 'campaign';
      readonly name: Uint8Array;
      readonly lease: LeaseId;
      readonly value: Uint8Array;
    }
  | { readonly type: 'proclaim'; readonly leader: LeaderKey | undefined; readonly value: Uint8Array }
  | { readonly type: 'leader'; readonly name: Uint8Array }
  /** Answered by a stream of `leader` results, until the client goes. */
  | { readonly type: 'observe'; readonly name: Uint8Array }
  | { readonly type: 'resign'; readonly leader: LeaderKey | undefined };

/** `revision`: of the header, that of the last call the recipe made; 0 where etcd leaves it out. */
export type ConcurrencyResult =
  | { readonly type: 'lock'; readonly revision: Revision; readonly key: Uint8Array }
  | { readonly type: 'unlock' | 'proclaim' | 'resign'; readonly revision: Revision }
  | { readonly type: 'campaign'; readonly revision: Revision; readonly leader: LeaderKey }
  | { readonly type: 'leader' | 'observe'; readonly revision: Revision; readonly kv: KeyValue | undefined };
