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

/** Instead of a record: why the member is no more. */
export interface Fallen {
  readonly crashed: string;
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
   * One input for one member, which answers at once; `confirm`, where there is one, says later whether the record holds.
   * Where members can be asked so, things happen one at a time and no batch is ever made. Absent: a member's answer takes
   * its time, and a batch has several of them think at once.
   */
  step?(node: NodeId, input: NodeInput): NodeOutput | Fallen;
  /** Whether so much is unconfirmed that `confirm` should be waited for before anything else happens. */
  readonly isFarAhead?: boolean;
  /** Everything since the last time has been held against the truth: the members that failed are no more, and why. */
  confirm?(): Promise<readonly FailedMember[]>;
  /** The member itself, to be cloned into a checkpoint, never to be stepped. What it is, its machine's image tells. */
  member(node: NodeId): Member | undefined;
  /** Replaces all members by these (a checkpoint): they are cloned or copied, never shared. */
  restore(members: readonly Member[]): Promise<void> | void;
  /** Whether this member runs in a Web Worker of its own now. Absent: this host has none. */
  inWorker?(node: NodeId): boolean;
}
