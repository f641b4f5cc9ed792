import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot, NodeInput } from '../../node/io.ts';
import type { NodeBatchResult } from '../../sim/node-host.ts';

/** What a node worker is asked. `round` counts up; the reply carries it back. Plain data. */
export type NodeRequest =
  | { readonly type: 'start'; readonly round: number; readonly boot: MemberBoot }
  | {
      readonly type: 'run';
      readonly round: number;
      readonly node: NodeId;
      readonly inputs: readonly NodeInput[];
    }
  /** A member as `Member.save()` gave it; answered with no outputs. */
  | { readonly type: 'restore'; readonly round: number; readonly node: NodeId; readonly state: unknown };

/** What the worker made of a request: digests stand in it for large bytes (large-parts.ts). */
export interface NodeReply {
  readonly round: number;
  readonly result: DigestedResult;
}

/** A NodeBatchResult to hold against another, and no more: its outputs are plain data with digests in them. */
export interface DigestedResult extends Omit<NodeBatchResult, 'outputs'> {
  readonly outputs: readonly unknown[];
}
