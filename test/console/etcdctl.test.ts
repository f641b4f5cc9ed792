import { describe, expect, it } from 'vitest';
import { runEtcdctl, type CommandResult } from '../../src/console/etcdctl.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/base/utf8.ts';
import type { OperationInput } from '../../src/etcd/operation-schema.ts';
import type { KeyValue } from '../../src/etcd/request.ts';
import type { CallResult } from '../../src/lab/call/call.ts';

const IDENTITY = { clusterId: 1n, memberId: 1n, raftTerm: 2 };

function pair(key: string, value: string): KeyValue {
  const revisions = { createRevision: 2, modRevision: 2, version: 1, lease: 0n };
  return { key: encodeUtf8(key), value: encodeUtf8(value), ...revisions };
}

/** What a client is told: these pairs, so many deleted, or an error. */
interface Told {
  readonly kvs?: readonly KeyValue[];
  readonly deleted?: number;
  readonly error?: string;
}

function answer(operation: OperationInput, { kvs = [], deleted = 0, error }: Told): CallResult {
  const times = { node: 1, invokedAtMs: 0, returnedAtMs: 1 };
  if (error !== undefined) return { status: 'failed', code: 'compacted', error, ...times };
  const rest = { identity: IDENTITY, staleBy: 0, ...times };
  switch (operation.type) {
    case 'range': {
      const { limit = 0, keysOnly } = operation;
      const some = limit > 0 ? kvs.slice(0, limit) : kvs;
      const bare = ({ key }: KeyValue): KeyValue => pair(decodeUtf8(key), '');
      const found = keysOnly === true ? some.map(bare) : some;
      const result = { type: 'range', revision: 2, kvs: found, count: kvs.length, more: false } as const;
      return { status: 'ok', result, ...rest };
    }
    case 'deleteRange':
      return { status: 'ok', result: { type: 'deleteRange', revision: 2, deleted, prevKvs: [] }, ...rest };
    default:
      return { status: 'ok', result: { type: 'put', revision: 2 }, ...rest };
  }
}

/** Runs a line against a client that answers everything alike; `calls` are what it was asked. */
async function run(
  line: string,
  told: Told = {},
  stdin?: string,
): Promise<CommandResult & { calls: OperationInput[] }> {
  const calls: OperationInput[] = [];
  const result = await runEtcdctl(
    line,
    (operation) => {
      calls.push(operation);
      return Promise.resolve(answer(operation, told));
    },
    stdin,
  );
  return { ...result, calls };
}

describe('etcdctl put', () => {
  it('says OK and exits with 0', async () => {
    const { calls, ...result } = await run('put foo bar');
    expect(result).toEqual({ stdout: 'OK\n', stderr: '', exitCode: 0 });
    expect(calls).toEqual([{ type: 'put', key: 'foo', value: 'bar' }]);
  });

  it('takes quoted words, the word etcdctl before it, and a value that begins with a minus after --', async () => {
    expect((await run(`etcdctl put 'a key' "the \\"value\\""`)).calls).toEqual([
      { type: 'put', key: 'a key', value: 'the "value"' },
    ]);
    expect((await run('put minus -- -5')).calls).toEqual([{ type: 'put', key: 'minus', value: '-5' }]);
    expect((await run('put 名字 值\\ 有空格')).calls).toEqual([
      { type: 'put', key: '名字', value: '值 有空格' },
    ]);
    expect((await run("put empty ''")).calls).toEqual([{ type: 'put', key: 'empty', value: '' }]);
  });

  it('takes its value from stdin when there is none on the line', async () => {
    expect((await run('put k', {}, 'line1\nline2\n')).calls).toEqual([
      { type: 'put', key: 'k', value: 'line1\nline2\n' },
    ]);
  });

  it.each([
    ['put', 128, 'Error: put command needs 1 argument and input from stdin or 2 arguments\n'],
    ['put k', 128, 'Error: put command needs 1 argument and input from stdin or 2 arguments\n'],
    ["put '' v", 1, 'Error: etcdserver: key is not provided\n'],
    [
      'put minus -5',
      1,
      "Error: unknown shorthand flag: '5' in -5\n\nError: unknown shorthand flag: '5' in -5\n",
    ],
    ['put --bogus foo x', 1, 'Error: unknown flag: --bogus\n\nError: unknown flag: --bogus\n'],
    ['put k v -w yaml', 4, 'Error: unsupported output format\n'],
  ])('fails as etcdctl does: %s', async (line, exitCode, stderr) => {
    expect(await run(line)).toEqual({ stdout: '', stderr, exitCode, calls: [] });
  });
});

