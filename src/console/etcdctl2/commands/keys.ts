import { decodeUtf8 } from '../../../base/utf8.ts';
import { joinBytes } from '../../etcdctl/bytes.ts';
import type { Process, Running } from '../../kernel/process.ts';
import { readAll } from '../../tools/lines.ts';
import type { Flag } from '../../urfave/command.ts';
import { ClientError } from '../client-error.ts';
import type { Client } from '../client.ts';
import type { Etcdctl2Command, Invocation, Run } from '../command.ts';
import { EXIT, failure } from '../exit.ts';
import { printAnswer } from '../format.ts';
import {
  createInOrder,
  deleteKey,
  getKey,
  setKey,
  type DeleteOptions,
  type KeyAnswer,
  type KeyNode,
  type SetOptions,
} from '../keys-api.ts';
import { deadline, open } from '../open.ts';

const NANOSECONDS = 1_000_000_000n;

export const TTL_FLAG: Flag = { names: ['ttl'], kind: 'int', usage: 'key time-to-live in seconds' };
const SORT_FLAG: Flag = { names: ['sort'], kind: 'bool', usage: 'returns result in sorted order' };
const QUORUM_FLAG: Flag = { names: ['quorum', 'q'], kind: 'bool', usage: 'require quorum for get request' };
const NO_KEY = 'key required';

export const mk: Etcdctl2Command = {
  name: 'mk',
  usage: 'make a new key with a given value',
  argsUsage: '<key> <value>',
  flags: [
    { names: ['in-order'], kind: 'bool', usage: 'create in-order key under directory <key>' },
    TTL_FLAG,
  ],
  *run(of) {
    const client = yield* open(of);
    const key = keyOf(of);
    const value = yield* valueOf(of);
    const until = deadline(of);
    const making = of.flags.bool('in-order')
      ? createInOrder(client, key, value, ttlOf(of), until)
      : setKey(client, key, value, { ttl: ttlOf(of), prevExist: false }, until);
    return show(of, yield* answered(making));
  },
};

export const set: Etcdctl2Command = {
  name: 'set',
  usage: 'set the value of a key',
  argsUsage: '<key> <value>',
  description: [
    'Set sets the value of a key.',
    '',
    "   When <value> begins with '-', <value> is interpreted as a flag.",
    "   Insert '--' for workaround:",
    '',
    '   $ set -- <key> <value>',
  ].join('\n'),
  flags: [
    TTL_FLAG,
    { names: ['swap-with-value'], kind: 'string', usage: 'previous value' },
    { names: ['swap-with-index'], kind: 'int', usage: 'previous index' },
  ],
  run: setting((of) => ({
    prevValue: of.flags.text('swap-with-value'),
    prevIndex: BigInt.asUintN(64, of.flags.whole('swap-with-index')),
  })),
};

export const update: Etcdctl2Command = {
  name: 'update',
  usage: 'update an existing key with a given value',
  argsUsage: '<key> <value>',
  flags: [TTL_FLAG],
  run: setting(() => ({ prevExist: true })),
};

export const get: Etcdctl2Command = {
  name: 'get',
  usage: 'retrieve the value of a key',
  argsUsage: '<key>',
  flags: [SORT_FLAG, QUORUM_FLAG],
  *run(of) {
    const client = yield* open(of);
    const options = { isSorted: of.flags.bool('sort'), isQuorum: of.flags.bool('quorum') };
    const answer = yield* answered(getKey(client, keyOf(of), options, deadline(of)));
    if (!answer.node.isDir) return show(of, answer);
    of.process.write(2, `${answer.node.key}: is a directory\n`);
    return EXIT.badArgs;
  },
};

