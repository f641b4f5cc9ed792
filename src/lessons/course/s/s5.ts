import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { ledByN1, n3NeedsSnapshot } from '../moves.ts';
import { etcdRaft, page, raftLab } from '../sources.ts';
import { s5 } from './headings.ts';

export const s5Lesson: Lesson = {
  ...s5,
  runs: [
    {
      id: 'a',
      title: { en: 'A snapshot and its copy', zh: '快照和它的副本' },
      script: `cluster voters=1,2,3
campaign 1
crash 3
propose 1 a=1
propose 1 b=2
compact 1
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
ready 1
dup 1>3 MsgSnap
deliver 1>3 MsgSnap
ready 3
expect 3 first=4 last=3 commit=3 kv.b=2
auto
expect 1 pr.3=Replicate:3/4
expect 3 first=4 last=3 commit=3
expect msgs MsgSnap=1 MsgSnapStatus=2
propose 1 c=3
expect 3 commit=4 kv.c=3
`,
    },
  ],
  steps: [
    {
      id: 'asN3',
      type: 'beTheNode',
      node: 3,
      at: { line: 20 },
      look: [message('MsgSnap', 1, 3), log(3)],
      say: {
        en: 'A MsgSnap (index 3, term 1) is under way to n3, and the network has made a copy of it. You are n3: your log and your commit index end at 1. The first one arrives.',
        zh: '一条 MsgSnap（索引 3，任期 1）正在去 n3 的路上，网络又复制了一份。现在你是 n3：日志和提交索引都到 1。第一份到了。',
      },
      until: { when: 'node(3).commit == 3' },
    },
    {
      id: 'again',
      type: 'predict',
      at: { line: 22 },
      look: [message('MsgSnap', 1, 3), node(3, 'commit')],
      say: {
        en: 'n3 has installed the snapshot: commit 3, b=2, and its answer MsgAppResp 3 is on its way. Now comes the copy.',
        zh: 'n3 安装了快照：commit 3，b=2，答复 MsgAppResp 3 正在途中。现在副本来了。',
      },
      question: {
        ask: { en: 'What does n3 do with it?', zh: 'n3 会怎样处理？' },
        choices: [
          {
            text: { en: 'It installs it once more: the result is the same', zh: '再安装一次：结果反正一样' },
            because: {
              en: 'Had n3 meanwhile got entry 4, a second installation would throw it away. Only one snapshot was installed here.',
              zh: '如果 n3 这期间已收到条目 4，再安装一次就会把它丢掉。这里只安装过一次快照。',
            },
            claim: 'count(any(d in decisions, d.type == "snapshotRestored")) == 2',
          },
          {
            text: { en: 'It ignores it, and answers how far it is', zh: '不理会它，并答复自己到哪里了' },
            right: true,
            because: {
              en: 'Its index 3 is not above the commit index 3, so it holds nothing new. The answer is MsgAppResp 3 again, which does n1 no harm.',
              zh: '它的索引 3 不大于提交索引 3，所以没有新东西。答复又是一条 MsgAppResp 3，对 n1 无害。',
            },
            claim: 'node(3).commit == 3 && count(any(d in decisions, d.type == "snapshotRestored")) == 1',
          },
          {
            text: {
              en: 'It rejects it, and n1 has to find out again what n3 has',
              zh: '拒绝它，n1 得重新弄清 n3 有什么',
            },
            because: {
              en: 'There is nothing to find out: n3 has all of it. A rejection would make n1 step back for no reason.',
              zh: '没有什么要弄清的：n3 全都有。拒绝只会让 n1 无故后退。',
            },
            claim: 'any(m in messages, m.type == MsgAppResp && m.reject)',
          },
        ],
      },
    },
    {
      id: 'ignored',
      type: 'observe',
      of: 'again',
      at: { when: 'any(d in decisions, d.type == "snapshotIgnored")' },
      look: [log(3), node(3, 'commit')],
      say: { en: 'The copy has arrived. The log of n3 is as it was.', zh: '副本到了。n3 的日志没有变化。' },
      ask: { en: 'What did n3 do with the copy?', zh: 'n3 怎样处理副本？' },
    },
    {
      id: 'on',
      type: 'tell',
      at: { line: 28 },
      look: [log(3), log(1)],
      say: {
        en: 'c=3 follows at index 4, as if nothing had happened. Every message of Raft may arrive twice or late; each handler is written so that this changes nothing.',
        zh: 'c=3 接着进入索引 4，就像什么都没发生。Raft 的任何消息都可能来两次或迟到；每个处理过程都保证这不会改变什么。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Have n3 install a snapshot and ignore a copy of it.',
      zh: '让 n3 安装一份快照，并忽略它的副本。',
    },
    config: { nodes: 3, snapshotCatchUpEntries: 0 },
    prepare: ledByN1(300),
    goal: 'any(d in decisions, d.type == "snapshotIgnored" && d.node == 3)',
    hints: [
      {
        en: 'First make n3 need a snapshot: kill it, write, “Snapshot now” at n1, restart it.',
        zh: '先让 n3 需要快照：终止它，写入，对 n1 选择“立即快照”，再重启它。',
      },
      {
        en: 'When the MsgSnap is under way, click it and choose “Duplicate”.',
        zh: '当 MsgSnap 在途中时，点击它，选择“复制”。',
      },
    ],
    solution: [
      { type: 'link', from: 1, to: 3, settings: { duplicate: 1 } },
      ...n3NeedsSnapshot(1),
      { until: 'any(d in decisions, d.type == "snapshotIgnored" && d.node == 3)' },
    ],
  },
  sources: [
    etcdRaft('raft.go', 'restore, handleSnapshot'),
    page('https://github.com/etcd-io/etcd/issues/18055', 'etcd issue 18055', 'etcd issue 18055'),
    raftLab('TestSnapshotInstallUnreliable3D'),
  ],
};
