import type { BrokenRuns } from '../broken-run.ts';
import { HELD, N1_LEADS, OLD_APPEND } from './parts.ts';

export const replication: BrokenRuns = {
  commitOldTerms: {
    cluster: 'voters=1,2,3,4,5 oneEntryPerMsg',
    lines: `load 1 log=1,2 term=3 commit=1
load 2 log=1,2 term=3 commit=1
load 3 log=1 term=3 vote=5 commit=1
load 4 log=1 term=3 vote=5 commit=1
load 5 log=1,3 term=3 vote=5 commit=1
crash 5
manual
campaign 1
ready 1
deliver 1>2 MsgVote
deliver 1>3 MsgVote
ready 2,3
deliver 2>1 MsgVoteResp
deliver 3>1 MsgVoteResp
ready 1
deliver 1>2 MsgApp
deliver 1>3 MsgApp
ready 2,3
deliver 2>1 MsgAppResp
deliver 3>1 MsgAppResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
ready 1
crash 1
restart 5
discard 1>2,1>3,1>4,1>5
auto
campaign 5
campaign 5`,
  },
  noPreviousCheck: {
    cluster: 'voters=1,2,3',
    lines: `${N1_LEADS}
campaign 3
campaign 3
deliver 3>2 MsgVote nth=2
deliver 2>3 MsgVoteResp
crash 1
restart 1
campaign 1
campaign 1
deliver 1>2 MsgVote nth=2
deliver 2>1 MsgVoteResp
deliver 1>3 MsgApp nth=2`,
  },
  truncateAlways: { cluster: 'voters=1,2,3', lines: OLD_APPEND },
  replaceEqual: { cluster: 'voters=1,2,3', lines: OLD_APPEND },
  commitByHalf: {
    cluster: 'voters=1,2,3',
    lines: `${HELD}
campaign 1
deliver 1>2 MsgVote
campaign 2
deliver 2>1 MsgVoteResp
deliver 2>3 MsgVote
deliver 3>2 MsgVoteResp`,
  },
  followerCommitsAll: {
    cluster: 'voters=1,2,3 oneEntryPerMsg',
    lines: `campaign 1
hold 1-3,2>1
propose 1 a=1
propose 1 b=2
deliver 1>3 MsgApp
deliver 1>3 MsgApp
release 2>1
discard 1>3,3>1
unreachable 1 3
release 1-3
tick 1`,
  },
  rawHeartbeatCommit: {
    cluster: 'voters=1,2,3',
    lines: `${N1_LEADS}
campaign 3
campaign 3
deliver 3>2 MsgVote nth=2
deliver 2>3 MsgVoteResp
deliver 3>2 MsgApp
deliver 2>3 MsgAppResp
tick 1 only=3
deliver 3>1 MsgHeartbeat`,
  },
  acceptOldAppends: {
    cluster: 'voters=1,2,3',
    lines: `${N1_LEADS}
campaign 2
deliver 2>3 MsgVote
deliver 3>2 MsgVoteResp
deliver 2>3 MsgApp
deliver 1>3 MsgApp
deliver 3>2 MsgAppResp`,
  },
  matchOffByOne: {
    cluster: 'voters=1,2,3',
    lines: `${N1_LEADS}
propose 1 a=1
deliver 1>2 MsgApp
deliver 2>1 MsgAppResp`,
  },
  acknowledgeOwnLast: {
    cluster: 'voters=1,2,3',
    beside: 'noNoop',
    lines: `${N1_LEADS}
propose 1 a=1
campaign 2
deliver 2>3 MsgVote
deliver 3>2 MsgVoteResp
deliver 2>1 MsgApp
propose 2 b=2
deliver 1>2 MsgAppResp`,
  },
  leaderEditsLog: {
    cluster: 'voters=1,2,3',
    lines: `${N1_LEADS}
propose 1 a=1`,
  },
  keepProgress: {
    cluster: 'voters=1,2,3,4,5',
    lines: `campaign 1
cut 1-3,1-4,1-5
propose 1 a=1
propose 1 b=2
heal
cut 1-3,1-4,1-5,2-3,2-4,2-5
campaign 3
uncut 2-3,1-3
tick 1
uncut 1-4,1-5
cut 1-2,1-3
manual
campaign 1
ready 1
deliver 1>4 MsgVote
deliver 1>5 MsgVote
ready 4,5
deliver 4>1 MsgVoteResp
deliver 5>1 MsgVoteResp
ready 1
deliver 1>4 MsgApp
ready 4
deliver 4>1 MsgAppResp`,
  },
  noNoop: {
    isLeftAlone: true,
    cluster: 'voters=1,2,3',
    lines: `campaign 1
manual
propose 1 a=1
ready 1
deliver 1>2 MsgApp
ready 2
crash 1
discard 1>2,1>3
auto
campaign 2
tick 60`,
  },
};
