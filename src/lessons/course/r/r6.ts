import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { put } from '../moves.ts';
import { etcdRaft, paper, thesis } from '../sources.ts';
import { r6 } from './headings.ts';

export const r6Lesson: Lesson = {
  ...r6,
  runs: [
    {
      id: 'a',
      title: { en: 'An entry everybody has and nobody counts', zh: '人人都有、没人计数的条目' },
      script: `cluster voters=1,2,3
campaign 1
cut 2>1,3>1
propose 1 x=1
expect 1,2,3 last=2 commit=1
crash 1
manual
campaign 2
ready 2
deliver 2>3 MsgVote
ready 3
deliver 3>2 MsgVoteResp
expect 2 role=L term=2 log=1,1,2 commit=1
ready 2
expect 2 commit=1 kv.x=-
deliver 2>3 MsgApp
ready 3
expect 2 commit=1
deliver 3>2 MsgAppResp
expect 2 commit=3
ready 2
expect 2 applied=3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'lost',
      type: 'tell',
      at: { line: 5 },
      look: [entry(2), node(1, 'commit')],
      say: {
        en: 'x=1 is at index 2 of all three logs. But every acknowledgement to n1 was lost, so n1’s commit index is still 1.',
        zh: 'x=1 在三份日志的索引 2 上。但发给 n1 的确认全丢了，所以 n1 的提交索引还是 1。',
      },
    },
    {
      id: 'when',
      type: 'predict',
      at: { line: 8 },
      look: [node(1), node(2, 'votes'), entry(2)],
      say: {
        en: 'n1 dies without knowing. n2 campaigns in term 2, and n3 will vote for it.',
        zh: 'n1 不知情就宕机了。n2 在任期 2 竞选，n3 会投给它。',
      },
      question: {
        ask: { en: 'When does n2 take index 2 as committed?', zh: 'n2 什么时候认定索引 2 已提交？' },
        choices: [
          {
            text: {
              en: 'When it is elected: the vote of n3 shows that n3 has it, too',
              zh: '当选时：n3 的票说明 n3 也有它',
            },
            because: {
              en: 'A vote says that the voter’s log is not newer than the candidate’s, and not what is in it. As leader n2 still had commit index 1.',
              zh: '一张票只说明投票者的日志不比候选者的新，不说明里面有什么。n2 当选后提交索引仍是 1。',
            },
            claim: 'count(node(2).commit >= 2 && node(3).last == 2) > 0',
          },
          {
            text: {
              en: 'When n3 acknowledges index 2; index 3 comes later',
              zh: 'n3 确认索引 2 时；索引 3 要更晚',
            },
            because: {
              en: 'There was no moment with commit index 2. The old entry alone is never counted: it is of term 1.',
              zh: '提交索引从来没有等于 2 的时刻。旧条目不会单独计数：它属于任期 1。',
            },
            claim: 'count(node(2).commit == 2) > 0',
          },
          {
            text: {
              en: 'When n3 acknowledges index 3, the empty entry of n2',
              zh: 'n3 确认索引 3，也就是 n2 的空条目时',
            },
            right: true,
            because: {
              en: 'Index 3 is of term 2, n2’s own. On two of three disks it is committed, and index 2 beneath it with it: from 1 to 3 in one step.',
              zh: '索引 3 属于 n2 自己的任期 2。三块磁盘中的两块有了它，它就提交，下面的索引 2 也随之提交：一步从 1 到 3。',
            },
            claim: 'node(2).commit == 3 && count(node(2).commit == 2) == 0',
          },
        ],
      },
    },
    {
      id: 'empty',
      type: 'tell',
      at: { line: 13 },
      look: [entry(3, 2), node(2, 'commit')],
      say: {
        en: 'n2 leads term 2. At once it has appended an empty entry at index 3. Its log is 1, 1, 2, its commit index 1.',
        zh: 'n2 是任期 2 的领导者。它立刻在索引 3 追加了空条目。日志是 1, 1, 2，提交索引是 1。',
      },
    },
    {
      id: 'way',
      type: 'tell',
      at: { line: 17 },
      look: [entry(3, 3), message('MsgAppResp', 3, 2)],
      say: {
        en: 'n3 has stored index 3. Its acknowledgement is under way, and nothing more is committed yet.',
        zh: 'n3 存下了索引 3。它的确认正在路上，还没有新的提交。',
      },
    },
    {
      id: 'both',
      type: 'observe',
      of: 'when',
      at: { line: 19 },
      look: [node(2, 'commit'), entry(2, 2), entry(3, 2)],
      say: {
        en: 'The acknowledgement has arrived.',
        zh: '确认到了。',
      },
      ask: {
        en: 'What did you see: how did the commit index move?',
        zh: '你看到了什么：提交索引是怎么动的？',
      },
    },
    {
      id: 'why',
      type: 'ask',
      at: { line: 21 },
      look: [log(2), log(3)],
      say: {
        en: 'n2 has applied x=1, which nobody was ever answered for.',
        zh: 'n2 应用了 x=1，虽然从未有人得到过回答。',
      },
      question: {
        ask: {
          en: 'What if new leaders appended no empty entry, and no client wrote anything?',
          zh: '如果新领导者不追加空条目，也没有客户端写入，会怎样？',
        },
        choices: [
          {
            text: {
              en: 'x=1 would stay uncommitted, for as long as n2 leads',
              zh: '只要 n2 还是领导者，x=1 就一直不提交',
            },
            right: true,
            because: {
              en: 'n2 may only count entries of term 2, and there would be none. Readers would wait, too.',
              zh: 'n2 只能对任期 2 的条目计数，而一条也没有。读取的人也得等。',
            },
          },
          {
            text: {
              en: 'The next heartbeat would commit it',
              zh: '下一次心跳会提交它',
            },
            because: {
              en: 'Heartbeats carry the commit index; they do not move it.',
              zh: '心跳携带提交索引，并不推动它。',
            },
          },
          {
            text: { en: 'x=1 would be lost', zh: 'x=1 会丢失' },
            because: {
              en: 'It stays in all logs, and whoever is elected has it. It would only wait for an entry of the leader’s own term.',
              zh: '它留在所有日志里，谁当选都有它。它只是要等一个领导者自己任期的条目。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'These leaders append no empty entry: x is on every disk and stays uncommitted. Get it committed.',
      zh: '这里的领导者不追加空条目：x 在每块磁盘上，却一直不提交。让它提交。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['noNoop'] },
    prepare: [
      { type: 'campaign', node: 1 },
      { until: 'node(1).role == leader' },
      { type: 'cut', from: 2, to: 1, oneWay: true },
      { type: 'cut', from: 3, to: 1, oneWay: true },
      put(1, 1, 'x', '1'),
      { until: 'node(2).last == 1 && node(3).last == 1' },
      { type: 'kill', node: 1 },
      { type: 'campaign', node: 2 },
      { until: 'node(2).role == leader' },
      { ms: 500 },
    ],
    goal: 'key("x").value == "1"',
    hints: [
      {
        en: 'n2 counts copies only of entries of its own term. Is there one?',
        zh: 'n2 只对自己任期的条目计数。现在有吗？',
      },
      { en: 'Put any key through n2.', zh: '通过 n2 随便写一个键。' },
    ],
    solution: [put(2, 2, 'y', '2'), { until: 'key("x").value == "1"' }],
  },
  sources: [
    paper('sections 5.4.2 and 8', '5.4.2 节与第 8 节'),
    thesis('sections 3.6.2 and 6.4', '3.6.2 节与 6.4 节'),
    etcdRaft('raft.go', 'becomeLeader'),
  ],
};
