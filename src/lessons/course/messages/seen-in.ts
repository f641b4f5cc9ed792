/** Written by `npm run -s lessons -- --message-types` from the runs of all lessons; not by hand. */

/** Names of types, with a space between them. */
export interface TypesInLesson {
  /** That come up in its runs. */
  readonly runs: string;
  /** That it points at. */
  readonly shows: string;
}

/** By the ids of lessons. */
export const seenIn: Readonly<Record<string, TypesInLesson>> = {
  E1: { runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgVote' },
  E2: {
    runs: 'MsgHup MsgBeat MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: 'MsgHeartbeat',
  },
  E3: {
    runs: 'MsgHup MsgBeat MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  E4: { runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
  E5: { runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgVoteResp' },
  E6: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgVoteResp' },
  E7: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  S1: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgVote' },
  S2: { runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
  S3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgSnap MsgHeartbeat MsgHeartbeatResp MsgSnapStatus',
    shows: 'MsgApp MsgAppResp MsgSnap',
  },
  C1: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  C2: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  C3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  C4: { runs: '', shows: '' },
};
