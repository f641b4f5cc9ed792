import type { BrokenRuns } from '../broken-run.ts';

export const snapshots: BrokenRuns = {
  snapshotOnTop: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
c1 put k=1
isolate 3
c1 del k
c1 put b=1
c1 compact 4
tick 2
compact 1
heal
tick 1
c1 put a=2`,
  },
  snapshotWithoutLeases: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
c1 lease grant L1 ttl=100
isolate 3
c1 put k=1
compact 1
heal
tick 1
c1 put a=2 lease=L1
tick 1`,
  },
  ignoreSnapshotFate: {
    isLeftAlone: true,
    cluster: 'voters=1,2,3',
    lines: `campaign 1
isolate 3
propose 1 a=1
propose 1 b=2
compact 1
heal
manual
tick 1
ready 1
deliver 1>3 MsgHeartbeat
ready 3
deliver 3>1 MsgHeartbeatResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
ready 1
discard 1>3
auto
tick 100`,
  },
  acceptOldSnapshot: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
isolate 3
propose 1 a=1
compact 1
heal
manual
tick 1
ready 1
deliver 1>3 MsgHeartbeat
ready 3
deliver 3>1 MsgHeartbeatResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
ready 1
dup 1>3 MsgSnap
deliver 1>3 MsgSnap
ready 3
deliver 3>1 MsgAppResp
hold 1>3
auto
propose 1 b=2
propose 1 c=3
deliver 1>3 MsgApp
tick 1
deliver 1>3 MsgApp
deliver 1>3 MsgApp
deliver 1>3 MsgHeartbeat
compact 3
deliver 1>3 MsgSnap`,
  },
};
