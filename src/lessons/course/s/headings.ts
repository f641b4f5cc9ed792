import type { Heading } from '../lesson.ts';

export const s1: Heading = {
  id: 'S1',
  chapter: 'S',
  core: true,
  level: 1,
  minutes: 5,
  title: { en: 'Everything restarts', zh: '全体重启' },
  question: {
    en: 'The power fails on every node at once. What does the cluster still know when it comes back?',
    zh: '所有节点同时断电。恢复供电以后，集群还记得什么？',
  },
};

export const s2: Heading = {
  id: 'S2',
  chapter: 'S',
  core: true,
  level: 3,
  minutes: 7,
  title: { en: 'The majority is gone for ever', zh: '多数派永远消失了' },
  question: {
    en: 'Two of three disks are destroyed. What can be saved from the third, and at what price?',
    zh: '三块磁盘毁了两块。剩下的一块能救回什么？代价是什么？',
  },
};

export const s3: Heading = {
  id: 'S3',
  chapter: 'S',
  core: true,
  level: 3,
  minutes: 7,
  title: { en: 'Installing a snapshot', zh: '安装快照' },
  question: {
    en: 'A follower needs entries that the leader has already thrown away. How does it catch up?',
    zh: '跟随者需要的条目，领导者已经丢掉了。它怎样才能追上？',
  },
};

export const s4: Heading = {
  id: 'S4',
  chapter: 'S',
  core: false,
  level: 4,
  minutes: 5,
  title: { en: 'A snapshot nobody reports on', zh: '没有人报告结果的快照' },
  question: {
    en: 'A snapshot is lost on its way, and nobody tells the leader. Will it try again by itself?',
    zh: '快照在途中丢了，也没有人告诉领导者。它会自己再试一次吗？',
  },
};

export const s5: Heading = {
  id: 'S5',
  chapter: 'S',
  core: false,
  level: 3,
  minutes: 4,
  title: { en: 'The same snapshot twice', zh: '同一个快照来了两次' },
  question: {
    en: 'The network delivers a snapshot twice. Does the second copy throw the follower back?',
    zh: '网络把同一个快照送达了两次。第二份会让跟随者倒退吗？',
  },
};

export const headings: readonly Heading[] = [s1, s2, s3, s4, s5];
