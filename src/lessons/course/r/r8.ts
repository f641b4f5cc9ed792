import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft, page, paper } from '../sources.ts';
import { r8 } from './headings.ts';

export const r8Lesson: Lesson = {
  ...r8,
  runs: [
    {
      id: 'a',
      title: { en: 'A copy that comes late', zh: '迟到的副本' },
      script: `cluster voters=1,2,3
campaign 1
manual
propose 1 a=1
ready 1
dup 1>3 MsgApp
deliver 1>3 MsgApp
ready 3
propose 1 b=2
ready 1
deliver 1>3 MsgApp nth=2
ready 3
expect 3 log=1,1,1
deliver 1>3 MsgApp
ready 3
expect 3 log=1,1,1
auto
expect 1,2,3 commit=3 kv.b=2
`,
    },
  ],
  steps: [
    {
      id: 'copy',
      type: 'tell',
      at: { line: 6 },
      look: [message('MsgApp', 1, 3), entry(2, 1)],
      say: {
        en: 'n1 sends a=1, index 2, to its followers. The network makes a second copy of the message to n3, and keeps it for later.',
        zh: 'n1 把 a=1（索引 2）发给跟随者。网络把发往 n3 的消息复制了一份，留到以后。',
      },
    },
    {
      id: 'both',
      type: 'tell',
      at: { line: 12 },
      look: [log(3), message('MsgAppResp', 3, 1)],
      say: {
        en: 'n3 has taken index 2, then b=2 at index 3 with the next message, and has acknowledged both. On these answers n1 may count.',
        zh: 'n3 收下了索引 2，又从下一条消息收下索引 3 的 b=2，两条都确认了。n1 可以据此计数。',
      },
    },
    {
      id: 'old',
      type: 'predict',
      at: { line: 13 },
      look: [message('MsgApp', 1, 3), log(3)],
      say: {
        en: 'Now the old copy arrives at n3: one entry for index 2, to stand behind (index 1, term 1). Of index 3 it says nothing.',
        zh: '现在那份旧副本到达 n3：索引 2 的一个条目，接在 (索引 1, 任期 1) 之后。它没有提到索引 3。',
      },
      question: {
        ask: { en: 'What does n3 do?', zh: 'n3 怎么做？' },
        choices: [
          {
            text: {
              en: 'It cuts its log back to index 2, as the leader’s message says',
              zh: '按领导者的消息，把日志截到索引 2',
            },
            because: {
              en: 'The message does not say that the log ends at 2. n3 kept index 3, which it had acknowledged.',
              zh: '消息并没有说日志止于 2。n3 保留了索引 3，那是它确认过的。',
            },
            claim: 'node(3).last == 2',
          },
          {
            text: {
              en: 'It compares, finds the same entry, and keeps all it has',
              zh: '比较一下，发现条目相同，全部保留',
            },
            right: true,
            because: {
              en: 'At index 2 both have term 1: no conflict, nothing to cut. n3 answers again, and vouches for index 2 only.',
              zh: '在索引 2 两边都是任期 1：没有冲突，不用截。n3 再答复一次，只为索引 2 作保。',
            },
            claim: 'node(3).last == 3 && count(decided("appendRejected")) == 0',
          },
          {
            text: {
              en: 'It refuses it, because it has seen this message before',
              zh: '拒绝它，因为见过这条消息',
            },
            because: {
              en: 'n3 keeps no list of messages. It accepted this one: doing it twice changes nothing.',
              zh: 'n3 不记消息清单。它接受了这条：做两遍也不会改变什么。',
            },
            claim: 'count(decided("appendRejected")) > 0',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 3,
      until: { line: 14 },
      look: [log(3), message('MsgApp', 1, 3)],
      say: {
        en: 'You are n3. Compare index by index: only where the terms differ is there a conflict.',
        zh: '你是 n3。逐个索引比较：只有任期不同的地方才算冲突。',
      },
    },
    {
      id: 'kept',
      type: 'observe',
      of: 'old',
      at: { line: 15 },
      look: [log(3), entry(3, 3)],
      say: {
        en: 'n3 has dealt with the old copy.',
        zh: 'n3 处理完了旧副本。',
      },
      ask: { en: 'What did you see: where does the log of n3 end?', zh: '你看到了什么：n3 的日志止于何处？' },
    },
    {
      id: 'else',
      type: 'ask',
      at: { line: 17 },
      look: [entry(3), node(1, 'commit')],
      say: {
        en: 'n1 counted n3’s answer for index 3 before n2 had answered anything: it was committed by n1 and n3.',
        zh: 'n2 还什么都没答复，n1 就凭 n3 对索引 3 的答复计数：由 n1 和 n3 提交。',
      },
      question: {
        ask: {
          en: 'What if n3 had cut index 3 off, and then n1 had died and its messages to n2 had been lost?',
          zh: '如果 n3 截掉了索引 3，而 n1 随后宕机，发给 n2 的消息也丢了，会怎样？',
        },
        choices: [
          {
            text: {
              en: 'A committed write would have been lost: no living node had it',
              zh: '一次已提交的写入会丢失：活着的节点都没有它',
            },
            right: true,
            because: {
              en: 'n1 had already called it committed, on the word of n3. n2 and n3 could then elect a leader without it.',
              zh: 'n1 已凭 n3 的话认定它提交。之后 n2 和 n3 可以选出一个没有它的领导者。',
            },
          },
          {
            text: { en: 'n3 would fetch it again from n2', zh: 'n3 会再从 n2 取回' },
            because: {
              en: 'n2 would have neither entry, and followers do not send each other entries.',
              zh: 'n2 也没有，而且跟随者之间不互发条目。',
            },
          },
          {
            text: {
              en: 'Nothing: n1 would notice the shorter log and take its commit back',
              zh: '不会怎样：n1 会发现日志变短，收回提交',
            },
            because: {
              en: 'A commit is never taken back: n1 may have applied it and answered the client.',
              zh: '提交从不收回：n1 可能已经应用并答复了客户端。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Break it: these followers cut their log after every MsgApp. Lose an entry that was committed.',
      zh: '打破它：这里的跟随者收到每条 MsgApp 都截断其后的日志。让一条已提交的条目丢失。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['truncateAlways'] },
    prepare: [...elect(1)],
    goal: 'violation("QuorumDurability")',
    hints: [
      {
        en: 'Let the answer of n3 be the one that counts: cut n1 and n2 apart.',
        zh: '让 n3 的答复成为关键：切断 n1 与 n2。',
      },
      {
        en: 'Put a key through n1, duplicate its MsgApp to n3, and hold the copy.',
        zh: '通过 n1 写一个键，复制它发给 n3 的 MsgApp，并扣留副本。',
      },
      {
        en: 'Put another key at once. While n3’s acknowledgement of it is under way, release the copy.',
        zh: '马上再写一个键。趁 n3 对它的确认还在途中，放行副本。',
      },
    ],
    solution: [
      { type: 'cut', from: 1, to: 2, oneWay: false },
      put(1, 1, 'a', '1'),
      { until: 'any(m in messages, m.type == MsgApp && m.to == 3 && m.entries.count == 1)' },
      { type: 'duplicate', message: 12 },
      { type: 'hold', message: 13 },
      put(2, 1, 'b', '2'),
      { until: 'any(m in messages, m.type == MsgAppResp && m.index == 3)' },
      { type: 'release', message: 13 },
      { until: 'violation("QuorumDurability")' },
    ],
  },
  sources: [
    paper('figure 2, AppendEntries, step 3', '图 2，AppendEntries 第 3 步'),
    etcdRaft('log.go', 'findConflict'),
    page(
      'https://thesquareplanet.com/blog/students-guide-to-raft/',
      'Students’ Guide to Raft',
      'Students’ Guide to Raft',
    ),
  ],
};
