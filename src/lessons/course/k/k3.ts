import type { Lesson } from '../lesson.ts';
import { panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k3 } from './headings.ts';

export const k3Lesson: Lesson = {
  ...k3,
  runs: [
    {
      id: 'a',
      title: { en: 'After K2: compact 5', zh: '接 K2：compact 5' },
      script: `continue K2                                  # history 2..7, delete of a at 5
c1 compact 5
expect get a rev=4: error=compacted
expect get a rev=5: none
c1 watch w1 key=a from=3
expect w1 cancelled compactRevision=5
c1 watch w2 key=a from=6
expect w2 events=[put a@6, put a@7]
c1 watch w3 key=a from=5
expect w3 events=[del a@5, put a@6, put a@7] or w3 cancelled
`,
    },
  ],
  steps: [
    {
      id: 'cut',
      type: 'predict',
      at: { line: 1 },
      look: [panel('store')],
      say: {
        en: 'The store knows revisions 2 to 7; key a was deleted at 5. A client asks for compact 5.',
        zh: '存储里有修订号 2 到 7；key a 在 5 被删除。一个客户端请求 compact 5。',
      },
      question: {
        ask: { en: 'Which reads are refused afterwards?', zh: '之后哪些读会被拒绝？' },
        choices: [
          {
            text: { en: 'None: compaction only frees space', zh: '没有：压缩只是释放空间' },
            because: {
              en: 'What is freed is history. A read of key a at revision 4 ends with “required revision has been compacted”.',
              zh: '释放的正是历史。在修订号 4 读 key a，结果是“required revision has been compacted”。',
            },
            claim: 'node(1).compactRevision == 0',
          },
          {
            text: { en: 'Reads at 4 and before', zh: '在 4 及以前的读' },
            right: true,
            because: {
              en: 'Revision 5 is the oldest that is left, and what was true at 5 can still be read: key a is not there, b is 1.',
              zh: '修订号 5 是留下的最早的一个，5 时的状态仍可读：没有 key a，b 是 1。',
            },
            claim: 'node(1).compactRevision == 5',
          },
          {
            text: { en: 'Reads at 5 and before', zh: '在 5 及以前的读' },
            because: {
              en: 'compact 5 keeps what was true at 5. A read at 5 was answered.',
              zh: 'compact 5 会保留 5 时的状态。在 5 的读得到了应答。',
            },
            claim: 'node(1).compactRevision == 6',
          },
        ],
      },
    },
    {
      id: 'isCut',
      type: 'observe',
      of: 'cut',
      at: { line: 4 },
      look: [panel('store')],
      say: {
        en: 'The history is cut at 5. A read at 4 was refused, one at 5 was answered.',
        zh: '历史在 5 被切断。在 4 的读被拒绝，在 5 的读得到了应答。',
      },
      ask: {
        en: 'What did you see: where does the history begin now?',
        zh: '你看到了什么：历史现在从哪里开始？',
      },
    },
    {
      id: 'watchOld',
      type: 'predict',
      look: [panel('store')],
      say: {
        en: 'A client that had seen everything up to revision 2 comes back and asks to watch key a from 3 on.',
        zh: '一个看到修订号 2 为止的客户端回来了，请求从 3 开始监视 key a。',
      },
      question: {
        ask: { en: 'What does it get?', zh: '它会得到什么？' },
        choices: [
          {
            text: { en: 'The events from 6 on, all that is left', zh: '从 6 开始的事件，也就是剩下的全部' },
            because: {
              en: 'Then it would believe that it had missed nothing, and would never learn that a was deleted at 5.',
              zh: '那样它会以为什么都没漏，而永远不知道 a 在 5 被删除过。',
            },
          },
          {
            text: {
              en: 'The watch is cancelled, with compact revision 5',
              zh: '监视被取消，并告知 compact revision 是 5',
            },
            right: true,
            because: {
              en: 'etcd rather ends a watch than leaves a gap in it. The client must list the keys again and watch from there.',
              zh: 'etcd 宁可结束监视，也不留下缺口。客户端必须重新列出 key，再从那里监视。',
            },
          },
          {
            text: { en: 'It waits until something happens to a', zh: '一直等到 a 有变化' },
            because: {
              en: 'A watch in the past is answered from history at once; here that history is gone, and it says so at once.',
              zh: '对过去的监视会立刻用历史回答；这里历史没了，它也立刻告知。',
            },
          },
        ],
      },
    },
    {
      id: 'cancelled',
      type: 'observe',
      of: 'watchOld',
      at: { line: 6 },
      look: [panel('clients')],
      say: {
        en: 'The watch from revision 3 has been answered.',
        zh: '从修订号 3 开始的监视得到了答复。',
      },
      ask: { en: 'What did you see: what became of that watch?', zh: '你看到了什么：那个监视怎样了？' },
    },
    {
      id: 'seam',
      type: 'tell',
      at: { line: 10 },
      look: [panel('store')],
      say: {
        en: 'A watch from 6 gets the puts at 6 and 7. The seam is delicate: a watch from exactly 5 should hear of the deletion at 5. This run tells it; etcd 3.4 leaves it out (issue 19179).',
        zh: '从 6 开始的监视得到 6 和 7 的 put。接缝处很微妙：正好从 5 开始的监视应该听到 5 的删除。本次运行会告知；etcd 3.4 会漏掉（issue 19179）。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Compact away the first value of key a while a is still there.',
      zh: '把 key a 的第一个值压缩掉，而 a 仍然存在。',
    },
    config: { nodes: 1 },
    goal: 'key("a").exists && key("a").createRevision < leader.compactRevision',
    hints: [
      {
        en: 'A revision that is still some key’s newest is kept whatever is compacted.',
        zh: '只要某个修订号仍是某个 key 的最新值，无论怎么压缩都会保留。',
      },
      {
        en: 'Put a twice, then compact at the second revision or later.',
        zh: '把 a 写两次，再在第二个修订号或更晚处压缩。',
      },
    ],
    solution: [
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'put a 1', node: 1 },
      { until: 'leader.revision == 2' },
      { etcdctl: 'put a 2', node: 1 },
      { until: 'leader.revision == 3' },
      { etcdctl: 'compact 3', node: 1 },
      { until: 'leader.compactRevision == 3' },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.4/op-guide/maintenance/',
      'etcd: maintenance, history compaction',
      'etcd：维护，历史压缩',
    ),
    page(
      'https://github.com/etcd-io/etcd/issues/19179',
      'etcd issue 19179: the deletion at the seam',
      'etcd issue 19179：接缝处的删除',
    ),
  ],
};
