import type { Lesson } from '../lesson.ts';
import { entry, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { etcdRaft, page, thesis } from '../sources.ts';
import { m7 } from './headings.ts';

export const m7Lesson: Lesson = {
  ...m7,
  runs: [
    {
      id: 'stays',
      title: { en: 'Raft alone', zh: '只有 raft' },
      script: `cluster voters=1,2,3
campaign 1
conf 1 r1
expect 1,2,3 cs=[2,3] commit=2
tick 50
expect 1 role=L term=1
propose 1 x=1
expect 1 last=2
expect msgs ErrProposalDropped=1
`,
    },
    {
      id: 'steps',
      title: { en: 'With StepDownOnRemoval', zh: '打开 StepDownOnRemoval' },
      script: `cluster voters=1,2,3 stepDownOnRemoval
campaign 1
conf 1 r1
expect 1 role=F cs=[2,3]
tick 12
expect 2 role=L term=2 commit=3
expect 3 role=F term=2 lead=2
`,
    },
  ],
  steps: [
    {
      id: 'asked',
      type: 'predict',
      at: { line: 2 },
      look: [node(1, 'role'), node(2), node(3)],
      say: {
        en: 'n1 leads n1, n2 and n3. It is asked to remove n1: itself.',
        zh: 'n1 领导 n1、n2、n3。现在请它移除 n1，也就是它自己。',
      },
      question: {
        ask: { en: 'Who leads 50 ticks after that?', zh: '此后过 50 个 tick，谁是领导者？' },
        choices: [
          {
            text: { en: 'n2 or n3: they have elected somebody', zh: 'n2 或 n3：它们选出了新的领导者' },
            because: {
              en: 'They hear heartbeats, so their timers never end: n1 goes on sending them as before.',
              zh: '它们听得到心跳，计时器就不会到时：n1 照常在发。',
            },
            claim: 'node(2).role == leader || node(3).role == leader',
          },
          {
            text: { en: 'Nobody: n1 has stopped', zh: '没有：n1 已经停了' },
            because: {
              en: 'To stop the process is a matter of the program around Raft. Raft itself goes on as long as it is called.',
              zh: '停掉进程是 raft 之外的程序的事。只要还有人调用，raft 自己就继续。',
            },
            claim: 'all(n in nodes, n.role != leader)',
          },
          {
            text: { en: 'n1, though it is no member any more', zh: 'n1，尽管它已不是成员' },
            right: true,
            because: {
              en: 'The voters are {2,3}, and n1 still leads term 1. It counts only n2 and n3 now, and not itself.',
              zh: '投票成员是 {2,3}，n1 仍领导任期 1。它现在只数 n2 和 n3，不数自己。',
            },
            claim: 'node(1).role == leader && !(node(1).config.voters contains 1)',
          },
        ],
      },
    },
    {
      id: 'out',
      type: 'tell',
      at: { when: 'node(1).config.voters.count == 2' },
      look: [entry(2), node(1)],
      say: {
        en: 'Entry 2 is committed and applied: n1 is out. In the paper this is the moment to step down; etcd’s raft leaves that to its user.',
        zh: '条目 2 已提交并应用：n1 出局了。按论文，此刻就该退位；etcd 的 raft 把这件事留给使用者。',
      },
    },
    {
      id: 'crown',
      type: 'observe',
      of: 'asked',
      at: { line: 5 },
      look: [node(1, 'role'), node(1, 'term')],
      say: { en: '50 ticks later.', zh: '50 个 tick 之后。' },
      ask: { en: 'Who leads?', zh: '谁是领导者？' },
    },
    {
      id: 'deaf',
      type: 'tell',
      at: { line: 7 },
      look: [node(1), entry(2, 1)],
      say: {
        en: 'A client writes x=1 at n1: dropped at once (ErrProposalDropped), as n1 is not in its own configuration. Nobody campaigns, and nothing can be written: the worst of both.',
        zh: '客户端在 n1 写入 x=1：立刻被丢弃（ErrProposalDropped），因为 n1 不在自己的配置里。没有谁竞选，也什么都写不进去：两头落空。',
      },
    },
    {
      id: 'better',
      type: 'sideBySide',
      run: 'steps',
      at: { line: 5 },
      runs: ['stays', 'steps'],
      look: [node(2, 'role'), node(1, 'role')],
      say: {
        en: 'With StepDownOnRemoval n1 becomes a follower when it applies the change, and n2 leads term 2 after its timeout of 12 ticks. etcd’s server hands leadership over before the member stops, which spares the wait.',
        zh: '打开 StepDownOnRemoval，n1 应用变更时就成为跟随者；12 个 tick 的超时之后，n2 领导任期 2。etcd 服务器在成员停止之前先移交领导权，省去了这段等待。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Remove n1, the leader, without waiting for an election timer.',
      zh: '移除领导者 n1，而不等选举计时器到时。',
    },
    config: { nodes: 3 },
    prepare: ledByN1(6000),
    goal: 'voters.count == 2 && !(voters contains 1) && leader != none && count(message.type == MsgTimeoutNow) > 0',
    hints: [
      { en: 'Two steps: first the crown, then the member.', zh: '分两步：先交出领导权，再移除成员。' },
      {
        en: 'Transfer leadership to n2, then remove n1.',
        zh: '把领导权转移到 n2，然后移除 n1。',
      },
    ],
    solution: [
      { type: 'transferLeader', to: 2 },
      { until: 'node(2).role == leader && node(2).commit == node(2).last' },
      { ms: 300 },
      change(1, 2, 'r1'),
      { until: 'voters.count == 2 && !(voters contains 1)' },
      { ms: 200 },
    ],
  },
  sources: [
    thesis('section 4.2.2', '4.2.2 节'),
    page('https://github.com/etcd-io/raft/issues/83', 'etcd-io/raft issue 83', 'etcd-io/raft issue 83'),
    etcdRaft('testdata/confchange_v1_remove_leader.txt', 'StepDownOnRemoval'),
  ],
};
