import type { Heading } from '../lesson.ts';

export const p1: Heading = {
  id: 'P1',
  chapter: 'P',
  core: true,
  level: 2,
  minutes: 8,
  title: { en: 'The isolated node comes home', zh: '隔离的节点归来' },
  question: {
    en: 'A node was cut off, and its term kept rising. Does its return force an election, and who wins it?',
    zh: '一个节点被隔离，term 一直在涨。它回来会不会引发选举？谁会赢？',
  },
};

export const p2: Heading = {
  id: 'P2',
  chapter: 'P',
  core: true,
  level: 2,
  minutes: 8,
  title: { en: 'CheckQuorum: a leader that notices it is alone', zh: 'CheckQuorum：leader 发现自己孤身一人' },
  question: {
    en: 'How long can a leader that nobody hears any more go on believing that it leads?',
    zh: '一个没人听得到的 leader，还会自认是 leader 多久？',
  },
};

export const p3: Heading = {
  id: 'P3',
  chapter: 'P',
  core: true,
  level: 3,
  minutes: 8,
  title: {
    en: 'CheckQuorum leaves a node stuck, and one message frees it',
    zh: 'CheckQuorum 让节点卡住，一条消息解开',
  },
  question: {
    en: 'Voters that hear a leader ignore candidates. What does that mean for a node that comes back with a higher term?',
    zh: '听得到 leader 的投票者不理会候选者。这对带着更高 term 回来的节点意味着什么？',
  },
};

export const p4: Heading = {
  id: 'P4',
  chapter: 'P',
  core: true,
  level: 2,
  minutes: 8,
  title: { en: 'PreVote: ask before you raise your term', zh: 'PreVote：先问，再提高 term' },
  question: {
    en: 'Can an isolated node be kept from raising its term at all?',
    zh: '能不能让被隔离的节点根本不提高 term？',
  },
};

export const p5: Heading = {
  id: 'P5',
  chapter: 'P',
  core: true,
  level: 4,
  minutes: 10,
  title: { en: 'The S1-S2 ping-pong, in five settings', zh: 'S1 与 S2 的乒乓，五种设定' },
  question: {
    en: 'Two nodes cannot talk to each other, and the third can talk to both. Does leadership bounce for ever?',
    zh: '两个节点互不相通，第三个与两者都通。领导权会永远来回跳吗？',
  },
};

export const p6: Heading = {
  id: 'P6',
  chapter: 'P',
  core: true,
  level: 3,
  minutes: 7,
  title: { en: "The follower's lease ends the ping-pong", zh: 'follower 的租约终结乒乓' },
  question: {
    en: 'What changes when a node that still hears its leader does not listen to candidates?',
    zh: '仍听得到 leader 的节点不理会候选者，会有什么不同？',
  },
};

export const p7: Heading = {
  id: 'P7',
  chapter: 'P',
  core: true,
  level: 4,
  minutes: 9,
  title: {
    en: 'Five nodes: lease without CheckQuorum blocks everybody',
    zh: '五个节点：有租约而无 CheckQuorum，谁都动不了',
  },
  question: {
    en: 'Three of five nodes are well connected, but the leader is not one of them. Can they elect a leader?',
    zh: '五个节点中有三个连接良好，但 leader 不在其中。它们能选出 leader 吗？',
  },
};

export const headings: readonly Heading[] = [p1, p2, p3, p4, p5, p6, p7];
