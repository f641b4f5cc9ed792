import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { commandLineOf } from '../../src/console/command-line.ts';
import { splitWords } from '../../src/console/words.ts';
import { prefixRangeEnd } from '../../src/etcd/mvcc/key-range.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';

const b = encodeUtf8;
const ZERO = Uint8Array.of(0);

function line(operation: ClientOperation): string | undefined {
  return commandLineOf(operation)?.line;
}

describe('a call as an etcdctl line', () => {
  test.each<[string, ClientOperation]>([
    ['etcdctl put foo bar', { type: 'put', key: b('foo'), value: b('bar') }],
    [
      "etcdctl put 'a b' 'it'\\''s' --lease=7fffffffffffffff --prev-kv",
      { type: 'put', key: b('a b'), value: b("it's"), lease: 0x7fffffffffffffffn, prevKv: true },
    ],
    ['etcdctl put k --ignore-value', { type: 'put', key: b('k'), value: b(''), ignoreValue: true }],
    ["etcdctl put k ''", { type: 'put', key: b('k'), value: b('') }],
    ["etcdctl put $'\\x01\\xff' 1", { type: 'put', key: Uint8Array.of(1, 255), value: b('1') }],
    [
      'etcdctl get foo --prefix --consistency=s --rev=7 --limit=3 --order=DESCEND --sort-by=MODIFY --keys-only',
      {
        type: 'range',
        key: b('foo'),
        rangeEnd: prefixRangeEnd(b('foo')),
        revision: 7,
        limit: 3,
        sortOrder: 'DESCEND',
        sortTarget: 'MOD',
        keysOnly: true,
        consistency: 'serializable',
      },
    ],
    [
      'etcdctl get a c',
      { type: 'range', key: b('a'), rangeEnd: b('c'), revision: 0, consistency: 'linearizable' },
    ],
    ['etcdctl del a --from-key', { type: 'deleteRange', key: b('a'), rangeEnd: ZERO }],
    ["etcdctl del '' --prefix", { type: 'deleteRange', key: ZERO, rangeEnd: ZERO }],
    ['etcdctl compaction 5 --physical', { type: 'compact', revision: 5, physical: true }],
    ['etcdctl lease grant 60', { type: 'leaseGrant', ttl: 60, id: 0n }],
    ['etcdctl lease revoke fffffffffffffffb', { type: 'leaseRevoke', id: -5n }],
    ['etcdctl member remove 8e9e05c52164694d', { type: 'memberRemove', id: 0x8e9e05c52164694dn }],
    [
      'etcdctl role grant-permission reader read conf/ --prefix',
      {
        type: 'authRoleGrantPermission',
        name: 'reader',
        perm: { permType: 'READ', key: b('conf/'), rangeEnd: prefixRangeEnd(b('conf/')) },
      },
    ],
  ])('%s', (expected, operation) => {
    expect(line(operation)).toBe(expected);
  });

  test('a transaction is fed to standard input, part by part', () => {
    const operation: ClientOperation = {
      type: 'txn',
      compare: [
        { result: 'EQUAL', target: { type: 'MOD', value: 0 }, key: b('n') },
        { result: 'NOT_EQUAL', target: { type: 'VALUE', value: b('x "y"') }, key: b('m') },
      ],
      success: [{ type: 'put', key: b('n'), value: b('1') }],
      failure: [{ type: 'range', key: b('n'), revision: 0, consistency: 'linearizable' }],
    };
    expect(line(operation)?.split('\n')).toEqual([
      "etcdctl txn <<'EOF'",
      'mod("n") = "0"',
      'val("m") != "x \\"y\\""',
      '',
      'put "n" "1"',
      '',
      'get "n"',
      '',
      'EOF',
    ]);
  });

  test('what etcdctl cannot say is named, and a call without a command has no line', () => {
    const counted: ClientOperation = {
      type: 'range',
      key: b('a'),
      revision: 0,
      countOnly: true,
      consistency: 'linearizable',
    };
    expect(commandLineOf(counted)).toEqual({ line: 'etcdctl get a', unsaid: ['countOnly'] });
    expect(commandLineOf({ type: 'hash' })).toBeUndefined();
    const zero = commandLineOf({ type: 'put', key: Uint8Array.of(0), value: b('1') });
    expect(zero?.unsaid).toEqual(['zero byte']);
  });

  test('endpoint and user come before the command, and words survive the way through a shell', () => {
    const key = 'a "b" \\ \'c\' $d `e`';
    const said = commandLineOf(
      { type: 'put', key: b(key), value: b('v') },
      { endpoint: 'http://n1:2379', user: 'root:pass word' },
    );
    expect(splitWords(said?.line ?? '')).toEqual([
      'etcdctl',
      '--endpoints=http://n1:2379',
      '--user=root:pass word',
      'put',
      key,
      'v',
    ]);
  });
});
