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
  R1: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgProp MsgApp MsgAppResp' },
  R2: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: 'MsgApp MsgAppResp',
  },
  R3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: 'MsgApp',
  },
  R4: { runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgApp' },
  R5: { runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgAppResp' },
  R6: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgAppResp' },
  R7: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgUnreachable',
    shows: 'MsgApp',
  },
  R8: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgApp MsgAppResp' },
  R9: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: 'MsgApp',
  },
  P1: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: 'MsgVoteResp',
  },
  P2: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum',
    shows: '',
  },
  P3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum',
    shows: 'MsgAppResp',
  },
  P4: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgPreVote MsgPreVoteResp',
    shows: 'MsgPreVote',
  },
  P5: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgPreVote MsgPreVoteResp',
    shows: '',
  },
  P6: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgPreVote MsgPreVoteResp',
    shows: 'MsgPreVote',
  },
  P7: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgPreVote MsgPreVoteResp',
    shows: '',
  },
  P8: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgPreVote MsgPreVoteResp',
    shows: 'MsgAppResp',
  },
  P9: {
    runs: 'MsgHup MsgBeat MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgPreVote MsgPreVoteResp',
    shows: 'MsgPreVoteResp',
  },
  P10: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgPreVote MsgPreVoteResp',
    shows: 'MsgPreVote',
  },
  P11: {
    runs: 'MsgHup MsgBeat MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  P12: {
    runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp MsgPreVote MsgPreVoteResp MsgForgetLeader',
    shows: 'MsgPreVoteResp',
  },
  S1: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgVote' },
  S2: { runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
  S3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgSnap MsgHeartbeat MsgHeartbeatResp MsgSnapStatus',
    shows: 'MsgApp MsgAppResp MsgSnap',
  },
  S4: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgSnap MsgHeartbeat MsgHeartbeatResp MsgSnapStatus',
    shows: 'MsgSnap',
  },
  S5: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgSnap MsgHeartbeat MsgHeartbeatResp MsgSnapStatus',
    shows: 'MsgSnap',
  },
  M1: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: 'MsgApp',
  },
  M2: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  M3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  M4: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
  M5: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  M6: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  M7: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  M8: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: 'MsgVote' },
  M9: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
  M10: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgPreVote MsgPreVoteResp',
    shows: 'MsgVote',
  },
  T1: {
    runs: 'MsgHup MsgApp MsgAppResp MsgVote MsgVoteResp MsgTransferLeader MsgTimeoutNow MsgPreVote MsgPreVoteResp',
    shows: 'MsgVote MsgVoteResp MsgTimeoutNow',
  },
  T2: {
    runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgTransferLeader MsgTimeoutNow',
    shows: 'MsgApp MsgTransferLeader MsgTimeoutNow',
  },
  T3: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgTransferLeader',
    shows: '',
  },
  Q1: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgReadIndex',
    shows: '',
  },
  Q2: {
    runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgReadIndex MsgReadIndexResp',
    shows: 'MsgHeartbeat MsgReadIndex',
  },
  Q3: {
    runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgReadIndex',
    shows: '',
  },
  Q4: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgReadIndex MsgReadIndexResp',
    shows: '',
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
  K1: { runs: 'MsgHup MsgProp', shows: '' },
  K2: { runs: 'MsgHup MsgProp', shows: '' },
  K3: { runs: 'MsgHup MsgProp', shows: '' },
  K4: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
  K5: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgPreVote MsgPreVoteResp',
    shows: '',
  },
  K6: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgPreVote MsgPreVoteResp',
    shows: '',
  },
  K7: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp',
    shows: '',
  },
  K8: {
    runs: 'MsgHup MsgBeat MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp MsgHeartbeat MsgHeartbeatResp MsgCheckQuorum MsgReadIndex MsgPreVote MsgPreVoteResp',
    shows: '',
  },
  K9: { runs: 'MsgHup MsgProp MsgApp MsgAppResp MsgVote MsgVoteResp', shows: '' },
};
