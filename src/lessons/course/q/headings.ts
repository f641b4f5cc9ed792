import type { Heading } from '../lesson.ts';

export const q1: Heading = {
  id: 'Q1',
  chapter: 'Q',
  core: true,
  level: 2,
  minutes: 6,
  title: { en: 'A read from yesterday’s leader', zh: '向昨天的领导者读取' },
  question: {
    en: 'The old leader still believes that it leads. May it answer a read from its own memory?',
    zh: '旧领导者仍以为自己在领导。它能用自己的内存回答读请求吗？',
  },
};

export const q2: Heading = {
  id: 'Q2',
  chapter: 'Q',
  core: true,
  level: 2,
  minutes: 6,
  title: { en: 'ReadIndex', zh: 'ReadIndex' },
  question: {
    en: 'What does a read cost that is sure to see every finished write?',
    zh: '保证看到所有已完成写入的读取，代价是什么？',
  },
};

export const q3: Heading = {
  id: 'Q3',
  chapter: 'Q',
  core: false,
  level: 4,
  minutes: 6,
  title: { en: 'No reads before your first commit', zh: '第一次提交之前不答复读取' },
  question: {
    en: 'A new leader has every committed entry in its log. Why must reads wait all the same?',
    zh: '新领导者的日志里有全部已提交的条目。为什么读取还是要等？',
  },
};

export const q4: Heading = {
  id: 'Q4',
  chapter: 'Q',
  core: true,
  level: 5,
  minutes: 8,
  title: { en: 'Lease reads and what they assume', zh: '租约读，以及它的前提' },
  question: {
    en: 'Can a leader spare the round of heartbeats and trust its clock instead?',
    zh: '领导者能不能省掉那轮心跳，改为相信自己的时钟？',
  },
};

export const headings: readonly Heading[] = [q1, q2, q3, q4];
