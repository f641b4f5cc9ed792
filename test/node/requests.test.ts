import { describe, expect, it } from 'vitest';
import type { ClientAnswer } from '../../src/node/io.ts';
import { makeRequestId } from '../../src/node/core/request-id.ts';
import { bytes, get, LittleCluster, put, text } from './little-cluster.ts';

/** `a=1 b=2 at 3`, or what went wrong. */
function show(answer: ClientAnswer['result'] | undefined): string {
  if (answer === undefined) return 'pending';
  if (answer.status !== 'ok') return `${answer.status}: ${answer.error}`;
  if (answer.result.type !== 'range') return answer.result.type;
  const { kvs, revision } = answer.result;
  return `${kvs.map((kv) => `${text(kv.key)}=${text(kv.value)}`).join(' ')} at ${revision}`;
}

describe('a linearizable read', () => {
  it('sees every put that was answered before, on any member', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    for (const [id, value] of [
      [1, 'x'],
      [2, 'y'],
      [3, 'z'],
    ] as const) {
      cluster.ask(id, put('a', value));
      for (const reader of [1, 2, 3]) expect(show(cluster.ask(reader, get('a')))).toContain(`a=${value}`);
    }
    expect(cluster.traceOf(3, 'readServed')).toMatchObject([
      { index: 2, applied: 2 },
      { index: 3, applied: 3 },
      { index: 4, applied: 4 },
    ]);
  });

  it('waits until its index is applied', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.stalled.add(3);
    cluster.ask(1, put('a', '1'));
    const request = cluster.request(3, get('a'));
    cluster.run();
    expect(cluster.member(3).view()).toMatchObject({ applied: 1, pendingReads: [{ request, index: 2 }] });
    expect(cluster.answers.has(request)).toBe(false);
    cluster.stalled.clear();
    cluster.run();
    cluster.tick();
    expect(show(cluster.answers.get(request))).toBe('a=1 at 2');
    expect(cluster.member(3).view().pendingReads).toEqual([]);
  });

  it('is not answered by a leader that cannot reach a majority', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(1, put('a', '1'));
    cluster.isolated.add(1);
    cluster.elect(2);
    cluster.ask(2, put('a', '2'));
    const request = cluster.request(1, get('a'));
    cluster.run();
    cluster.tick(3);
    expect(cluster.answers.has(request)).toBe(false);
    expect(show(cluster.ask(1, get('a', 'serializable')))).toBe('a=1 at 2');
    cluster.isolated.clear();
    cluster.tick(6);
    expect(show(cluster.answers.get(request))).toBe('a=2 at 3');
  });

  it('is asked again with a new context until a leader answers', () => {
    const cluster = new LittleCluster();
    const request = cluster.request(2, get('a'));
    cluster.run();
    expect(cluster.traceOf(2, 'readIndexDropped')).toHaveLength(1);
    cluster.tick(7, 2);
    expect(cluster.traceOf(2, 'readIndexDropped')).toHaveLength(2);
    cluster.elect(1);
    cluster.tick(5);
    expect(show(cluster.answers.get(request))).toBe(' at 1');
    const contexts = cluster.sent.flatMap((message) =>
      message.type === 'MsgReadIndex' ? message.entries : [],
    );
    expect(contexts.length).toBeGreaterThan(0);
    expect(new Set(contexts.map((entry) => String(entry.data))).size).toBe(contexts.length);
  });

  it('shares a round with all that come while one is under way', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(1, put('a', '1'));
    const before = cluster.sent.filter((message) => message.type === 'MsgReadIndex').length;
    const requests = Array.from({ length: 10 }, () => cluster.request(2, get('a')));
    cluster.run();
    expect(requests.map((request) => show(cluster.answers.get(request)))).toEqual(
      requests.map(() => 'a=1 at 2'),
    );
    expect(cluster.sent.filter((message) => message.type === 'MsgReadIndex').length - before).toBe(2);
  });

  it('is forgotten when its client has gone, and does not keep others', () => {
    const cluster = new LittleCluster();
    const gone = cluster.request(2, get('a'));
    const staying = cluster.request(2, get('a'));
    cluster.input(2, { type: 'requestGone', request: gone });
    cluster.elect(1);
    cluster.tick(6);
    expect(cluster.answers.has(gone)).toBe(false);
    expect(show(cluster.answers.get(staying))).toBe(' at 1');
  });
});

describe('a serializable read', () => {
  it('is answered at once from the own store, fresh or not', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.isolated.add(3);
    cluster.ask(1, put('a', '1'));
    const request = cluster.request(3, get('a', 'serializable'));
    expect(show(cluster.answers.get(request))).toBe(' at 1');
    expect(show(cluster.ask(2, get('a', 'serializable')))).toBe('a=1 at 2');
  });

  it('of a revision sees the past, and says when that is gone or not there yet', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    for (const value of ['1', '2', '3', '4']) cluster.ask(2, put('a', value));
    expect(show(cluster.ask(3, get('a', 'serializable', 3)))).toBe('a=2 at 5');
    expect(show(cluster.ask(3, { type: 'compact', revision: 4 }))).toBe('compact');
    expect(show(cluster.ask(3, get('a', 'serializable', 3)))).toBe('failed: compacted');
    expect(show(cluster.ask(3, get('a', 'linearizable', 9)))).toBe('failed: futureRevision');
    expect(show(cluster.ask(3, { type: 'compact', revision: 2 }))).toBe('failed: compacted');
  });
});

