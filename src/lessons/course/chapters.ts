import type { ChapterId } from './lesson.ts';
import type { Text } from './text.ts';

export interface Chapter {
  readonly name: Text;
  /** What one can say after it. */
  readonly about: Text;
}

export const chapterTexts: Readonly<Record<ChapterId, Chapter>> = {
  E: {
    name: { en: 'Terms and elections', zh: '任期与选举' },
    about: {
      en: 'How equal nodes agree on one leader, what a term is for, and why a crash, a tie or a lost majority never makes two of them in one term.',
      zh: '地位平等的节点怎样选出唯一的领导者；任期有什么用；为什么宕机、平票、失去多数派都不会让一个任期里出现两个领导者。',
    },
  },
  R: {
    name: { en: 'Replication and the commit rule', zh: '日志复制与提交规则' },
    about: {
      en: 'What becomes of one write, how logs that differ are made alike, and why being on a majority of disks is not yet being committed.',
      zh: '一次写入要经过什么；不一致的日志怎样被修成一致；为什么“多数派磁盘上都有”还不等于“已提交”。',
    },
  },
  P: {
    name: { en: 'Partitions and stuck nodes', zh: '网络分区与卡住的节点' },
    about: {
      en: 'Nodes that were away and come back with a higher term, and what PreVote, CheckQuorum and leases mend, or break in their turn.',
      zh: '离开过的节点带着更高的任期回来会怎样；PreVote、CheckQuorum、租约各自解决了什么，又带来了什么新问题。',
    },
  },
  S: {
    name: { en: 'Crashes, disks and snapshots', zh: '宕机、磁盘与快照' },
    about: {
      en: 'What must be on disk before a node may answer, what a restart brings back, and how a snapshot stands in for a log that is gone.',
      zh: '节点回答之前什么必须已落盘；重启后能恢复什么；日志被压缩掉之后，快照怎样代替它。',
    },
  },
  M: {
    name: { en: 'Membership changes', zh: '成员变更' },
    about: {
      en: 'Adding and removing members of a running cluster without ever having two majorities that do not meet.',
      zh: '在运行中的集群里增删成员，又绝不让两个互不相交的多数派同时存在。',
    },
  },
  T: {
    name: { en: 'Leadership transfer', zh: '领导权转移' },
    about: {
      en: 'Handing over on purpose: to somebody who is ready, who is behind, or who is dead.',
      zh: '主动交出领导权：交给准备好的、落后的，或者已经宕机的节点。',
    },
  },
  Q: {
    name: { en: 'Linearizable reads', zh: '线性一致读' },
    about: {
      en: 'Why a leader may not simply answer from its own memory, and what ReadIndex and lease reads do about it.',
      zh: '为什么领导者不能直接拿自己内存里的数据回答读请求；ReadIndex 和 lease read 怎样解决。',
    },
  },
  C: {
    name: { en: 'Clients, retries, unknown outcomes', zh: '客户端、重试与未知结果' },
    about: {
      en: 'What a client knows when an answer is lost, how a retry becomes a double write, and how to judge whether a history could have been one register.',
      zh: '回答丢了，客户端到底知道什么；重试怎样变成重复写入；怎样判断一段历史是否可能出自同一个寄存器。',
    },
  },
  K: {
    name: { en: 'etcd: revisions, watches, leases, locks', zh: 'etcd：修订号、监视、租约与锁' },
    about: {
      en: 'What etcd builds on the log: revisions and transactions, watches that resume, leases that outlive a leader, locks and what they do not promise.',
      zh: 'etcd 在日志之上搭建的东西：修订号与事务、可续接的监视、换了领导者也还在的租约、锁，以及锁没有承诺的事。',
    },
  },
};
