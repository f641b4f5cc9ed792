import type { Heading } from '../lesson.ts';

export const t1: Heading = {
  id: 'T1',
  chapter: 'T',
  core: true,
  level: 2,
  minutes: 5,
  title: { en: 'Handing over', zh: '移交领导权' },
  question: {
    en: 'Can leadership move from one node to another without an outage?',
    zh: '领导者能不能换到另一个节点，而服务不中断？',
  },
};

export const t2: Heading = {
  id: 'T2',
  chapter: 'T',
  core: false,
  level: 3,
  minutes: 5,
  title: { en: 'Handing over to somebody who is behind', zh: '移交给落后的节点' },
  question: {
    en: 'The node that is to lead lacks entries. What happens to writes until it has them?',
    zh: '要接任的节点还缺条目。在它补齐之前，写入会怎样？',
  },
};

export const t3: Heading = {
  id: 'T3',
  chapter: 'T',
  core: false,
  level: 2,
  minutes: 4,
  title: { en: 'Handing over to the dead', zh: '移交给死掉的节点' },
  question: {
    en: 'The node that is to lead never answers. Does that stop the cluster?',
    zh: '要接任的节点始终没有回应。集群会停住吗？',
  },
};

export const headings: readonly Heading[] = [t1, t2, t3];
