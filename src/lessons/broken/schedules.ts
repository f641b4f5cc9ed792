import type { SwitchName } from '../../node/rules.ts';
import type { ClientOperation, WatchRequest } from '../../etcd/request.ts';
import type { Command } from '../../sim/command/command.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { bytesOf } from '../language/text.ts';

/** A schedule that shows what a rule is for. */
export type BrokenRun = ScriptedRun | TimedRun;

/** Commands at times of a run that goes on by itself. */
export interface TimedRun {
  readonly config: Partial<LabConfig>;
  readonly steps: readonly { readonly atMs: number; readonly command: Command }[];
  readonly endMs: number;
  readonly isLeftAlone?: true;
}

/** The lines of a lab script after its `cluster` line. */
export interface ScriptedRun {
  /** Options of the `cluster` line. */
  readonly cluster: string;
  readonly lines: string;
  /** In the end nothing happens to the cluster for long: what should come of itself has come. */
  readonly isLeftAlone?: true;
  /** A switch without which the schedule cannot be: it is on in both runs, and breaks nothing by itself there. */
  readonly beside?: SwitchName;
}

/** Every message waits to be delivered by a line of its own; Readys are worked off by themselves. */
const HELD = 'hold 1-2,1-3,2-3';

/** n1 leads term 1 with the vote of n2, and has its first entry alone. */
const N1_LEADS = `${HELD}
campaign 1
deliver 1>2 MsgVote
deliver 2>1 MsgVoteResp`;

/** n2 has acknowledged entries 2 and 3; then the message that brought it entry 2 comes again. */
const OLD_APPEND = `${N1_LEADS}
deliver 1>2 MsgApp
deliver 2>1 MsgAppResp
propose 1 a=1
propose 1 b=2
dup 1>2 MsgApp nth=2
deliver 1>2 MsgApp nth=2
deliver 1>2 MsgApp nth=2
deliver 1>2 MsgApp nth=2
deliver 2>1 MsgAppResp nth=2`;

/** The schedules, each in a script of its own, that the switches of raft and of the disks are caught by. */
export const brokenRuns: Readonly<Partial<Record<SwitchName, BrokenRun>>> = {
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
  indexBeforeData: {
    cluster: 'voters=1,2,3 async',
    lines: `campaign 1
stall 2 apply
propose 1 a=1
tick 1
compact 2
crash 2
restart 2
unstall 2
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
  randomApply: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
propose 1 a=1
tick 1`,
  },
  deposedRevokes: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c2 at=2
c1 lease grant L1 ttl=30
tick 5
isolate 1
tick 14 only=2,3
c2 lease keepalive L1
tick 24 only=1
heal
tick 8`,
  },
  noLeaseExtension: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
c1 lease grant L1 ttl=30
tick 20
c1 lease keepalive L1
isolate 1
tick 15 only=2,3
tick 5 only=2,3`,
  },
  watchSkipsHistory: {
    cluster: 'voters=1',
    lines: `campaign 1
client c1 at=1
c1 put a=1
c1 put a=2
c1 watch w1 key=a from=2
tick 2
c1 put a=3
tick 2`,
  },
  compactionEatsDelete: {
    cluster: 'voters=1',
    lines: `campaign 1
client c1 at=1
c1 put a=1
c1 del a
c1 put a=2
c1 compact 3
c1 watch w1 key=a from=3
tick 2`,
  },
  lockWithoutFence: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c2 at=2
store S fencing
c1 lease grant L1 ttl=20
c1 lock m lease=L1
pause c1
tick 40
c2 lease grant L2 ttl=20
c2 lock m lease=L2
c2 S.write v=2
resume c1
c1 S.write v=1`,
  },
  watchReplays: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c3 at=3
c3 watch w1 key=a
c1 put a=1
c1 put a=2
isolate 3
c1 put a=3
compact 1
heal
tick 3`,
  },
  revisionFromRecords: {
    cluster: 'voters=1,2,3',
    beside: 'compactionEatsDelete',
    lines: `campaign 1
client c1 at=1
c1 put a=1
c1 put b=1
c1 del b
c1 put a=2
c1 del a
c1 compact 6
tick 5
compact 2
crash 2
restart 2
c1 put c=1
tick 2`,
  },
  txnRangesWhereAsked: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
c1 put a=1
c1 put a=2
c1 compact 3
c1 txn then put b=1, get a rev=2
tick 2`,
  },
  futureWatchLowered: {
    cluster: 'voters=1,2,3',
    lines: `campaign 1
