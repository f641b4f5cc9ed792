import type { Heading } from '../lesson.ts';

export const m1: Heading = {
  id: 'M1',
  chapter: 'M',
  core: true,
  level: 2,
  minutes: 6,
  title: { en: 'Learner first, voter later', zh: '先做学习者，再做投票成员' },
  question: {
    en: 'How does a new member join without putting the majority at risk?',
    zh: '怎样添加新成员，又不让多数派冒险？',
  },
};

export const m2: Heading = {
  id: 'M2',
  chapter: 'M',
  core: false,
  level: 2,
  minutes: 4,
  title: { en: 'Learners do not count', zh: '学习者不计数' },
  question: {
    en: 'Three of five nodes have an entry on disk. Is it committed?',
    zh: '五个节点中有三个把条目写到了磁盘。它已提交吗？',
  },
};

export const m3: Heading = {
  id: 'M3',
  chapter: 'M',
  core: true,
  level: 3,
  minutes: 7,
  title: { en: 'Adding a voter while one is down', zh: '有成员停机时添加投票成员' },
  question: {
    en: 'One of three nodes is dead. Is it wise to add a fourth before the dead one is removed?',
    zh: '三个节点死了一个。先添加第四个、再移除死掉的，这样做明智吗？',
  },
};

export const m4: Heading = {
  id: 'M4',
  chapter: 'M',
  core: false,
  level: 3,
  minutes: 4,
  title: { en: 'One change at a time', zh: '一次只做一个变更' },
  question: {
    en: 'A second change of members is proposed while the first is under way. What becomes of it?',
    zh: '第一个成员变更还在进行，又提出了第二个。第二个会怎样？',
  },
};

export const m5: Heading = {
  id: 'M5',
  chapter: 'M',
  core: true,
  level: 4,
  minutes: 9,
  title: { en: 'Joint consensus', zh: '联合共识' },
  question: {
    en: 'How can several members be swapped at once, without a moment in which two groups decide independently?',
    zh: '怎样一次换掉几个成员，而不出现两组各自做主的时刻？',
  },
};

export const m6: Heading = {
  id: 'M6',
  chapter: 'M',
  core: true,
  level: 5,
  minutes: 9,
  title: { en: 'Disjoint majorities', zh: '互不相交的多数派' },
  question: {
    en: 'What goes wrong if a cluster grows from three members to five in one plain step?',
    zh: '如果集群一步就从三个成员变成五个，会出什么错？',
  },
};

export const m7: Heading = {
  id: 'M7',
  chapter: 'M',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'The leader removes itself', zh: '领导者移除自己' },
  question: {
    en: 'The leader has been removed from the cluster. Who leads now?',
    zh: '领导者被移出了集群。现在谁是领导者？',
  },
};

export const m8: Heading = {
  id: 'M8',
  chapter: 'M',
  core: false,
  level: 4,
  minutes: 5,
  title: { en: 'A voter that does not know it yet', zh: '还不知道自己是投票成员' },
  question: {
    en: 'A learner has been promoted but has not heard of it. Is its vote good?',
    zh: '一个学习者已经转正，自己却还没听说。它的票算数吗？',
  },
};

export const m9: Heading = {
  id: 'M9',
  chapter: 'M',
  core: false,
  level: 5,
  minutes: 6,
  title: { en: 'A new leader waits before it changes members', zh: '新领导者先等等，再变更成员' },
  question: {
    en: 'Why does a leader that was just elected turn a change of members away?',
    zh: '刚当选的领导者为什么不接受成员变更？',
  },
};

export const m10: Heading = {
  id: 'M10',
  chapter: 'M',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'A removed server disturbs the rest', zh: '被移除的节点打扰其余成员' },
  question: {
    en: 'n4 was removed while it was cut off, and never learnt of it. What can it still do?',
    zh: 'n4 在被隔离时遭到移除，自己从不知情。它还能做什么？',
  },
};

export const headings: readonly Heading[] = [m1, m2, m3, m4, m5, m6, m7, m8, m9, m10];
