import type { BrokenRuns } from '../broken-run.ts';

export const membership: BrokenRuns = {
  arbitrary: {
    cluster: 'voters=1,2,3 spare=4,5',
    lines: `campaign 3
manual
conf 3 joint v4 v5
ready 3
deliver 3>2 MsgApp
ready 2
deliver 2>3 MsgAppResp
part 1,2|3,4,5
auto
tick 2
campaign 2
propose 3 x=right
campaign 4`,
  },
  leaveJointEarly: {
    cluster: 'voters=1,2,3 spare=4,5',
    lines: `campaign 1
conf 1 joint v4 v5 r2 r3 explicit
cut 1-2,1-3,4-2,4-3,5-2,5-3
propose 1 a=1`,
  },
  campaignUnapplied: {
    cluster: 'voters=1,2,3 spare=4 async',
    lines: `campaign 1
stall 3 apply
conf 1 v4
tick 1
campaign 3`,
  },
  changeMembersAtOnce: {
    cluster: 'voters=1,2,3 spare=4',
    lines: `campaign 1
manual
conf 1 v4
ready 1
deliver 1>2 MsgApp
ready 2
crash 1
discard 1>3
campaign 2
ready 2
deliver 2>3 MsgVote
ready 3
deliver 3>2 MsgVoteResp
conf 2 r1`,
  },
  learnersCount: {
    cluster: 'voters=1,2,3 learners=4,5',
    lines: `campaign 1
cut 1-2,1-3
propose 1 a=1`,
  },
  unawareVoterRefuses: {
    isLeftAlone: true,
    cluster: 'voters=1,2 learners=3',
    lines: `campaign 1
cut 1-3,2-3
conf 1 v3
crash 1
heal
campaign 2
tick 100`,
  },
  removedLeaderStays: {
    isLeftAlone: true,
    cluster: 'voters=1,2,3 stepDownOnRemoval',
    lines: `campaign 1
conf 1 r1
tick 50
propose 1 x=1
tick 50`,
  },
  disturbingReturn: {
    cluster: 'voters=1,2,3 preVote checkQuorum',
    lines: `campaign 1
tick 5
isolate 3
tick 20
heal
tick 30`,
  },
};
