import type { RaftId } from '../protobuf/raftpb.ts';
import { tablesOf, type RuleBook } from '../base/rule-table.ts';
import type { HardState } from '../raft/entry.ts';

type StoredState = HardState<RaftId>;

/** The rules of what reaches the disk. */
export interface StorageRules {
  /** What of a new hard state is written, over the one written before. */
  readonly writtenState: (next: StoredState, before: StoredState | undefined) => StoredState;
}

export const storageRules: RuleBook<StorageRules> = {
  writtenState: {
    section: 'paper 5.1, figure 2',
    promises: 'VoteDurable',
    kept: (next) => next,
    broken: {
      voteInMemory: (next, before) => ({ ...next, vote: next.term === before?.term ? before.vote : 0 }),
      termInMemory: (next, before) => ({ ...next, term: before?.term ?? 0, vote: before?.vote ?? 0 }),
    },
  },
};

export const storageRulesWith = tablesOf(storageRules);
