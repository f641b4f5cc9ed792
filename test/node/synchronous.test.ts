import { describe, expect, it } from 'vitest';
import type { NodeOutput } from '../../src/node/io.ts';
import { get, LittleCluster, put, text } from './little-cluster.ts';

const types = ({ sends }: NodeOutput): string[] => sends.map(({ type }) => type);

/** Three members with synchronous storage whose first member leads. */
function led(): LittleCluster {
  const cluster = new LittleCluster([1, 2, 3], { storage: 'sync' });
  cluster.elect(1);
  return cluster;
}

describe('synchronous storage', () => {
  it('serves clients as asynchronous storage does', () => {
    const cluster = led();
    expect(cluster.ask(2, put('a', '1'))).toMatchObject({ status: 'ok' });
    const answer = cluster.ask(3, get('a'));
    if (answer?.status !== 'ok' || answer.result.type !== 'range') throw new Error('a range is answered');
    expect(text(answer.result.kvs[0]?.value)).toBe('1');
    for (const id of [1, 2, 3]) expect(cluster.member(id).view()).toMatchObject({ stable: 2, applied: 2 });
  });

  it('sends a candidate’s questions only when its own vote is on disk', () => {
    const cluster = new LittleCluster([1, 2, 3], { storage: 'sync' });
    cluster.stalled.add(1);
    expect(types(cluster.input(1, { type: 'campaign' }))).toEqual([]);
    expect(cluster.member(1).view()).toMatchObject({ state: 'StateCandidate', term: 1, appendQueue: 1 });
    cluster.finishWrite(1);
    expect(cluster.flying.map(({ type }) => type)).toEqual(['MsgVote', 'MsgVote']);
  });

  it('lets a leader’s appends leave while it still writes, and counts its own copy when it is written', () => {
    const cluster = led();
    cluster.stalled.add(1);
    cluster.request(1, put('a', '1'));
    expect(cluster.flying.map(({ type }) => type)).toEqual(['MsgApp', 'MsgApp']);
    cluster.isolated.add(3);
    cluster.run();
    expect(cluster.member(2).view()).toMatchObject({ stable: 2, commit: 1 });
    expect(cluster.member(1).view()).toMatchObject({ stable: 1, commit: 1 });
    cluster.stalled.delete(1);
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({ stable: 2, commit: 2, applied: 2 });
  });

  it('takes no other Ready while one is written or applied, and forgets it in a crash', () => {
    const cluster = led();
    cluster.isolated.add(3);
    cluster.stalled.add(2);
    cluster.request(1, put('a', '1'));
    cluster.run();
    cluster.request(1, put('b', '2'));
    cluster.run();
    // The second entry has come, but its write is not asked for before the first is done.
    expect(cluster.member(2).view()).toMatchObject({ last: 3, stable: 1, appendQueue: 1, hasReady: false });
    expect(cluster.member(1).view()).toMatchObject({ commit: 1 });
    cluster.crash(2);
    cluster.stalled.delete(2);
    cluster.start(2);
    expect(cluster.member(2).view()).toMatchObject({ last: 1, stable: 1 });
    cluster.tick(2);
    expect(cluster.member(1).view()).toMatchObject({ commit: 3, applied: 3 });
  });

  it('applies before it goes on', () => {
    const cluster = led();
    cluster.slow.add(1);
    cluster.request(1, put('a', '1'));
    cluster.run();
    cluster.request(1, put('b', '2'));
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({
      commit: 2,
      applied: 1,
      applyQueue: 1,
      last: 3,
      stable: 2,
    });
    cluster.slow.delete(1);
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({ commit: 3, applied: 3 });
  });

  it('goes on from a copy and from saved state in the middle of a Ready', () => {
    const cluster = led();
    cluster.stalled.add(1);
    cluster.request(1, put('a', '1'));
    const machine = cluster.machine(1);
    const write = machine.writes[0]?.id ?? 0;
    const copy = machine.member.clone();
    const expected = machine.member.clone().handle({ type: 'writeDone', write });
    expect(copy.handle({ type: 'writeDone', write })).toEqual(expected);
    expect(copy.view()).not.toEqual(machine.member.view());
  });
});

describe.each(['sync', 'async'] as const)('Readys that are taken by hand, with %s storage', (storage) => {
  it('are taken one at a time, and inputs lead to nothing without', () => {
    const cluster = new LittleCluster([1, 2, 3], { storage, readyByHand: true });
    cluster.run();
    const asked = cluster.input(1, { type: 'campaign' });
    expect([asked.sends, asked.writes]).toEqual([[], []]);
    expect(cluster.member(1).view()).toMatchObject({ state: 'StateCandidate', hasReady: true });
    const taken = cluster.input(1, { type: 'ready' });
    expect(taken.writes).toHaveLength(1);
    cluster.finishWrite(1);
    expect(cluster.flying.map(({ type }) => type)).toEqual(['MsgVote', 'MsgVote']);
    for (const id of [2, 3]) expect(cluster.member(id).view().hasReady).toBe(false);
    expect(cluster.input(2, { type: 'ready' })).toMatchObject({ sends: [], writes: [], trace: [] });
    cluster.run();
    expect(cluster.member(2).view()).toMatchObject({ term: 1, vote: 1, hasReady: true });
  });
});
