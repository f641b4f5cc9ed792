import type { Heading } from '../lesson.ts';

export const k1: Heading = {
  id: 'K1',
  chapter: 'K',
  core: true,
  level: 1,
  minutes: 6,
  title: { en: 'Revisions, versions, tombstones', zh: '修订号、version 与删除标记' },
  question: {
    en: 'What do revision, create revision, mod revision and version count?',
    zh: '修订号、create revision、mod revision 和 version 各数的是什么？',
  },
};

export const k2: Heading = {
  id: 'K2',
  chapter: 'K',
  core: false,
  level: 2,
  minutes: 5,
  title: { en: 'Transactions share one revision', zh: '一个事务只用一个修订号' },
  question: {
    en: 'Several keys are written at once. How many revisions is that, and what do watchers see of it?',
    zh: '同时写入几个 key，用掉几个修订号？监视会看到什么？',
  },
};

export const k3: Heading = {
  id: 'K3',
  chapter: 'K',
  core: false,
  level: 3,
  minutes: 6,
  title: { en: 'Compaction and the edge of history', zh: '压缩与历史的边缘' },
  question: {
    en: 'After a compaction at revision 5: what can still be read, and what can still be watched?',
    zh: '在修订号 5 压缩之后：还能读什么，还能监视什么？',
  },
};

export const k4: Heading = {
  id: 'K4',
  chapter: 'K',
  core: true,
  level: 3,
  minutes: 6,
  title: { en: 'A watch goes on at another member', zh: '在另一个成员上继续监视' },
  question: {
    en: 'The member that serves a watch dies. Can its client go on elsewhere without a gap and without a repeat?',
    zh: '提供监视的成员宕机了。客户端能在别处继续，既不漏也不重吗？',
  },
};

export const k5: Heading = {
  id: 'K5',
  chapter: 'K',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'A watch on a cut-off member', zh: '被隔离成员上的监视' },
  question: {
    en: 'Is a watch as fresh as a read, and what does a progress notification promise?',
    zh: '监视和读一样新吗？进度通知保证了什么？',
  },
};

export const k6: Heading = {
  id: 'K6',
  chapter: 'K',
  core: true,
  level: 4,
  minutes: 7,
  title: { en: 'Leases and a change of leader', zh: '租约与领导者更换' },
  question: {
    en: 'A lease has 20 ticks left when the leader dies. When does its key go?',
    zh: '领导者宕机时租约还剩 20 个 tick。它的 key 什么时候消失？',
  },
};

export const k7: Heading = {
  id: 'K7',
  chapter: 'K',
  core: true,
  level: 4,
  minutes: 7,
  title: { en: 'A lock is not a fence', zh: '锁不等于栅栏' },
  question: {
    en: 'A client holds a lock, stands still for a while, and goes on. Does it still own what it thinks it owns?',
    zh: '一个客户端持有锁，停顿了一阵，又继续运行。它还拥有自以为拥有的东西吗？',
  },
};

export const k8: Heading = {
  id: 'K8',
  chapter: 'K',
  core: false,
  level: 2,
  minutes: 5,
  title: { en: 'Serializable reads', zh: 'serializable 读' },
  question: {
    en: 'What exactly does the cheap read promise?',
    zh: '便宜的读到底保证了什么？',
  },
};

export const k9: Heading = {
  id: 'K9',
  chapter: 'K',
  core: false,
  level: 4,
  minutes: 5,
  title: { en: 'The same log, two different states', zh: '日志相同，状态不同' },
  question: {
    en: 'All logs agree to the last entry. Can the stores still differ?',
    zh: '所有日志直到最后一条都一致。存储还会不同吗？',
  },
};

export const headings: readonly Heading[] = [k1, k2, k3, k4, k5, k6, k7, k8, k9];
