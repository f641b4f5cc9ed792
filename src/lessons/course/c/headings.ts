import type { Heading } from '../lesson.ts';

export const c1: Heading = {
  id: 'C1',
  chapter: 'C',
  core: false,
  level: 1,
  minutes: 5,
  title: { en: 'Three ways a write can end', zh: '一次写入的三种结局' },
  question: {
    en: 'Done, refused, or nobody knows: what does a client learn of its write?',
    zh: '写成了、被拒绝，还是谁也不知道：客户端对自己的写入能知道什么？',
  },
};

export const c2: Heading = {
  id: 'C2',
  chapter: 'C',
  core: true,
  level: 2,
  minutes: 6,
  title: { en: 'The lost answer and the double write', zh: '丢失的应答与重复的写入' },
  question: {
    en: 'The write has survived, its answer has not, and the client tries again. What is in the store then?',
    zh: '写入活了下来，应答却丢了，客户端又试了一次。这时存储里是什么？',
  },
};

export const c3: Heading = {
  id: 'C3',
  chapter: 'C',
  core: false,
  level: 2,
  minutes: 5,
  title: { en: 'Compare before you write', zh: '先比较，再写入' },
  question: {
    en: 'How can a client of etcd try again without doing its write twice?',
    zh: 'etcd 的客户端怎样重试，才不会把写入做两遍？',
  },
};

export const c4: Heading = {
  id: 'C4',
  chapter: 'C',
  core: true,
  level: 3,
  minutes: 8,
  title: { en: 'Judge these histories', zh: '评判这些历史' },
  question: {
    en: 'You know only what clients saw. Could one register, changed at single instants, have answered like that?',
    zh: '你只知道客户端看到了什么。一个只在某些瞬间改变的寄存器，可能这样回答吗？',
  },
};

export const headings: readonly Heading[] = [c1, c2, c3, c4];
