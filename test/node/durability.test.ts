import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/raft/message.ts';
import { applyOperations, readFile } from '../../src/storage/disk-image.ts';
import { recover } from '../../src/storage/recover.ts';
import { get, LittleCluster, put, text } from './little-cluster.ts';

const WAL = 'wal/0000000000000000-0000000000000000.wal';

function ofType(messages: readonly Message[], type: Message['type'], from: number): Message[] {
  return messages.filter((message) => message.type === type && message.from === from);
}

describe('what a member promises', () => {
  it('is on its disk first: a vote leaves only when its write is done', () => {
    const cluster = new LittleCluster();
    cluster.stalled.add(2);
    cluster.isolated.add(3);
    cluster.input(1, { type: 'campaign' });
    cluster.run();
    expect(cluster.member(2).view()).toMatchObject({ term: 1, vote: 1, hardState: { term: 0, vote: 0 } });
    expect(cluster.machine(2).writes).toMatchObject([{ sync: true, hardState: true, entries: 0 }]);
    expect(ofType(cluster.sent, 'MsgVoteResp', 2)).toEqual([]);
    cluster.finishWrite(2);
    expect(ofType(cluster.sent, 'MsgVoteResp', 2)).toMatchObject([{ to: 1, term: 1, reject: false }]);
    expect(cluster.member(2).view().hardState).toMatchObject({ term: 1, vote: 1 });
    // On disk by the id that etcd knows machine 1 by.
    const vote = cluster.member(2).memberIdOf(1);
    expect(recover(cluster.machine(2).image).hardState).toMatchObject({ term: 1, vote });
  });

  it('is not given at all when it crashes before: then it may vote for somebody else', () => {
    const cluster = new LittleCluster();
    cluster.stalled.add(2);
    cluster.isolated.add(3);
    cluster.input(1, { type: 'campaign' });
    cluster.run();
    cluster.crash(2);
    cluster.stalled.clear();
    cluster.start(2);
    expect(cluster.member(2).view()).toMatchObject({ term: 0, vote: 0 });
    cluster.isolated.clear();
    cluster.isolated.add(1);
    cluster.elect(3);
    expect(cluster.member(2).view()).toMatchObject({ term: 1, vote: 3, lead: 3 });
    expect(ofType(cluster.sent, 'MsgVoteResp', 2)).toHaveLength(1);
  });

  it('is kept over a crash after: it does not vote twice in a term', () => {
    const cluster = new LittleCluster();
    cluster.isolated.add(3);
    cluster.elect(1);
    cluster.crash(2);
    cluster.start(2);
    expect(cluster.member(2).view()).toMatchObject({ term: 1, vote: 1, lead: 0 });
    cluster.isolated.clear();
    cluster.isolated.add(1);
    cluster.input(3, { type: 'campaign' });
    cluster.run();
    expect(cluster.member(3).view()).toMatchObject({ state: 'StateCandidate', term: 1 });
    expect(ofType(cluster.sent, 'MsgVoteResp', 2).at(-1)).toMatchObject({ to: 3, reject: true });
  });

  it('includes entries: a follower acknowledges them, and a leader counts its own, only when synced', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    const before = ofType(cluster.sent, 'MsgAppResp', 2).length;
    cluster.stalled.add(1).add(2);
    cluster.isolated.add(3);
    cluster.request(1, put('a', '1'));
    cluster.run();
    expect(cluster.member(2).view()).toMatchObject({ last: 2, stable: 1, commit: 1 });
    expect(ofType(cluster.sent, 'MsgAppResp', 2)).toHaveLength(before);
    cluster.stalled.delete(2);
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({ last: 2, stable: 1, commit: 1 });
    cluster.stalled.delete(1);
    cluster.run();
    expect(cluster.member(1).view()).toMatchObject({ stable: 2, commit: 2, applied: 2 });
  });

  it('does not include a commit index alone: that is written without a sync', () => {
    const cluster = new LittleCluster(undefined, { checkQuorum: true });
    cluster.elect(1);
    cluster.stalled.add(1);
    cluster.request(1, put('a', '1'));
    cluster.run();
    cluster.finishWrite(1);
    cluster.run();
    expect(cluster.machine(1).writes).toMatchObject([
      { sync: false, hardState: true, entries: 0, snapshot: false },
    ]);
  });
});

