import type { gallery as english } from '../en/gallery.ts';
import type { Translated } from '../catalogue.ts';

export const gallery: Translated<typeof english> = {
  title: '著名场景',
  about:
    '每一个都是这个集群的一次运行，停在它最出名的那一刻。后退可以看它是怎么来的，前进可以看它会变成什么，也可以在这里做点别的。',
  open: '已打开：{{title}}。{{says}}',
  more: '更多',
  drawing: '正在画…',
  notDrawn: '没有画出来：{{reason}}',
  unknown: '场景库里没有 {{name}}。有的是：{{names}}。',
  failed: '在这个版本里，{{name}} 的脚本走不到它的那一刻：{{reason}}',
  entry: {
    'split-vote': {
      title: '选票瓜分（split vote）',
      says: '四个节点里有两个同时拉票，各得两票：谁也凑不到三票，这个任期没有领导者就结束了。',
    },
    'two-leaders-one-term': {
      title: '一个任期，两个领导者',
      says: '有个成员在同一任期里投了两次票（关掉了一条规则），于是这个任期有了两个领导者：选举安全性被破坏。',
    },
    'figure-7': {
      title: '图 7：各种各样的日志',
      says: 'Raft 论文图 7 里的七份日志：短的、长的、错的，之后当选的领导者会把它们修好。',
    },
    'figure-8': {
      title: '图 8：多数派还不够',
      says: '任期 2 的条目已经在多数派上，任期 4 的领导者却不能提交它：继续走下去，它会被覆盖。',
    },
    'new-leaders-empty-entry': {
      title: '新领导者的空条目（no-op）',
      says: '早已在多数派上的条目，要等新领导者自己的空条目提交时，才随之一起提交。',
    },
    'snapshot-install': {
      title: '安装快照（MsgSnap）',
      says: '跟随者需要的条目已被领导者压缩掉：于是整个状态作为快照发过去。',
    },
    'split-brain': {
      title: '脑裂：网络分成两半',
      says: '同时有两个领导者，只有多数派那一边的能提交；另一个的条目会被丢弃。',
    },
    'disruptive-server': {
      title: '捣乱的服务器：被隔离的节点回来了',
      says: '它被隔离时一次次抬高自己的任期；回到集群后，这个任期让好端端的领导者下了台。',
    },
    'ping-pong': {
      title: '乒乓选举',
      says: '只断了一条链路，两个节点就轮流把对方赶下台：如果新领导者不追加空条目（关掉了一条规则），光有 PreVote 也没用。',
    },
    'stuck-node': {
      title: '卡住的节点：没人听得见的更高任期',
      says: '有了 CheckQuorum，它的拉票没人理，它也不理领导者：少了 etcd 会发的那一个回复（关掉了一条规则），它永远回不来。',
    },
    'prevote-deadlock': {
      title: 'PreVote 死锁（etcd issue 8501）',
      says: '在运行中的集群里打开 PreVote：日志新的任期不够，谁也成不了候选者（关掉了一条规则）。',
    },
    'half-deaf-leader': {
      title: '灰色故障：能说不能听的领导者',
      says: '它的心跳让大家都不动，却收不到任何确认：什么都提交不了，也没人接手。',
    },
    'partial-partition': {
      title: '部分分区（如 Cloudflare 2020 年的故障）',
      says: '领导者只连得到一个节点，而那个节点连得到三个：它本可以领导大家，却还听得到不肯下台的领导者（关掉了一条规则）。',
    },
    'stale-read': {
      title: '过期读（stale read）',
      says: '已被取代的领导者还相信自己的租约，对线性一致读回答 x=1；而在提问之前，x=2 已经确认写入。',
    },
    'double-write': {
      title: '写了两次：重试一个其实成功了的写入',
      says: '丢的是答复，不是写入；客户端再试一次，同一个 put 就被应用了两次。',
    },
    'lost-write': {
      title: '丢失的写入：追加了，却从未提交',
      says: '被隔离的领导者追加了它，下一个领导者的条目取代了它。没有人被告知写成功过。',
    },
    'lost-lock': {
      title: '丢失的锁：锁不是栅栏',
      says: '持有者睡着了，租约到期，锁归了别人：它一醒来，两个人都在写。',
    },
    'disjoint-majorities': {
      title: '不相交的多数派',
      says: '一步直接加入两个成员（关掉了一条规则）：旧三个里的两个，和新五个里的三个，各自提交了一个条目 3。',
    },
    'joint-consensus': {
      title: '联合共识（joint consensus）',
      says: '从 1、2、3 变到 1、4、5：条目在所有旧成员上，却不在任何新成员上，所以没有提交。',
    },
    'leadership-transfer': {
      title: '领导权转移（MsgTimeoutNow）',
      says: '领导者让已经追上的跟随者立刻竞选，不等超时就把领导权交出去。',
    },
    'majority-lost': {
      title: '失去多数派：--force-new-cluster',
      says: '三个里有两个再也回不来了。剩下的那个被强制独自运行，一个已经确认的写入就此丢失。',
    },
  },
};
