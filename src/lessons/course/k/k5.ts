import type { Lesson } from '../lesson.ts';
import { link, node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k5 } from './headings.ts';

export const k5Lesson: Lesson = {
  ...k5,
  runs: [
    {
      id: 'a',
      title: { en: 'Two watches, one of them cut off', zh: '两个监视，其中一个被隔离' },
      script: `cluster voters=1,2,3 checkQuorum preVote
campaign 1
client c1 at=3
client c2 at=1
c1 watch w3 key=x from=2 progress
c2 watch w1 key=x from=2 progress
propose 1 x=1     # rev 2
isolate 3
propose 1 x=2     # rev 3
propose 1 x=3     # rev 4
progress w1       # => 4
progress w3       # => 2
expect w1 events=[x@2,x@3,x@4] progress=4
expect w3 events=[x@2] progress=2
heal
tick 2
expect w3 events=[x@2,x@3,x@4]
`,
    },
  ],
  steps: [
    {
      id: 'both',
      type: 'tell',
      at: { line: 7 },
      look: [node(1), node(3), panel('clients')],
      say: {
        en: 'Key x is watched at n1 and at n3. Both clients have heard of x at revision 2.',
        zh: 'key x 在 n1 和 n3 上都被监视。两个客户端都听到了修订号 2 的 x。',
      },
    },
    {
      id: 'announces',
      type: 'predict',
      at: { line: 10 },
      look: [node(3), link(1, 3)],
      say: {
        en: 'n3 is isolated, and x was written twice more, at revisions 3 and 4. Both clients now ask for a progress notification.',
        zh: 'n3 被隔离了，x 又写了两次，在修订号 3 和 4。现在两个客户端都请求进度通知。',
      },
      question: {
        ask: { en: 'Which revision does n3 announce?', zh: 'n3 会通报哪个修订号？' },
        choices: [
          {
            text: { en: '4: the revision of the cluster', zh: '4：集群的修订号' },
            because: {
              en: 'A progress notification promises that everything up to it has been delivered on this stream. n3 does not have 3 and 4, so it must not say so.',
              zh: '进度通知保证到它为止的一切都已在这个流上送出。n3 没有 3 和 4，所以不能这么说。',
            },
            claim: 'node(3).revision == 4',
          },
          {
            text: { en: '2: the last it has applied', zh: '2：它应用到的最后一个' },
            right: true,
            because: {
              en: 'A watch is as fresh as the member that serves it: late here, but never wrong.',
              zh: '监视和提供它的成员一样新：这里是晚了，但绝不会错。',
            },
            claim: 'node(3).revision == 2 && node(1).revision == 4',
          },
          {
            text: { en: 'It refuses: it has no leader', zh: '它拒绝：它没有领导者' },
            because: {
              en: 'Watches are served without the leader, unless the client asks for one (WithRequireLeader).',
              zh: '提供监视不需要领导者，除非客户端要求（WithRequireLeader）。',
            },
            claim: 'node(3).watchCount == 0',
          },
        ],
      },
    },
    {
      id: 'announced',
      type: 'observe',
      of: 'announces',
      at: { line: 14 },
      look: [node(3), node(1)],
      say: {
        en: 'n1 has announced 4; its client has all three events. n3 has answered, too.',
        zh: 'n1 通报了 4；它的客户端有全部三个事件。n3 也回答了。',
      },
      ask: { en: 'What did you see: what did n3 announce?', zh: '你看到了什么：n3 通报了什么？' },
    },
    {
      id: 'healed',
      type: 'tell',
      at: { line: 16 },
      look: [node(3, 'commit'), panel('clients')],
      say: {
        en: 'The network is healed, n3 has caught up, and the missing events came in their order. Nothing was lost, nothing came twice.',
        zh: '网络恢复了，n3 追了上来，缺的事件按顺序到了。没有丢失，也没有重复。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make one running member three revisions older than another.',
      zh: '让一个运行中的成员比另一个落后三个修订号。',
    },
    config: { nodes: 3 },
    goal: 'any(n in nodes, n.status == up && any(o in nodes, o.revision >= n.revision + 3))',
    hints: [
      {
        en: 'A follower that hears nothing applies nothing.',
        zh: '什么也听不到的跟随者什么也不会应用。',
      },
      {
        en: 'Isolate a follower and put three keys at the leader.',
        zh: '隔离一个跟随者，在领导者上 put 三个 key。',
      },
    ],
    solution: [
      { type: 'campaign', node: 1 },
      { until: 'node(3).applied >= 1' },
      { type: 'isolate', node: 3 },
      { etcdctl: 'put x 1', node: 1 },
      { until: 'node(1).revision == 2' },
      { etcdctl: 'put x 2', node: 1 },
      { until: 'node(1).revision == 3' },
      { etcdctl: 'put x 3', node: 1 },
      { until: 'node(1).revision == 4' },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.4/learning/api_guarantees/',
      'etcd: API guarantees, bookmarkable',
      'etcd：API 保证，bookmarkable',
    ),
    page(
      'https://github.com/etcd-io/etcd/issues/15220',
      'etcd issue 15220: a progress notification that said too much',
      'etcd issue 15220：说得太多的进度通知',
    ),
  ],
};
