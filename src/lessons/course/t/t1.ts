import type { Lesson } from '../lesson.ts';
import { entry, message, node } from '../looks.ts';
import { ledByN1 } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { t1 } from './headings.ts';

export const t1Lesson: Lesson = {
  ...t1,
  runs: [
    {
      id: 'a',
      title: { en: 'n1 hands over to n3', zh: 'n1 移交给 n3' },
      script: `cluster voters=1,2,3 preVote checkQuorum
campaign 1
mark
transfer 1 3
expect 3 role=L term=2
expect 1,2 role=F term=2 lead=3
expect msgs MsgTimeoutNow=1 MsgVote=2 MsgPreVote=0
`,
    },
  ],
  steps: [
    {
      id: 'ask',
      type: 'predict',
      at: { line: 3 },
      look: [node(1, 'role'), node(3, 'timer')],
      say: {
        en: 'n1 leads term 1, PreVote and CheckQuorum are on, and n3 has every entry. The machine of n1 is to be serviced, so n1 is asked to hand over to n3.',
        zh: 'n1 领导任期 1，PreVote 和 CheckQuorum 都开着，n3 有全部条目。n1 的机器要维护，于是请 n1 把领导权移交给 n3。',
      },
      question: {
        ask: { en: 'How will n3 come to lead?', zh: 'n3 怎样成为领导者？' },
        choices: [
          {
            text: { en: 'n1 names it: n3 goes on leading term 1', zh: '由 n1 指定：n3 继续领导任期 1' },
            because: {
              en: 'A term has one leader at most, and that of term 1 is n1. n3 leads term 2, and won it with votes.',
              zh: '一个任期最多有一个领导者，任期 1 的已经是 n1。n3 领导的是任期 2，而且靠选票赢得。',
            },
            claim: 'node(3).role == leader && node(3).term == 1',
          },
          {
            text: {
              en: 'n1 falls silent, until the timer of n3 ends',
              zh: 'n1 不再出声，直到 n3 的计时器到时',
            },
            because: {
              en: 'That would be an outage of 14 ticks. Here not one tick went by between the request and the new leader.',
              zh: '那会中断 14 个 tick。而这里，从提出请求到新领导者产生，一个 tick 都没有过去。',
            },
            claim: 'time > 1000',
          },
          {
            text: {
              en: 'n1 tells it to campaign at once, and the others let it win',
              zh: 'n1 让它立刻竞选，其他节点让它当选',
            },
            right: true,
            because: {
              en: 'MsgTimeoutNow, then two MsgVote in term 2, without a single MsgPreVote of n3. They are marked as a transfer, so nobody ignores them for the sake of n1.',
              zh: '先是 MsgTimeoutNow，然后任期 2 的两条 MsgVote，n3 一条 MsgPreVote 都没有发。它们带着移交的标记，所以没有谁因为 n1 还在而不理会。',
            },
            claim:
              'node(3).term == 2 && time < 1000 && count(any(m in sent, m.type == MsgPreVote && m.from == 3)) == 0',
          },
        ],
      },
    },
    {
      id: 'now',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgTimeoutNow)' },
      look: [message('MsgTimeoutNow', 1, 3), node(1)],
      say: {
        en: 'The Match of n3 is as long as the log of n1, so n1 sends MsgTimeoutNow at once. It means: act as if your election timer had just ended.',
        zh: 'n3 的 Match 与 n1 的日志一样长，所以 n1 立刻发出 MsgTimeoutNow。意思是：就当你的选举计时器刚刚到时。',
      },
    },
    {
      id: 'asN2',
      type: 'beTheNode',
      node: 2,
      at: { when: 'any(m in messages, m.type == MsgVote && m.from == 3)' },
      look: [message('MsgVote', 3, 2), node(2)],
      say: {
        en: 'You are n2. You heard from leader n1 a moment ago, and CheckQuorum tells you to ignore candidates while that is so. Now n3 asks for your vote in term 2.',
        zh: '现在你是 n2。你刚刚还听到领导者 n1，而 CheckQuorum 要求这期间不理会候选者。现在 n3 在任期 2 请你投票。',
      },
      until: { when: 'any(m in messages, m.type == MsgVoteResp && m.from == 2)' },
    },
    {
      id: 'votes',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgVoteResp && m.from == 2)' },
      look: [message('MsgVoteResp', 2, 3), message('MsgVoteResp', 1, 3)],
      say: {
        en: 'n2 has voted, because the MsgVote says that the leader itself wanted it. So has n1: it heard of term 2, stepped down and granted its vote.',
        zh: 'n2 投了票，因为这条 MsgVote 说明是领导者自己要求的。n1 也投了：它听到任期 2，退位，并投票给 n3。',
      },
    },
    {
      id: 'leads',
      type: 'observe',
      of: 'ask',
      at: { when: 'node(3).role == leader' },
      look: [node(3, 'role'), node(3, 'term'), entry(2, 3)],
      say: {
        en: 'The first MsgVoteResp is enough: n3 leads and appends its empty entry at index 2.',
        zh: '第一条 MsgVoteResp 就够了：n3 当选，在索引 2 追加它的空条目。',
      },
      ask: { en: 'How did n3 come to lead?', zh: 'n3 是怎样成为领导者的？' },
    },
    {
      id: 'after',
      type: 'ask',
      at: { when: 'all(n in nodes, n.commit == 2)' },
      look: [node(1), node(3)],
      say: {
        en: 'n1 and n2 follow n3. In all: one MsgTimeoutNow, two MsgVote, and no moment in which a client would have had to wait for a timer.',
        zh: 'n1 和 n2 跟随 n3。总共：一条 MsgTimeoutNow，两条 MsgVote；客户端没有哪一刻需要等计时器。',
      },
      question: {
        ask: {
          en: 'Why does n3 campaign in an election at all, when n1 could just tell everybody who leads?',
          zh: 'n1 直接告诉大家谁是领导者不就行了，为什么 n3 还要竞选？',
        },
        choices: [
          {
            text: {
              en: 'So that every rule of elections still holds: a majority agrees, and one leader a term',
              zh: '这样选举的规则照样成立：多数同意，一个任期一个领导者',
            },
            right: true,
            because: {
              en: 'A transfer only makes a good moment for an ordinary election. If n3 lacked entries, or two were named at once, the votes would still prevent harm.',
              zh: '移交只是为一次普通的选举造出一个好时机。即使 n3 缺条目，或同时指定了两个，选票仍会防止出错。',
            },
          },
          {
            text: { en: 'Because n1 does not know whether n3 is alive', zh: '因为 n1 不知道 n3 是否活着' },
            because: {
              en: 'It knows rather well: n3 had just answered up to the last entry. The vote is about the agreement of the others.',
              zh: '它很清楚：n3 刚刚确认到最后一个条目。投票关乎的是其他节点是否同意。',
            },
          },
          {
            text: {
              en: 'Because n1 may not send messages after it has stepped down',
              zh: '因为 n1 退位后不能再发消息',
            },
            because: {
              en: 'n1 stepped down only when it heard of term 2. Before that it led, and could have sent whatever it liked.',
              zh: 'n1 听到任期 2 才退位。在那之前它是领导者，想发什么都可以。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Hand leadership over to n2, without an election timer ever ending.',
      zh: '把领导权移交给 n2，而且没有任何选举计时器到时。',
    },
    config: { nodes: 3 },
    prepare: ledByN1(500),
    goal: 'node(2).role == leader && count(message.type == MsgTimeoutNow) > 0',
    hints: [
      {
        en: 'It is the leader that hands over, but you ask for it at the one who is to lead.',
        zh: '移交的是领导者，但要在接任的节点上提出。',
      },
      { en: 'Select n2 and choose “Transfer leadership here”.', zh: '选中 n2，选择“将领导权转移到此”。' },
    ],
    solution: [{ type: 'transferLeader', to: 2 }, { until: 'node(2).role == leader' }],
  },
  sources: [thesis('section 3.10', '3.10 节'), etcdRaft('raft.go', 'campaignTransfer, MsgTimeoutNow')],
};
