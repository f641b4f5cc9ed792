import type { RaftAnswers, RaftHindrances, RaftNeeds } from '../../../explain/why/raft-answers.ts';

export const raftAnswers = {
  voteNotAsked: '没有谁向 {{voter}} 请求过投票。',
  voteGranted:
    '{{voter}} 在任期 {{term}} 把票投给了 {{candidate}}：对方日志的末尾是 {{theirs}}，它自己的是 {{own}}。',
  voteLogBehind:
    '{{voter}} 在任期 {{term}} 拒绝投票给 {{candidate}}：{{candidate}} 的日志止于 {{theirs}}，而它自己的止于 {{own}}，更新。',
} as const satisfies Record<keyof RaftAnswers, string>;

export const raftNeeds = {
  logUpTo: '{{node}} 的日志须至少到 {{own}}。',
} as const satisfies Record<keyof RaftNeeds, string>;

export const raftHindrances = {
  killed: '{{node}} 已停机',
  paused: '{{node}} 已暂停',
  cutOff: '{{node}} 被隔断',
} as const satisfies Record<keyof RaftHindrances, string>;
