import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import { emptyQueue, enqueue, makeMessageQueue, queued } from '../../../src/raft/message-queue.ts';
import type { Message } from '../../../src/raft/message.ts';
import { confStateOf, entry, logOf, storageWith } from '../core/harness.ts';

const one = confStateOf([1]);

describe('a storage', () => {
  it('of nobody begins with no configuration at all', () => {
    expect(new MemoryStorage().initialState()).toEqual({
      hardState: { term: 0, vote: 0, commit: 0 },
      confState: confStateOf([]),
    });
  });

  it('refuses a snapshot of the very state it has', () => {
    const storage = storageWith(one);
    const snapshot = { index: 4, term: 2, confState: one, data: undefined };
    expect(storage.applySnapshot(snapshot)).toBeUndefined();
    expect(storage.applySnapshot(snapshot)).toBe('snapOutOfDate');
  });

  it('makes no snapshot of a state whose entry it no longer has', () => {
    const storage = storageWith(one, logOf('1 1 1 1'));
    storage.compact(3);
    expect(() => storage.createSnapshot(2, one, undefined)).toThrow(/snapshot 2/);
    expect(storage.createSnapshot(3, one, undefined)).toMatchObject({ index: 3, term: 1 });
  });

  it('that was saved after it had forgotten entries is loaded as it was', () => {
    const storage = storageWith(one, logOf('1 2 3 4 5'));
    storage.compact(2);
    const loaded = MemoryStorage.load(structuredClone(storage.save()));
    for (const index of [1, 2, 3, 4, 5, 6]) expect(loaded.term(index)).toBe(storage.term(index));
    expect(loaded.entries(3, 6, Infinity)).toEqual(storage.entries(3, 6, Infinity));
    loaded.append([entry(6, 6)]);
    expect([loaded.lastIndex(), loaded.term(6)]).toEqual([6, 6]);
  });

  it('can be loaded twice: what is written to one is not in the other', () => {
    const saved = storageWith(one, logOf('1 2')).save();
    const first = MemoryStorage.load(saved);
    first.append([entry(3, 3)]);
    expect(MemoryStorage.load(saved).lastIndex()).toBe(2);
  });

  it('does not hold on to many entries that it has forgotten', () => {
    const storage = storageWith(one);
    for (let index = 1; index <= 5000; index++) storage.append([entry(1, index)]);
    for (let index = 1; index <= 4990; index++) {
      storage.compact(index);
      const kept = (Reflect.get(storage, 'list') as unknown[]).length;
      expect(kept).toBeLessThanOrEqual(Math.max(2 * (5000 - index), 5000 - index + 1024));
    }
  });
});

function message(from: number): Message {
  return { type: 'MsgBeat', to: 1, from, term: 1 };
}

describe('a queue of messages', () => {
  it('is a list in order, as a value that later messages do not change', () => {
    const queue = makeMessageQueue([message(1)]);
    enqueue(queue, message(2));
    const before = queued(queue);
    enqueue(queue, message(3));
    expect(before.map(({ from }) => from)).toEqual([1, 2]);
    expect(queued(queue).map(({ from }) => from)).toEqual([1, 2, 3]);
    emptyQueue(queue);
    expect(queued(queue)).toEqual([]);
    enqueue(queue, message(4));
    expect(queued(queue)).toEqual([message(4)]);
  });

  it('that was emptied holds on to none of them, and to no more places than it needed', () => {
    const queue = makeMessageQueue();
    for (let round = 0; round < 3; round++) {
      for (const from of [1, 2, 3]) enqueue(queue, message(from));
      emptyQueue(queue);
      expect(queue.items).toHaveLength(3);
      expect(queue.items.filter(({ from }) => from > 0)).toEqual([]);
    }
  });
});
