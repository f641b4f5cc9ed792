import * as v from 'valibot';
import { whole, word } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import type { Revision } from '../base/flavor.ts';
import type { KeyValue, RangeResult, WatchResponse } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import { compareRevision, del, getFirst, NO_BYTES, prefixEnd, slashed, txn, watch } from './operations.ts';
import type { Turn } from './turn.ts';

/**
 * Takes values out of a queue, one after another, and waits while there are none (etcd: contrib/recipes/queue.go,
 * priority_queue.go). A value is taken by the one transaction that deletes its key as it was seen; whoever comes second
 * finds it gone and looks again.
 */
export interface DequeueProgram {
  readonly recipe: 'dequeue';
  readonly lastId: number;
  readonly name: Uint8Array;
  readonly order: 'fifo' | 'priority';
  /** How many to take. */
  readonly count: number;
  readonly stage: 'new' | 'looking' | 'claiming' | 'waiting' | 'done';
  readonly taken: readonly KeyValue[];
  /** What is being claimed. */
  readonly claim: KeyValue | undefined;
  readonly call: number;
  readonly stream: number;
}

/** So many are taken at most. */
const COUNT_MAX = 1_000_000;

export const dequeueOptions = {
  name: bytes,
  order: v.optional(word(['fifo', 'priority']), 'fifo'),
  count: v.optional(whole(0, COUNT_MAX), 1),
};

export function dequeueProgram(options: Pick<DequeueProgram, 'name' | 'order' | 'count'>): DequeueProgram {
  return {
    recipe: 'dequeue',
    lastId: 0,
    ...options,
    stage: 'new',
    taken: [],
    claim: undefined,
    call: 0,
    stream: 0,
  };
}

export function stepDequeue(program: DequeueProgram, event: ClientEvent, turn: Turn): DequeueProgram {
  if (program.stage === 'done') return program;
  switch (event.type) {
    case 'start':
      return look(program, turn);
    case 'instructed':
      if (event.instruction.type !== 'release') return program;
      if (program.stream !== 0) turn.closeStream(program.stream);
      turn.done({ type: 'taken', kvs: program.taken });
      return { ...program, stage: 'done', stream: 0 };
    case 'answer':
      return event.call === program.call ? answered(program, event.result, turn) : program;
    case 'stream':
      if (event.stream !== program.stream || !('watchId' in event.message)) return program;
      return heard(program, event.message, turn);
    case 'streamEnded':
      if (event.stream !== program.stream) return program;
      turn.fail(event.error ?? 'streamLost');
      return { ...program, stage: 'done', stream: 0 };
    default:
      return program;
  }
}

function look(program: DequeueProgram, turn: Turn): DequeueProgram {
  const first = getFirst(slashed(program.name), program.order === 'fifo' ? 'MOD' : 'KEY', 'ASCEND');
  return { ...program, stage: 'looking', claim: undefined, call: turn.call(first), stream: 0 };
}

function answered(program: DequeueProgram, result: CallAnswer, turn: Turn): DequeueProgram {
  if (result.status !== 'ok') {
    turn.fail(result.error, result.status);
    return { ...program, stage: 'done' };
  }
  const answer = result.result;
  if (program.stage === 'looking' && answer.type === 'range') return looked(program, answer, turn);
  if (program.stage !== 'claiming' || answer.type !== 'txn' || program.claim === undefined) return program;
  if (!answer.succeeded) {
    turn.note({ type: 'conflict', attempt: program.taken.length + 1 });
    return look(program, turn);
  }
  const taken = [...program.taken, program.claim];
  turn.note({ type: 'found', kvs: [program.claim], revision: answer.revision });
  if (taken.length < program.count) return look({ ...program, taken }, turn);
  turn.done({ type: 'taken', kvs: taken });
  return { ...program, taken, claim: undefined, stage: 'done' };
}

function looked(program: DequeueProgram, answer: RangeResult, turn: Turn): DequeueProgram {
  const [first] = answer.kvs;
  return first === undefined ? wait(program, answer.revision, turn) : claim(program, first, turn);
}

function claim(program: DequeueProgram, kv: KeyValue, turn: Turn): DequeueProgram {
  const isAsSeen = compareRevision('MOD', kv.key, 'EQUAL', kv.modRevision);
  const call = turn.call(txn([isAsSeen], [del(kv.key)]));
  return { ...program, stage: 'claiming', claim: kv, call, stream: 0 };
}

function wait(program: DequeueProgram, revision: Revision, turn: Turn): DequeueProgram {
  const prefix = slashed(program.name);
  turn.note({ type: 'waiting', key: NO_BYTES, behind: prefix });
  const stream = turn.openStream('watch', watch(prefix, prefixEnd(prefix), revision));
  return { ...program, stage: 'waiting', call: 0, stream };
}

/** The first put that is heard of is claimed at once. */
function heard(program: DequeueProgram, response: WatchResponse, turn: Turn): DequeueProgram {
  const put = response.events.find(({ type }) => type === 'PUT');
  if (put === undefined && !response.canceled) return program;
  turn.closeStream(program.stream);
  return put === undefined ? look(program, turn) : claim(program, put.kv, turn);
}