describe('a restarted member', () => {
  it('comes back from what was synced alone, and applies again what was committed', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(1, put('a', '1'));
    cluster.ask(1, put('b', '2'));
    const hash = cluster.member(3).view().kvHash;
    const { commit } = recover(cluster.machine(3).image).hardState;
    cluster.crash(3);
    const output = cluster.start(3);
    expect(output.trace[0]).toMatchObject({
      type: 'started',
      term: 1,
      vote: 1,
      last: 3,
      snapshot: 0,
      tornBytes: 0,
    });
    expect(output.writes).toEqual([]);
    cluster.run();
    expect(cluster.member(3).view()).toMatchObject({ applied: commit, term: 1, lead: 0, last: 3 });
    cluster.tick();
    expect(cluster.member(3).view()).toMatchObject({ applied: 3, lead: 1, kvHash: hash });
  });

  it('has lost an entry that was written and not synced, and is sent it again', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.stalled.add(3);
    cluster.ask(1, put('a', '1'));
    expect(cluster.member(3).view()).toMatchObject({ last: 2, stable: 1 });
    cluster.crash(3);
    cluster.stalled.clear();
    cluster.start(3);
    expect(cluster.member(3).view().last).toBe(1);
    cluster.tick();
    expect(cluster.member(3).view()).toMatchObject({ last: 2, applied: 2, revision: 2 });
  });

  it('cuts off a torn record, repairs the file first and goes on', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(1, put('a', '1'));
    cluster.crash(3);
    const machine = cluster.machine(3);
    const log = readFile(machine.image, WAL) ?? new Uint8Array(0);
    const torn = Uint8Array.from([...log, 40, 0, 0, 0, 0, 0, 0, 0, 8, 2, 16]);
    machine.image = applyOperations(machine.image, [{ type: 'replace', file: WAL, chunks: [torn] }]);
    const output = cluster.start(3);
    expect(output.trace[0]).toMatchObject({ type: 'started', last: 2, tornBytes: 11 });
    expect(output.writes).toMatchObject([
      { id: 1, sync: true, operations: [{ type: 'replace', file: WAL }] },
    ]);
    cluster.run();
    cluster.tick();
    cluster.ask(1, put('b', '2'));
    expect(recover(cluster.machine(3).image)).toMatchObject({ tornBytes: 0, entries: { length: 3 } });
  });

  it('does not start from a disk that is broken, or not its own', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(1, put('a', '1'));
    cluster.crash(3);
    const machine = cluster.machine(3);
    const whole = machine.image;
    const log = (readFile(whole, WAL) ?? new Uint8Array(0)).slice();
    log[90] = (log[90] ?? 0) ^ 1;
    machine.image = applyOperations(whole, [{ type: 'replace', file: WAL, chunks: [log] }]);
    expect(() => cluster.start(3)).toThrow(new RegExp(`${WAL} at byte \\d+: `));
    machine.image = cluster.machine(2).image;
    expect(() => cluster.start(3)).toThrow('this is the disk of member 2, not of 3');
  });

  it('never uses the id of a request of an earlier life', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(2, put('a', '1'));
    cluster.stalled.add(2);
    const lost = cluster.request(2, put('b', '2'));
    cluster.run();
    cluster.crash(2);
    cluster.stalled.clear();
    cluster.start(2);
    cluster.tick();
    const answer = cluster.ask(2, put('c', '3'));
    expect(answer).toMatchObject({ status: 'ok', result: { revision: 4 } });
    expect(cluster.answers.has(lost)).toBe(false);
    const read = cluster.ask(2, get('b'));
    expect(read?.status === 'ok' && read.result.type === 'range' && text(read.result.kvs[0]?.value)).toBe(
      '2',
    );
  });
});
