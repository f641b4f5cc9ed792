import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { etcdRaft, page, thesis } from '../sources.ts';
import { m1 } from './headings.ts';

export const m1Lesson: Lesson = {
  ...m1,
  runs: [
    {
      id: 'a',
      title: { en: 'n4 joins three voters', zh: 'n4 加入三个投票成员' },
      script: `cluster voters=1,2,3 spare=4
campaign 1
propose 1 a=1
mark
conf 1 l4
expect 1,2,3,4 cs=[1,2,3]L[4]
expect 4 role=F last=3 commit=3 kv.a=1
tick 40
expect 4 role=F term=1
expect msgs MsgHup=0
conf 1 v4
expect 1,2,3,4 cs=[1,2,3,4]
`,
    },
  ],
  steps: [
    {
      id: 'outside',
      type: 'predict',
      at: { line: 3 },
      look: [node(4), log(1)],
      say: {
        en: 'n1 leads the voters n1, n2 and n3. n4 runs, too, but it is no member: its log is empty and nobody sends it anything. Now n1 is asked to add n4 as a learner.',
        zh: 'n1 领导投票成员 n1、n2、n3。n4 也在运行，但不是成员：日志是空的，没有谁给它发消息。现在请 n1 把 n4 添加为学习者（学习者）。',
      },
      question: {
        ask: { en: 'What has become of n4 when 40 ticks have gone by?', zh: '过了 40 个 tick，n4 会怎样？' },
        choices: [
          {
            text: { en: 'It has the whole log, and has never campaigned', zh: '有了全部日志，而且从未竞选' },
            right: true,
            because: {
              en: 'n4 has entries 1 to 3 and is still in term 1: not one MsgHup in 40 ticks. A learner receives, and that is all.',
              zh: 'n4 有条目 1 到 3，仍在任期 1：40 个 tick 里没有一次 MsgHup。学习者只接收，别的什么都不做。',
            },
            claim: 'node(4).last == 3 && node(4).role == follower && node(4).term == 1',
          },
          {
            text: {
              en: 'It has the whole log, and campaigned when its timer ended',
              zh: '有了全部日志，计时器到时就竞选',
            },
            because: {
              en: 'Only voters campaign. Besides, n4 hears the heartbeats of n1 like everybody else.',
              zh: '只有投票成员才竞选。而且 n4 和别人一样听得到 n1 的心跳。',
            },
            claim: 'node(4).term > 1',
          },
          {
            text: {
              en: 'Its log is still empty: entries go to voters only',
              zh: '日志仍是空的：条目只发给投票成员',
            },
            because: {
              en: 'To fill its log before it counts is what a learner is for: n1 sent it all three entries within one round of applying the change.',
              zh: '学习者的用处正是在计数之前先把日志填满：n1 应用这个变更之后马上就把三个条目发给了它。',
            },
            claim: 'node(4).last == 0',
          },
        ],
      },
    },
    {
      id: 'starts',
      type: 'tell',
      at: { line: 4, when: 'any(m in messages, m.type == MsgApp && m.to == 4)' },
      look: [entry(3), message('MsgApp', 1, 4)],
      say: {
        en: 'The change is an entry like any other, at index 3. It is committed by the voters, and the moment n1 applies it, n4 gets its first MsgApp.',
        zh: '变更也是一个普通的条目，在索引 3。它由投票成员提交；n1 一应用它，就给 n4 发出第一条 MsgApp。',
      },
    },
    {
      id: 'filled',
      type: 'tell',
      at: { when: 'node(4).last == 3' },
      look: [log(4), log(1)],
      say: {
        en: 'n4 rejected the first one: it had nothing at index 2. So n1 went back to the beginning and sent entries 1 to 3 in one message.',
        zh: '第一条被 n4 拒绝了：它在索引 2 什么都没有。于是 n1 退回到开头，用一条消息发了条目 1 到 3。',
      },
    },
    {
      id: 'quiet',
      type: 'observe',
      of: 'outside',
      at: { line: 8 },
      look: [node(4, 'role'), node(4, 'term'), log(4)],
      say: {
        en: '40 ticks later. Meanwhile every entry needed two of the three voters; n4 made no difference to that.',
        zh: '40 个 tick 之后。这期间每个条目需要三个投票成员中的两个；n4 对此没有影响。',
      },
      ask: { en: 'What has become of n4?', zh: 'n4 怎样了？' },
    },
    {
      id: 'promote',
      type: 'predict',
      at: { line: 10 },
      look: [node(4)],
      say: {
        en: 'n4 has caught up. A second change is to make it a voter: four voters instead of three.',
        zh: 'n4 已经追上。第二个变更要让它成为投票成员：投票成员由三个变成四个。',
      },
      question: {
        ask: {
          en: 'On how many voters must an entry be after that, to be committed?',
          zh: '此后，一个条目要在几个投票成员上才算提交？',
        },
        choices: [
          {
            text: { en: '2: half of four', zh: '2 个：四个的一半' },
            because: {
              en: 'Two and two would both be “half”: two groups could then decide different things. It has to be more than half.',
              zh: '二对二都是“一半”：那样两组就能各自做不同的决定。必须超过一半。',
            },
            claim: 'quorum == 2',
          },
          {
            text: { en: '3: more than half of four', zh: '3 个：超过四个的一半' },
            right: true,
            because: {
              en: 'The quorum is 3 now. Four voters survive the loss of one node, as three did: the fourth costs an answer more and buys no safety.',
              zh: '现在法定人数是 3。四个投票成员只能容忍失去一个节点，和三个时一样：第四个多要一份答复，却没有换来更多容错。',
            },
            claim: 'quorum == 3',
          },
          {
            text: { en: '4: all of them', zh: '4 个：全部' },
            because: {
              en: 'Then one dead node would stop the cluster. Any three of the four are enough.',
              zh: '那样一个节点死了，集群就停了。四个中任意三个就够。',
            },
            claim: 'quorum == 4',
          },
        ],
      },
    },
    {
      id: 'voter',
      type: 'observe',
      of: 'promote',
      at: { when: 'node(1).config.voters.count == 4' },
      look: [entry(4), node(1, 'commit')],
      say: {
        en: 'n1 has applied entry 4. That entry itself was still counted among three voters: it was committed with the answer of n2 alone.',
        zh: 'n1 已应用条目 4。这个条目本身仍按三个投票成员来计数：只等到 n2 的答复就提交了。',
      },
      ask: {
        en: 'How many voters does an entry need from now on?',
        zh: '从现在起，一个条目需要几个投票成员？',
      },
    },
    {
      id: 'agree',
      type: 'tell',
      at: { when: 'all(n in nodes, n.config.voters.count == 4)' },
      look: [node(4), log(4)],
      say: {
        en: 'All four agree: voters 1, 2, 3, 4. Had n4 been a voter from the start, with an empty log, its answers would have been needed before it could give any.',
        zh: '四个节点意见一致：投票成员 1、2、3、4。要是 n4 一开始带着空日志就是投票成员，在它还无法作答时，集群就已经需要它的答复了。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Add n4 to a cluster of three, as a learner first, and make it the fourth voter.',
      zh: '把 n4 加入三节点集群：先做学习者，再让它成为第四个投票成员。',
    },
    config: { nodes: 3 },
    prepare: ledByN1(6000),
    goal: 'count(learners contains 4) > 0 && voters contains 4 && node(4).last == leader.last',
    hints: [
      { en: 'Choose “Add as learner” for a new machine n4.', zh: '对新机器 n4 选择“添加为学习者”。' },
      {
        en: 'Wait until the log of n4 has caught up: etcd refuses a promotion before that. Then choose “Promote”.',
        zh: '等 n4 的日志追上：在此之前 etcd 会拒绝转正。然后选择“提升”。',
      },
    ],
    solution: [
      { type: 'addMachine', node: 4 },
      change(1, 1, 'l4'),
      { until: 'learners contains 4 && node(4).last == leader.last' },
      { ms: 6000 },
      change(2, 1, 'v4'),
      { until: 'voters contains 4 && node(4).last == leader.last' },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.5/learning/design-learner/',
      'etcd: Learner, design and reasons',
      'etcd：learner 的设计与理由',
    ),
    thesis('section 4.2.1, catching up new servers', '4.2.1 节，让新节点追上'),
    etcdRaft('confchange/confchange.go', 'makeLearner, makeVoter'),
  ],
};
