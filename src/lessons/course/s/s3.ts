import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { ledByN1, n3NeedsSnapshot } from '../moves.ts';
import { etcdRaft, paper, raftLab } from '../sources.ts';
import { s3 } from './headings.ts';

export const s3Lesson: Lesson = {
  ...s3,
  runs: [
    {
      id: 'a',
      title: { en: 'n3 comes back too late for the entries', zh: 'n3 回来时，条目已不在了' },
      script: `cluster voters=1,2,3
campaign 1
crash 3
propose 1 a=1
propose 1 b=2
propose 1 c=3
compact 1
expect 1 first=5 last=4
restart 3
mark
manual
tick 1
ready 1
deliver 1>3 MsgHeartbeat
ready 3
deliver 3>1 MsgHeartbeatResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
expect 1 pr.3=Snapshot:1/5
ready 1
expect msgs MsgAppResp.reject=1 MsgSnap=1
auto
expect 3 first=5 last=4 commit=4 applied=4 kv.c=3
expect 1 pr.3=Replicate:4/5
expect msgs MsgSnap=1 MsgSnapStatus=1
`,
    },
  ],
  steps: [
    {
      id: 'compacted',
      type: 'tell',
      at: { line: 7 },
      look: [log(1), log(2), node(3)],
      say: {
        en: 'n3 is down while a=1, b=2 and c=3 are committed at index 2 to 4. Then n1 saves its whole table as a snapshot at index 4 and drops the log up to there: its first entry will be index 5.',
        zh: 'n3 停机期间，a=1、b=2、c=3 在索引 2 到 4 提交。随后 n1 把整张表存成索引 4 处的快照，并丢掉到此为止的日志：它的第一个条目将是索引 5。',
      },
    },
    {
      id: 'probe',
      type: 'tell',
      at: { line: 9, when: 'any(m in messages, m.type == MsgApp && m.to == 3)' },
      look: [message('MsgApp', 1, 3), log(3)],
      say: {
        en: 'n3 is back and has answered a heartbeat. n1 had already sent everything up to index 4 once, so it asks with an empty MsgApp: is your entry 4 of term 1, too?',
        zh: 'n3 回来了，也答复了一次心跳。n1 曾经把到索引 4 的条目都发过一次，于是用一条空的 MsgApp 来问：你的条目 4 也是任期 1 吗？',
      },
    },
    {
      id: 'asN3',
      type: 'beTheNode',
      node: 3,
      look: [log(3)],
      say: {
        en: 'You are n3. Your log ends at index 1. Answer for it.',
        zh: '现在你是 n3。你的日志到索引 1 为止。替它作答。',
      },
      until: { when: 'any(m in messages, m.type == MsgAppResp && m.reject)' },
    },
    {
      id: 'what',
      type: 'predict',
      at: { when: 'any(m in messages, m.type == MsgAppResp && m.reject)' },
      look: [message('MsgAppResp', 3, 1), log(1)],
      say: {
        en: 'n3 rejects: it has nothing at index 4, its log ends at 1 (the hint in the answer). So it needs entry 2 next; the log of n1 begins at 5.',
        zh: 'n3 拒绝了：它在索引 4 什么都没有，日志到 1 为止（答复里的 hint）。所以它接下来需要条目 2；而 n1 的日志从 5 开始。',
      },
      question: {
        ask: { en: 'What will n1 send to n3?', zh: 'n1 会给 n3 发什么？' },
        choices: [
          {
            text: { en: 'Entries 2 to 4, read back from its disk', zh: '条目 2 到 4，从磁盘上读回来' },
            because: {
              en: 'They are not there any more: the snapshot took their place on disk as well. No MsgApp with entries was sent.',
              zh: '它们已经不在了：磁盘上也由快照代替了。没有发出带条目的 MsgApp。',
            },
            claim: 'any(m in messages, m.type == MsgApp && m.to == 3)',
          },
          {
            text: { en: 'Its snapshot: the table as of index 4', zh: '它的快照：到索引 4 为止的整张表' },
            right: true,
            because: {
              en: 'Hint 1 lies before the first index 5. What cannot be told entry by entry is told as a result: MsgSnap with state, index 4, term 1 and configuration.',
              zh: 'hint 1 在第一个索引 5 之前。无法逐条说明的，就直接给出结果：MsgSnap 带着状态、索引 4、任期 1 和配置。',
            },
            claim: 'any(m in messages, m.type == MsgSnap && m.to == 3 && m.snapshot.index == 4)',
          },
          {
            text: {
              en: 'Nothing: n3 has to ask n2, whose log is whole',
              zh: '什么也不发：n3 要去问日志完整的 n2',
            },
            because: {
              en: 'Followers do not serve each other in Raft. All that n3 gets comes from the leader, and a MsgSnap is on its way to it.',
              zh: 'Raft 的跟随者之间互不供应条目。n3 得到的一切都来自领导者，此刻就有一条 MsgSnap 在途中。',
            },
            claim: '!any(m in messages, m.to == 3)',
          },
        ],
      },
    },
    {
      id: 'sent',
      type: 'observe',
      of: 'what',
      at: { when: 'any(m in messages, m.type == MsgSnap)' },
      look: [message('MsgSnap', 1, 3), log(3)],
      say: {
        en: 'One message is under way. Until n1 knows how it ended, it sends n3 nothing else: the Progress of n3 stands at Snapshot, Match 1, Next 5.',
        zh: '一条消息在途中。在 n1 知道结果之前，不给 n3 发别的条目：n3 的 Progress 是 Snapshot，Match 1，Next 5。',
      },
      ask: { en: 'What did n1 send?', zh: 'n1 发了什么？' },
    },
    {
      id: 'jump',
      type: 'tell',
      at: { when: 'node(3).commit == 4' },
      look: [node(3, 'commit'), log(3)],
      say: {
        en: 'n3 throws its log away and takes the snapshot instead. Its commit index jumps from 1 to 4 in one step.',
        zh: 'n3 丢掉自己的日志，换成快照。它的提交索引一步从 1 跳到 4。',
      },
    },
    {
      id: 'resumed',
      type: 'ask',
      at: { when: 'node(1).progress(3).state == replicate && node(1).progress(3).match == 4' },
      look: [log(3), log(1)],
      say: {
        en: 'n3 has answered with MsgAppResp 4, and n1 is back to Replicate: Match 4, Next 5. From here on n3 gets entries like everybody else.',
        zh: 'n3 以 MsgAppResp 4 作答，n1 回到 Replicate：Match 4，Next 5。从此 n3 和别人一样收条目。',
      },
      question: {
        ask: {
          en: 'You look for entry 3 (b=2) in the log of n3 now. What do you find?',
          zh: '现在到 n3 的日志里找条目 3（b=2），会找到什么？',
        },
        choices: [
          {
            text: { en: 'The entry: it came with the snapshot', zh: '这个条目：它随快照一起来了' },
            because: {
              en: 'A snapshot carries the result, b=2 in the table, and not the way there. The log of n3 begins at index 5.',
              zh: '快照带来的是结果，即表里的 b=2，而不是过程。n3 的日志从索引 5 开始。',
            },
            claim: 'node(3).log(3) != none',
          },
          {
            text: { en: 'Nothing; but its table has b=2', zh: '没有；但它的表里有 b=2' },
            right: true,
            because: {
              en: 'The log of n3 begins at 5 and is empty. Of index 4 it only remembers the term, 1, so that it can check what follows.',
              zh: 'n3 的日志从 5 开始，是空的。对索引 4 它只记得任期是 1，用来检查后面的条目。',
            },
            claim: 'node(3).log(3) == none && node(3).key("b").value == "2"',
          },
          {
            text: {
              en: 'Nothing, and b is not in its table before n1 sends it again',
              zh: '没有；n1 再发一次之前，表里也没有 b',
            },
            because: {
              en: 'The table of n3 was replaced as a whole; a, b and c are all there.',
              zh: 'n3 的表是整个换掉的；a、b、c 都在。',
            },
            claim: '!node(3).key("b").exists',
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n3 install a snapshot from n1.',
      zh: '让 n3 安装一份来自 n1 的快照。',
    },
    config: { nodes: 3, snapshotCatchUpEntries: 0 },
    prepare: ledByN1(300),
    goal: 'any(d in decisions, d.type == "snapshotRestored" && d.node == 3)',
    hints: [
      {
        en: 'n3 must miss an entry: kill or isolate it, then write.',
        zh: '先要让 n3 缺条目：终止或隔离它，然后写入。',
      },
      {
        en: 'Choose “Snapshot now” at n1 while n3 is away, then bring n3 back.',
        zh: 'n3 不在的时候，对 n1 选择“立即快照”，再让 n3 回来。',
      },
    ],
    solution: [
      ...n3NeedsSnapshot(1),
      { until: 'any(d in decisions, d.type == "snapshotRestored" && d.node == 3)' },
    ],
  },
  sources: [
    paper('section 7, figures 12 and 13', '第 7 节，图 12 与 13'),
    etcdRaft('raft.go', 'maybeSendSnapshot, restore'),
    etcdRaft('testdata/snapshot_succeed_via_app_resp.txt', 'StateSnapshot'),
    raftLab('TestSnapshotInstall3D'),
  ],
};
