import type { BrokenRuns } from '../broken-run.ts';
import { N1_LEADS } from './parts.ts';

export const disks: BrokenRuns = {
  acknowledgeBeforeFsync: {
    cluster: 'voters=1,2,3 async',
    lines: `${N1_LEADS}
stall 2 append
deliver 1>2 MsgApp
crash 2
restart 2
deliver 2>1 MsgAppResp`,
  },
  applyBeforeDurable: {
    cluster: 'voters=1 async',
    lines: `campaign 1
stall 1 append
propose 1 a=1
crash 1
restart 1`,
  },
  dataBeforeIndex: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
propose 1 a=1
compact 2
crash 2
restart 2
propose 1 b=2
tick 1`,
  },
  answerBeforeCommit: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c2 at=2
isolate 1
c1 put x=1
campaign 2
c2 get x`,
  },
  applyUncommitted: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
isolate 1
propose 1 a=old
campaign 2
propose 2 a=new
heal
tick 1`,
  },
};
