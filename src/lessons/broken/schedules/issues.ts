import type { BrokenRuns } from '../broken-run.ts';
import { put, watchFrom, startedBy } from './parts.ts';
import { bytesOf } from '../../language/text.ts';

export const issues: BrokenRuns = {
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
};
