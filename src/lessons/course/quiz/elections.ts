import type { QuizQuestion } from './quiz.ts';

/** Elections, terms, partitions. */
export const electionQuestions: readonly QuizQuestion[] = [
  {
    id: 'longer-log',
    lessons: ['E6', 'R4'],
    question: {
      ask: {
        en: 'n1 has four entries, all of term 1. n2 and n3 have three: of terms 1, 1 and 3. All are followers of term 3. n1 campaigns. Does n2 vote for it?',
        zh: 'n1 有四条日志，都是任期 1 的。n2 和 n3 各有三条，任期依次是 1、1、3。三个都是任期 3 的跟随者。n1 发起竞选，n2 会投票给它吗？',
      },
      choices: [
        {
          text: { en: 'Yes: n1 has the longer log', zh: '会：n1 的日志更长' },
          because: {
            en: 'Length counts only between logs whose last entries are of the same term. Four old entries may be what an old leader never got committed.',
            zh: '只有最后一条日志的任期相同，才比长度。四条旧日志，可能正是旧领导者一直没能提交的那些。',
          },
          claim: 'node(2).vote == 1',
        },
        {
          text: {
            en: 'No, and n2 stays in term 3, since it has refused',
            zh: '不会；而且 n2 拒绝之后仍停在任期 3',
          },
          because: {
            en: 'The vote is refused, but the term is not: whoever hears of a higher term enters it, whatever comes of the request.',
            zh: '票被拒绝了，任期却没有：谁听到更高的任期就会进入它，不管请求的结果如何。',
          },
          claim: 'node(2).term == 3',
        },
        {
          text: {
            en: 'No: n2’s last entry is of a later term. But n2 enters term 4',
            zh: '不会：n2 最后一条日志的任期更大。但 n2 会进入任期 4',
          },
          right: true,
          because: {
            en: 'The later term of the last entry wins, then the longer log. That is how a leader is sure to have every committed entry.',
            zh: '先比最后一条日志的任期，大者为新；相同才比长度。这保证了当选者一定有所有已提交的日志。',
          },
          claim: 'node(2).vote != 1 && node(2).term == 4 && node(1).role != leader',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
load 1 log=1,1,1,1 term=3 commit=1
load 2 log=1,1,3 term=3 commit=1
load 3 log=1,1,3 term=3 commit=1
campaign 1
`,
      at: { line: 5 },
    },
  },
  {
    id: 'vote-restart',
    lessons: ['E5', 'S1'],
    question: {
      ask: {
        en: 'n3 votes for n1 in term 1, is killed and starts again. Now n2, a candidate of term 1 as well, asks n3 for its vote. What does n3 answer?',
        zh: 'n3 在任期 1 投票给了 n1，随后被终止又重启。这时同为任期 1 候选者的 n2 来请 n3 投票。n3 怎么回答？',
      },
      choices: [
        {
          text: {
            en: 'It refuses: its vote of term 1 is on its disk',
            zh: '拒绝：它在任期 1 的投票记在磁盘上',
          },
          right: true,
          because: {
            en: 'Term and vote are written before the vote leaves. A node that forgot them could vote twice, and term 1 could have two leaders.',
            zh: '任期和投票在回复发出之前就已写盘。若会忘记，它就能投两次票，任期 1 就可能有两个领导者。',
          },
          claim: 'any(m in messages, m.type == MsgVoteResp && m.from == 3 && m.to == 2 && m.reject)',
        },
        {
          text: {
            en: 'It votes for n2: after a restart nobody knows the old vote',
            zh: '投给 n2：重启之后没人知道原来那一票',
          },
          because: {
            en: 'Then n1 and n2 would both have two of three votes of term 1. HardState (term, vote, commit) is there so that this cannot be.',
            zh: '那样 n1 和 n2 在任期 1 都有三票中的两票。HardState（任期、vote、commit）落盘就是为了避免这种事。',
          },
          claim: 'any(m in messages, m.type == MsgVoteResp && m.from == 3 && m.to == 2 && !m.reject)',
        },
        {
          text: {
            en: 'Nothing: it waits until the term is over',
            zh: '不回答：它要等这个任期过去',
          },
          because: {
            en: 'It answers at once, with a refusal: a candidate that hears from a majority that it has lost need not wait.',
            zh: '它马上回答，回答是拒绝：候选者若从多数派那里得知落选，就不必空等。',
          },
          claim: '!any(m in messages, m.type == MsgVoteResp && m.from == 3 && m.to == 2)',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
manual
campaign 1
campaign 2
ready 1
deliver 1>3 MsgVote
ready 3
deliver 3>1 MsgVoteResp
crash 3
restart 3
ready 2
deliver 2>3 MsgVote
ready 3
`,
      at: { line: 13 },
    },
  },
  {
    id: 'tie',
    lessons: ['E4'],
    question: {
      ask: {
        en: 'Of four nodes one is dead, and two campaign in term 2 at the same moment. Each has its own vote, and the last node can help only one of them: nobody has three. What comes next?',
        zh: '四个节点宕了一个，另有两个同时在任期 2 竞选。它们各有自己的一票，剩下那个节点只能投给其中一个：谁也凑不到三票。接下来会怎样？',
      },
      choices: [
        {
          text: {
            en: 'The one with two votes leads term 2: it has the most',
            zh: '有两票的那个当选任期 2 的领导者：它票最多',
          },
          because: {
            en: 'A leader needs a majority of all voters, three of four here, dead ones included. The most votes are not enough.',
            zh: '领导者需要全部投票者的过半数，这里是四票中的三票，宕机的也算在内。票最多还不够。',
          },
          claim: 'any(n in nodes, n.role == leader && n.term == 2)',
        },
        {
          text: {
            en: 'Term 2 ends without a leader; a random timer ends first, and its node asks for votes in term 3',
            zh: '任期 2 没有领导者；随机计时器先到的节点在任期 3 重新请求投票',
          },
          right: true,
          because: {
            en: 'Everybody has one vote a term. In the next term all votes are free again, and new random timers make another tie unlikely.',
            zh: '每个任期每人只有一票。到了下一个任期，大家又都有票可投；重新抽的随机计时器让再次平票不大可能。',
          },
          claim: 'node(2).role == leader && node(2).term == 3',
        },
        {
          text: {
            en: 'The loser gives its vote to the other one, within term 2',
            zh: '落后的候选者在任期 2 里把票改投给另一个',
          },
          because: {
            en: 'A vote is never changed within its term: it is on disk, and may already have been counted.',
            zh: '同一个任期里的票从不更改：它已经落盘，也可能已经被计入。',
          },
          claim: 'node(2).role == leader && node(2).term == 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4 rto=1:10,2:12,3:12,4:17
campaign 1
crash 1
tick 11
manual
tick 1 raw
expect 2,3 role=C term=2
settle
expect 2,3,4 term=2 lead=0
rto 2:11,3:15
auto
tick 11
`,
      at: { line: 12 },
    },
  },
  {
    id: 'two-leaders',
    lessons: ['P2', 'R3'],
    question: {
      ask: {
        en: 'The leader n1 is cut off from the other four. Somewhat later the page shows two leaders. Is something broken?',
        zh: '领导者 n1 与另外四个节点断开了。过了一会儿，页面上出现了两个领导者。出错了吗？',
      },
      choices: [
        {
          text: {
            en: 'Yes: Raft never has two leaders at the same time',
            zh: '出错了：Raft 任何时刻都不会有两个领导者',
          },
          because: {
            en: 'Raft promises one leader a term, not one at a time. n1 cannot know yet that term 2 has begun.',
            zh: 'Raft 保证的是每个任期至多一个领导者，而不是每个时刻一个。n1 还不可能知道任期 2 已经开始。',
          },
          claim: 'count(n in nodes, n.role == leader) <= 1',
        },
        {
          text: {
            en: 'Yes: both lead the same term, since n1 heard of no other',
            zh: '出错了：两个都领导同一个任期，因为 n1 没听说过别的任期',
          },
          because: {
            en: 'A candidate always begins a new term. The two lead terms 1 and 2.',
            zh: '候选者总是开始一个新的任期。这两个领导者分别在任期 1 和任期 2。',
          },
          claim: 'node(1).role == leader && node(2).role == leader && node(1).term == node(2).term',
        },
        {
          text: {
            en: 'No: they lead different terms, and the old one can commit nothing',
            zh: '没有：它们领导不同的任期，旧领导者什么也提交不了',
          },
          right: true,
          because: {
            en: 'To commit, n1 needs a majority that stores its entries, and a majority has gone on to term 2.',
            zh: '要提交，n1 得有过半数节点存下它的日志；而过半数的节点已经进入任期 2。',
          },
          claim:
            'node(1).role == leader && node(1).term == 1 && node(1).commit == 1 && node(2).role == leader && node(2).term == 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4,5 checkQuorum
campaign 1
isolate 1
tick 12
propose 1 x=lost
`,
      at: { line: 5 },
    },
  },
  {
    id: 'stepping-down',
    lessons: ['P2', 'Q4'],
    question: {
      ask: {
        en: 'CheckQuorum is on, an election timeout is 10 ticks. The leader n1 of five is cut off right after it has heard from everybody. When does it stop leading?',
        zh: '开了 CheckQuorum，选举超时是 10 个 tick。五个节点的领导者 n1 刚收到所有节点的回应就被断开。它什么时候不再当领导者？',
      },
      choices: [
        {
          text: {
            en: 'At once: it notices that its links are cut',
            zh: '马上：它察觉到链路断了',
          },
          because: {
            en: 'A node cannot tell a cut link from a quiet one. All it has is its clock, and whom it has heard from.',
            zh: '节点分不清链路是断了还是只是安静。它手里只有自己的时钟，以及听到过谁的消息。',
          },
          claim: '!any(n in nodes, n.role == leader)',
        },
        {
          text: {
            en: 'At its second check, 20 ticks later; another leader may be there long before',
            zh: '在它第二次检查时，也就是 20 个 tick 之后；另一个领导者可能早就有了',
          },
          right: true,
          because: {
            en: 'The first check still counts answers from before the cut. So clients may be stuck with the old leader for up to two election timeouts.',
            zh: '第一次检查时，断开前收到的回应还算数。所以客户端最多会在旧领导者那里卡上两个选举超时。',
          },
          claim: 'node(2).role == leader && node(2).term == 2 && node(1).term == 1',
        },
        {
          text: {
            en: 'When it hears of term 2, and not before',
            zh: '要等听说了任期 2，在那之前一直是',
          },
          because: {
            en: 'That is so without CheckQuorum. With it n1 steps down by itself, still in term 1.',
            zh: '没有 CheckQuorum 时才是这样。有了它，n1 会自己退下来，而且仍在任期 1。',
          },
          claim: 'node(1).term == 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4,5 checkQuorum
campaign 1
isolate 1
tick 19
expect 1 role=L
tick 1
`,
      at: { when: 'node(1).role == follower', line: 5 },
    },
  },
  {
    id: 'comes-home',
    lessons: ['P1'],
    question: {
      ask: {
        en: 'No PreVote, no CheckQuorum. n3 was cut off for a long time and campaigned again and again. It comes back; its log is as long as the others’. What happens to the leader n1 of term 1?',
        zh: '没有 PreVote，也没有 CheckQuorum。n3 被断开了很久，一次又一次地竞选。现在它回来了，日志和别人一样长。任期 1 的领导者 n1 会怎样？',
      },
      choices: [
        {
          text: {
            en: 'It is deposed: n3’s request carries a much higher term, which all enter',
            zh: '被赶下台：n3 的请求带着高得多的任期，大家都会进入它',
          },
          right: true,
          because: {
            en: 'A higher term makes a follower of any leader. Nothing committed is lost, but the cluster has had an election that nobody needed.',
            zh: '更高的任期会让任何领导者变成跟随者。已提交的数据不会丢，但集群白白多了一次选举。',
          },
          claim: 'node(1).role == follower && node(1).term > 1',
        },
        {
          text: {
            en: 'Nothing: n1’s next heartbeat makes n3 a follower of term 1',
            zh: '没事：n1 的下一次心跳会让 n3 变回任期 1 的跟随者',
          },
          because: {
            en: 'n3’s term is higher than the heartbeat’s: it ignores it. Terms only grow.',
            zh: 'n3 的任期比心跳里的高，它会忽略心跳。任期只增不减。',
          },
          claim: 'node(1).role == leader && node(3).term == 1',
        },
        {
          text: {
            en: 'n1 stays leader, but moves to n3’s term',
            zh: 'n1 仍是领导者，但换到 n3 的任期',
          },
          because: {
            en: 'Nobody leads a term without having been elected in it.',
            zh: '没在某个任期里当选，就不能领导那个任期。',
          },
          claim: 'node(1).role == leader && node(1).term > 1',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
campaign 1
isolate 3
tick 60
heal
tick 20
`,
      at: { when: 'node(1).term > 1', line: 5 },
    },
  },
  {
    id: 'pre-vote',
    lessons: ['P4', 'P1'],
    question: {
      ask: {
        en: 'The same, but with PreVote. For sixty ticks n3 hears from nobody. In which term is it when it comes back, and who leads then?',
        zh: '同样的情形，但开了 PreVote。n3 六十个 tick 里谁的消息都没收到。它回来时在哪个任期？之后谁是领导者？',
      },
      choices: [
        {
          text: {
            en: 'In a higher term; n1 is deposed, only a little later',
            zh: '在更高的任期；n1 会被赶下台，只是晚一些',
          },
          because: {
            en: 'That is what PreVote is there to prevent: without a majority that would vote for it a node does not raise its term.',
            zh: '这正是 PreVote 要防止的：没有过半数节点愿意投票给它，节点就不会增加自己的任期。',
          },
          claim: 'node(3).term > 1',
        },
        {
          text: {
            en: 'In term 1, but it never campaigned: PreVote stops its timer',
            zh: '在任期 1，但它从没竞选过：PreVote 停住了它的计时器',
          },
          because: {
            en: 'Its timer ran out several times, and each time it asked for pre-votes. You would have seen it as a pre-candidate.',
            zh: '它的计时器到了好几次，每次都请求了预投票。你会看到它是预候选者。',
          },
          claim: 'count(any(m in sent, m.type == MsgPreVote && m.from == 3)) == 0',
        },
        {
          text: {
            en: 'In term 1: it asked for pre-votes and got none. n1 still leads',
            zh: '在任期 1：它请求过预投票，但一票也没得到。n1 仍是领导者',
          },
          right: true,
          because: {
            en: 'A pre-vote asks whether a vote would be given in the next term. Nobody’s term grows for it, the asker’s included.',
            zh: '预投票只是问：到下一个任期你会不会投给我？没有谁的任期因此增加，提问的人也一样。',
          },
          claim:
            'node(3).term == 1 && node(1).role == leader && node(1).term == 1 && count(any(m in sent, m.type == MsgPreVote && m.from == 3)) > 0',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3 preVote
campaign 1
isolate 3
tick 60
heal
tick 1
`,
      at: { line: 6 },
    },
  },
];
