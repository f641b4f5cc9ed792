import type { ClientAct, ClientAction, HistoryCall, ScriptCall, WatchAsked } from './client-action.ts';
import { optionOf, parseDelete, parseGet, parsePut, selectorOf } from './parse-selector.ts';
import { parseTxn } from './parse-txn.ts';
import type { ScriptAction } from './script.ts';
import { unquoted, type WordReader } from './word-reader.ts';

/** How clients are called. */
export const CLIENT_NAME = /^c\d+$/;

/** `client c1 at=1 [timeout=20]` */
export function parseClient(words: WordReader): ScriptAction {
  const client = clientName(words);
  const at = words.maybePrefixed('at=');
  if (at === undefined) {
    words.word('at= with a node');
    throw words.refuse('at= with a node');
  }
  const node = words.number('at= with a node', 1, at);
  const timeout = words.maybePrefixed('timeout=');
  return {
    type: 'client',
    client,
    at: node,
    timeout: timeout === undefined ? undefined : words.number('timeout= with a number of ticks', 1, timeout),
  };
}

function clientName(words: WordReader): string {
  const name = words.word('a client like c1');
  if (!CLIENT_NAME.test(name)) throw words.refuse('a client like c1');
  return name;
}

const ACTS =
  'put, get, del, txn, compact, lease, lock, unlock, watch, resume, cancel, progress, retry, pause or STORE.write';

/** `c1 [at=i] ACT …`, of which either part may be missing. */
export function parseClientAction(words: WordReader, client: string): ClientAction {
  const moved = words.maybePrefixed('at=');
  const at = moved === undefined ? undefined : words.number('at= with a node', 1, moved);
  if (at !== undefined && words.isAtEnd) return { type: 'clientAct', client, at, act: { type: 'move' } };
  return { type: 'clientAct', client, at, act: parseAct(words) };
}

const calls: Readonly<Record<string, (words: WordReader) => ScriptCall>> = {
  put: parsePut,
  get: parseGet,
  del: parseDelete,
  txn: parseTxn,
  compact: (words) => ({ type: 'compact', revision: words.number('a revision', 0) }),
  lease: parseLease,
};

const acts: Readonly<Record<string, (words: WordReader) => ClientAct>> = {
  watch: (words) => ({ type: 'watch', watch: parseWatch(words) }),
  resume: parseResume,
  cancel: (words) => ({ type: 'cancel', watch: words.word('a watch') }),
  progress: (words) => ({ type: 'progress', watch: words.word('a watch') }),
  retry: () => ({ type: 'retry' }),
  pause: () => ({ type: 'pause' }),
  lock: parseLock,
  unlock: (words) => ({ type: 'unlock', lock: words.word('a lock') }),
};

function parseAct(words: WordReader): ClientAct {
  const name = words.word(ACTS);
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (call !== undefined) return { type: 'call', call: call(words) };
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (act !== undefined) return act(words);
  const store = /^(\w+)\.write$/.exec(name)?.[1];
  if (store === undefined) throw words.refuse(ACTS);
  return parseWrite(words, store);
}

/** `grant L ttl=50`, `revoke L`, `keepalive L` or `timetolive L` */
function parseLease(words: WordReader): ScriptCall {
  const expected = 'grant, revoke, keepalive or timetolive';
  const name = words.word(expected);
  if (name === 'grant') {
    const lease = words.word('a name for the lease');
    const ttl = words.maybePrefixed('ttl=');
    if (ttl === undefined) {
      words.word('ttl= with a number of ticks');
      throw words.refuse('ttl= with a number of ticks');
    }
    return { type: 'leaseGrant', lease, ttl: words.number('ttl= with a number of ticks', 1, ttl) };
  }
  const types = {
    revoke: 'leaseRevoke',
    keepalive: 'leaseKeepAlive',
    timetolive: 'leaseTimeToLive',
  } as const;
  const type = name === 'revoke' || name === 'keepalive' || name === 'timetolive' ? types[name] : undefined;
  if (type === undefined) throw words.refuse(expected);
  return { type, lease: words.word('a lease') };
}

const WATCH_OPTIONS = 'key=, prefix=, end=, from=, progress, prevKv, noPut or noDelete';

/** `w key=x [from=2] [progress] [prevKv] [noPut] [noDelete]`; prefix= or end= for more than one key. */
function parseWatch(words: WordReader): WatchAsked {
  const watch = words.word('a name for the watch');
  const options = new Map<string, string>();
  const flags = new Set<string>();
  while (!words.isAtEnd) {
    const { name, value } = optionOf(words.word(WATCH_OPTIONS));
    if (
      value === undefined &&
      ['progress', 'prevKv', 'noPut', 'noDelete', 'prefix', 'fromKey'].includes(name)
    ) {
      flags.add(name);
    } else if (value !== undefined && ['key', 'prefix', 'end', 'from'].includes(name))
      options.set(name, value);
    else throw words.refuse(WATCH_OPTIONS);
  }
  const from = options.get('from') ?? '0';
  options.delete('from');
  return {
    watch,
    keys: selectorOf(words, flags, options),
    from: words.number('from= with a revision', 0, from),
    progress: flags.has('progress'),
    prevKv: flags.has('prevKv'),
    filters: [
      ...(flags.has('noPut') ? (['NOPUT'] as const) : []),
      ...(flags.has('noDelete') ? (['NODELETE'] as const) : []),
    ],
  };
}

