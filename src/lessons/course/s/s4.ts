import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { ledByN1, n3NeedsSnapshot } from '../moves.ts';
import { etcdRaft } from '../sources.ts';
import { s4 } from './headings.ts';

export const s4Lesson: Lesson = {
  ...s4,
  runs: [
    {
      id: 'a',
      title: { en: 'A lost snapshot, and nobody says so', zh: '快照丢了，没有人说' },
      script: `cluster voters=1,2,3 manualSnapStatus
campaign 1
crash 3
propose 1 a=1
propose 1 b=2
compact 1
restart 3
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
expect 1 pr.3=Snapshot:1/4
discard 1>3
auto
mark
tick 100
expect 1 pr.3=Snapshot:1/4
expect 3 role=F term=1 lead=1 last=1
expect msgs MsgSnap=0 MsgApp=0
snapstatus 1 3 fail
expect 1 pr.3=Probe:1/2
tick 1
expect 1 pr.3=Replicate:3/4
expect 3 commit=3 kv.b=2
expect msgs MsgSnap=1 MsgSnapStatus=1
`,
    },
  ],
  steps: [
    {
      id: 'sent',
      type: 'tell',
      at: { line: 17, when: 'any(m in messages, m.type == MsgSnap)' },
      look: [message('MsgSnap', 1, 3), log(3)],
      say: {
        en: 'n3 lacks entries 2 and 3, and n1 has compacted its log up to 3. So n1 sends its snapshot, sets the Progress of n3 to Snapshot and waits for the result.',
        zh: 'n3 缺条目 2 和 3，而 n1 的日志已压缩到 3。所以 n1 发出快照，把 n3 的 Progress 设为 Snapshot，等待结果。',
      },
    },
    {
      id: 'lost',
      type: 'predict',
      at: { line: 20 },
      look: [node(1), node(3)],
      say: {
        en: 'The snapshot is lost on its way. In this run the transport is careless: it tells n1 nothing. Heartbeats to n3, and its answers, go through.',
        zh: '快照在途中丢了。这次运行里的传输层很粗心：它什么也没有告诉 n1。发给 n3 的心跳和它的答复都畅通。',
      },
      question: {
        ask: { en: '100 ticks go by. How does n3 stand?', zh: '过了 100 个 tick，n3 怎样了？' },
        choices: [
          {
            text: { en: 'n1 sent the snapshot again, and n3 has it', zh: 'n1 重发了快照，n3 已收到' },
            because: {
              en: 'Not one second MsgSnap was sent in 100 ticks. A snapshot may take minutes; n1 cannot tell “slow” from “lost”.',
              zh: '100 个 tick 里没有发出第二条 MsgSnap。快照可能要传几分钟；n1 分不清“慢”和“丢了”。',
            },
            claim: 'node(3).last == 3',
          },
          {
            text: { en: 'n1 went back to probing n3 with MsgApp', zh: 'n1 回到探测，用 MsgApp 询问 n3' },
            because: {
              en: 'In state Snapshot no MsgApp is sent at all, and no timeout ends that state.',
              zh: '处于 Snapshot 时根本不发 MsgApp，也没有超时来结束这个状态。',
            },
            claim: 'node(1).progress(3).state == probe',
          },
          {
            text: { en: 'As before: n1 still waits for the result', zh: '还是老样子：n1 仍在等结果' },
            right: true,
            because: {
              en: 'Heartbeats and answers, 100 of each, and nothing else. n3 follows n1 and its log still ends at index 1.',
              zh: '心跳和答复各 100 次，除此之外什么都没有。n3 跟随 n1，日志仍到索引 1。',
            },
            claim: 'node(1).progress(3).state == snapshot && node(3).last == 1',
          },
        ],
      },
    },
    {
      id: 'stuck',
      type: 'observe',
      of: 'lost',
      at: { line: 23 },
      look: [log(3), log(1)],
      say: {
        en: '100 ticks later. Nobody complains: n3 looks perfectly healthy.',
        zh: '100 个 tick 之后。没有任何告警：n3 看上去完全健康。',
      },
      ask: { en: 'How does n3 stand?', zh: 'n3 怎样了？' },
    },
    {
      id: 'told',
      type: 'tell',
      at: { line: 27 },
      look: [log(1), node(3)],
      say: {
        en: 'Now n1 is told that the transfer has failed (MsgSnapStatus with reject). The Progress of n3 goes back to Probe: Match 1, Next 2.',
        zh: '现在告诉 n1 传输失败了（带 reject 的 MsgSnapStatus）。n3 的 Progress 回到 Probe：Match 1，Next 2。',
      },
    },
    {
      id: 'healed',
      type: 'tell',
      at: { when: 'node(3).last == 3' },
      look: [log(3), node(3, 'commit')],
      say: {
        en: 'With the next answer to a heartbeat n1 sent the snapshot once more, and this one arrived. To report what became of every snapshot is a duty of the code around Raft.',
        zh: '下一次心跳得到答复后，n1 又发了一次快照，这次到了。每个快照的结果都必须报告，这是 Raft 之外的代码的责任。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Nobody reports on snapshots here, either. Bring n3 into that trap: let it answer heartbeats for a second while its Progress stays at Snapshot.',
      zh: '这里也没有人报告快照的结果。把 n3 带进这个陷阱：它答复心跳达一秒，而 Progress 一直停在 Snapshot。',
    },
    config: { nodes: 3, snapshotCatchUpEntries: 0, transportReports: false },
    prepare: ledByN1(300),
    goal: 'count(message.type == MsgHeartbeatResp && message.from == 3 && leader.progress(3).state == snapshot) >= 10',
    hints: [
      {
        en: 'First make n3 need a snapshot, as in lesson S3: kill it, write, “Snapshot now” at n1, restart it.',
        zh: '先像 S3 那样让 n3 需要快照：终止它，写入，对 n1 选择“立即快照”，再重启它。',
      },
      {
        en: 'When the MsgSnap is under way, drop it (click it), or cut the link for a moment.',
        zh: '当 MsgSnap 在途中时，丢弃它（点击它），或者短暂切断链路。',
      },
    ],
    solution: [
      ...n3NeedsSnapshot(1),
      { until: 'any(m in messages, m.type == MsgSnap)' },
      { type: 'cut', from: 1, to: 3, oneWay: true },
      { ms: 20 },
      { type: 'heal' },
      { ms: 1500 },
    ],
  },
  sources: [
    etcdRaft('doc.go', 'MsgSnapStatus'),
    etcdRaft('node.go', 'ReportSnapshot'),
    etcdRaft('tracker/state.go', 'StateSnapshot'),
  ],
};
