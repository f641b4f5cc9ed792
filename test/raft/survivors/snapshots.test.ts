import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import type { MsgSnapStatus } from '../../../src/raft/message.ts';
import { queued } from '../../../src/raft/message-queue.ts';
import type { Progress } from '../../../src/raft/progress.ts';
import { makeRaft } from '../../../src/raft/raft.ts';
import { becomeCandidate, becomeLeader } from '../../../src/raft/role.ts';
import {
  handleSnapshotStatus,
  handleUnreachable,
  maybeSendSnapshot,
} from '../../../src/raft/snapshot-sending.ts';
import type { Raft } from '../../../src/raft/state.ts';
import { findProgress } from '../../../src/raft/tracker.ts';
import { confStateOf, configFor, storageWith } from '../core/harness.ts';

const two = confStateOf([1, 2]);

/** A storage that is busy making its snapshot. */
class BusyStorage extends MemoryStorage {
  override snapshot(): 'snapshotTemporarilyUnavailable' {
    return 'snapshotTemporarilyUnavailable';
  }
}

/** Node 1 leads node 2, which has been heard; nothing is recorded unless `trace`. */
function leading(storage: MemoryStorage, trace = false): { raft: Raft; progress: Progress } {
  const raft = makeRaft(configFor(1, storage, { trace }));
  becomeCandidate(raft, false);
  becomeLeader(raft);
  raft.traces = [];
  const progress = present(findProgress(raft.tracker, 2), 'node 2 is a member');
  progress.recentActive = true;
  return { raft, progress };
}

function withSnapshot(): MemoryStorage {
  const storage = storageWith(two);
  storage.applySnapshot({ index: 5, term: 1, confState: two, data: undefined });
  return storage;
}

describe('sending a snapshot', () => {
  it('says whether one was sent: not to who was silent, nor while there is none', () => {
    const { raft, progress } = leading(withSnapshot());
    progress.recentActive = false;
    expect(maybeSendSnapshot(raft, progress)).toBe(false);
    const busy = leading(new BusyStorage(two));
    expect(maybeSendSnapshot(busy.raft, busy.progress)).toBe(false);
    expect([progress.state, busy.progress.state]).toEqual(['StateProbe', 'StateProbe']);
    progress.recentActive = true;
    expect(maybeSendSnapshot(raft, progress)).toBe(true);
    expect(progress).toMatchObject({ state: 'StateSnapshot', pendingSnapshot: 5, next: 6 });
    expect(queued(raft.messages)).toMatchObject([{ type: 'MsgSnap', to: 2, snapshot: { index: 5 } }]);
  });

  it('breaks an assertion when there is nothing in it', () => {
    const { raft, progress } = leading(storageWith(two));
    expect(() => maybeSendSnapshot(raft, progress)).toThrow(/not empty/);
  });

  it('tells nobody what comes of it where nothing is recorded', () => {
    const { raft, progress } = leading(withSnapshot());
    const status: MsgSnapStatus = { type: 'MsgSnapStatus', to: 1, from: 2, term: 0, reject: true };
    maybeSendSnapshot(raft, progress);
    handleSnapshotStatus(raft, progress, status);
    maybeSendSnapshot(raft, progress);
    handleSnapshotStatus(raft, progress, { ...status, reject: false });
    progress.state = 'StateReplicate';
    handleUnreachable(raft, progress);
    progress.recentActive = false;
    maybeSendSnapshot(raft, progress);
    const busy = leading(new BusyStorage(two));
    maybeSendSnapshot(busy.raft, busy.progress);
    expect([...raft.traces, ...busy.raft.traces]).toEqual([]);
  });
});
