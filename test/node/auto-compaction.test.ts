import { describe, expect, it } from 'vitest';
import { LittleCluster, put } from './little-cluster.ts';

const HOUR = 3_600_000;

/** Ticks of a second each, and so many puts at every tenth of a period. */
function cluster(settings: {
  autoCompactionMode: 'periodic' | 'revision';
  autoCompactionRetention: number;
}): LittleCluster {
  const little = new LittleCluster([1, 2, 3], { tickMs: 1000, snapshotCount: 1_000_000, ...settings });
  little.elect(1);
  return little;
}

function compactedAt(little: LittleCluster, id: number): number {
  return little.member(id).view().compactRevision;
}

/** One put, and then time: the revision after the nth is n + 1. */
function putThenWait(little: LittleCluster, leader: number, seconds: number): void {
  little.ask(leader, put('k', 'v'));
  little.tick(seconds);
}

describe('a leader that compacts by itself', () => {
  it('by age: waits for a whole period, then keeps one behind it', () => {
    const little = cluster({ autoCompactionMode: 'periodic', autoCompactionRetention: 100_000 });
    for (let tenth = 0; tenth < 9; tenth++) putThenWait(little, 1, 10);
    expect(compactedAt(little, 1)).toBe(0);
    // At 100 s it compacts to the revision of its start, which has nothing before it.
    putThenWait(little, 1, 10);
    expect(compactedAt(little, 2)).toBe(1);
    for (let tenth = 0; tenth < 10; tenth++) putThenWait(little, 1, 10);
    // At 200 s to that of 100 s before: nine puts had been made 110 s before, as etcd keeps one look more.
    for (const id of [1, 2, 3]) expect(compactedAt(little, id)).toBe(10);
  });

  it('by age of more than an hour: once an hour after the first period', () => {
    const little = cluster({ autoCompactionMode: 'periodic', autoCompactionRetention: 3 * HOUR });
    const compactions: number[] = [];
    for (let look = 1; look <= 50; look++) {
      putThenWait(little, 1, 360);
      compactions.push(compactedAt(little, 1));
    }
    const changes = compactions.flatMap((revision, i) =>
      revision === compactions[i - 1] ? [] : [[i + 1, revision]],
    );
    expect(changes).toEqual([
      [1, 0],
      [30, 1],
      [40, 10],
      [50, 20],
    ]);
  });

  it('by revisions: every five minutes down to so many', () => {
    const little = cluster({ autoCompactionMode: 'revision', autoCompactionRetention: 5 });
    for (let put = 0; put < 20; put++) putThenWait(little, 1, 10);
    expect(compactedAt(little, 1)).toBe(0);
    little.tick(100);
    expect(compactedAt(little, 1)).toBe(16);
    little.tick(300);
    expect(compactedAt(little, 1)).toBe(16);
  });

  it('hands the books on: who becomes leader compacts at its next look', () => {
    const little = cluster({ autoCompactionMode: 'periodic', autoCompactionRetention: 100_000 });
    for (let tenth = 0; tenth < 12; tenth++) putThenWait(little, 1, 10);
    little.elect(2);
    little.ask(2, put('k', 'v'));
    // It has never compacted itself, so it does at once, to what was there 100 s before.
    little.tick(10);
    const after = compactedAt(little, 3);
    expect(after).toBeGreaterThan(1);
    expect(compactedAt(little, 1)).toBe(after);
  });

  it('goes on where a compaction came too late: somebody else has compacted further', () => {
    const little = cluster({ autoCompactionMode: 'revision', autoCompactionRetention: 5 });
    for (let put = 0; put < 20; put++) putThenWait(little, 1, 10);
    expect(little.ask(1, { type: 'compact', revision: 20 })).toMatchObject({ status: 'ok' });
    little.tick(100);
    expect(compactedAt(little, 1)).toBe(20);
    for (let put = 0; put < 20; put++) putThenWait(little, 1, 15);
    expect(compactedAt(little, 1)).toBe(36);
  });
});
