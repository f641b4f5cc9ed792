import * as v from 'valibot';
import { whole } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { present } from '../base/assert.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import { ascii, compareRevision, getFirst, NO_BYTES, put, txn } from './operations.ts';
import type { Turn } from './turn.ts';

/**
 * Puts one value into a queue (etcd: contrib/recipes/queue.go, priority_queue.go, key.go).
 *
 * Without priority: under a key that nobody else has, `name/MARK-n`; the order is that of revisions. (etcd's library
 * takes the time of day for the last part. There is none here, so whoever starts the program gives a mark of its own.)
 *
 * With one (0 first, 65535 last): under `name/PPPPP/NNNNNNNNNNNNNNNN`, numbered on from the last such key; the order is
 * that of keys. That no two take the same number is held by the key `__name/PPPPP`, which each of them must find
 * unchanged since it looked.
 */
export interface EnqueueProgram {
  readonly recipe: 'enqueue';
  readonly lastId: number;
  readonly name: Uint8Array;
  readonly value: Uint8Array;
  readonly order:
    | { readonly type: 'fifo'; readonly mark: string }
    | { readonly type: 'priority'; readonly priority: number };
  readonly stage: 'new' | 'numbering' | 'putting' | 'done';
  readonly attempt: number;
  readonly key: Uint8Array;
  readonly call: number;
}

/** Without a priority: in the order of coming. */
export const enqueueOptions = { name: bytes, value: bytes, priority: v.exactOptional(whole(0, 65_535)) };

export function enqueueProgram(options: Pick<EnqueueProgram, 'name' | 'value' | 'order'>): EnqueueProgram {
  return { recipe: 'enqueue', lastId: 0, ...options, stage: 'new', attempt: 0, key: NO_BYTES, call: 0 };
}

export function stepEnqueue(program: EnqueueProgram, event: ClientEvent, turn: Turn): EnqueueProgram {
  if (event.type === 'start') return attempt(program, turn);
  if (event.type !== 'answer' || event.call !== program.call || program.stage === 'done') return program;
  const { result } = event;
  if (result.status !== 'ok') {
    turn.fail(result.error, result.status);
    return { ...program, stage: 'done' };
  }
  if (program.stage === 'numbering') return numbered(program, result, turn);
  if (result.result.type !== 'txn') return program;
  const { succeeded, revision } = result.result;
  if (!succeeded) {
    turn.note({ type: 'conflict', attempt: program.attempt });
    return attempt(program, turn);
  }
  turn.note({ type: 'written', key: program.key, revision });
  turn.done({ type: 'finished', revision });
  return { ...program, stage: 'done' };
}

function attempt(program: EnqueueProgram, turn: Turn): EnqueueProgram {
  const next = { ...program, attempt: program.attempt + 1 };
  if (program.order.type === 'priority') {
    return { ...next, stage: 'numbering', call: turn.call(getFirst(prefixOf(program), 'KEY', 'DESCEND')) };
  }
  const key = Uint8Array.of(...program.name, ...ascii(`/${program.order.mark}-${next.attempt}`));
  const isNew = compareRevision('VERSION', key, 'EQUAL', 0);
  return { ...next, stage: 'putting', key, call: turn.call(txn([isNew], [put(key, program.value)])) };
}

function numbered(
  program: EnqueueProgram,
  result: Extract<CallAnswer, { status: 'ok' }>,
  turn: Turn,
): EnqueueProgram {
  if (result.result.type !== 'range') return program;
  const { kvs, revision } = result.result;
  const prefix = prefixOf(program);
  const number = kvs.length === 0 ? 0 : numberOf(present(kvs[0], 'there is a last key').key) + 1;
  const key = Uint8Array.of(...prefix, ...ascii(`/${String(number).padStart(16, '0')}`));
  const base = Uint8Array.of(...ascii('__'), ...prefix);
  const isUnchanged = compareRevision('MOD', base, 'LESS', revision + 1);
  const call = turn.call(txn([isUnchanged], [put(base, NO_BYTES), put(key, program.value)]));
  return { ...program, stage: 'putting', key, call };
}

/** `name/PPPPP` */
function prefixOf({ name, order }: EnqueueProgram): Uint8Array {
  const priority = order.type === 'priority' ? order.priority : 0;
  return Uint8Array.of(...name, ...ascii(`/${String(priority).padStart(5, '0')}`));
}

/** The digits after the last slash. */
function numberOf(key: Uint8Array): number {
  const digits = key.subarray(key.lastIndexOf(0x2f) + 1);
  return digits.reduce((number, digit) => number * 10 + (digit - 0x30), 0);
}
