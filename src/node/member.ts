import type { LogIndex, Revision } from '../base/flavor.ts';
import type { KeyValue } from '../etcd/request.ts';
import type { Entry } from '../raft/entry.ts';
import type { MemberBoot, NodeInput, NodeOutput } from './io.ts';
import type { EntryView, MemberView } from './view.ts';

/** One member: the raft node, its log on disk, its store, its clients. Replaced by the real class. */
export declare class Member {
  static boot(boot: MemberBoot): { member: Member; output: NodeOutput };
  handle(input: NodeInput): NodeOutput;
  view(): MemberView;
  entries(first: LogIndex, last: LogIndex): EntryView[];
  /** The entry at index, while it is in the log: for checks. */
  entry(index: LogIndex): Entry | undefined;
  range(revision: Revision, limit: number): { kvs: KeyValue[]; count: number };
  keyHistory(key: Uint8Array): (KeyValue & { readonly deleted: boolean })[];
  recentChanges(
    limit: number,
  ): { readonly revision: Revision; readonly key: Uint8Array; readonly type: 'put' | 'delete' }[];
  clone(): Member;
  save(): unknown;
  static load(state: unknown): Member;
}