client c1 at=1
client c3 at=3
c3 watch w1 key=a from=9
isolate 3
c1 put a=1
c1 put a=2
compact 1
heal
tick 3
c1 put a=3
tick 2`,
  },
  equalTimers: {
    isLeftAlone: true,
    config: { nodes: 4, preVote: false, checkQuorum: false, latencyMs: 150, jitterMs: 0 },
    steps: [],
    endMs: 60_000,
  },
  rightsLostInSnapshot: {
    config: { nodes: 3, preVote: false, checkQuorum: false, snapshotCatchUpEntries: 0 },
    steps: [
      { atMs: 0, command: { type: 'campaign', node: 1 } },
      {
        atMs: 500,
        command: startedBy('root', [
          { type: 'authUserAdd', name: 'root', password: 'r' },
          { type: 'authRoleAdd', name: 'root' },
          { type: 'authUserGrantRole', user: 'root', role: 'root' },
          { type: 'authUserAdd', name: 'u', password: 'u' },
          { type: 'authRoleAdd', name: 'writer' },
          {
            type: 'authRoleGrantPermission',
            name: 'writer',
            perm: { permType: 'READWRITE', key: bytesOf('a'), rangeEnd: bytesOf('z') },
          },
          { type: 'authUserGrantRole', user: 'u', role: 'writer' },
          { type: 'authEnable' },
        ]),
      },
      { atMs: 3000, command: { type: 'kill', node: 3 } },
      {
        atMs: 3100,
        command: startedBy('c1', [{ type: 'put', key: bytesOf('a'), value: bytesOf('1') }], 'u'),
      },
      { atMs: 5000, command: { type: 'snapshotNow', node: 1 } },
      { atMs: 5500, command: { type: 'restart', node: 3 } },
      {
        atMs: 8000,
        command: startedBy('c2', [{ type: 'put', key: bytesOf('b'), value: bytesOf('2') }], 'u'),
      },
    ],
    endMs: 12_000,
  },
  futureWatchProgress: {
    config: { nodes: 1, watchProgressMs: 1000 },
    steps: [
      { atMs: 0, command: { type: 'campaign', node: 1 } },
      { atMs: 500, command: { type: 'openStream', stream: 1, node: 1, kind: 'watch' } },
      { atMs: 500, command: { type: 'sendStream', stream: 1, message: watchFrom(9) } },
    ],
    endMs: 6000,
  },
  progressAhead: {
    config: { nodes: 1 },
    steps: [
      { atMs: 0, command: { type: 'campaign', node: 1 } },
      { atMs: 500, command: startedBy('c1', [put('a', '1'), put('a', '2')]) },
      { atMs: 1510, command: { type: 'openStream', stream: 1, node: 1, kind: 'watch' } },
      { atMs: 1510, command: { type: 'sendStream', stream: 1, message: watchFrom(2) } },
      { atMs: 1510, command: { type: 'sendStream', stream: 1, message: { type: 'progress' } } },
    ],
    endMs: 3000,
  },
  starvedWatchSkips: {
    config: { nodes: 1 },
    steps: [
      { atMs: 0, command: { type: 'campaign', node: 1 } },
      { atMs: 500, command: startedBy('c1', [put('a', '1'), put('a', '2'), put('a', '3')]) },
      { atMs: 1510, command: { type: 'openStream', stream: 1, node: 1, kind: 'watch' } },
      { atMs: 1510, command: { type: 'sendStream', stream: 1, message: watchFrom(2) } },
      { atMs: 1510, command: startedBy('c2', [{ type: 'compact', revision: 4 }]) },
      { atMs: 2000, command: startedBy('c3', [put('a', '4')]) },
    ],
    endMs: 3000,
  },
  watchFromNow: {
    config: { nodes: 3, preVote: false, checkQuorum: false },
    steps: [
      { atMs: 0, command: { type: 'campaign', node: 1 } },
      {
        atMs: 500,
        command: {
          type: 'startClient',
          client: 'w',
          endpoints: [3, 2],
          program: { recipe: 'watching', request: watchFrom(0) },
        },
      },
      { atMs: 600, command: startedBy('c1', [put('a', '1')]) },
      { atMs: 1000, command: { type: 'isolate', node: 3 } },
      { atMs: 1010, command: startedBy('c2', [put('a', '2')]) },
      { atMs: 1500, command: { type: 'kill', node: 3 } },
      { atMs: 2000, command: startedBy('c3', [put('a', '3')]) },
    ],
    endMs: 4000,
  },
  retryUnknownWrites: {
    config: { nodes: 3, preVote: false, checkQuorum: false, clientTimeoutMs: 300 },
    steps: [
      { atMs: 0, command: { type: 'campaign', node: 1 } },
      { atMs: 500, command: { type: 'cut', from: 1, to: 2, oneWay: true } },
      { atMs: 510, command: startedBy('c1', [put('a', '1')], undefined, 2) },
    ],
    endMs: 6000,
  },
};

function put(key: string, value: string): ClientOperation {
  return { type: 'put', key: bytesOf(key), value: bytesOf(value) };
}

/** A watch on the key a. */
function watchFrom(startRevision: number): Extract<WatchRequest, { type: 'create' }> {
  return {
    type: 'create',
    key: bytesOf('a'),
    rangeEnd: new Uint8Array(0),
    startRevision,
    progressNotify: true,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
  };
}

/** A client that makes these calls one after the other, at node 1 unless another is named. */
function startedBy(client: string, calls: readonly ClientOperation[], user?: string, node = 1): Command {
  const program = { recipe: 'calls', operations: calls, gapMs: 0, stays: false } as const;
  const who = user === undefined ? {} : { user: { name: user, password: user } };
  return { type: 'startClient', client, endpoints: [node], program, ...who };
}
