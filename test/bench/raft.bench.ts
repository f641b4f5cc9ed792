import { getHeapStatistics } from 'node:v8';
import type { Entry } from '../../src/raft/entry.ts';
import { Cluster } from './raft-cluster.ts';

// How fast the Raft core is: proposals (or ticks of everybody) a second through a whole cluster in one process,
// each node persisting, applying and compacting; messages a second; heap bytes allocated an operation.

const BATCH = 64;
const WARM_UP_MS = 700;
const MEASURE_MS = 1500;

interface Mode {
  readonly name: string;
  readonly opsPerRun: number;
  readonly proposalsPerRun: number;
  readonly run: (cluster: Cluster, size: number) => void;
}

let serial = 0;

/**
 * A new, zeroed payload with a number of its own in the first bytes, so that order and loss show in the checksum. From
 * Node's pool, as any Node.js program gets its small buffers: `new Uint8Array(256)` is a malloc, dearer than the rest.
 */
function payload(size: number): Uint8Array {
  const data = Buffer.allocUnsafe(size).fill(0);
  serial++;
  data[0] = serial;
  data[1] = serial >> 8;
  data[2] = serial >> 16;
  return data;
}

const single: Mode = {
  name: 'single',
  opsPerRun: 1,
  proposalsPerRun: 1,
  run(cluster, size) {
    cluster.leader.propose(payload(size));
    cluster.drain();
  },
};

const batch: Mode = {
  name: 'batch',
  opsPerRun: BATCH,
  proposalsPerRun: BATCH,
  run(cluster, size) {
    for (let i = 0; i < BATCH; i++) cluster.leader.propose(payload(size));
    cluster.drain();
  },
};

const multi: Mode = {
  name: 'multi',
  opsPerRun: BATCH,
  proposalsPerRun: BATCH,
  run(cluster, size) {
    const entries: Entry[] = [];
    for (let i = 0; i < BATCH; i++)
      entries.push({ type: 'EntryNormal', term: 0, index: 0, data: payload(size) });
    cluster.leader.step({ type: 'MsgProp', to: 1, from: 1, term: 0, entries });
    cluster.drain();
  },
};

const tick: Mode = {
  name: 'tick',
  opsPerRun: 1,
  proposalsPerRun: 0,
  run(cluster) {
    for (const replica of cluster.replicas) replica.node.tick();
    cluster.drain();
  },
};

interface Result {
  readonly runs: number;
  readonly seconds: number;
}

function repeat(cluster: Cluster, mode: Mode, size: number, ms: number): Result {
  const start = performance.now();
  let runs = 0;
  let elapsed = 0;
  while (elapsed < ms) {
    for (let i = 0; i < 50; i++) mode.run(cluster, size);
    runs += 50;
    elapsed = performance.now() - start;
  }
  return { runs, seconds: elapsed / 1000 };
}

/** Heap growth a run, over stretches in which nothing was collected. */
function heapBytesPerRun(cluster: Cluster, mode: Mode, size: number): { bytes: number; runs: number } {
  const stretch = 20;
  let bytes = 0;
  let counted = 0;
  let runs = 0;
  while (counted < 100 && runs < 1_000_000) {
    const before = getHeapStatistics().used_heap_size;
    for (let i = 0; i < stretch; i++) mode.run(cluster, size);
    runs += stretch;
    const grown = getHeapStatistics().used_heap_size - before;
    if (grown <= 0) continue;
    bytes += grown;
    counted++;
  }
  return { bytes: bytes / (counted * stretch), runs };
}

function measure(mode: Mode, nodes: number, size: number): void {
  const cluster = new Cluster(nodes);
  const warm = repeat(cluster, mode, size, WARM_UP_MS);
  cluster.delivered = 0;
  const { runs, seconds } = repeat(cluster, mode, size, MEASURE_MS);
  const messages = cluster.delivered;
  const heap = heapBytesPerRun(cluster, mode, size);
  cluster.verify((warm.runs + runs + heap.runs) * mode.proposalsPerRun);
  const line = {
    name: `raft/${mode.name}/${nodes}/${size}`,
    value: Math.round((runs * mode.opsPerRun) / seconds),
    unit: 'ops/s',
    messagesPerSecond: Math.round(messages / seconds),
    heapBytesPerOp: Math.round(heap.bytes / mode.opsPerRun),
  };
  console.log(JSON.stringify(line));
}

// A tick carries no payload: its two lines measure the same, for tables of mode by size.
for (const nodes of [3, 5])
  for (const mode of [single, batch, multi, tick]) for (const size of [64, 256]) measure(mode, nodes, size);
