import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { confStateOf, configFor, entry, logOf, storageWith } from './harness.ts';

const conf = confStateOf([1, 2]);

describe('memory storage', () => {
  it('answers only for what it holds', () => {
    const storage = new MemoryStorage(conf);
    expect(storage.entries(1, 1, Infinity)).toBe('unavailable');
    storage.append(logOf('3 4 5 6 7'));
    storage.compact(3);
    expect([2, 3, 4, 5, 6].map((index) => storage.term(index))).toEqual([
      'compacted',
      5,
      6,
      7,
      'unavailable',
    ]);
    expect([storage.firstIndex(), storage.lastIndex()]).toEqual([4, 5]);
    expect(storage.entries(3, 5, Infinity)).toBe('compacted');
    expect(storage.entries(4, 6, Infinity)).toEqual(logOf('3 4 5 6 7').slice(3));
    expect(storage.entries(4, 6, 0)).toHaveLength(1);
    expect(() => storage.entries(4, 9, Infinity)).toThrow(/are there/);
  });

  it('overwrites from the first appended index, skips what is compacted, refuses gaps', () => {
    const storage = new MemoryStorage(conf);
    storage.append(logOf('1 1 1 1'));
    storage.append([entry(2, 3), entry(2, 4)]);
    expect([1, 2, 3, 4].map((index) => storage.term(index))).toEqual([1, 1, 2, 2]);
    storage.append([entry(3, 3)]);
    expect(storage.lastIndex()).toBe(3);
    storage.compact(3);
    storage.append([entry(9, 1), entry(9, 2)]);
    expect(storage.lastIndex()).toBe(3);
    storage.append([entry(3, 3), entry(3, 4)]);
    expect([storage.firstIndex(), storage.lastIndex()]).toEqual([4, 4]);
    expect(() => storage.append([entry(3, 9)])).toThrow(/no gap/);
    storage.append([]);
  });

  it('makes snapshots of what it holds, each newer than the last', () => {
    const storage = new MemoryStorage(conf);
    storage.append(logOf('1 2 3'));
    const bigger = confStateOf([1, 2, 3]);
    expect(storage.createSnapshot(2, bigger, undefined)).toEqual({
      index: 2,
      term: 2,
      confState: bigger,
      data: undefined,
    });
    expect(storage.createSnapshot(2, undefined, undefined)).toBe('snapOutOfDate');
    expect(storage.createSnapshot(3, undefined, undefined)).toMatchObject({ confState: bigger });
    expect(() => storage.createSnapshot(9, undefined, undefined)).toThrow(/beyond the last entry/);
    expect(storage.initialState().confState).toEqual(bigger);
    expect(storage.lastIndex()).toBe(3);
  });

  it('takes a newer snapshot in place of its log; an empty one only names the configuration', () => {
    const storage = new MemoryStorage();
    const named = { index: 0, term: 0, confState: conf, data: undefined };
    expect(storage.applySnapshot(named)).toBeUndefined();
    expect(storage.initialState().confState).toEqual(conf);
    storage.append(logOf('1 1'));
    const snapshot = { index: 4, term: 2, confState: conf, data: undefined };
    expect(storage.applySnapshot(snapshot)).toBeUndefined();
    expect([storage.firstIndex(), storage.lastIndex(), storage.term(4)]).toEqual([5, 4, 2]);
    expect(storage.applySnapshot({ ...snapshot, index: 3 })).toBe('snapOutOfDate');
    expect(storage.applySnapshot(named)).toBe('snapOutOfDate');
  });

  it('compacts forward only, and as far as it has entries; swept memory changes nothing', () => {
    const storage = new MemoryStorage(conf);
    const list = Array.from({ length: 5000 }, (_, i) => entry(1, i + 1));
    storage.append(list);
    for (let to = 500; to <= 4500; to += 500) {
      expect(storage.compact(to)).toBeUndefined();
      expect(storage.entries(to + 1, to + 3, Infinity)).toEqual(list.slice(to, to + 2));
    }
    expect(storage.compact(10)).toBe('compacted');
    expect(() => storage.compact(9999)).toThrow(/beyond the last entry/);
    const clone = storage.clone();
    clone.append([entry(2, 4600)]);
    expect([storage.lastIndex(), clone.lastIndex()]).toEqual([5000, 4600]);
  });
});

describe('a configuration', () => {
  it('that makes no sense is refused at the start', () => {
    const bad = [
      { heartbeatTick: 0 },
      { electionTick: 1, heartbeatTick: 1 },
      { maxInflightMsgs: 0 },
      { maxInflightBytes: 10, maxSizePerMsg: 11 },
      { readOnlyOption: 'leaseBased' as const },
    ];
    for (const options of bad) expect(() => new RawNode(configFor(1, storageWith(conf), options))).toThrow();
    expect(() => new RawNode(configFor(0, storageWith(conf)))).toThrow(/id/);
    const { storage } = configFor(1, storageWith(conf, logOf('1'), { commit: 5 }));
    expect(() => new RawNode({ ...configFor(1, storageWith(conf)), storage })).toThrow(/stored commit index/);
  });
});
