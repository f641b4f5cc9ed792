import { judgeHistory, type Verdict } from '../../src/check/linearizability/judge-history.ts';
import { etcdHistory, registerHistory, type Work } from '../check/linearizability/histories.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// How long the judge of histories takes: 100,000 calls over 100 keys, and 3,000 calls on one key of which half have no
// answer, as they come out of a store that is right, and of one that answers one read with what was there before. Registers
// tell values alone; etcd's answers tell revisions, and are judged over the whole store.

const TIMES = 3;
const busy: Work = { seed: 1, calls: 100_000, clients: 20, keys: 100, unknown: 0, reads: 0.5 };
const unknown: Work = { seed: 2, calls: 3000, clients: 3000, keys: 1, unknown: 0.5, reads: 0.3 };

function measured(judge: () => Verdict): { ms: number; verdict: Verdict } {
  const times: number[] = [];
  let verdict: Verdict | undefined;
  for (let i = 0; i < TIMES; i++) {
    const before = performance.now();
    verdict = judge();
    times.push(performance.now() - before);
  }
  if (verdict === undefined) throw new Error('it was judged');
  return { ms: median(times), verdict };
}

function print(name: string, judge: () => Verdict): void {
  const before = process.memoryUsage.rss();
  const { ms, verdict } = measured(judge);
  const megabytes = Math.max(0, process.memoryUsage.rss() - before) / 2 ** 20;
  const more = verdict.type === 'impossible' ? { contradiction: verdict.contradiction.length } : {};
  printLine(name, ms, 'ms', { verdict: verdict.type, ...more, rssMb: Math.round(megabytes) });
}

const registers = registerHistory(busy);
print('linearizability/100000', () => judgeHistory({ model: 'register', calls: registers }));
const store = etcdHistory(busy);
print('linearizability/100000/etcd', () => judgeHistory({ model: 'etcd', calls: store }));

for (const [name, work] of [
  ['', unknown],
  ['/stale', { ...unknown, staleAfter: 0.8 }],
  ['/100-clients', { ...unknown, clients: 100 }],
  ['/100-clients/stale', { ...unknown, clients: 100, staleAfter: 0.8 }],
] as const) {
  const calls = registerHistory(work);
  print(`linearizability/unknown-3000${name}`, () => judgeHistory({ model: 'register', calls }));
  const ofStore = etcdHistory(work);
  print(`linearizability/unknown-3000/etcd${name}`, () => judgeHistory({ model: 'etcd', calls: ofStore }));
}
