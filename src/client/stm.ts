import * as v from 'valibot';
import { byType, fields, id, list, whole, word } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { present, unreachable } from '../base/assert.ts';
import type { Revision } from '../base/flavor.ts';
import type { Compare, RangeRequest, TxnOperation, TxnResult } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import { ascii, compareRevision, del, get, isSame, put, txn } from './operations.ts';
import type { Turn } from './turn.ts';

/**
 * How much of what a transaction has read must still hold when it commits (etcd: clientv3/concurrency/stm.go).
 *
 *     serializableSnapshot   all reads at one revision; nothing read or written has changed since
 *     serializable           all reads at one revision; nothing read has changed since
 *     repeatableReads        each key is read once, at whatever revision; nothing read has changed since
 *     readCommitted          nothing is checked: a later write wins
 */
export type StmIsolation = 'serializableSnapshot' | 'serializable' | 'repeatableReads' | 'readCommitted';

/** What a transaction writes: bytes, or a whole number in decimal made from numbers that it has read (absent: 0). */
export type StmValue =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'copy'; readonly key: Uint8Array }
  | { readonly type: 'sum'; readonly keys: readonly Uint8Array[]; readonly plus: number };

export type StmStatement =
  | { readonly type: 'read'; readonly key: Uint8Array }
  | { readonly type: 'write'; readonly key: Uint8Array; readonly value: StmValue }
  | { readonly type: 'delete'; readonly key: Uint8Array }
  /** The transaction ends without a trace unless the number under this key is at least this. */
  | { readonly type: 'require'; readonly key: Uint8Array; readonly atLeast: number };

interface StmRead {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
  /** 0: it was not there. */
  readonly modRevision: Revision;
  /** The header's, of the read. */
  readonly revision: Revision;
}

interface StmWrite {
  readonly key: Uint8Array;
  /** undefined: a deletion. */
  readonly value: Uint8Array | undefined;
}

/**
 * A transaction that reads, computes and writes, again and again until nothing came between (etcd:
 * clientv3/concurrency/stm.go): optimistic, without locks. Reads go out one by one as statements ask for them; the
 * writes wait for the commit, one etcd transaction whose comparisons are the promise of the isolation level. When they
 * fail, that same transaction has read the keys anew, and the statements begin again.
 */
export interface StmProgram {
  readonly recipe: 'stm';
  readonly lastId: number;
  readonly isolation: StmIsolation;
  readonly statements: readonly StmStatement[];
  /** 0: without limit. */
  readonly attemptsMax: number;
  readonly stage: 'new' | 'reading' | 'committing' | 'done';
  readonly attempt: number;
  /** The statement it stands at. */
  readonly at: number;
  readonly reads: readonly StmRead[];
  readonly writes: readonly StmWrite[];
  /** What the commit that failed has read; taken over when it is asked for. */
  readonly prefetched: readonly StmRead[];
  /** The revision of all reads, once the first is known; 0: not yet. */
  readonly base: Revision;
  readonly call: number;
}

const value = byType<StmValue>('what is written', {
  bytes: fields({ type: v.literal('bytes'), bytes }),
  copy: fields({ type: v.literal('copy'), key: bytes }),
  sum: fields({ type: v.literal('sum'), keys: list(bytes, 'a list of keys'), plus: id }),
});
const statement = byType<StmStatement>('a statement', {
  read: fields({ type: v.literal('read'), key: bytes }),
  write: fields({ type: v.literal('write'), key: bytes, value }),
  delete: fields({ type: v.literal('delete'), key: bytes }),
  require: fields({ type: v.literal('require'), key: bytes, atLeast: id }),
});

export const stmOptions = {
  isolation: v.optional(
    word(['serializableSnapshot', 'serializable', 'repeatableReads', 'readCommitted']),
    'serializableSnapshot',
  ),
  statements: list(statement, 'a list of statements'),
  attemptsMax: v.optional(whole(0, 1_000_000), 0),
};

export function stmProgram(
  options: Pick<StmProgram, 'isolation' | 'statements' | 'attemptsMax'>,
): StmProgram {
  return {
    recipe: 'stm',
    lastId: 0,
    ...options,
    stage: 'new',
    attempt: 1,
    at: 0,
    reads: [],
    writes: [],
    prefetched: [],
    base: 0,
    call: 0,
  };
}

export function stepStm(program: StmProgram, event: ClientEvent, turn: Turn): StmProgram {
  if (event.type === 'start') return go(program, turn);
  if (event.type !== 'answer' || event.call !== program.call || program.stage === 'done') return program;
  const { result } = event;
  if (result.status !== 'ok') return end(program, result, turn);
  if (result.result.type !== 'txn') return program;
  return program.stage === 'reading'
    ? go(withRead(program, result.result), turn)
    : committed(program, result.result, turn);
}

function end(program: StmProgram, failure: Exclude<CallAnswer, { status: 'ok' }>, turn: Turn): StmProgram {
  turn.fail(failure.error, failure.status);
  return { ...program, stage: 'done' };
}

/** Runs statements up to the first that needs an answer. */
function go(from: StmProgram, turn: Turn): StmProgram {
  let program = from;
  for (;;) {
    const statement = program.statements[program.at];
    if (statement === undefined) return commit(program, turn);
    const missing = needs(statement).find((key) => lookUp(program, key) === undefined);
    if (missing !== undefined) {
      const taken = takePrefetched(program, missing);
      if (taken === undefined) return fetch(program, missing, turn);
      program = taken;
      continue;
    }
    if (statement.type === 'require' && numberOf(program, statement.key) < statement.atLeast) {
      turn.done({ type: 'finished', revision: firstRevision(program) });
      return { ...program, stage: 'done' };
    }
    program = { ...withStatement(program, statement), at: program.at + 1 };
  }
}

