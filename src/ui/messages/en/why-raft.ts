import type { RaftAnswers, RaftHindrances, RaftNeeds } from '../../../explain/why/raft-answers.ts';

/** Answers about raft, by their codes. Which numbers stand in them: the types of the codes say. */
export const raftAnswers = {
  voteNotAsked: 'Nobody has asked {{voter}} for its vote.',
  voteGranted:
    '{{voter}} gave its vote in term {{term}} to {{candidate}}, whose log ends at {{theirs}}; its own ends at {{own}}.',
  voteLogBehind:
    '{{voter}} refused {{candidate}} its vote in term {{term}}: {{candidate}}’s log ends at {{theirs}}, its own at {{own}}, which is newer.',
} as const satisfies Record<keyof RaftAnswers, string>;

export const raftNeeds = {
  logUpTo: '{{node}} would have to have the log up to {{own}}.',
} as const satisfies Record<keyof RaftNeeds, string>;

export const raftHindrances = {
  killed: '{{node}} is down',
  paused: '{{node}} is paused',
  cutOff: '{{node}} is cut off',
} as const satisfies Record<keyof RaftHindrances, string>;
