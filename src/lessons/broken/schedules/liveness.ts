import type { BrokenRuns } from '../broken-run.ts';

export const liveness: BrokenRuns = {
  silentLowTerm: {
    isLeftAlone: true,
    cluster: 'voters=1,2,3 checkQuorum',
    lines: `campaign 1
isolate 3
tick 60
heal
propose 1 x=1
tick 200`,
  },
  silentLowPreVote: {
    isLeftAlone: true,
    cluster: 'voters=1,2,3 preVote',
    lines: `load 1 log=1 term=9 commit=1
load 2 log=1,1 term=6 commit=1
load 3 log=1,1,1 term=3 commit=1
tick 240`,
  },
  noStepDown: {
    isLeftAlone: true,
    cluster: 'voters=1,2,3,4,5 preVote checkQuorum',
    lines: `campaign 1
cut 1-3,1-4,1-5,2-5,3-5,4-5
propose 1 x=1
tick 200`,
  },
  preVoteOwnTerm: {
    isLeftAlone: true,
    cluster: 'voters=1,2 learners=3 preVote',
    lines: `load 1 term=1
load 2 term=1
load 3 term=1
campaign 1
cut 1-3,2-3
transfer 1 2
transfer 2 1
conf 1 v3
crash 1
heal
tick 100`,
  },
  transferWithoutMark: {
    cluster: 'voters=1,2,3 preVote checkQuorum',
    lines: `campaign 1
tick 2
transfer 1 3
tick 30`,
  },
};
