import type { Translated } from '../catalogue.ts';
import type { safety as english } from '../en/safety.ts';

export const safety: Translated<typeof english> = {
  title: '安全性质',
  explain_other: '每个节点的每个事件之后都会检查：至今 {{count}} 步。',
  holds_other: '成立，已检查 {{count}} 步',
  violated: '被违反',
  halt: '发现性质被违反时停止播放',
  broken: '{{property}} 被违反。',
  promise: '它的承诺：',
  all: '全部安全性质',
  more_other: '另有 {{count}} 次违反',
  here: '事件 {{event}}，{{seconds}} 秒',
  earlier: '与事件 {{event}} 矛盾',
  afterForged: '此前在事件 {{event}} 中处理了一条伪造的消息：这可能是伪造造成的，而不是协议的问题。',
  inevitable: '从何时起已成定局？',
  property: {
    ElectionSafety: '一个任期里最多选出一个领导者。',
    LeaderAppendOnly: '领导者从不覆盖或删除自己日志中的条目，只追加。',
    LogMatching: '两份日志若有索引和任期都相同的条目，则到它为止的所有条目都相同。',
    LeaderCompleteness: '在某个任期提交的条目，会出现在以后所有任期的领导者的日志里。',
    StateMachineSafety: '任何两个成员都不会在同一索引提交（并应用）不同的条目。',
    QuorumDurability: '领导者提交的内容已落到多数投票成员的磁盘上。',
    StateHashAgreement: '应用了相同条目的成员，状态也相同。',
    MemberSoundness: '没有成员自己倒下：客户端和故障对它做的任何事都不会弄坏它自己的程序。',
  },
  because: {
    twoLeaders: '{{node}} 在任期 {{term}} 当选，而 {{before}} 已是这个任期的领导者。',
    lacksCommitted: {
      nothing:
        '{{node}} 在任期 {{term}} 当选，却没有条目 {{index}}（任期 {{entryTerm}}），它已由 {{before}} 在任期 {{commitTerm}} 提交。',
      other:
        '{{node}} 在任期 {{term}} 当选，它的条目 {{index}} 与 {{before}} 在任期 {{commitTerm}} 提交的那条（任期 {{entryTerm}}）不同。',
    },
    leaderSkipped: '{{node}} 是任期 {{term}} 的领导者，条目到 {{last}} 为止，现在却从 {{index}} 开始追加。',
    leaderRemoved: '{{node}} 是任期 {{term}} 的领导者，却删去了从 {{index}} 起的条目。',
    committedRemoved: '{{node}} 删去了从 {{index}} 起的条目，尽管它知道到 {{commit}} 为止都已提交。',
    logsDiffer: '{{node}} 的日志有任期 {{term}} 的条目 {{index}}，但在它之前与另一份也有它的日志不同。',
    committedTwice:
      '条目 {{index}} 由 {{before}} 按任期 {{beforeTerm}} 提交，又由 {{node}} 按任期 {{term}} 提交。',
    notDurable:
      '{{node}} 提交条目 {{index}} 时，它只在 {{voters}} 块磁盘中的 {{have}} 块上（{{on}}）。多数是 {{need}} 块。',
    wrongSnapshot: {
      nothing: '{{node}} 接受了到条目 {{index}}（任期 {{term}}）的快照，而那里什么都没有提交。',
      other:
        '{{node}} 接受了到条目 {{index}}（任期 {{term}}）的快照，而那里提交的条目属于任期 {{beforeTerm}}。',
    },
    fellByItself: '{{node}} 自己倒下了：{{reason}}',
    statesDiffer: '应用条目 {{index}} 之后，{{node}} 的状态与 {{before}} 不同。',
  },
};
