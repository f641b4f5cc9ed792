import type { Heading } from '../lesson.ts';

export const e1: Heading = {
  id: 'E1',
  chapter: 'E',
  core: true,
  level: 1,
  minutes: 5,
  title: { en: 'First election', zh: '第一次选举' },
  question: {
    en: 'How does a group of equal nodes end up with exactly one leader, and how many messages does that cost?',
    zh: '一群地位平等的节点怎样选出唯一的领导者？要花多少条消息？',
  },
};

export const e2: Heading = {
  id: 'E2',
  chapter: 'E',
  core: false,
  level: 1,
  minutes: 4,
  title: { en: 'Heartbeats keep the peace', zh: '心跳维持安宁' },
  question: {
    en: 'What keeps the followers from campaigning while their leader lives?',
    zh: '领导者活着的时候，是什么让跟随者不去竞选？',
  },
};

export const e3: Heading = {
  id: 'E3',
  chapter: 'E',
  core: true,
  level: 1,
  minutes: 7,
  title: { en: 'The leader crashes and comes back', zh: '领导者宕机又回来' },
  question: {
    en: 'How long is nobody in charge after the leader dies, and what becomes of it when it returns?',
    zh: '领导者宕机后，多久没有领导者？它回来之后又会怎样？',
  },
};

export const e4: Heading = {
  id: 'E4',
  chapter: 'E',
  core: true,
  level: 2,
  minutes: 7,
  title: { en: 'Split vote', zh: '选票被瓜分' },
  question: {
    en: 'Two nodes ask for votes at the same moment. Who wins, and why does that not go on for ever?',
    zh: '两个节点同时请求选票。谁会赢？为什么不会一直僵持下去？',
  },
};

export const e5: Heading = {
  id: 'E5',
  chapter: 'E',
  core: true,
  level: 2,
  minutes: 7,
  title: { en: 'One vote per term, also across a restart', zh: '每个任期一票，重启也不例外' },
  question: {
    en: 'What has to be on a voter’s disk before it answers?',
    zh: '投票者回答之前，什么必须已经落盘？',
  },
};

export const e6: Heading = {
  id: 'E6',
  chapter: 'E',
  core: true,
  level: 2,
  minutes: 7,
  title: { en: 'The better log wins', zh: '日志更新者胜' },
  question: {
    en: 'A node missed a committed write. What keeps it from becoming leader?',
    zh: '一个节点缺了已提交的写入。是什么阻止它成为领导者？',
  },
};

export const e7: Heading = {
  id: 'E7',
  chapter: 'E',
  core: true,
  level: 1,
  minutes: 8,
  title: { en: 'No majority, no progress', zh: '没有多数就没有进展' },
  question: {
    en: 'Two of five nodes are left. What can they still do, and what not?',
    zh: '五个节点只剩两个。它们还能做什么，不能做什么？',
  },
};

export const headings: readonly Heading[] = [e1, e2, e3, e4, e5, e6, e7];
