import { K1_SCRIPT } from '../../known-lessons.ts';
import type { Lesson } from '../lesson.ts';
import { node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k1 } from './headings.ts';

export const k1Lesson: Lesson = {
  ...k1,
  runs: [
    {
      id: 'a',
      title: { en: 'Six writes to one member', zh: '对一个成员写六次' },
      script: K1_SCRIPT,
    },
  ],
  steps: [
    {
      id: 'empty',
      type: 'tell',
      at: { line: 4 },
      look: [node(1), panel('store')],
      say: {
        en: 'A cluster of one member. An empty store is at revision 1, whatever the log holds: revisions belong to the store, indexes to the log.',
        zh: '只有一个成员的集群。空存储的修订号是 1，不管日志里有什么：修订号属于存储，索引属于日志。',
      },
    },
    {
      id: 'second',
      type: 'predict',
      at: { when: 'any(c in answered, c.id == 1)' },
      look: [panel('store')],
      say: {
        en: 'put a=1 is done: the store is at revision 2, and key a was created there. Next comes put a=2.',
        zh: 'put a=1 完成：存储到了修订号 2，key a 在这里创建。接下来是 put a=2。',
      },
      question: {
        ask: { en: 'What will key a say of itself then?', zh: '那时 key a 会怎样描述自己？' },
        choices: [
          {
            text: {
              en: 'create revision 2, mod revision 3, version 2',
              zh: 'create revision 2，mod revision 3，version 2',
            },
            right: true,
            because: {
              en: 'Its life began at revision 2, its last change is at 3, and it has been written twice in this life.',
              zh: '它的生命从修订号 2 开始，最近一次修改在 3，这一生中被写了两次。',
            },
            claim: 'key("a").createRevision == 2 && key("a").modRevision == 3 && key("a").version == 2',
          },
          {
            text: {
              en: 'create revision 3, mod revision 3, version 1: a new value is a new key',
              zh: 'create revision 3，mod revision 3，version 1：新值就是新 key',
            },
            because: {
              en: 'A put over a living key goes on with its life: create revision stayed 2.',
              zh: '对活着的 key 执行 put 会延续它的生命：create revision 仍是 2。',
            },
            claim: 'key("a").createRevision == 3',
          },
          {
            text: {
              en: 'create revision 2, mod revision 2, version 2',
              zh: 'create revision 2，mod revision 2，version 2',
            },
            because: {
              en: 'Every change has a revision of its own; the second is 3, and the key is stamped with it.',
              zh: '每次修改都有自己的修订号；第二次是 3，key 上记的就是它。',
            },
            claim: 'key("a").modRevision == 2',
          },
        ],
      },
    },
    {
      id: 'changed',
      type: 'observe',
      of: 'second',
      at: { when: 'any(c in answered, c.id == 2)' },
      look: [panel('store')],
      say: {
        en: 'The store is at revision 3. The lane of key a shows two values of one life.',
        zh: '存储到了修订号 3。key a 的泳道里是同一生命中的两个值。',
      },
      ask: { en: 'What did you see in the store?', zh: '你在存储里看到了什么？' },
    },
    {
      id: 'deletes',
      type: 'predict',
      at: { when: 'any(c in answered, c.id == 3)' },
      look: [panel('store')],
      say: {
        en: 'put b=1 took revision 4: the revision counts changes of the whole store, not of a key. Now key a is deleted, and then deleted once more.',
        zh: 'put b=1 用了修订号 4：修订号数的是整个存储的修改，不是某个 key 的。现在删除 key a，然后再删一次。',
      },
      question: {
        ask: { en: 'At which revision is the store after both?', zh: '两次之后存储的修订号是多少？' },
        choices: [
          {
            text: { en: '4: deleting takes away, it adds nothing', zh: '4：删除是拿走，不会增加' },
            because: {
              en: 'Deleting key a is a change like any other, at revision 5: a tombstone ends the life of the key there.',
              zh: '删除 key a 也是一次修改，在修订号 5：一个删除标记在那里结束了它的生命。',
            },
            claim: 'node(1).revision == 4',
          },
          {
            text: { en: '5: only the first found something to delete', zh: '5：只有第一次真的删到了东西' },
            right: true,
            because: {
              en: 'The first answered “deleted 1” at revision 5, the second “deleted 0” and changed nothing. Both were entries of the log all the same.',
              zh: '第一次回答“deleted 1”，修订号 5；第二次回答“deleted 0”，什么也没改。但两次都是日志里的条目。',
            },
            claim: 'node(1).revision == 5',
          },
          {
            text: { en: '6: each command takes one', zh: '6：每条命令各用一个' },
            because: {
              en: 'Revisions count changes, not commands. The log has five entries behind the leader’s own, the store has four changes.',
              zh: '修订号数的是修改，不是命令。',
            },
            claim: 'node(1).revision == 6',
          },
        ],
      },
    },
    {
      id: 'deleted',
      type: 'observe',
      of: 'deletes',
      at: { when: 'any(c in answered, c.id == 5)' },
      look: [panel('store')],
      say: {
        en: 'Both deletions have been answered.',
        zh: '两次删除都得到了应答。',
      },
      ask: {
        en: 'What did you see: how far did the revision go?',
        zh: '你看到了什么：修订号走到了哪里？',
      },
    },
    {
      id: 'reborn',
      type: 'tell',
      at: { when: 'any(c in answered, c.id == 6)' },
      look: [panel('store')],
      say: {
        en: 'put a=3 begins another life at revision 6: create revision 6, version 1. The old one can still be read: at revision 3 key a is 2. Revision 99 is an error, because nobody knows yet what will be there.',
        zh: 'put a=3 在修订号 6 开始了另一段生命：create revision 6，version 1。旧的仍可读取：在修订号 3，key a 是 2。修订号 99 是错误，因为还没有人知道那里会有什么。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'With a single key, a: make its version 1 and its create revision at least 5.',
      zh: '只用一个 key a：让它的 version 是 1，而 create revision 至少是 5。',
    },
    config: { nodes: 1 },
    goal: 'key("a").version == 1 && key("a").createRevision >= 5 && leader.keyCount == 1',
    hints: [
      {
        en: 'The create revision changes only when a key begins to live.',
        zh: '只有当 key 开始一段新生命时，create revision 才会变。',
      },
      { en: 'Put it, change it, delete it, and put it again.', zh: '写入、修改、删除，再写入。' },
    ],
    solution: [
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'put a 1', node: 1 },
      { until: 'leader.revision == 2' },
      { etcdctl: 'put a 2', node: 1 },
      { until: 'leader.revision == 3' },
      { etcdctl: 'del a', node: 1 },
      { until: 'leader.revision == 4' },
      { etcdctl: 'put a 3', node: 1 },
      { until: 'leader.revision == 5' },
    ],
  },
  sources: [
    page('https://etcd.io/docs/v3.4/learning/data_model/', 'etcd: data model', 'etcd：数据模型'),
    page('https://etcd.io/docs/v3.4/learning/api_guarantees/', 'etcd: API guarantees', 'etcd：API 保证'),
  ],
};