describe('etcdctl get', () => {
  const kvs = [pair('foo', 'bar'), pair('foo1', 'bar1')];

  it.each([
    ['get foo', 'foo\nbar\nfoo1\nbar1\n'],
    ['get foo --print-value-only', 'bar\nbar1\n'],
    ['get --prefix foo --keys-only', 'foo\n\nfoo1\n\n'],
    ['get foo --print-value-only --keys-only', '\n\n'],
    ['get foo --prefix --limit=1', 'foo\nbar\n'],
    ['get foo --prefix --limit=-1', 'foo\nbar\nfoo1\nbar1\n'],
    ['get -w simple foo', 'foo\nbar\nfoo1\nbar1\n'],
    ['-w simple get foo', 'foo\nbar\nfoo1\nbar1\n'],
  ])('prints a line a key and a line a value: %s', async (line, stdout) => {
    expect(await run(line, { kvs })).toMatchObject({ stdout, stderr: '', exitCode: 0 });
  });

  it('prints nothing for a missing key, and exits with 0', async () => {
    expect(await run('get missing', { kvs: [] })).toMatchObject({ stdout: '', exitCode: 0 });
  });

  it.each<[string, OperationInput]>([
    ['get a', { type: 'range', key: 'a', consistency: 'linearizable' }],
    ['get a --consistency=s', { type: 'range', key: 'a', consistency: 'serializable' }],
    ['get a --consistency s --rev 7', { type: 'range', key: 'a', consistency: 'serializable', revision: 7 }],
    ['get a --rev=-3', { type: 'range', key: 'a', consistency: 'linearizable' }],
    ['get a c', { type: 'range', key: 'a', rangeEnd: 'c', consistency: 'linearizable' }],
    ['get a --prefix', { type: 'range', key: 'a', rangeEnd: encodeUtf8('b'), consistency: 'linearizable' }],
    ['get --from-key a', { type: 'range', key: 'a', rangeEnd: '\0', consistency: 'linearizable' }],
    [
      'get a --limit=3 --keys-only',
      { type: 'range', key: 'a', consistency: 'linearizable', limit: 3, keysOnly: true },
    ],
    [`get --prefix ''`, { type: 'range', key: '\0', rangeEnd: '\0', consistency: 'linearizable' }],
  ])('asks what was asked: %s', async (line, call) => {
    expect((await run(line)).calls).toEqual([call]);
  });

  it.each([
    ['get', 128, 'Error: get command needs one argument as key and an optional argument as range_end\n'],
    [
      'get foo fop --prefix',
      128,
      'Error: too many arguments, only accept one argument when `--prefix` or `--from-key` is set\n',
    ],
    [
      'get foo --prefix --from-key',
      128,
      'Error: `--prefix` and `--from-key` cannot be set at the same time, choose one\n',
    ],
    ["get ''", 1, 'Error: etcdserver: key is not provided\n'],
    ['get k --consistency=x', 4, 'Error: unknown consistency flag "x"\n'],
    ['get foo --print-value-only -w json', 128, 'Error: print-value-only is only for `--write-out=simple`\n'],
    [
      'get k --rev=x',
      1,
      'Error: invalid argument "x" for "--rev" flag: strconv.ParseInt: parsing "x": invalid syntax\n\n' +
        'Error: invalid argument "x" for "--rev" flag: strconv.ParseInt: parsing "x": invalid syntax\n',
    ],
    ['--prefix get foo', 1, 'Error: unknown flag: --prefix\n\nError: unknown flag: --prefix\n'],
    ["get 'foo", 1, "Error: the quote ' at column 5 is not closed\n"],
  ])('fails as etcdctl does: %s', async (line, exitCode, stderr) => {
    expect(await run(line)).toEqual({ stdout: '', stderr, exitCode, calls: [] });
  });

  it('puts what the cluster refused on stderr', async () => {
    const error = 'etcdserver: mvcc: required revision has been compacted';
    expect(await run('get k --rev=3', { error })).toMatchObject({
      stdout: '',
      stderr: `Error: ${error}\n`,
      exitCode: 1,
    });
  });
});

describe('etcdctl del', () => {
  it('prints how many keys went', async () => {
    expect(await run('del --prefix m', { deleted: 2 })).toMatchObject({
      stdout: '2\n',
      exitCode: 0,
      calls: [{ type: 'deleteRange', key: 'm', rangeEnd: encodeUtf8('n') }],
    });
    expect(await run('del nothing', { deleted: 0 })).toMatchObject({ stdout: '0\n', exitCode: 0 });
  });

  it('takes one key or a range, not three words', async () => {
    expect(await run('del a b c')).toMatchObject({ exitCode: 128, calls: [] });
  });
});

describe('etcdctl anything else', () => {
  it('is said to be unknown, or not built yet', async () => {
    const said = 'Error: unknown command "frobnicate" for "etcdctl"';
    expect(await run('frobnicate')).toMatchObject({
      exitCode: 1,
      stderr: `${said}\nRun 'etcdctl --help' for usage.\n${said}\n`,
    });
    expect(await run('txn -i')).toMatchObject({ exitCode: 1, stderr: 'Error: txn is not built yet\n' });
    expect(await run('')).toMatchObject({ exitCode: 1 });
  });

  it('passes on that a call could not be made at all', async () => {
    const refused = runEtcdctl('put a b', () => Promise.reject(new Error('no node 7')));
    await expect(refused).rejects.toThrow('no node 7');
  });
});
