import type { LogIndex, Revision } from '../base/flavor.ts';
import type { KeyValue } from '../etcd/request.ts';
import type { MemberBoot, NodeInput, NodeOutput } from './io.ts';
import type { EntryView, MemberView } from './view.ts';

/** One member: the raft node, its log on disk, its store, its clients. Replaced by the real class. */
export declare class Member {
  static boot(boot: MemberBoot): { member: Member; output: NodeOutput };
  handle(input: NodeInput): NodeOutput;
  view(): MemberView;
  entries(first: LogIndex, last: LogIndex): EntryView[];
  range(revision: Revision, limit: number): { kvs: KeyValue[]; count: number };
  clone(): Member;
  save(): unknown;
  static load(state: unknown): Member;
}