/** `w [from=4]` */
function parseResume(words: WordReader): ClientAct {
  const watch = words.word('a watch');
  const from = words.maybePrefixed('from=');
  return {
    type: 'resume',
    watch,
    from: from === undefined ? undefined : words.number('from= with a revision', 1, from),
  };
}

/** `m lease=L1` */
function parseLock(words: WordReader): ClientAct {
  const lock = words.word('a name for the lock');
  const lease = words.maybePrefixed('lease=');
  if (lease === undefined || lease === '') {
    if (lease === undefined) words.word('lease= with a lease');
    throw words.refuse('lease= with a lease');
  }
  return { type: 'lock', lock, lease };
}

/** `v=2 [token=2]` */
function parseWrite(words: WordReader, store: string): ClientAct {
  const value = words.maybePrefixed('v=');
  if (value === undefined) {
    words.word('v= with a value');
    throw words.refuse('v= with a value');
  }
  const token = words.maybePrefixed('token=');
  return {
    type: 'write',
    store,
    value,
    token: token === undefined ? undefined : words.number('token= with a number', 0, token),
  };
}

/** `pause c1` and `resume c1` are also said without the client in front. */
export function parsePause(words: WordReader, type: 'pause' | 'wake'): ScriptAction {
  return { type: 'clientAct', client: clientName(words), at: undefined, act: { type } };
}

/** `progress w` of whoever watches it. */
export function parseProgress(words: WordReader): ScriptAction {
  const act: ClientAct = { type: 'progress', watch: words.word('a watch') };
  return { type: 'clientAct', client: '', at: undefined, act };
}

/** `S [fencing]` */
export function parseStore(words: WordReader): ScriptAction {
  const store = words.word('a name for the store');
  return { type: 'store', store, fencing: words.maybe('fencing') };
}

/** `H1: w1[0,10] put x=1 ; r2[3,5] get x=nil` */
export function parseHistory(words: WordReader): ScriptAction {
  const history = words.word('a name like H1:').replace(/:$/, '');
  if (history === '') throw words.refuse('a name like H1:');
  const calls: HistoryCall[] = [];
  do calls.push(parseHistoryCall(callWords(words)));
  while (!words.isAtEnd);
  return { type: 'history', history, calls };
}

/** The words up to a semicolon, which may stand apart. */
function callWords(words: WordReader): WordReader {
  const call = words.take(
    (text) => text === ';',
    (text) => text.endsWith(';'),
  );
  words.maybe(';');
  return call;
}

/** `w1[0,10] put x=1`; `?`: it never returned. A word in round brackets at the end is a remark. */
function parseHistoryCall(words: WordReader): HistoryCall {
  const expected = 'a call with its times like w1[0,10]';
  const match = /^(\w+)\[\s*(\d+)\s*,\s*(\d+|\?)\s*\]$/.exec(words.word(expected));
  const [, id, from, to] = match ?? [];
  if (id === undefined || from === undefined || to === undefined) throw words.refuse(expected);
  const invokedAt = Number(from);
  const returnedAt = to === '?' ? undefined : Number(to);
  if (returnedAt !== undefined && returnedAt < invokedAt)
    throw words.refuse('a return that is not before the call');
  const operation = parseRegisterOperation(words, returnedAt);
  while (!words.isAtEnd && words.peek()?.startsWith('(') === true) words.word('');
  words.end();
  return { id, invokedAt, returnedAt, ...operation };
}

const CALLS = 'put, get, del or cas';

/** `put x=1`, `get x=nil`, `del x`, `cas x=1,2` (x was 1 and became 2), `cas x=1,2 failed` (x was not 1). */
function parseRegisterOperation(
  words: WordReader,
  returnedAt: number | undefined,
): Pick<HistoryCall, 'key' | 'operation'> {
  const name = words.word(CALLS);
  if (!['put', 'get', 'del', 'cas'].includes(name)) throw words.refuse(CALLS);
  const match = /^("[^"]*"|[^=]+)(?:=(.*))?$/.exec(words.word('a key and value like x=1'));
  const key = unquoted(match?.[1] ?? '');
  const value = match?.[2];
  if (key === '' || (name !== 'del' && value === undefined)) throw words.refuse('a key and value like x=1');
  switch (name) {
    case 'del':
      return { key, operation: { type: 'write', value: undefined } };
    case 'get':
      return { key, operation: { type: 'read', value: orNil(value) } };
    case 'cas':
      return { key, operation: parseCompareAndSet(words, value ?? '', returnedAt) };
    default:
      return { key, operation: { type: 'write', value: unquoted(value ?? '') } };
  }
}

function parseCompareAndSet(
  words: WordReader,
  text: string,
  returnedAt: number | undefined,
): HistoryCall['operation'] {
  const parts = /^("[^"]*"|[^,"]*),("[^"]*"|[^,"]*)$/.exec(text);
  if (parts === null) throw words.refuse('what was there and what is set, like x=1,2');
  const failed = words.maybe('failed');
  if (failed && returnedAt === undefined) throw words.refuse('a return where the outcome is known');
  const succeeded = returnedAt === undefined ? undefined : !failed;
  return { type: 'compareAndSet', expected: orNil(parts[1]), value: orNil(parts[2]), succeeded };
}

/** `nil`: the key is not there. */
function orNil(text = ''): string | undefined {
  return text === 'nil' ? undefined : unquoted(text);
}
