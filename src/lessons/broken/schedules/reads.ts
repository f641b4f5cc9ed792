import type { BrokenRuns } from '../broken-run.ts';

export const reads: BrokenRuns = {
  readLocally: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c2 at=2
c1 put x=1
isolate 1
campaign 2
c2 put x=2
c1 get x`,
  },
  readBeforeCommit: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c2 at=2
manual
c1 put x=1
ready 1
deliver 1>2 MsgApp
deliver 1>3 MsgApp
ready 2,3
deliver 2>1 MsgAppResp
ready 1
crash 1
discard 1>2,1>3
campaign 2
ready 2
deliver 2>3 MsgVote
ready 3
deliver 3>2 MsgVoteResp
hold 2>3
c2 get x
ready 2
release 2>3
auto
tick 1`,
  },
  readBeforeApply: {
    cluster: 'voters=1,2,3 async',
    lines: `campaign 1
client c1 at=1
client c2 at=2
stall 2 apply
c1 put x=1
tick 1
c2 get x
unstall 2`,
  },
  countOldConfirmations: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c2 at=2
c1 put x=1
hold 3>1
tick 1
cut 1-2
campaign 2
c2 put x=2
c1 get x
deliver 3>1 MsgHeartbeatResp`,
  },
  leaseOutlives: {
    cluster: 'voters=1,2,3 lease',
    lines: `campaign 1
client c1 at=1
client c2 at=2
c1 put x=1
isolate 1
campaign 2
c2 put x=2
c1 get x`,
  },
};
