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

/** A member whose results have not held. */
export interface FailedMember {
  readonly node: NodeId;
  readonly crashed: string;
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
  /**
   * As `run`, but the results are there at once and `confirm` says later whether they hold. Absent: `run` is quick
   * enough. A crash that is known already is in the result, as in `run`'s.
   */
  runAhead?(batches: readonly NodeBatch[]): readonly NodeBatchResult[];
  /** Whether so much is unconfirmed that `confirm` should be waited for before anything else runs ahead. */
  readonly isFarAhead?: boolean;
  /** Everything that ran ahead has been held against the truth: the members that failed are no more, and why. */
  confirm?(): Promise<readonly FailedMember[]>;
  /** The member itself, to be cloned into a checkpoint, never to be stepped. What it is, its machine's image tells. */
  member(node: NodeId): Member | undefined;
  /** Replaces all members by these (a checkpoint): they are cloned or copied, never shared. */
  restore(members: readonly Member[]): Promise<void> | void;
  /** Whether this member runs in a Web Worker of its own now. Absent: this host has none. */
  inWorker?(node: NodeId): boolean;
}
