import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { get, ledByN1, put } from '../moves.ts';
import { etcdRaft, page, thesis } from '../sources.ts';
import { q2 } from './headings.ts';

export const q2Lesson: Lesson = {
  ...q2,
  runs: [
    {
      id: 'a',
      title: { en: 'A read at the leader, a read at a follower', zh: '在领导者读一次，在跟随者读一次' },
      script: `cluster voters=1,2,3
campaign 1
propose 1 x=1
mark
read 1 r1
expect 1 reads=r1@2
expect msgs MsgHeartbeat=2 MsgHeartbeatResp=2 MsgApp=0
mark
read 3 r2
expect 3 reads=r2@2
expect msgs MsgReadIndex=1 MsgReadIndexResp=1 MsgHeartbeat=2 MsgHeartbeatResp=2
`,
    },
  ],
  steps: [
    {
      id: 'cost',
      type: 'predict',
      at: { line: 4 },
      look: [node(1), log(1)],
      say: {
        en: 'n1 leads, x=1 is committed at index 2 and applied everywhere. A client reads x at n1 and wants to see every write that has ended.',
        zh: 'n1 是领导者，x=1 已在索引 2 提交，所有节点都已应用。客户端在 n1 读 x，并要求看到所有已结束的写入。',
      },
      question: {
        ask: { en: 'What will this read cost the cluster?', zh: '这次读取要集群付出什么？' },
        choices: [
          {
            text: {
              en: 'Nothing: n1 leads, so it can answer at once',
              zh: '什么都不用：n1 是领导者，可以立刻答复',
            },
            because: {
              en: 'That would be the stale read of lesson Q1. n1 sent two MsgHeartbeat first, and waited for an answer.',
              zh: '那就是 Q1 里的陈旧读。n1 先发了两条 MsgHeartbeat，并等待答复。',
            },
            claim: 'count(any(m in sent, m.type == MsgHeartbeat)) == 0',
          },
          {
            text: { en: 'One round of heartbeats', zh: '一轮心跳' },
            right: true,
            because: {
              en: '2 MsgHeartbeat, 2 MsgHeartbeatResp, and the log still ends at index 2: nothing was appended and no disk had to write.',
              zh: '2 条 MsgHeartbeat，2 条 MsgHeartbeatResp；日志仍到索引 2：什么都没有追加，磁盘也不用写。',
            },
            claim: 'count(any(m in sent, m.type == MsgHeartbeat)) == 1 && node(1).last == 2',
          },
          {
            text: { en: 'An entry in the log, as a write does', zh: '日志里加一个条目，和写入一样' },
            because: {
              en: 'That would work, but each read would wait for disks. The log of n1 still ends at index 2.',
              zh: '那样做也行，但每次读取都要等磁盘。n1 的日志仍到索引 2 为止。',
            },
            claim: 'node(1).last == 3',
          },
        ],
      },
    },
    {
      id: 'round',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgHeartbeat)' },
      look: [message('MsgHeartbeat', 1, 2), message('MsgHeartbeat', 1, 3)],
      say: {
        en: 'n1 has noted its commit index, 2: the read index. The heartbeats carry the name of the request, so that n1 knows which answers were given after it.',
        zh: 'n1 记下了提交索引 2：这就是 read index。心跳里带着这个请求的名字，这样 n1 就知道哪些答复是在它之后给出的。',
      },
    },
    {
      id: 'confirmed',
      type: 'observe',
      of: 'cost',
      at: { when: 'any(d in decisions, d.type == "readConfirmed")' },
      look: [node(1), node(1, 'commit')],
      say: {
        en: 'n2 has answered, so two of three follow n1 at a time after the question: nobody else can have committed anything before it. Index 2 is applied, and n1 may answer x=1.',
        zh: 'n2 答复了，于是三个中有两个在提问之后仍跟随 n1：在此之前不可能有别人提交过什么。索引 2 已应用，n1 可以答复 x=1。',
      },
      ask: { en: 'What did the read cost?', zh: '这次读取付出了什么？' },
    },
    {
      id: 'follower',
      type: 'predict',
      at: { line: 8 },
      look: [node(3)],
      say: {
        en: 'Now the same read at n3, a follower. It has applied index 2 as well.',
        zh: '现在在跟随者 n3 上做同样的读取。它也已应用到索引 2。',
      },
      question: {
        ask: { en: 'What will n3 do?', zh: 'n3 会怎么做？' },
        choices: [
          {
            text: {
              en: 'Ask n1 for a read index, and answer from its own table',
              zh: '向 n1 要一个 read index，再用自己的表答复',
            },
            right: true,
            because: {
              en: 'MsgReadIndex to n1, one round of heartbeats there, MsgReadIndexResp with index 2. n3 had applied 2 already, so it did not have to wait any further.',
              zh: 'MsgReadIndex 发给 n1，n1 做一轮心跳，MsgReadIndexResp 带回索引 2。n3 已应用到 2，所以不用再等。',
            },
            claim:
              'count(any(m in sent, m.type == MsgReadIndexResp)) == 1 && count(any(d in decisions, d.type == "readConfirmed" && d.node == 3)) == 1',
          },
          {
            text: {
              en: 'Answer at once: it has everything that is committed',
              zh: '立刻答复：它有全部已提交的内容',
            },
            because: {
              en: 'It has, but it cannot know. A follower may be far behind without noticing, so n3 asked.',
              zh: '它确实有，但它无法知道。跟随者可能落后很多而不自知，所以 n3 去问了。',
            },
            claim: 'count(any(m in sent, m.type == MsgReadIndex)) == 0',
          },
          {
            text: {
              en: 'Hand the read to n1, which reads x and answers',
              zh: '把读取交给 n1，由它读 x 并答复',
            },
            because: {
              en: 'What comes back is an index and not a value: the table that is read is that of n3. So followers share the work of reading.',
              zh: '带回来的是索引，不是值：读的是 n3 自己的表。这样跟随者就分担了读取的工作。',
            },
            claim: 'count(any(d in decisions, d.type == "readConfirmed" && d.node == 1)) == 2',
          },
        ],
      },
    },
    {
      id: 'forward',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgReadIndex)' },
      look: [message('MsgReadIndex', 3, 1), node(3)],
      say: {
        en: 'n3 sends MsgReadIndex: up to which index must I have applied the log, to answer this one?',
        zh: 'n3 发出 MsgReadIndex：要答复这个请求，我必须应用到哪个索引？',
      },
    },
    {
      id: 'index',
      type: 'observe',
      of: 'follower',
      at: { line: 9 },
      look: [node(3), node(3, 'commit')],
      say: {
        en: 'n3 has its read index, 2, and has applied as much. Had it been behind, it would have waited here until applied reaches 2.',
        zh: 'n3 得到 read index 2，而它已应用到 2。如果它落后，就会在这里等到 applied 达到 2。',
      },
      ask: { en: 'What did n3 do?', zh: 'n3 做了什么？' },
    },
  ],
  tryIt: {
    say: {
      en: 'Make a linearizable read at n1 wait for more than a second before it is answered.',
      zh: '让 n1 上的一次线性一致读等待一秒以上才得到答复。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false },
    prepare: [...ledByN1(), put(1, 1, 'x', '1'), { until: 'all(n in nodes, n.applied == 2)' }],
    goal: 'any(c in answered, c.kind == range && c.status == ok && c.took > 1000)',
    hints: [
      {
        en: 'The read waits for one answer to a heartbeat. Keep both followers from answering, but only for a while.',
        zh: '读取在等一次心跳的答复。让两个跟随者都暂时不能答复。',
      },
      {
        en: 'Pause n2 and n3 (so that their timers stand still), read at n1, wait a second, and let them go on.',
        zh: '暂停 n2 和 n3（它们的计时器也停住），在 n1 读取，等一秒，再让它们继续。',
      },
    ],
    solution: [
      { type: 'pause', node: 2 },
      { type: 'pause', node: 3 },
      get(2, 1, 'x'),
      { ms: 1100 },
      { type: 'resume', node: 2 },
      { type: 'resume', node: 3 },
      { until: 'any(c in answered, c.kind == range && c.status == ok && c.took > 1000)' },
    ],
  },
  sources: [
    thesis('section 6.4', '6.4 节'),
    etcdRaft('read_only.go', 'addRequest, recvAck, advance'),
    page(
      'https://github.com/etcd-io/etcd/blob/main/server/etcdserver/v3_server.go',
      'etcd: linearizableReadLoop',
      'etcd：linearizableReadLoop',
    ),
  ],
};
