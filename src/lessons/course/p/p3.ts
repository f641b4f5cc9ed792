import type { Lesson } from '../lesson.ts';
import { message, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft } from '../sources.ts';
import { p3 } from './headings.ts';

export const p3Lesson: Lesson = {
  ...p3,
  runs: [
    {
      id: 'a',
      title: { en: 'Nobody answers messages of a lower term', zh: '没人回答更低任期的消息' },
      script: `cluster voters=1,2,3 checkQuorum bug=silentLowTerm
campaign 1
isolate 3
tick 60
heal
mark
propose 1 x=1
tick 200
expect 1 role=L term=1 commit=2
expect 3 role=C commit=1 kv.x=-
expect 3 term>=15
expect msgs MsgVoteResp=0
`,
    },
    {
      id: 'b',
      title: { en: 'As etcd does it', zh: 'etcd 的做法' },
      script: `cluster voters=1,2,3 checkQuorum
campaign 1
isolate 3
tick 60
expect 3 role=C term=5
heal
mark
tick 1
expect 1 role=F term=5
expect 2 role=F term=1
expect msgs MsgAppResp=1 MsgVote=0
tick 12
expect 3 role=L term=6
expect 1,2 role=F term=6 lead=3
`,
    },
  ],
  steps: [
    {
      id: 'deaf',
      type: 'predict',
      at: { line: 7 },
      look: [node(3, 'term'), node(1), node(2)],
      say: {
        en: 'n3 was away for 60 ticks and is at term 5; n1 and n2 have committed x=1 in term 1. With CheckQuorum, whoever has just heard its leader does not listen to candidates. And here nobody answers a message of a lower term.',
        zh: 'n3 离开了 60 个 tick，到了任期 5；n1 和 n2 在任期 1 提交了 x=1。CheckQuorum 已开启，刚听到过领导者的节点不理会候选者。而在这里，没人回答更低任期的消息。',
      },
      question: {
        ask: {
          en: 'The network is whole. Where is n3 200 ticks later?',
          zh: '网络是通的。200 个 tick 之后，n3 怎样了？',
        },
        choices: [
          {
            text: {
              en: 'It is a follower of n1: the heartbeats bring it back',
              zh: '是 n1 的跟随者：心跳把它带了回来',
            },
            because: {
              en: 'The heartbeats carry term 1. n3 is in a higher term and drops every one of them.',
              zh: '心跳带着任期 1。n3 的任期更高，把它们全丢了。',
            },
            claim: 'node(3).lead == 1',
          },
          {
            text: {
              en: 'Sooner or later it has deposed n1, as a returning node does',
              zh: '迟早会把 n1 赶下来，回来的节点都这样',
            },
            because: {
              en: 'n1 and n2 hear each other in every tick, so both ignore each MsgVote of n3, term and all. Not one answer was sent.',
              zh: 'n1 和 n2 每个 tick 都互相听到，所以对 n3 的每条 MsgVote 连同任期一起不理会。一个回答也没有。',
            },
            claim: 'node(1).role != leader',
          },
          {
            text: {
              en: 'It is stuck: it campaigns for ever, and lacks x=1',
              zh: '卡住了：一直在竞选，还缺 x=1',
            },
            right: true,
            because: {
              en: 'The group is deaf to n3, and n3 is deaf to the group. Its term went on to 19, its commit index stayed 1.',
              zh: '集群听不见 n3，n3 也听不见集群。它的任期一直涨到 19，提交索引停在 1。',
            },
            claim:
              'node(3).role == candidate && node(3).term >= 15 && node(3).commit == 1 && node(1).role == leader',
          },
        ],
      },
    },
    {
      id: 'ignored',
      type: 'tell',
      at: { when: 'decided("voteIgnored", "inLease")' },
      look: [node(1), node(2), node(3, 'votes')],
      say: {
        en: 'n3 asks in term 6. n1 leads, n2 has just heard n1: both ignore the request, and do not even take over the term.',
        zh: 'n3 在任期 6 请求投票。n1 是领导者，n2 刚听到 n1：两个都不理会，连任期也不采用。',
      },
    },
    {
      id: 'stuck',
      type: 'observe',
      of: 'deaf',
      at: { line: 11 },
      look: [node(3, 'term'), node(3, 'commit'), node(1, 'role')],
      say: {
        en: '200 ticks later.',
        zh: '200 个 tick 之后。',
      },
      ask: { en: 'What did you see: what has become of n3?', zh: '你看到了什么：n3 怎样了？' },
    },
    {
      id: 'one',
      type: 'predict',
      run: 'b',
      at: { when: 'any(m in messages, m.type == MsgAppResp && m.from == 3 && m.term == 5)' },
      look: [message('MsgAppResp', 3, 1), node(3, 'term')],
      say: {
        en: 'With the rule: n3, in term 5, has got a heartbeat of term 1. It does not follow, but it answers with an empty MsgAppResp that carries its own term.',
        zh: '有了这条规则：任期 5 的 n3 收到任期 1 的心跳。它不跟随，但用一条空的 MsgAppResp 回答，带着自己的任期。',
      },
      question: {
        ask: { en: 'What does n1 do with it?', zh: 'n1 收到后怎么做？' },
        choices: [
          {
            text: {
              en: 'It notes that n3 is behind, and sends it entries',
              zh: '记下 n3 落后，给它发条目',
            },
            because: {
              en: 'Before anything in a message counts its term does. 5 is higher than 1: n1 could lead no longer.',
              zh: '消息里最先算数的是任期。5 比 1 高：n1 不能再当领导者。',
            },
            claim: 'node(1).role == leader',
          },
          {
            text: { en: 'It steps down, into term 5', zh: '退位，进入任期 5' },
            right: true,
            because: {
              en: 'The lease protects from candidates, not from this. n1 is a follower of term 5, and n3 will not be ignored any more.',
              zh: '租约只防候选者，不防这个。n1 成为任期 5 的跟随者，n3 不会再被忽略。',
            },
            claim: 'node(1).role == follower && node(1).term == 5 && node(2).term == 1',
          },
          {
            text: { en: 'It hands the leadership over to n3', zh: '把领导权移交给 n3' },
            because: {
              en: 'Nobody leads now. There has to be an election first, in term 6.',
              zh: '这时没有领导者。先要有一次选举，在任期 6。',
            },
            claim: 'node(3).role == leader',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 1,
      until: { when: 'message.type == MsgAppResp && message.from == 3 && message.to == 1' },
      look: [message('MsgAppResp', 3, 1), node(1, 'role')],
      say: {
        en: 'You are n1, leader of term 1, with a lease at n2. The answer of n3 is about to arrive.',
        zh: '你是 n1，任期 1 的领导者，n2 处还有租约。n3 的回答就要到了。',
      },
    },
    {
      id: 'freed',
      type: 'observe',
      of: 'one',
      at: { line: 11 },
      look: [node(1, 'role'), node(1, 'term')],
      say: {
        en: 'One message was enough, one tick after the network was healed.',
        zh: '网络恢复一个 tick 之后，一条消息就够了。',
      },
      ask: { en: 'What did you see n1 do?', zh: '你看到 n1 做了什么？' },
    },
    {
      id: 'together',
      type: 'tell',
      at: { line: 14 },
      look: [node(1), node(2), node(3, 'role')],
      say: {
        en: 'n3 leads term 6, and all three are together again. The price is one election; without the rule n3 would be lost for good.',
        zh: 'n3 是任期 6 的领导者，三个节点又在一起了。代价是一次选举；没有这条规则，n3 就永远回不来。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Here the rule is missing and n3 is stuck. Bring it back into the group.',
      zh: '这里缺那条规则，n3 卡住了。把它带回集群。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: true, brokenRules: ['silentLowTerm'] },
    prepare: [...elect(1), { type: 'isolate', node: 3 }, { ms: 6000 }, { type: 'heal' }, { ms: 3000 }],
    goal: 'node(3).lead != none && node(3).term >= 2 && all(n in nodes, n.status == up)',
    hints: [
      {
        en: 'n1 and n2 ignore n3 because of their lease. What if one of them had none?',
        zh: 'n1 和 n2 因为租约才不理会 n3。如果其中一个没有租约呢？',
      },
      {
        en: 'Let n2 forget its leader, and choose Campaign now on n3 before the next heartbeat.',
        zh: '让 n2 忘记领导者，并抢在下一次心跳之前对 n3 选择“立即竞选”。',
      },
    ],
    solution: [
      { type: 'forgetLeader', node: 2 },
      { type: 'campaign', node: 3 },
      { until: 'node(3).lead != none' },
    ],
  },
  sources: [etcdRaft('raft.go', 'Step, the branch for lower terms (checkQuorum or preVote)')],
};
