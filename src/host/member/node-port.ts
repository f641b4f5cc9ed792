import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../../node/io.ts';

/** What a worker's answer to inputs has to hold: a digest of its records, or the records themselves. */
export type Wanted = 'digest' | 'records';

/** What a node worker is told to do. Plain data. */
export type NodeTask =
  | { readonly type: 'start'; readonly node: NodeId; readonly boot: MemberBoot; readonly want: Wanted }
  /** A piece of a batch that goes on: it is begun with, and not answered. */
  | { readonly type: 'begin'; readonly node: NodeId; readonly inputs: readonly NodeInput[] }
  /** The last piece of a batch, answered for all of it. */
  | {
      readonly type: 'run';
      readonly node: NodeId;
      readonly inputs: readonly NodeInput[];
      readonly want: Wanted;
    }
  /** The records of the last batch that was answered, which the answer had a digest of. */
  | { readonly type: 'records'; readonly node: NodeId }
  /** A member as `Member.save()` gave it. */
  | { readonly type: 'restore'; readonly node: NodeId; readonly state: unknown }
  /** The member as `Member.save()` gives it. */
  | { readonly type: 'save'; readonly node: NodeId };

/** Questions are numbered from 1; what is not answered has the number of the question that it belongs to. */
export type NodeRequest = NodeTask & { readonly round: number };

export interface NodeReply {
  readonly round: number;
  readonly answer: NodeAnswer;
}

export interface NodeAnswer {
  readonly node: NodeId;
  /** How many outputs it has put out, */
  readonly count: number;
  /** and their digest (base/digest.ts, one after the other); 0 if it was not asked for. */
  readonly digest: number;
  /** The outputs, if they were asked for. */
  readonly outputs?: readonly NodeOutput[];
  /** The member, if it was asked for. */
  readonly state?: unknown;
  /** Why the member is no more. */
  readonly crashed?: string;
}