export const ls: Etcdctl2Command = {
  name: 'ls',
  usage: 'retrieve a directory',
  argsUsage: '[key]',
  flags: [
    SORT_FLAG,
    {
      names: ['recursive', 'r'],
      kind: 'bool',
      usage: 'returns all key names recursively for the given path',
    },
    { names: ['p'], kind: 'bool', usage: 'append slash (/) to directories' },
    QUORUM_FLAG,
  ],
  *run(of) {
    const client = yield* open(of);
    const { flags, process } = of;
    const options = {
      isSorted: flags.bool('sort'),
      isRecursive: flags.bool('recursive'),
      isQuorum: flags.bool('quorum'),
    };
    const answer = yield* answered(getKey(client, flags.args[0] ?? '/', options, deadline(of)));
    if (of.globals.text('output') !== 'simple') return show(of, answer);
    if (!answer.node.isDir) process.write(1, `${answer.node.key}\n`);
    for (const node of answer.node.nodes ?? []) list(process, node, flags.bool('p'));
    return EXIT.success;
  },
};

export const rm: Etcdctl2Command = {
  name: 'rm',
  usage: 'remove a key or a directory',
  argsUsage: '<key>',
  flags: [
    {
      names: ['dir'],
      kind: 'bool',
      usage: 'removes the key if it is an empty directory or a key-value pair',
    },
    {
      names: ['recursive', 'r'],
      kind: 'bool',
      usage: 'removes the key and all child keys(if it is a directory)',
    },
    { names: ['with-value'], kind: 'string', usage: 'previous value' },
    { names: ['with-index'], kind: 'int', usage: 'previous index' },
  ],
  run: removing(({ flags }) => ({
    prevValue: flags.text('with-value'),
    prevIndex: BigInt.asUintN(64, flags.whole('with-index')),
    isDir: flags.bool('dir'),
    isRecursive: flags.bool('recursive'),
  })),
};

/** A command that takes a key away; of a directory nothing is shown in the simple form. */
export function removing(optionsOf: (of: Invocation) => DeleteOptions): Run {
  return function* (of) {
    const client = yield* open(of);
    const answer = yield* answered(deleteKey(client, keyOf(of), optionsOf(of), deadline(of)));
    return answer.node.isDir && of.globals.text('output') === 'simple' ? EXIT.success : show(of, answer);
  };
}

function setting(optionsOf: (of: Invocation) => SetOptions): Run {
  return function* (of) {
    const client: Client = yield* open(of);
    const key = keyOf(of);
    const value = yield* valueOf(of);
    const options = { ...optionsOf(of), ttl: ttlOf(of) };
    return show(of, yield* answered(setKey(client, key, value, options, deadline(of))));
  };
}

/** The first word. Throws Exit: there is none. */
export function keyOf({ flags }: Invocation): string {
  const [key] = flags.args;
  if (key === undefined) throw failure(EXIT.badArgs, new Error(NO_KEY));
  return key;
}

/** --ttl as a duration in nanoseconds, which has 64 bits. */
export function ttlOf({ flags }: Invocation): bigint {
  return BigInt.asIntN(64, flags.whole('ttl') * NANOSECONDS);
}

/** The second word, or all of standard input. */
function* valueOf({ flags, process }: Invocation): Running<string> {
  const given = flags.args[1];
  if (given !== undefined) return given;
  const read = decodeUtf8(joinBytes(yield* readAll(process.stdin)));
  if (read === '') throw failure(EXIT.badArgs, new Error('value required'));
  return read;
}

/** What was answered. Throws Exit: it was an error. */
export function* answered(asking: Running<KeyAnswer>): Running<KeyAnswer> {
  try {
    return yield* asking;
  } catch (error) {
    if (error instanceof ClientError) throw failure(EXIT.serverError, error);
    throw error;
  }
}

/** As --output says. */
export function show({ process, globals }: Invocation, answer: KeyAnswer): number {
  printAnswer(process, answer, globals.text('output'));
  return EXIT.success;
}

function list(process: Process, { key, isDir, nodes = [] }: KeyNode, isMarked: boolean): void {
  process.write(1, `${key}${isDir && isMarked ? '/' : ''}\n`);
  for (const node of nodes) list(process, node, isMarked);
}
