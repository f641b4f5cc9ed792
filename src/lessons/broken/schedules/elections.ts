import type { BrokenRuns } from '../broken-run.ts';
import { HELD, N1_LEADS } from './parts.ts';

export const elections: BrokenRuns = {
  voteTwice: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
campaign 2
deliver 1>3 MsgVote
deliver 2>3 MsgVote
deliver 3>1 MsgVoteResp
deliver 3>2 MsgVoteResp`,
  },
  voteInMemory: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
deliver 1>3 MsgVote
crash 3
restart 3
campaign 2
deliver 2>3 MsgVote
deliver 3>1 MsgVoteResp
deliver 3>2 MsgVoteResp`,
  },
  termInMemory: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
deliver 1>3 MsgVote
crash 3
restart 3
campaign 2
deliver 2>3 MsgVote
deliver 3>1 MsgVoteResp
deliver 3>2 MsgVoteResp`,
  },
  ignoreLogInVote: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
deliver 1>2 MsgVote
campaign 2
deliver 2>1 MsgVoteResp
deliver 1>3 MsgApp
deliver 2>3 MsgVote
deliver 3>1 MsgAppResp
deliver 3>2 MsgVoteResp`,
  },
  compareLengthOnly: {
    cluster: 'voters=1,2,3',
    lines: `${N1_LEADS}
propose 1 a=1
campaign 3
campaign 3
deliver 3>2 MsgVote nth=2
deliver 2>3 MsgVoteResp
deliver 3>2 MsgApp
deliver 2>3 MsgAppResp
crash 1
restart 1
campaign 1
campaign 1
deliver 1>2 MsgVote nth=2
deliver 2>1 MsgVoteResp`,
  },
  countOldVotes: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
campaign 1
deliver 1>2 MsgVote
campaign 2
deliver 2>1 MsgVoteResp
deliver 2>3 MsgVote
deliver 3>2 MsgVoteResp`,
  },
  staysLeader: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
deliver 1>2 MsgVote
campaign 2
deliver 2>1 MsgVoteResp
deliver 2>1 MsgVote
deliver 2>3 MsgVote
deliver 3>2 MsgVoteResp`,
  },
  electedByHalf: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
campaign 2`,
  },
  equalTimers: {
    isLeftAlone: true,
    config: { nodes: 4, preVote: false, checkQuorum: false, latencyMs: 150, jitterMs: 0 },
    steps: [],
    endMs: 60_000,
  },
};
