import { describe, expect, it } from 'vitest';
import { recover } from '../../src/storage/recover.ts';
import { bytes, get, LittleCluster, put, text } from './little-cluster.ts';

function fill(cluster: LittleCluster, leader: number, from: number, to: number): void {
  for (let i = from; i <= to; i++) cluster.ask(leader, put(`k${i % 7}`, `${i}`));
}

describe('a snapshot', () => {
  it('is taken after more than so many applied entries; the log keeps some for slow followers', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 10, snapshotCatchUpEntries: 3 });
    cluster.elect(1);
    fill(cluster, 1, 2, 10);
    expect(cluster.member(2).view()).toMatchObject({ applied: 10, snapshotIndex: 0 });
    fill(cluster, 1, 11, 11);
    const view = cluster.member(2).view();
    expect(view).toMatchObject({ applied: 11, snapshotIndex: 11, snapshotTerm: 1, first: 9, last: 11 });
    expect(cluster.traceOf(2, 'snapshotTaken')).toMatchObject([{ index: 11, term: 1 }]);
    expect(cluster.traceOf(2, 'logCompacted')).toEqual([{ type: 'logCompacted', index: 8 }]);
    expect(recover(cluster.machine(2).image)).toMatchObject({
      snapshot: { index: 11 },
      entries: { length: 0 },
    });
  });

  it('counts only when it is on disk', () => {
    const cluster = new LittleCluster(undefined, { snapshotCatchUpEntries: 0 });
    cluster.elect(1);
    fill(cluster, 1, 1, 4);
    cluster.stalled.add(1);
    cluster.input(1, { type: 'snapshotNow' });
    cluster.input(1, { type: 'snapshotNow' });
    expect(cluster.machine(1).writes).toMatchObject([{ snapshot: true, sync: true }]);
    expect(cluster.member(1).view()).toMatchObject({ snapshotIndex: 0, first: 1 });
    cluster.stalled.clear();
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({ snapshotIndex: 5, first: 6, last: 5 });
    cluster.input(1, { type: 'snapshotNow' });
    expect(cluster.machine(1).writes).toEqual([]);
  });

  it('is what a member restarts from, with the log after it', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 10, snapshotCatchUpEntries: 3 });
    cluster.elect(1);
    fill(cluster, 1, 1, 25);
    const before = cluster.member(2).view();
    cluster.crash(2);
    const { trace } = cluster.start(2);
    expect(trace[0]).toMatchObject({ type: 'started', last: 26, snapshot: 22 });
    cluster.run();
    cluster.tick();
    expect(cluster.member(2).view()).toMatchObject({
      applied: 26,
      revision: before.revision,
      kvHash: before.kvHash,
      snapshotIndex: 22,
      confState: before.confState,
    });
  });

  it('keeps the disk small: old segments and all but two snapshots go', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 100, snapshotCatchUpEntries: 10 });
    cluster.elect(1);
    const value = 'x'.repeat(400);
    for (let i = 1; i <= 900; i++) cluster.request(1, put(`k${i % 5}`, value));
    for (let i = 1; i <= 900; i++) cluster.ask(1, put(`k${i % 5}`, value));
    const names = cluster.machine(3).image.files.map((file) => file.name);
    expect(names.filter((name) => name.startsWith('snap/')).length).toBeLessThanOrEqual(3);
    expect(names.filter((name) => name.startsWith('wal/')).length).toBeLessThanOrEqual(4);
    expect(names.filter((name) => name.startsWith('wal/0000000000000000'))).toEqual([]);
    const { applied, kvHash } = cluster.member(3).view();
    cluster.crash(3);
    cluster.start(3);
    cluster.run();
    cluster.tick();
    expect(cluster.member(3).view()).toMatchObject({ applied, kvHash });
  });

  it('is sent to a follower whose entries are gone, and replaces its store wholly', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 10, snapshotCatchUpEntries: 0 });
    cluster.elect(1);
    cluster.ask(1, put('old', '1'));
    cluster.isolated.add(3);
    cluster.ask(1, { type: 'deleteRange', key: bytes('old') });
    fill(cluster, 1, 1, 30);
    cluster.isolated.clear();
    cluster.tick(2);
    cluster.input(1, { type: 'snapshotStatus', peer: 3, ok: true });
    cluster.run();
    cluster.tick(2);
    const installed = cluster.traceOf(3, 'snapshotInstalled');
    expect(installed).toMatchObject([{ index: 33, revision: 33 }]);
    const [leader, follower] = [cluster.member(1).view(), cluster.member(3).view()];
    expect(follower).toMatchObject({
      applied: leader.applied,
      revision: leader.revision,
      kvHash: leader.kvHash,
      keyCount: 7,
      confState: leader.confState,
      last: leader.last,
    });
    expect(cluster.ask(3, get('old'))).toMatchObject({ status: 'ok', result: { kvs: [] } });
    cluster.crash(3);
    cluster.start(3);
    cluster.run();
    cluster.tick();
    expect(cluster.member(3).view()).toMatchObject({ applied: leader.applied, kvHash: leader.kvHash });
  });

  it('received and not yet on disk is not installed, and not there after a crash', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 10, snapshotCatchUpEntries: 0 });
    cluster.elect(1);
    cluster.isolated.add(3);
    fill(cluster, 1, 1, 30);
    cluster.isolated.clear();
    cluster.stalled.add(3);
    cluster.tick(2);
    while (cluster.member(3).view().pendingSnapshotIndex === 0) {
      cluster.finishWrite(3); // the rejections that tell the leader how far behind it is
      cluster.run();
    }
    expect(cluster.member(3).view()).toMatchObject({ pendingSnapshotIndex: 31, applied: 1, revision: 1 });
    expect(cluster.machine(3).writes.some((write) => write.snapshot && write.sync)).toBe(true);
    cluster.crash(3);
    cluster.stalled.clear();
    cluster.start(3);
    cluster.run();
    expect(cluster.member(3).view()).toMatchObject({ pendingSnapshotIndex: 0, snapshotIndex: 0, last: 1 });
    expect(recover(cluster.machine(3).image).snapshots).toEqual([]);
  });

  it('that arrives while entries are on the apply thread wins over them', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 10, snapshotCatchUpEntries: 0 });
    cluster.elect(1);
    cluster.slow.add(3);
    cluster.ask(1, put('a', '1'));
    cluster.tick();
    expect(cluster.machine(3).applies).toMatchObject([{ first: 2, last: 2 }]);
    cluster.isolated.add(3);
    fill(cluster, 1, 1, 30);
    cluster.isolated.clear();
    cluster.tick(3);
    expect(cluster.traceOf(3, 'snapshotInstalled')).toHaveLength(1);
    const { kvHash } = cluster.member(3).view();
    const late = cluster.finishApply(3);
    expect(late.trace.filter((trace) => trace.type === 'applied')).toEqual([]);
    expect(cluster.member(3).view().kvHash).toBe(kvHash);
    cluster.slow.clear();
    cluster.input(1, { type: 'snapshotStatus', peer: 3, ok: true });
    cluster.tick(3);
    expect(cluster.member(3).view().kvHash).toBe(cluster.member(1).view().kvHash);
  });
});

describe('what a member shows', () => {
  it('are the entries that its log still has', () => {
    const cluster = new LittleCluster(undefined, { snapshotCount: 10, snapshotCatchUpEntries: 3 });
    cluster.elect(1);
    fill(cluster, 1, 2, 12);
    expect(
      cluster
        .member(1)
        .entries(1, 99)
        .map((entry) => entry.index),
    ).toEqual([9, 10, 11, 12]);
    expect(cluster.member(1).entry(8)).toBeUndefined();
    expect(cluster.member(1).entry(9)).toMatchObject({ view: { kind: 'put', label: 'k2=9' } });
    expect(cluster.member(1).range(0, 2)).toMatchObject({ count: 7, kvs: { length: 2 } });
    expect(text(cluster.member(1).range(3, 9).kvs[0]?.value)).toBe('2');
  });
});
