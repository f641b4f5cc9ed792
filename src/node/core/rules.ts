import { tablesOf, type RuleBook } from '../../base/rule-table.ts';
import type { LogIndex } from '../../base/flavor.ts';
import type { MessageType } from '../../raft/message.ts';

/** The rules of a member around its raft: when it tells, answers, applies and saves. */
export interface MemberRules {
  /** Whether a message vouches for something on its sender's disk, and so waits for it. */
  readonly waitsForDisk: (type: MessageType) => boolean;
  /** The index that a snapshot of the store names, of the entry applied last and the end of what is committed on the disk. */
  readonly savedIndex: (applied: LogIndex, committed: LogIndex) => LogIndex;
  readonly answersWhenApplied: () => boolean;
  /** Up to which read index reads are served, of what is applied. */
  readonly servesUpTo: (applied: LogIndex) => LogIndex;
  /** Whether applying is disturbed, where that is what the setting asks for. */
  readonly isDisturbed: (setting: boolean) => boolean;
  /** Whether every member carries out the ranges of a transaction, or the one alone that was asked. */
  readonly appliesAllRanges: () => boolean;
  /** Whether the rights of users are known from a snapshot. */
  readonly knowsRights: () => boolean;
  /** Whether a member that leads no more stops to end leases. */
  readonly stopsLeaseClock: () => boolean;
  readonly endsWhenRemoved: (setting: boolean) => boolean;
}

const isPromise = (type: MessageType): boolean =>
  type === 'MsgAppResp' || type === 'MsgVoteResp' || type === 'MsgPreVoteResp';

export const memberRules: RuleBook<MemberRules> = {
  waitsForDisk: {
    section: 'paper 5.3, figure 2; thesis 10.2.1',
    promises: 'AckDurable',
    kept: isPromise,
    broken: { acknowledgeBeforeFsync: (type) => isPromise(type) && type !== 'MsgAppResp' },
  },
  savedIndex: {
    section: 'paper 7; etcd issues 13766 and 14685',
    promises: 'StateHashAgreement',
    kept: (applied) => applied,
    broken: {
      dataBeforeIndex: (applied) => applied - 1,
      indexBeforeData: (applied, committed) => Math.min(applied + 1, committed),
    },
  },
  answersWhenApplied: {
    section: 'paper 5.3; etcd: API guarantees, operation completed',
    promises: 'DurableAck',
    kept: () => true,
    broken: { answerBeforeCommit: () => false },
  },
  servesUpTo: {
    section: 'thesis 6.4',
    promises: 'ReadAfterApply',
    kept: (applied) => applied,
    broken: { readBeforeApply: () => Infinity },
  },
  isDisturbed: {
    section: 'paper 2',
    promises: 'StateHashAgreement',
    kept: (setting) => setting,
    broken: { randomApply: () => true },
  },
  appliesAllRanges: {
    section: 'etcd issue 18667',
    promises: 'StateHashAgreement',
    kept: () => true,
    broken: { txnRangesWhereAsked: () => false },
  },
  knowsRights: {
    section: 'etcd issue 14571',
    promises: 'StateHashAgreement',
    kept: () => true,
    broken: { rightsLostInSnapshot: () => false },
  },
  stopsLeaseClock: {
    section: 'etcd: lease, lessor.Demote; issues 12528 and 15247',
    promises: 'LeaseNotEarly',
    kept: () => true,
    broken: { deposedRevokes: () => false },
  },
  endsWhenRemoved: {
    section: 'thesis 4.2.2; etcd',
    promises: 'EventuallyCommitted',
    kept: (setting) => setting,
    broken: { removedLeaderStays: () => false },
  },
};

export const memberRulesWith = tablesOf(memberRules);
