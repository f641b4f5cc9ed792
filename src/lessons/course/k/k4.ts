import type { Lesson } from '../lesson.ts';
import { link, node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k4 } from './headings.ts';

export const k4Lesson: Lesson = {
  ...k4,
  runs: [
    {
      id: 'a',
      title: { en: 'A watch moves from n3 to n2', zh: '监视从 n3 移到 n2' },
      script: `cluster voters=1,2,3
campaign 1
client c1 at=3
c1 watch w key=x from=2
propose 1 x=1     # rev 2
propose 1 x=2     # rev 3
expect w events=[x@2,x@3]
crash 3
propose 1 x=3     # rev 4
propose 1 x=4     # rev 5
c1 at=2 resume w from=4
expect w events=[x@2,x@3,x@4,x@5]
`,
    },
  ],
  steps: [
    {
      id: 'opened',
      type: 'tell',
      at: { line: 4 },
      look: [node(3), panel('clients')],
      say: {
        en: 'A client watches key x at n3, from revision 2 on. n3 serves it from its own store: the leader n1 has nothing to do with it.',
        zh: '一个客户端在 n3 上从修订号 2 开始监视 key x。n3 用自己的存储来服务：这与领导者 n1 无关。',
      },
    },
    {
      id: 'two',
      type: 'tell',
      at: { line: 7 },
      look: [node(3, 'commit'), panel('clients')],
      say: {
        en: 'Two writes at n1, and the client has received x at revision 2 and x at revision 3. It remembers that 3 was the last.',
        zh: 'n1 上写了两次，客户端收到了修订号 2 和修订号 3 的 x。它记住最后一个是 3。',
      },
    },
    {
      id: 'from',
      type: 'predict',
      at: { line: 10 },
      look: [node(3), node(2)],
      say: {
        en: 'n3 has crashed. Meanwhile x was written twice more, at revisions 4 and 5. The client turns to n2.',
        zh: 'n3 宕机了。这期间 x 又写了两次，在修订号 4 和 5。客户端转向 n2。',
      },
      question: {
        ask: {
          en: 'From which revision must it watch to miss nothing and to hear nothing twice?',
          zh: '它必须从哪个修订号开始监视，才既不漏也不重？',
        },
        choices: [
          {
            text: { en: '3, the last one it has', zh: '3，它收到的最后一个' },
            because: {
              en: 'The start revision is included: x at 3 would come a second time.',
              zh: '起始修订号是包含在内的：修订号 3 的 x 会来第二次。',
            },
          },
          {
            text: { en: '4, the one after the last it has', zh: '4，最后一个的下一个' },
            right: true,
            because: {
              en: 'Revisions are the same on every member, so “the next one” means the same at n2. It got 4 and 5, once each.',
              zh: '每个成员上的修订号都相同，所以“下一个”在 n2 上是同一个意思。它收到 4 和 5，各一次。',
            },
          },
          {
            text: { en: '5, where n2 is now', zh: '5，n2 现在的位置' },
            because: {
              en: 'Then x at revision 4 would be lost, and nobody would ever tell.',
              zh: '那样修订号 4 的 x 就丢了，而且没有谁会告诉它。',
            },
          },
          {
            text: { en: 'None: another member has other revisions', zh: '都不行：别的成员有别的修订号' },
            because: {
              en: 'A revision is a number of the applied log, not of a member: n1 and n2 both call the last write 5.',
              zh: '修订号由应用的日志决定，不属于某个成员：n1 和 n2 都把最后一次写入叫 5。',
            },
          },
        ],
      },
    },
    {
      id: 'resumed',
      type: 'observe',
      of: 'from',
      at: { line: 12 },
      look: [node(2), panel('clients')],
      say: {
        en: 'The watch goes on at n2, which answers the missed events from its history.',
        zh: '监视在 n2 上继续，n2 用历史补上错过的事件。',
      },
      ask: { en: 'What did you see: which events came from n2?', zh: '你看到了什么：n2 送来了哪些事件？' },
    },
    {
      id: 'bound',
      type: 'tell',
      look: [node(2), link(1, 2)],
      say: {
        en: 'Two things can still end this: the history may have been compacted beyond the client’s revision (lesson K3), and a member that lags may not have revision 4 yet; then the watch waits there.',
        zh: '还有两件事会影响它：历史可能已压缩到客户端的修订号之后（K3 课）；落后的成员可能还没有修订号 4，那样监视就在那里等。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'A client watches at n3. Kill n3 and open another watch elsewhere, from the revision after the last one seen.',
      zh: '一个客户端在 n3 上监视。终止 n3，在别处打开另一个监视，从看到的最后一个修订号之后开始。',
    },
    config: { nodes: 3 },
    prepare: [
      { type: 'campaign', node: 1 },
      { until: 'node(3).applied >= 1' },
      { etcdctl: 'watch x', node: 3 },
      { ms: 200 },
      { etcdctl: 'put x 1', node: 1 },
      { until: 'node(3).key("x").exists' },
      { ms: 100 },
    ],
    goal: 'node(3).status == killed && any(n in nodes, n.id != 3 && n.watchCount > 0)',
    hints: [
      {
        en: 'Click n3 and kill it: its watch ends with it.',
        zh: '点击 n3 并终止它：它的监视也随之结束。',
      },
      {
        en: 'In a console: etcdctl watch x --rev=3, at another node.',
        zh: '在控制台：在另一个节点上 etcdctl 监视 x --rev=3。',
      },
    ],
    solution: [
      { type: 'kill', node: 3 },
      { ms: 100 },
      { etcdctl: 'watch x --rev=3', node: 2 },
      { until: 'node(2).watchCount > 0' },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.4/learning/api_guarantees/',
      'etcd: API guarantees, watch',
      'etcd：API 保证，watch',
    ),
    page(
      'https://github.com/etcd-io/etcd/issues/15271',
      'etcd issue 15271: a watch that went back in time',
      'etcd issue 15271：回到过去的监视',
    ),
  ],
};
