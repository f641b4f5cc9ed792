import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft } from '../sources.ts';
import { p8 } from './headings.ts';

export const p8Lesson: Lesson = {
  ...p8,
  runs: [
    {
      id: 'a',
      title: { en: 'Nobody answers messages of a lower term', zh: '没人回答更低任期的消息' },
      script: `cluster voters=1,2,3 preVote bug=silentLowTerm
campaign 1
manual
campaign 3
ready 3
deliver 3>2 MsgPreVote
ready 2
deliver 2>3 MsgPreVoteResp
expect 3 role=C term=2
isolate 3
auto
propose 1 x=1
expect 1,2 commit=2
heal
tick 200
expect 1 role=L term=1
expect 3 term=2 commit=1 kv.x=-
`,
    },
    {
      id: 'b',
      title: { en: 'As etcd does it', zh: 'etcd 的做法' },
      script: `cluster voters=1,2,3 preVote
campaign 1
manual
campaign 3
ready 3
deliver 3>2 MsgPreVote
ready 2
deliver 2>3 MsgPreVoteResp
expect 3 role=C term=2
isolate 3
auto
propose 1 x=1
heal
mark
tick 1
expect 1 role=F term=2
expect msgs MsgAppResp=1
tick 12
expect 1 role=L term=3
expect 3 role=F term=3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'thin',
      type: 'tell',
      at: { line: 10 },
      look: [node(3, 'term'), node(3, 'votes')],
      say: {
        en: 'n3 asked, n2 would vote for it, and so n3 has begun term 2. In this thin moment, before its real requests are out, it is cut off.',
        zh: 'n3 问过了，n2 愿意投给它，于是 n3 开始了任期 2。就在真正的请求发出之前的一瞬，它被隔离了。',
      },
    },
    {
      id: 'returns',
      type: 'predict',
      at: { line: 14 },
      look: [log(1), log(3), node(3, 'term')],
      say: {
        en: 'n1 and n2 have committed x=1 in term 1, and n3 is back: term 2, without x=1. In this run nobody answers messages of a lower term.',
        zh: 'n1 和 n2 在任期 1 提交了 x=1，n3 回来了：任期 2，没有 x=1。这次运行里，没人回答更低任期的消息。',
      },
      question: {
        ask: { en: 'Where is n3 200 ticks later?', zh: '200 个 tick 之后，n3 怎样了？' },
        choices: [
          {
            text: { en: 'It follows n1', zh: '跟随 n1' },
            because: {
              en: 'n1 speaks in term 1, which is over for n3. It drops each heartbeat.',
              zh: 'n1 说的是任期 1，对 n3 已经过去。它丢掉每个心跳。',
            },
            claim: 'node(3).lead == 1',
          },
          {
            text: { en: 'It is stuck in term 2, without x=1', zh: '卡在任期 2，没有 x=1' },
            right: true,
            because: {
              en: 'It ignores n1, and its pre-votes are refused for its shorter log. Neither side can move the other.',
              zh: '它不理会 n1，而它的预投票因日志较短被拒绝。谁也推不动谁。',
            },
            claim: 'node(3).term == 2 && node(3).commit == 1 && node(1).role == leader && node(1).term == 1',
          },
          {
            text: { en: 'It has become leader of a higher term', zh: '成了更高任期的领导者' },
            because: {
              en: 'PreVote did its work: with a log that ends at 1 n3 found no majority, and could not begin term 3.',
              zh: 'PreVote 起了作用：n3 的日志止于 1，得不到多数，开始不了任期 3。',
            },
            claim: 'node(3).term > 2',
          },
        ],
      },
    },
    {
      id: 'stuck',
      type: 'observe',
      of: 'returns',
      at: { line: 15 },
      look: [node(3), log(3), node(1, 'role')],
      say: {
        en: '200 ticks later.',
        zh: '200 个 tick 之后。',
      },
      ask: { en: 'What did you see: where is n3?', zh: '你看到了什么：n3 怎样了？' },
    },
    {
      id: 'answer',
      type: 'tell',
      run: 'b',
      at: { line: 13, when: 'any(m in messages, m.type == MsgAppResp && m.from == 3)' },
      look: [message('MsgAppResp', 3, 1), node(3, 'term')],
      say: {
        en: 'With the rule n3 answers the first heartbeat with an empty MsgAppResp of term 2. It will depose n1.',
        zh: '有了规则，n3 用一条任期 2 的空 MsgAppResp 回答第一个心跳。它会使 n1 下台。',
      },
    },
    {
      id: 'healed',
      type: 'tell',
      at: { line: 18 },
      look: [node(1, 'role'), log(3)],
      say: {
        en: 'n1 is elected once more, in term 3, and brings n3 up to date. As in lesson P3, one disturbance buys a way back.',
        zh: 'n1 在任期 3 再次当选，并让 n3 追上。和 P3 一样，用一次打扰换来归路。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'PreVote is on. Still, get n3 into a term above that of n1, with a log that lacks a committed write.',
      zh: 'PreVote 已开启。尽管如此，让 n3 进入比 n1 更高的任期，日志还缺一次已提交的写入。',
    },
    config: { nodes: 3, preVote: true, checkQuorum: false },
    prepare: [...elect(1)],
    goal: 'node(1).role == leader && node(3).term > node(1).term && node(1).commit > node(3).last',
    hints: [
      {
        en: 'n3 has to win its pre-vote, but its MsgVote must not arrive.',
        zh: 'n3 要赢得预投票，但它的 MsgVote 不能到达。',
      },
      {
        en: 'Right after a heartbeat choose Campaign now on n3, step until it is a candidate, isolate it at once, and put a key through n1.',
        zh: '在一次心跳之后马上对 n3 选择“立即竞选”，步进到它成为候选者，马上隔离它，再通过 n1 写一个键。',
      },
    ],
    solution: [
      { until: 'message.type == MsgHeartbeat && message.to == 3' },
      { type: 'campaign', node: 3 },
      { until: 'node(3).role == candidate' },
      { type: 'isolate', node: 3 },
      put(1, 1, 'x', '1'),
      { until: 'node(1).commit > node(3).last' },
    ],
  },
  sources: [etcdRaft('raft.go', 'Step, the branch for lower terms (checkQuorum or preVote)')],
};
