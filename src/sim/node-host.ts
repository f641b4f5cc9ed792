import type { NodeId } from '../base/flavor.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../node/io.ts';
import type { Member } from '../node/member.ts';

/** Inputs for one member, in order. */
export interface NodeBatch {
  readonly node: NodeId;
  readonly inputs: readonly NodeInput[];
}

/** One output for each input; or the reason why the member is no more, after `outputs` had been produced. */
export interface NodeBatchResult {
  readonly node: NodeId;
  readonly outputs: readonly NodeOutput[];
  readonly crashed?: string;
}

/**
 * Where members run. Two implementations, one contract (test/host/same-run.test.ts): in process, and one Web
 * Worker a member. The same batches give the same results in both, to the byte.
 */
export interface NodeHost {
  /** Starts a member from its disk. Its first output (traces, and work to do after a restart) comes back. */
  start(boot: MemberBoot): Promise<NodeBatchResult> | NodeBatchResult;
  /** The member is gone with everything it had in memory. */
  kill(node: NodeId): void;
  run(batches: readonly NodeBatch[]): Promise<readonly NodeBatchResult[]> | readonly NodeBatchResult[];
  /** The member as it is now, to look at or to clone; never to be stepped. */
  member(node: NodeId): Member | undefined;
  /** Replaces all members by these (a checkpoint): they are cloned or copied, never shared. */
  restore(members: readonly Member[]): Promise<void> | void;
  /** Whether this member runs in a Web Worker of its own now. Absent: this host has none. */
  inWorker?(node: NodeId): boolean;
}
