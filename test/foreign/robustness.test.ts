import { describe, expect, test } from 'vitest';
import { readForeign } from '../../src/foreign/read.ts';
import { readRobustness } from '../../src/foreign/robustness.ts';
import { lines, recordedBytes, refusal, report } from './files.ts';

const operation = (input: object, output: object, times = { Call: 100, Return: 200 }) => ({
  ClientId: 3,
  Input: { Type: 'txn', Range: null, ...input },
  Call: times.Call,
  Output: { Txn: null, Range: null, Revision: 0, Error: '', ...output },
  Return: times.Return,
});
const put = { Type: 'put-operation', Put: { Key: 'k', Value: { Value: 'v' }, LeaseID: 'ID' } };
/** Go writes ids as numbers with more digits than one of JavaScript's has. */
const read = (...values: readonly unknown[]) =>
  readRobustness([
    {
      path: 'client-3/operations.json',
      text: values
        .map((value) => JSON.stringify(value, null, 2).replaceAll('"ID"', '7587862094752187911'))
        .join('\n'),
    },
  ]);

describe('a report of etcd’s robustness tests', () => {
  test('as a real cluster was asked while its leader was killed', () => {
    const history = readRobustness(report());
    expect(history.lanes.map(({ name }) => name)).toEqual([
      'client-1',
      'client-2',
      'client-3',
      'client-4',
      'client-5 watch "key"… rev 1',
    ]);
    expect(history.items.count).toBe(148);
    expect(history.operations).toHaveLength(105);
    expect(history.operations.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(15);
    expect(lines(history)[0]).toMatch(/^client-1 range \d+\.\.\d+ ok: get key1 → nothing, rev 1$/);
  });

  test('operations may be indented over several lines, and their ids keep all digits', () => {
    const history = read(
      operation({ Txn: { OperationsOnSuccess: [put] } }, { Txn: { Results: [{}] }, Revision: 2 }),
      operation(
        { Txn: { OperationsOnSuccess: [put] } },
        { Error: 'context deadline exceeded' },
        { Call: 300, Return: 0 },
      ),
    );
    expect(lines(history)).toEqual([
      'client-3 put 100..200 ok: put k = v (lease 7587862094752187911) → rev 2',
      'client-3 put 300..Infinity unknown: put k = v (lease 7587862094752187911) → context deadline exceeded',
    ]);
    expect(history.items.line[1]).toBeGreaterThan(20);
  });

  test('the older form of operations is read as well', () => {
    const old = { Type: 'put', Key: 'k', Value: { Value: 'v', Hash: 0 }, LeaseID: 0 };
    const range = { Type: 'range', Key: 'k', WithPrefix: true };
    const history = read(
      operation(
        {
          Txn: {
            Conditions: [{ Key: 'k', ExpectedRevision: 4 }],
            OperationsOnSuccess: [old],
            OperationsOnFailure: [range],
          },
        },
        { Txn: { Failure: true, Results: [{ KVs: [], Count: 0 }] }, Revision: 5 },
      ),
    );
    expect(lines(history)).toEqual([
      'client-3 txn 100..200 ok: if mod(k) = 4 then put k = v else range [k, l) → else, rev 5',
    ]);
  });

  test('what is before the beginning of the clock moves the beginning', () => {
    const call = operation({ Txn: {} }, { Txn: {}, Revision: 1 }, { Call: -50, Return: 20 });
    const later = operation({ Txn: {} }, { Txn: {}, Revision: 1 }, { Call: 30, Return: 40 });
    expect(lines(read(later, call)).map((line) => line.replace(/ ok.*/, ''))).toEqual([
      'client-3 txn 0..70',
      'client-3 txn 80..90',
    ]);
  });

  test('a write-ahead log beside it is read: etcd 3.4.23 wrote this one', () => {
    const wal = recordedBytes('etcd-3.4.23.wal');
    const path = 'report/server-m2/member/wal/0000000000000000-0000000000000000.wal';
    const history = readForeign([...report(), { path, bytes: wal }], []);
    const values = { server: 'report/server-m2', segments: 1, first: 1, last: 13, term: '2', commit: 13 };
    expect(history.notes).toEqual([{ code: 'wal', values }]);
  });

  test('a damaged one is said to be, and the rest is read', () => {
    const wal = recordedBytes('etcd-3.4.23.wal');
    wal[300] = (wal[300] ?? 0) ^ 0xff;
    const path = 's/member/wal/0000000000000000-0000000000000000.wal';
    const { notes, items } = readForeign([...report(), { path, bytes: wal }], []);
    expect(items.count).toBe(148);
    expect(notes.map(({ code }) => code)).toEqual(['walBroken']);
  });

  test.each([
    ['{"ClientId":1,"Input":{"Type":"txn","Txn":{}},"Call":5', 'c:1:1 notWhole'],
    ['{"ClientId":1,"Input":{"Type":"fly"},"Call":5,"Output":{},"Return":6}', 'c:1 badField'],
    ['{"ClientId":1,"Input":{"Type":"txn","Txn":7},"Call":5,"Output":{},"Return":6}', 'c:1 badField'],
    ['{"ClientId":1,"Input":{"Type":"txn","Txn":{}},"Call":5,"Output":{},"Return":0}', 'c:1 badField'],
    [
      '{"ClientId":1,"Input":{"Type":"txn","Txn":{}},"Call":5,"Output":{},"Return":6}\n{"ClientId": nope}',
      'c:2:1 notJson',
    ],
  ])('%s is refused', (text, told) => {
    expect(refusal(() => readRobustness([{ path: 'c', text }]))).toBe(told);
  });
});
