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
    zh: '一群地位平等的节点怎样选出唯一的 leader？要花多少条消息？',
  },
};

export const headings: readonly Heading[] = [e1];
