import type { BrokenRuns } from '../broken-run.ts';
import { put, watchFrom, startedBy } from './parts.ts';

export const clients: BrokenRuns = {
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
