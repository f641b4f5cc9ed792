import type { Etcdctl2Command, Run } from '../command.ts';
import { EXIT } from '../exit.ts';
import { setKey, type SetOptions } from '../keys-api.ts';
import { deadline, open } from '../open.ts';
import { answered, keyOf, removing, show, TTL_FLAG, ttlOf } from './keys.ts';

export const mkdir: Etcdctl2Command = {
  name: 'mkdir',
  usage: 'make a new directory',
  argsUsage: '<key>',
  flags: [TTL_FLAG],
  run: setting({ prevExist: false }),
};

export const setdir: Etcdctl2Command = {
  name: 'setdir',
  usage: 'create a new directory or update an existing directory TTL',
  argsUsage: '<key>',
  flags: [TTL_FLAG],
  run: setting({}),
};

export const updatedir: Etcdctl2Command = {
  name: 'updatedir',
  usage: 'update an existing directory',
  argsUsage: '<key> <value>',
  flags: [TTL_FLAG],
  run: setting({ prevExist: true }),
};

export const rmdir: Etcdctl2Command = {
  name: 'rmdir',
  usage: 'removes the key if it is an empty directory or a key-value pair',
  argsUsage: '<key>',
  run: removing(() => ({ isDir: true })),
};

function setting(options: SetOptions): Run {
  return function* (of) {
    const client = yield* open(of);
    const all: SetOptions = { ...options, isDir: true, ttl: ttlOf(of) };
    const answer = yield* answered(setKey(client, keyOf(of), '', all, deadline(of)));
    return of.globals.text('output') === 'simple' ? EXIT.success : show(of, answer);
  };
}
