import type { Heading } from '../lesson.ts';

export const r1: Heading = {
  id: 'R1',
  chapter: 'R',
  core: true,
  level: 1,
  minutes: 8,
  title: { en: 'The life of one write', zh: '一次写入的一生' },
  question: {
    en: "What lies between a client's request at a follower and the value being readable on every node?",
    zh: '从客户端向跟随者发出请求，到每个节点都能读到这个值，中间发生了什么？',
  },
};

export const r2: Heading = {
  id: 'R2',
  chapter: 'R',
  core: true,
  level: 1,
  minutes: 6,
  title: { en: 'A restarted follower catches up', zh: '重启的跟随者追上来' },
  question: {
    en: "How does a leader find out where a follower's log ends?",
    zh: '领导者怎样得知跟随者的日志止于何处？',
  },
};

export const r3: Heading = {
  id: 'R3',
  chapter: 'R',
  core: true,
  level: 2,
  minutes: 7,
  title: { en: 'A leader in the minority', zh: '少数一侧的领导者' },
  question: {
    en: 'What becomes of writes that were taken on the wrong side of a partition?',
    zh: '分区时在错误的一侧收下的写入，后来会怎样？',
  },
};

export const r4: Heading = {
  id: 'R4',
  chapter: 'R',
  core: true,
  level: 3,
  minutes: 8,
  title: { en: 'Figure 7: repairing every kind of log', zh: '图 7：修复各种日志' },
  question: {
    en: 'A new leader finds logs with too few entries, too many, or the wrong ones. How many attempts does it need to repair them?',
    zh: '新领导者面对的日志有的缺、有的多、有的不对。它要试几次才能修好？',
  },
};

export const r5: Heading = {
  id: 'R5',
  chapter: 'R',
  core: true,
  level: 4,
  minutes: 10,
  title: { en: 'Figure 8: a majority is not enough', zh: '图 8：多数还不够' },
  question: {
    en: 'An entry of an old term is on three of five nodes. May the new leader call it committed?',
    zh: '一条旧任期的条目在五个节点中的三个上。新领导者能认定它已提交吗？',
  },
};

export const r6: Heading = {
  id: 'R6',
  chapter: 'R',
  core: true,
  level: 3,
  minutes: 7,
  title: { en: "What the new leader's empty entry is for", zh: '新领导者的空条目有什么用' },
  question: {
    en: 'A leader died after its entry had reached everybody, but before it knew. When is that entry committed?',
    zh: '领导者的条目已到达所有节点，它却在得知之前宕机。这个条目何时提交？',
  },
};

export const r7: Heading = {
  id: 'R7',
  chapter: 'R',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'Probe, Replicate, unreachable: flow control', zh: 'Probe、Replicate 与不可达：流量控制' },
  question: {
    en: 'How does a leader keep from flooding a slow follower, and what does it do when it hears that a message was lost?',
    zh: '领导者怎样避免淹没慢的跟随者？得知消息丢失时又怎么做？',
  },
};

export const r8: Heading = {
  id: 'R8',
  chapter: 'R',
  core: true,
  level: 3,
  minutes: 7,
  title: { en: 'Old messages do no harm', zh: '旧消息无害' },
  question: {
    en: 'An old MsgApp arrives after a newer one. May the follower cut its log back to what the old one says?',
    zh: '一条旧的 MsgApp 晚于新的到达。跟随者可以把日志截到旧消息所说的地方吗？',
  },
};

export const r9: Heading = {
  id: 'R9',
  chapter: 'R',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'What a batch is', zh: '批量是什么' },
  question: {
    en: 'Are proposals grouped by their number, by time, or by something else?',
    zh: '提案是按数量、按时间，还是按别的什么成批的？',
  },
};

export const headings: readonly Heading[] = [r1, r2, r3, r4, r5, r6, r7, r8, r9];
