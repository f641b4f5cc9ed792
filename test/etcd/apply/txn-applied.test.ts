import { describe, expect, it } from 'vitest';
import type { Compare, OperationResult, TxnOperation, TxnRequest } from '../../../src/etcd/request.ts';
import { bytes, compact, del, get, put } from '../operations.ts';
import { StateSession } from './state-session.ts';

function txn(
  success: readonly TxnOperation[],
  compare: readonly Compare[] = [],
  failure: readonly TxnOperation[] = [],
): TxnRequest {
  return { type: 'txn', compare, success, failure };
}

function compare(
  key: string,
  result: Compare['result'],
  target: Compare['target'],
  rangeEnd?: string,
): Compare {
  const range = rangeEnd === undefined ? {} : { rangeEnd: bytes(rangeEnd) };
  return { key: bytes(key), result, target, ...range };
}

function done(session: StateSession, request: TxnRequest): Extract<OperationResult, { type: 'txn' }> {
  const answer = session.apply(request);
  if (!answer.ok || answer.result.type !== 'txn') throw new Error(JSON.stringify(answer));
  return answer.result;
}

const holds = (session: StateSession, ...compares: Compare[]): boolean =>
  done(session, txn([], compares)).succeeded;

describe('a transaction', () => {
  it('makes one revision for all of its writes, and none if it writes nothing', () => {
    const session = new StateSession();
    expect(done(session, txn([put('a', '1'), put('b', '1'), del('z')])).revision).toBe(2);
    expect(done(session, txn([get('a'), del('z')])).revision).toBe(2);
    expect(done(session, txn([])).revision).toBe(2);
    expect(session.revision).toBe(2);
  });

  it('shows its reads what it has written before, under the revision it is making', () => {
    const session = new StateSession();
    session.put('a', '1');
    const { responses } = done(session, txn([get('a'), put('a', '2'), get('a'), del('a'), get('a')]));
    const seen = responses.map((response) =>
      response.type === 'range'
        ? `${response.revision}: ${response.kvs.map((kv) => kv.version).join()}`
        : '-',
    );
    expect(seen).toEqual(['2: 1', '-', '3: 2', '-', '3: ']);
  });

  it('chooses the branches of inner transactions by the store before all of it', () => {
    const session = new StateSession();
    const isThere = [compare('a', 'GREATER', { type: 'CREATE', value: 0 })];
    const inner = txn([put('b', 'there')], isThere, [put('b', 'not there')]);
    const result = done(session, txn([put('a', '1'), inner]));
    expect(session.keys()).toBe('a=1 b=not there');
    expect(result.responses[1]).toMatchObject({ type: 'txn', succeeded: false, revision: 0 });
  });

  it('gives every inner header the revision, but a nested transaction an empty one', () => {
    const session = new StateSession();
    const { responses, revision } = done(
      session,
      txn([put('a', '1'), txn([put('b', '1'), get('b')]), del('c')]),
    );
    expect(revision).toBe(2);
    expect(responses.map((response) => ('revision' in response ? response.revision : '-'))).toEqual([
      2, 0, 2,
    ]);
    const nested = responses[1];
    if (nested?.type !== 'txn') throw new Error('not nested');
    expect(nested.responses.map((response) => ('revision' in response ? response.revision : '-'))).toEqual([
      2, 2,
    ]);
  });

  it('compares values of a key that is not there as false, whatever is asked', () => {
    const session = new StateSession();
    for (const result of ['EQUAL', 'NOT_EQUAL', 'LESS', 'GREATER'] as const) {
      expect(holds(session, compare('a', result, { type: 'VALUE', value: bytes('x') }))).toBe(false);
      expect(holds(session, compare('a', result, { type: 'VALUE', value: undefined }))).toBe(false);
    }
  });

  it('compares everything else of a key that is not there as 0', () => {
    const session = new StateSession();
    for (const type of ['VERSION', 'CREATE', 'MOD'] as const) {
      expect(holds(session, compare('a', 'EQUAL', { type, value: 0 }))).toBe(true);
      expect(holds(session, compare('a', 'EQUAL', { type, value: undefined }))).toBe(true);
      expect(holds(session, compare('a', 'LESS', { type, value: 1 }))).toBe(true);
    }
    expect(holds(session, compare('a', 'EQUAL', { type: 'LEASE', value: 0n }))).toBe(true);
    expect(holds(session, compare('a', 'GREATER', { type: 'LEASE', value: -1n }))).toBe(true);
    expect(holds(session, compare('a', 'EQUAL', { type: 'MOD', value: 0 }, 'z'))).toBe(true);
  });

  it('compares leases beyond 2^53 to the last digit', () => {
    const session = new StateSession();
    const lease = 7_587_854_332_598_345_987n;
    session.grant(lease);
    session.put('a', '1', { lease });
    expect(holds(session, compare('a', 'EQUAL', { type: 'LEASE', value: lease }))).toBe(true);
    expect(holds(session, compare('a', 'EQUAL', { type: 'LEASE', value: lease + 1n }))).toBe(false);
    expect(holds(session, compare('a', 'LESS', { type: 'LEASE', value: lease + 1n }))).toBe(true);
  });

  it('holds a compare of a range only if it holds for every key', () => {
    const session = new StateSession();
    for (const key of ['a', 'b', 'b', 'c']) session.put(key, 'x');
    expect(holds(session, compare('a', 'EQUAL', { type: 'VALUE', value: bytes('x') }, 'z'))).toBe(true);
    expect(holds(session, compare('a', 'EQUAL', { type: 'VERSION', value: 1 }, 'z'))).toBe(false);
    expect(holds(session, compare('c', 'EQUAL', { type: 'VERSION', value: 1 }, '\0'))).toBe(true);
  });

  it('does nothing at all when a put in the chosen branch cannot be done', () => {
    const session = new StateSession();
    const missing = { ...put('b', '1'), lease: 9n };
    expect(session.say(txn([put('a', '1'), missing]))).toBe('leaseNotFound');
    expect(session.say(txn([put('a', '1'), txn([missing])]))).toBe('leaseNotFound');
    expect(session.say(txn([put('a', '1'), get('a', { revision: 5 })]))).toBe('futureRevision');
    expect(session.keys()).toBe('');
    expect(session.say(txn([put('a', '1')], [], [missing]))).toBe('ok');
  });

  it('reads the revision it is making no earlier than it is made', () => {
    const session = new StateSession();
    expect(session.say(txn([put('a', '1'), get('a', { revision: 2 })]))).toBe('futureRevision');
  });

  it('takes a revision below 0 for one that is compacted, once something is compacted', () => {
    const session = new StateSession();
    session.put('a', '1');
    expect(session.say(get('a', { revision: -1 }))).toBe('ok');
    expect(session.say(txn([get('a', { revision: -1 })]))).toBe('ok');
    expect(session.say(txn([get('a', { revision: -2 })]))).toBe('compacted');
    expect(session.say(compact(0))).toBe('ok');
    expect(session.say(txn([get('a', { revision: -1 })]))).toBe('compacted');
    expect(session.say(get('a', { revision: -1 }))).toBe('ok');
  });

  it('refuses a put that keeps what an open-ended deletion before it has taken', () => {
    const session = new StateSession();
    session.put('b', '1');
    const keep = { ...put('b', ''), ignoreValue: true };
    expect(session.say(txn([del('a', Uint8Array.of(0)), keep]))).toBe('keyNotFound');
    expect(session.keys()).toBe('b=1');
    expect(session.say(txn([keep, del('a', Uint8Array.of(0))]))).toBe('ok');
    expect(session.keys()).toBe('');
  });
});
