import type { MemberBoot, NodeInput, NodeOutput } from '../node/io.ts';

/** What a node worker is asked. `round` counts up; the reply carries it back. Plain data. */
export type NodeRequest =
  | { readonly type: 'start'; readonly round: number; readonly boot: MemberBoot }
  | { readonly type: 'run'; readonly round: number; readonly inputs: readonly NodeInput[] }
  /** A member as `Member.save()` gave it; answered with no outputs. */
  | { readonly type: 'restore'; readonly round: number; readonly state: unknown };

/** One output for each input; with `crashed`, why the member is no more after them. */
export interface NodeReply {
  readonly round: number;
  readonly outputs: readonly NodeOutput[];
  readonly crashed: string | undefined;
}
