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
    zh: '一个节点被隔离，任期一直在涨。它回来会不会引发选举？谁会赢？',
  },
};

export const p2: Heading = {
  id: 'P2',
  chapter: 'P',
  core: true,
  level: 2,
  minutes: 8,
  title: { en: 'CheckQuorum: a leader that notices it is alone', zh: 'CheckQuorum：领导者发现自己孤身一人' },
  question: {
    en: 'How long can a leader that nobody hears any more go on believing that it leads?',
    zh: '一个没人听得到的领导者，还会自认是领导者多久？',
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
    zh: '听得到领导者的投票者不理会候选者。这对带着更高任期回来的节点意味着什么？',
  },
};

export const p4: Heading = {
  id: 'P4',
  chapter: 'P',
  core: true,
  level: 2,
  minutes: 8,
  title: { en: 'PreVote: ask before you raise your term', zh: 'PreVote：先问，再提高任期' },
  question: {
    en: 'Can an isolated node be kept from raising its term at all?',
    zh: '能不能让被隔离的节点根本不提高任期？',
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
  title: { en: "The follower's lease ends the ping-pong", zh: '跟随者的租约终结乒乓' },
  question: {
    en: 'What changes when a node that still hears its leader does not listen to candidates?',
    zh: '仍听得到领导者的节点不理会候选者，会有什么不同？',
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
    zh: '五个节点中有三个连接良好，但领导者不在其中。它们能选出领导者吗？',
  },
};

export const p8: Heading = {
  id: 'P8',
  chapter: 'P',
  core: false,
  level: 4,
  minutes: 6,
  title: { en: 'PreVote leaves a node stuck, too', zh: 'PreVote 也会让节点卡住' },
  question: {
    en: 'A node wins its pre-vote, raises its term, and is cut off before its real vote. What happens when it comes back?',
    zh: '一个节点赢得预投票、提高了任期，却在真正投票前被隔离。它回来时会怎样？',
  },
};

export const p9: Heading = {
  id: 'P9',
  chapter: 'P',
  core: true,
  level: 4,
  minutes: 8,
  title: { en: 'Switching PreVote on: the deadlock of issue 8501', zh: '开启 PreVote：issue 8501 的死锁' },
  question: {
    en: 'The node with the oldest log has the highest term. Once PreVote is switched on, can anybody be elected?',
    zh: '日志最旧的节点任期最高。开启 PreVote 之后，还能选出领导者吗？',
  },
};

export const p10: Heading = {
  id: 'P10',
  chapter: 'P',
  core: true,
  level: 4,
  minutes: 8,
  title: { en: 'A leader that can speak but not hear', zh: '能说不能听的领导者' },
  question: {
    en: 'Only one direction of the network of a leader works. What does each protection do about that?',
    zh: '领导者的网络只有一个方向是通的。每种保护各起什么作用？',
  },
};

export const p11: Heading = {
  id: 'P11',
  chapter: 'P',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'Terms that run away, and terms that run out', zh: '跑飞的任期与用尽的任期' },
  question: {
    en: 'One node starts with an absurdly high term. What follows from that?',
    zh: '一个节点带着高得离谱的任期启动。接下来会怎样？',
  },
};

export const p12: Heading = {
  id: 'P12',
  chapter: 'P',
  core: false,
  level: 4,
  minutes: 5,
  title: { en: 'Forgetting a leader on purpose', zh: '有意忘记领导者' },
  question: {
    en: 'The operators know that the leader is gone, and the lease says: wait. How can an election be allowed early?',
    zh: '运维知道领导者已经没了，租约却说：等。怎样让选举提前进行？',
  },
};

export const headings: readonly Heading[] = [p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12];