/** The keys that must be known before the statement can be done. */
function needs(statement: StmStatement): readonly Uint8Array[] {
  if (statement.type === 'delete') return [];
  if (statement.type !== 'write') return [statement.key];
  const { value } = statement;
  if (value.type === 'bytes') return [];
  return value.type === 'copy' ? [value.key] : value.keys;
}

/** As the transaction sees it: its own writes first. */
function lookUp(
  program: StmProgram,
  key: Uint8Array,
): { readonly value: Uint8Array | undefined } | undefined {
  return (
    program.writes.find((write) => isSame(write.key, key)) ??
    program.reads.find((read) => isSame(read.key, key))
  );
}

function takePrefetched(program: StmProgram, key: Uint8Array): StmProgram | undefined {
  const read = program.prefetched.find((each) => isSame(each.key, key));
  if (read === undefined) return undefined;
  const prefetched = program.prefetched.filter((each) => each !== read);
  return { ...withReadAt(program, read), prefetched };
}

function isSnapshot({ isolation }: StmProgram): boolean {
  return isolation === 'serializableSnapshot' || isolation === 'serializable';
}

function fetch(program: StmProgram, key: Uint8Array, turn: Turn): StmProgram {
  const isLoose = !isSnapshot(program) || program.base > 0;
  const request: RangeRequest = {
    ...get(key),
    revision: program.base,
    consistency: isLoose ? 'serializable' : 'linearizable',
  };
  return { ...program, stage: 'reading', call: turn.call(txn([], [request])) };
}

function withRead(program: StmProgram, answer: TxnResult): StmProgram {
  const statement = present(program.statements[program.at], 'a statement has asked for the read');
  const key = present(
    needs(statement).find((each) => lookUp(program, each) === undefined),
    'it has asked for a key',
  );
  return withReadAt(program, readOf(key, answer.responses[0], answer.revision));
}

function readOf(
  key: Uint8Array,
  response: TxnResult['responses'][number] | undefined,
  revision: Revision,
): StmRead {
  const kv = response?.type === 'range' ? response.kvs[0] : undefined;
  return { key, value: kv?.value, modRevision: kv?.modRevision ?? 0, revision };
}

function withReadAt(program: StmProgram, read: StmRead): StmProgram {
  const base = isSnapshot(program) && program.reads.length === 0 ? read.revision : program.base;
  return { ...program, base, reads: [...program.reads, read] };
}

function withStatement(program: StmProgram, statement: StmStatement): StmProgram {
  if (statement.type !== 'write' && statement.type !== 'delete') return program;
  const value = statement.type === 'delete' ? undefined : valueOf(program, statement.value);
  const others = program.writes.filter(({ key }) => !isSame(key, statement.key));
  return { ...program, writes: [...others, { key: statement.key, value }] };
}

function valueOf(program: StmProgram, value: StmValue): Uint8Array {
  switch (value.type) {
    case 'bytes':
      return value.bytes;
    case 'copy':
      return lookUp(program, value.key)?.value ?? new Uint8Array(0);
    case 'sum':
      return ascii(String(value.keys.reduce((sum, key) => sum + numberOf(program, key), value.plus)));
    default:
      return unreachable(value);
  }
}

/** Decimal digits, a sign before them; anything else is 0. */
function numberOf(program: StmProgram, key: Uint8Array): number {
  const bytes = lookUp(program, key)?.value ?? new Uint8Array(0);
  const text = String.fromCharCode(...bytes);
  return /^-?\d{1,15}$/.test(text) ? Number(text) : 0;
}

function commit(program: StmProgram, turn: Turn): StmProgram {
  const writes: TxnOperation[] = program.writes.map(({ key, value }) =>
    value === undefined ? del(key) : put(key, value),
  );
  const again = isSnapshot(program) ? program.reads.map(({ key }) => get(key)) : [];
  return { ...program, stage: 'committing', call: turn.call(txn(promises(program), writes, again)) };
}

function promises(program: StmProgram): Compare[] {
  if (program.isolation === 'readCommitted') return [];
  const reads = program.reads.map(({ key, modRevision }) =>
    compareRevision('MOD', key, 'EQUAL', modRevision),
  );
  if (program.isolation !== 'serializableSnapshot') return reads;
  const next = firstRevision(program) + 1;
  return [...reads, ...program.writes.map(({ key }) => compareRevision('MOD', key, 'LESS', next))];
}

/** Of the reads; beyond every revision when nothing was read. */
function firstRevision(program: StmProgram): Revision {
  return Math.min(Number.MAX_SAFE_INTEGER - 1, ...program.reads.map(({ revision }) => revision));
}

function committed(program: StmProgram, answer: TxnResult, turn: Turn): StmProgram {
  if (answer.succeeded) {
    turn.done({ type: 'committed', revision: answer.revision, attempts: program.attempt });
    return { ...program, stage: 'done' };
  }
  turn.note({ type: 'conflict', attempt: program.attempt });
  if (program.attempt === program.attemptsMax) {
    turn.fail('tooManyConflicts');
    return { ...program, stage: 'done' };
  }
  const prefetched = isSnapshot(program)
    ? program.reads.map(({ key }, i) => readOf(key, answer.responses[i], answer.revision))
    : [];
  return go(
    { ...program, attempt: program.attempt + 1, at: 0, reads: [], writes: [], prefetched, base: 0 },
    turn,
  );
}