describe('a write', () => {
  it('without a leader certainly fails', () => {
    const cluster = new LittleCluster();
    expect(show(cluster.ask(2, put('a', '1')))).toBe('failed: noLeader');
    expect(cluster.member(2).view().pendingProposals).toBe(0);
  });

  it('while the leadership is handed over is dropped', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.isolated.add(2);
    cluster.input(1, { type: 'transferLeader', to: 2 });
    expect(cluster.member(1).view().leadTransferee).toBe(2);
    expect(show(cluster.ask(1, put('a', '1')))).toBe('failed: proposalDropped');
  });

  it('with an empty key or more than 1.5 MiB is refused', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    expect(show(cluster.ask(1, put('', '1')))).toBe('failed: emptyKey');
    expect(show(cluster.ask(1, { type: 'deleteRange', key: bytes('') }))).toBe('failed: emptyKey');
    const value = new Uint8Array(1.5 * 1024 * 1024);
    expect(show(cluster.ask(1, { type: 'put', key: bytes('a'), value }))).toBe('failed: requestTooLarge');
    expect(cluster.member(1).view().last).toBe(1);
  });

  it('that never came through is not answered, and forgotten when its client goes', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.isolated.add(2);
    const request = cluster.request(2, put('a', '1'));
    cluster.run();
    expect(cluster.member(2).view().pendingProposals).toBe(1);
    cluster.input(2, { type: 'requestGone', request });
    expect(cluster.member(2).view().pendingProposals).toBe(0);
    expect(cluster.answers.size).toBe(0);
  });

  it('deletes, and says how many', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    for (const key of ['a', 'b', 'c']) cluster.ask(1, put(key, '1'));
    expect(cluster.ask(2, { type: 'deleteRange', key: bytes('a'), rangeEnd: bytes('c') })).toMatchObject({
      status: 'ok',
      result: { type: 'deleteRange', deleted: 2, revision: 5 },
    });
    expect(cluster.member(3).entries(5, 5)).toMatchObject([{ kind: 'del', label: 'del a..c' }]);
    expect(cluster.member(3).recentChanges(2)).toMatchObject([
      { revision: 5, type: 'delete' },
      { revision: 5 },
    ]);
    expect(
      cluster
        .member(3)
        .keyHistory(bytes('a'))
        .map((kv) => kv.deleted),
    ).toEqual([false, true]);
  });
});

describe('a request id', () => {
  it('is a safe integer and differs by member, life and counter', () => {
    expect(Number.isSafeInteger(makeRequestId(127, 2 ** 14 - 1, 2 ** 32 - 1))).toBe(true);
    const ids = [1, 2].flatMap((id) =>
      [0, 1].flatMap((life) => [1, 2].map((n) => makeRequestId(id, life, n))),
    );
    expect(new Set(ids).size).toBe(8);
    expect(() => makeRequestId(128, 0, 0)).toThrow(/below 128/);
  });
});

describe('what a member sends to itself', () => {
  it('is reported when it happens', () => {
    const cluster = new LittleCluster([1, 2, 3], { checkQuorum: true, heartbeatTicks: 2 });
    cluster.isolated.add(1);
    cluster.tick(60, 1);
    const elections = cluster.traceOf(1, 'becameCandidate').length;
    expect(elections).toBeGreaterThan(2);
    expect(cluster.traceOf(1, 'localMessage')).toEqual(
      Array.from({ length: elections }, () => ({ type: 'localMessage', messageType: 'MsgHup' })),
    );
    cluster.isolated.clear();
    cluster.elect(1);
    const before = cluster.traceOf(1, 'localMessage').length;
    cluster.tick(10);
    const types = cluster.traceOf(1, 'localMessage').slice(before);
    const count = (type: string): number =>
      types.filter((trace) => trace.type === 'localMessage' && trace.messageType === type).length;
    expect(count('MsgBeat')).toBe(5);
    expect(count('MsgCheckQuorum')).toBe(cluster.traceOf(1, 'quorumChecked').length);
    expect(count('MsgCheckQuorum')).toBe(1);
  });

  it('is reported for what an operator or the transport says, and done', () => {
    const cluster = new LittleCluster();
    cluster.elect(1);
    cluster.ask(1, put('a', '1'));
    const said = (id: number): string[] =>
      cluster
        .traceOf(id, 'localMessage')
        .flatMap((trace) => (trace.type === 'localMessage' ? [trace.messageType] : []));
    cluster.input(1, { type: 'unreachable', peer: 3 });
    expect(cluster.member(1).view().progress).toMatchObject([{}, {}, { id: 3, state: 'StateProbe' }]);
    cluster.input(1, { type: 'snapshotStatus', peer: 3, ok: true });
    cluster.input(3, { type: 'forgetLeader' });
    expect(cluster.member(3).view()).toMatchObject({ state: 'StateFollower', lead: 0 });
    cluster.input(1, { type: 'transferLeader', to: 2 });
    cluster.run();
    expect(cluster.member(2).view().state).toBe('StateLeader');
    expect(said(1)).toEqual(['MsgHup', 'MsgUnreachable', 'MsgSnapStatus', 'MsgTransferLeader']);
    expect(said(3)).toEqual(['MsgForgetLeader']);
  });
});
