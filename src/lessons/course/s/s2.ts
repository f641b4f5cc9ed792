import type { Lesson } from '../lesson.ts';
import { entry, link, log, node } from '../looks.ts';
import { ledByN1, put } from '../moves.ts';
import { page } from '../sources.ts';
import { s2 } from './headings.ts';

export const s2Lesson: Lesson = {
  ...s2,
  runs: [
    {
      id: 'a',
      title: { en: 'Two of three are lost', zh: '三个丢了两个' },
      script: `cluster voters=1,2,3
campaign 1
isolate 3
propose 1 x=1
expect 1,2 commit=2 kv.x=1
crash 1,2
heal
tick 100
expect 3 role=C commit=1 kv.x=-
forcenew 3
tick 20
expect 3 role=L cs=[3] kv.x=-
expect violation StateMachineSafety
propose 3 y=2
expect 3 kv.y=2 kv.x=-
`,
    },
  ],
  steps: [
    {
      id: 'write',
      type: 'tell',
      at: { line: 4 },
      look: [entry(2, 1), entry(2, 2), log(3)],
      say: {
        en: 'n3 is cut off. x=1 at index 2 is on the disks of n1 and n2: two of three, so it is committed, and the client was told so. n3 has index 1 only.',
        zh: 'n3 被隔离。x=1 在索引 2，已在 n1 和 n2 的磁盘上：三分之二，所以已提交，客户端也得到了成功的答复。n3 只有索引 1。',
      },
    },
    {
      id: 'alone',
      type: 'predict',
      at: { line: 7 },
      look: [node(1), node(2), node(3)],
      say: {
        en: 'A fire destroys the machines of n1 and n2, disks and all. The network of n3 works again, but nobody is left to talk to.',
        zh: '一场火灾毁了 n1 和 n2 的机器，连同磁盘。n3 的网络恢复了，却没有谁可以说话。',
      },
      question: {
        ask: { en: '100 ticks go by. What has become of n3?', zh: '过了 100 个 tick，n3 会怎样？' },
        choices: [
          {
            text: { en: 'It leads: all votes that are left are its own', zh: '它当选：剩下的票都是它自己的' },
            because: {
              en: 'A majority is counted of all voters, not of the living ones. n3 has one vote of three and needs two, for ever.',
              zh: '多数是按全体投票成员算的，不是按活着的算。n3 三票只有一票，需要两票，永远差一票。',
            },
            claim: 'node(3).role == leader',
          },
          {
            text: { en: 'It asks for votes again and again, in vain', zh: '它一次次请求投票，总是落空' },
            right: true,
            because: {
              en: 'Its timer of 14 ticks ended seven times: seven campaigns, terms 2 to 8, each with one vote of the two it needs.',
              zh: '它的计时器（14 个 tick）到了七次：七次竞选，任期 2 到 8，每次都只有一票，而需要两票。',
            },
            claim: 'node(3).role == candidate && node(3).term == 8',
          },
          {
            text: {
              en: 'It waits as a follower until the others are back',
              zh: '它一直是跟随者，等其他节点回来',
            },
            because: {
              en: 'A follower that hears of no leader campaigns. It cannot know that the others are gone for good: for n3 they are just silent.',
              zh: '听不到领导者的跟随者就会竞选。它不可能知道别人永远不回来了：对 n3 来说，它们只是没有声音。',
            },
            claim: 'node(3).role == follower',
          },
        ],
      },
    },
    {
      id: 'first',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgVote && m.term == 2)' },
      look: [link(3, 1), link(3, 2), node(3, 'votes')],
      say: {
        en: 'n3 campaigns in term 2 and asks n1 and n2. Nobody is there to answer.',
        zh: 'n3 在任期 2 竞选，向 n1 和 n2 请求投票。没有谁会回答。',
      },
    },
    {
      id: 'vain',
      type: 'observe',
      of: 'alone',
      at: { line: 8 },
      look: [node(3, 'role'), node(3, 'term')],
      say: {
        en: '100 ticks later. That it does not lead is right: it does not know what the other two have committed, and here it really lacks x=1.',
        zh: '100 个 tick 之后。它不当选是对的：它不知道另外两个提交过什么，而这里它确实缺 x=1。',
      },
      ask: { en: 'What has become of n3?', zh: 'n3 怎样了？' },
    },
    {
      id: 'force',
      type: 'predict',
      at: { line: 9 },
      look: [node(3), log(3)],
      say: {
        en: 'An operator steps in: n3 is started with etcd --force-new-cluster. It writes the removal of n1 and n2 into its own log, as if that had been agreed on.',
        zh: '运维人员介入：用 etcd --force-new-cluster 启动 n3。它把“移除 n1 和 n2”写进自己的日志，就像这已经达成一致。',
      },
      question: {
        ask: {
          en: 'The client was told that x=1 is done. What does the new cluster of one hold for x?',
          zh: '客户端曾被告知 x=1 已成功。这个单成员新集群里的 x 是什么？',
        },
        choices: [
          {
            text: { en: '1: what is committed is never lost', zh: '1：已提交的永远不会丢' },
            because: {
              en: 'That promise holds as long as a majority keeps its disks. Both disks that had x=1 are gone; n3 never had it.',
              zh: '这个承诺的前提是多数节点的磁盘还在。有 x=1 的两块磁盘都没了；n3 从来没有过。',
            },
            claim: 'node(3).key("x").value == "1"',
          },
          {
            text: {
              en: 'Nothing, and another entry is committed at the index of x=1',
              zh: '什么都没有，而且 x=1 的索引上提交了另一个条目',
            },
            right: true,
            because: {
              en: 'Index 2 was x=1 for n1 and n2; for n3 it is now the removal of a member. Two committed entries at one index: the check StateMachineSafety reports it, and it is right.',
              zh: '在 n1 和 n2 那里，索引 2 是 x=1；在 n3 这里，现在是一次移除成员。同一个索引上提交了两个不同的条目：StateMachineSafety 检查报告了它，报告得对。',
            },
            claim: 'violations > 0 && !node(3).key("x").exists',
          },
          {
            text: {
              en: 'Nothing: n3 refuses to start, as its log is too short',
              zh: '什么都没有：n3 的日志太短，它拒绝启动',
            },
            because: {
              en: 'n3 has no way to see that anything is missing: its log up to index 1 is a perfectly good log. It starts.',
              zh: 'n3 没有办法看出缺了什么：它到索引 1 的日志本身完全正常。它照样启动。',
            },
            claim: 'node(3).status != up',
          },
        ],
      },
    },
    {
      id: 'broken',
      type: 'observe',
      of: 'force',
      at: { when: 'violations > 0 && node(3).status == up && node(3).applied > 1' },
      look: [log(3), entry(2, 3)],
      say: {
        en: 'n3 has started by itself, and its log goes up to index 3: the removals of the two others, committed by nobody but n3.',
        zh: 'n3 独自启动了，日志到索引 3：移除另外两个成员，除了 n3 没有谁同意过。',
      },
      ask: { en: 'What does the new cluster hold for x?', zh: '新集群里的 x 是什么？' },
    },
    {
      id: 'new',
      type: 'tell',
      at: { line: 14 },
      look: [node(3, 'role'), node(3, 'term'), log(3)],
      say: {
        en: 'n3 leads term 9 alone and takes y=2. This is a new history, not the old one: clients that go on as if nothing had happened (watches, locks, caches) rely on writes that no longer exist.',
        zh: 'n3 独自领导任期 9，写入了 y=2。这是一段新的历史，不是原来的：客户端若当作什么都没发生（监视、锁、缓存），依靠的就是已经不存在的写入。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'All three nodes are down and only one may start again, by force. Choose the one with which x=1 survives.',
      zh: '三个节点都停了，只能强制启动其中一个，独自成为新集群。选择能保住 x=1 的那一个。',
    },
    config: { nodes: 3 },
    prepare: [
      ...ledByN1(300),
      { type: 'isolate', node: 3 },
      put(1, 1, 'x', '1'),
      { until: 'node(1).applied == 2 && node(2).applied == 2' },
      { ms: 200 },
      { type: 'kill', node: 1 },
      { type: 'kill', node: 2 },
      { type: 'kill', node: 3 },
      { type: 'heal' },
    ],
    goal: 'leader != none && leader.config.voters.count == 1 && leader.key("x").value == "1"',
    hints: [
      {
        en: 'A killed node shows what is on its disk: how far its log goes, and up to where the disk knows it to be committed.',
        zh: '被终止的节点会显示磁盘上的内容：日志到哪里，以及磁盘知道提交到了哪里。',
      },
      {
        en: 'x=1 is at index 2. A forced start keeps only what the disk knows to be committed; a leader’s newest commit index may not be on its disk yet.',
        zh: 'x=1 在索引 2。强制启动只保留磁盘知道已提交的内容；领导者最新的提交索引可能还没有落盘。',
      },
      {
        en: 'The disk of n2 says commit 2: choose “Go on alone” there.',
        zh: 'n2 的磁盘上 commit 是 2：对它选择“独自继续”。',
      },
    ],
    solution: [
      { type: 'forceNewCluster', node: 2 },
      { until: 'leader != none && leader.config.voters.count == 1 && leader.key("x").value == "1"' },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.5/op-guide/recovery/',
      'etcd: disaster recovery (restoring a cluster from a snapshot)',
      'etcd：灾难恢复（由快照恢复集群）',
    ),
    page(
      'https://etcd.io/docs/v3.5/op-guide/configuration/',
      'etcd: configuration options, --force-new-cluster',
      'etcd：配置选项，--force-new-cluster',
    ),
  ],
};
