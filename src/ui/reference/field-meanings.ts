import type { Message, MessageType } from '../../raft/message.ts';
import type { reference } from '../messages/en/reference.ts';

/** What a field means: a key of the catalogue, `reference:means`. */
export type Meaning = keyof (typeof reference)['means'];

/** Every field that a type has of its own, as raft/message.ts declares them. */
type OwnFields<Type extends MessageType> =
  Extract<Message, { type: Type }> extends infer Each
    ? Each extends unknown
      ? Exclude<keyof Each, 'type' | 'from' | 'to' | 'term'>
      : never
    : never;

type Meanings = {
  readonly [Type in MessageType]: { readonly [Field in OwnFieldsOf<Type>]: Meaning } & {
    readonly term?: Meaning;
  };
};

/** `MsgVote` and `MsgPreVote` are one form, as are their answers. */
type OwnFieldsOf<Type extends MessageType> = Type extends 'MsgVote' | 'MsgPreVote'
  ? 'logTerm' | 'index' | 'context'
  : Type extends 'MsgVoteResp' | 'MsgPreVoteResp'
    ? 'reject'
    : OwnFields<Type>;

const ask = { index: 'lastIndex', logTerm: 'lastTerm', context: 'transferMark' } as const;

export const fieldMeanings: Meanings = {
  MsgHup: { term: 'noTerm' },
  MsgBeat: { term: 'noTerm' },
  MsgProp: { term: 'noTerm', entries: 'proposals' },
  MsgApp: { index: 'prevIndex', logTerm: 'prevTerm', entries: 'entries', commit: 'leaderCommit' },
  MsgAppResp: { index: 'ackIndex', reject: 'rejected', rejectHint: 'hint', logTerm: 'hintTerm' },
  MsgVote: ask,
  MsgVoteResp: { reject: 'voteRefused' },
  MsgSnap: { snapshot: 'snapshot' },
  MsgHeartbeat: { commit: 'peerCommit', context: 'readRound' },
  MsgHeartbeatResp: { context: 'readRound' },
  MsgUnreachable: { term: 'noTerm' },
  MsgSnapStatus: { term: 'noTerm', reject: 'snapFailed' },
  MsgCheckQuorum: { term: 'noTerm' },
  MsgTransferLeader: { term: 'noTerm' },
  MsgTimeoutNow: {},
  MsgReadIndex: { term: 'noTerm', entries: 'readContext' },
  MsgReadIndexResp: { index: 'readAt', entries: 'readContext' },
  MsgPreVote: { ...ask, term: 'preTerm' },
  MsgPreVoteResp: { term: 'preRespTerm', reject: 'voteRefused' },
  MsgStorageAppend: {
    term: 'hardTerm',
    vote: 'hardVote',
    commit: 'hardCommit',
    entries: 'entries',
    snapshot: 'diskSnapshot',
    responses: 'responses',
  },
  MsgStorageAppendResp: { index: 'stableIndex', logTerm: 'stableTerm', snapshot: 'diskSnapshot' },
  MsgStorageApply: { term: 'noTerm', entries: 'toApply', responses: 'responses' },
  MsgStorageApplyResp: { term: 'noTerm', entries: 'toApply' },
  MsgForgetLeader: { term: 'noTerm' },
};
