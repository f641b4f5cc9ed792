import { describe, expect, it } from 'vitest';
import { commandLabel, decodeCommand, encodeCommand } from '../../src/etcd/command.ts';
import { errorText } from '../../src/etcd/error.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { bytes, compact, del, get, prefix, put } from './operations.ts';

const operations: ClientOperation[] = [
  put('a', '1'),
  put('key', ''),
  { ...put('a', '1'), prevKv: true },
  del('a'),
  { ...del(...prefix('a')), prevKv: true },
  compact(5),
  compact(0),
  compact(-3),
  get('a'),
  get('a', { rangeEnd: Uint8Array.of(0), revision: 7, limit: 2, keysOnly: true, countOnly: true }),
  get('a', { consistency: 'linearizable' }),
];

describe('a command in the log', () => {
  it.each(operations.map((operation) => [operation]))('comes back as it was: %j', (operation) => {
    for (const id of [1, 77, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      expect(decodeCommand(encodeCommand(id, operation))).toEqual({ id, op: operation });
    }
  });

  it('has the bytes of etcdserverpb.InternalRaftRequest', () => {
    // put (4) { key (1) "k", value (2) "v" }, header (100) { ID (1) 5 }
    expect([...encodeCommand(5, put('k', 'v'))]).toEqual([
      0x22, 6, 0x0a, 1, 0x6b, 0x12, 1, 0x76, 0xa2, 0x06, 2, 0x08, 5,
    ]);
    // compaction (7) { revision (1) 300 }
    expect([...encodeCommand(5, compact(300))]).toEqual([0x3a, 3, 0x08, 0xac, 2, 0xa2, 0x06, 2, 0x08, 5]);
  });

  it('is also read where the id stands in field 1', () => {
    expect(decodeCommand(Uint8Array.of(0x08, 9, 0x22, 3, 0x0a, 1, 0x6b))).toEqual({
      id: 9,
      op: put('k', ''),
    });
  });

  it.each([
    ['nothing at all', [], /0 operations/],
    ['two operations', [0x22, 0, 0x3a, 0], /2 operations/],
    ['an operation not known here (txn)', [0x32, 0], /field 6 is not known/],
    ['a lease, which is not known here', [0x22, 2, 0x18, 1], /put: field 3 is not known/],
    ['a length beyond the end', [0x22, 9, 0x0a], /command: field put: /],
    ['a field of the wrong wire type', [0x20, 1], /field put: has wire type 0/],
    ['a number too big to count with', [0x3a, 10, 8, 255, 255, 255, 255, 255, 255, 255, 127, 0], /too big/],
  ])('is refused with a reason when it holds %s', (_, data, reason) => {
    expect(() => decodeCommand(Uint8Array.from(data))).toThrow(reason);
  });
});

describe('the label of a command', () => {
  it.each([
    [put('a', '1'), 'put', 'a=1'],
    [put('größe', '✓'), 'put', 'größe=✓'],
    [put('a\n', '\u0000\u007f'), 'put', 'a\\x0a=\\x00\\x7f'],
    [{ ...put('a', ''), value: Uint8Array.of(0xff, 0xc3, 0x41) }, 'put', 'a=\\xff\\xc3A'],
    [del('a'), 'del', 'del a'],
    [del('a', bytes('c')), 'del', 'del a..c'],
    [del('a', Uint8Array.of(0)), 'del', 'del a..'],
    [compact(5), 'compact', 'compact 5'],
  ] as const)('of %j is %s: %s', (operation, kind, label) => {
    expect(commandLabel(operation)).toEqual({ kind, label });
  });

  it('is never longer than 24 characters, however long the command', () => {
    for (const filler of ['x', '\u0000', '😀', '中']) {
      for (let length = 0; length < 60; length++) {
        const { label } = commandLabel(put(filler.repeat(length), filler.repeat(length)));
        expect(label.length).toBeLessThanOrEqual(24);
      }
    }
    expect(commandLabel(put('x'.repeat(30), '1')).label).toBe(`${'x'.repeat(23)}…`);
  });
});

describe('errors', () => {
  it('have the words of etcd', () => {
    expect(errorText('emptyKey')).toBe('etcdserver: key is not provided');
    expect(errorText('timeout')).toBe('etcdserver: request timed out');
  });
});
