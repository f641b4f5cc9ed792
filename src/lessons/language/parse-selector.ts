import type { SortOrder, SortTarget } from '../../etcd/request.ts';
import type { DeleteCall, GetCall, KeySelector, PutCall } from './client-action.ts';
import { unquoted, type WordReader } from './word-reader.ts';

/** `NAME=VALUE` split at the first `=`, or a word alone. */
export function optionOf(word: string): { readonly name: string; readonly value: string | undefined } {
  const equals = word.indexOf('=');
  if (equals <= 0 || word.startsWith('"')) return { name: unquoted(word), value: undefined };
  return { name: word.slice(0, equals), value: unquoted(word.slice(equals + 1)) };
}

/** Whole numbers from 0 on. */
function numberOf(words: WordReader, name: string, value: string): number {
  return words.number(`${name}= with a number`, 0, value);
}

const PUT_OPTIONS = 'lease=, prevKv, ignoreValue or ignoreLease';

/** `k=v [lease=L] [prevKv] [ignoreValue] [ignoreLease]`; with ignoreValue the key alone. */
export function parsePut(words: WordReader): PutCall {
  const word = words.word('a key and value like x=1');
  const { name: key, value } = keyAndValue(word);
  const flags = new Set<string>();
  let lease: string | undefined;
  while (!words.isAtEnd) {
    const option = optionOf(words.word(PUT_OPTIONS));
    if (option.name === 'lease' && option.value !== undefined) lease = option.value;
    else if (option.value === undefined && ['prevKv', 'ignoreValue', 'ignoreLease'].includes(option.name)) {
      flags.add(option.name);
    } else throw words.refuse(PUT_OPTIONS);
  }
  const ignoreValue = flags.has('ignoreValue');
  if (key === '' || (value === undefined && !ignoreValue)) throw words.refuse('a key and value like x=1');
  return {
    type: 'put',
    key,
    value: value ?? '',
    lease,
    prevKv: flags.has('prevKv'),
    ignoreValue,
    ignoreLease: flags.has('ignoreLease'),
  };
}

/** `k=v`, either of them in quotes if need be. */
function keyAndValue(word: string): { readonly name: string; readonly value: string | undefined } {
  const match = /^("[^"]*"|[^="]+)(?:=(.*))?$/.exec(word);
  const value = match?.[2];
  return { name: unquoted(match?.[1] ?? ''), value: value === undefined ? undefined : unquoted(value) };
}

const GET_OPTIONS = 'rev=, limit=, sort=, order=, end=, keysOnly, countOnly, prefix, fromKey or serializable';

/** `a [rev=] …`, `prefix="a" …`, `from=a …`, `a end=b …`. */
export function parseGet(words: WordReader): GetCall {
  const flags = new Set<string>();
  const options = new Map<string, string>();
  const first = words.word('a key');
  takeOption(first);
  while (!words.isAtEnd) takeOption(words.word(GET_OPTIONS));
  const keys = selectorOf(words, flags, options);
  const numbers = ['rev', 'limit'].map((name) => numberOf(words, name, options.get(name) ?? '0'));
  const [revision = 0, limit = 0] = numbers;
  const sort = options.get('sort');
  const sortTarget = SORT_TARGETS[sort ?? 'key'];
  const sortOrder = SORT_ORDERS[options.get('order') ?? (sort === undefined ? 'none' : 'ascend')];
  if (sortTarget === undefined) throw words.refuse(`sort= with ${Object.keys(SORT_TARGETS).join(', ')}`);
  if (sortOrder === undefined) throw words.refuse(`order= with ${Object.keys(SORT_ORDERS).join(', ')}`);
  return {
    type: 'get',
    keys,
    revision,
    limit,
    sortOrder,
    sortTarget,
    keysOnly: flags.has('keysOnly'),
    countOnly: flags.has('countOnly'),
    serializable: flags.has('serializable'),
  };

  function takeOption(word: string): void {
    const { name, value } = optionOf(word);
    if (value !== undefined && [...VALUES, 'rev', 'limit', 'sort', 'order'].includes(name)) {
      options.set(name, value);
    } else if (value === undefined && word !== first && [...KEY_FLAGS, ...GET_FLAGS].includes(name)) {
      flags.add(name);
    } else if (value === undefined && word === first) options.set('key', name);
    else throw words.refuse(GET_OPTIONS);
  }
}

const VALUES = ['key', 'end', 'prefix', 'from'];
const KEY_FLAGS = ['prefix', 'fromKey'];
const GET_FLAGS = ['keysOnly', 'countOnly', 'serializable'];

const SORT_TARGETS: Readonly<Record<string, SortTarget>> = {
  key: 'KEY',
  version: 'VERSION',
  create: 'CREATE',
  mod: 'MOD',
  value: 'VALUE',
};

const SORT_ORDERS: Readonly<Record<string, SortOrder>> = {
  none: 'NONE',
  ascend: 'ASCEND',
  descend: 'DESCEND',
};

/** `a [prevKv]`, `prefix="a"`, `from=a`, `a end=b`. */
export function parseDelete(words: WordReader): DeleteCall {
  const expected = 'end=, prefix, fromKey or prevKv';
  const flags = new Set<string>();
  const options = new Map<string, string>();
  let isFirst = true;
  do {
    const { name, value } = optionOf(words.word(isFirst ? 'a key' : expected));
    if (value !== undefined && VALUES.includes(name)) options.set(name, value);
    else if (value === undefined && isFirst) options.set('key', name);
    else if (value === undefined && [...KEY_FLAGS, 'prevKv'].includes(name)) flags.add(name);
    else throw words.refuse(expected);
    isFirst = false;
  } while (!words.isAtEnd);
  return { type: 'del', keys: selectorOf(words, flags, options), prevKv: flags.has('prevKv') };
}

/** Of what `key`, `end`, `prefix` and `from` say; the last two also as flags of the key. */
export function selectorOf(
  words: WordReader,
  flags: ReadonlySet<string>,
  options: ReadonlyMap<string, string>,
): KeySelector {
  const key = options.get('key');
  const end = options.get('end');
  const prefix = options.get('prefix') ?? (flags.has('prefix') ? key : undefined);
  const from = options.get('from') ?? (flags.has('fromKey') ? key : undefined);
  if (prefix !== undefined) return { type: 'prefix', prefix };
  if (from !== undefined) return { type: 'from', key: from };
  if (key === undefined) throw words.refuse('a key, prefix= or from=');
  return end === undefined ? { type: 'key', key } : { type: 'range', key, end };
}
