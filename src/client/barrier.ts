import { word } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import type { ClientEvent } from './effect.ts';
import { compareRevision, del, get, NO_BYTES, put, txn } from './operations.ts';
import type { Turn } from './turn.ts';
import { beginWaitForEvent, stepWaitForEvent, type WaitForEvent } from './wait-for-event.ts';

/**
 * A gate that is closed as long as a key is there (etcd: contrib/recipes/barrier.go). `hold` closes it and fails with
 * keyExists if it is closed already; `release` opens it; `wait` ends when it is open.
 */
export interface BarrierProgram {
  readonly recipe: 'barrier';
  readonly lastId: number;
  readonly key: Uint8Array;
  readonly does: 'hold' | 'release' | 'wait';
  readonly call: number;
  readonly wait: WaitForEvent | undefined;
}

/** hold: nobody passes until it is released. wait: until it is. release: lets all pass. */
export const barrierOptions = { key: bytes, does: word(['hold', 'wait', 'release']) };

export function barrierProgram(options: Pick<BarrierProgram, 'key' | 'does'>): BarrierProgram {
  return { recipe: 'barrier', lastId: 0, ...options, call: 0, wait: undefined };
}

export function stepBarrier(program: BarrierProgram, event: ClientEvent, turn: Turn): BarrierProgram {
  if (event.type === 'start') return { ...program, call: turn.call(operationOf(program)) };
  if (event.type === 'answer' && event.call === program.call) return answered(program, event.result, turn);
  if (program.wait === undefined) return program;
  const progress = stepWaitForEvent(program.wait, event, turn);
  if (progress.type === 'waiting') return program;
  if (progress.type === 'seen') turn.done({ type: 'finished', revision: progress.revision });
  else turn.fail(progress.error);
  return { ...program, wait: undefined };
}

function operationOf({
  key,
  does,
}: BarrierProgram): ReturnType<typeof txn> | ReturnType<typeof del> | ReturnType<typeof get> {
  if (does === 'hold') return txn([compareRevision('VERSION', key, 'EQUAL', 0)], [put(key, NO_BYTES)]);
  return does === 'release' ? del(key) : get(key);
}

function answered(
  program: BarrierProgram,
  result: Extract<ClientEvent, { type: 'answer' }>['result'],
  turn: Turn,
): BarrierProgram {
  const next = { ...program, call: 0 };
  if (result.status !== 'ok') {
    turn.fail(result.error, result.status);
    return next;
  }
  const answer = result.result;
  if (answer.type === 'range' && answer.kvs.length > 0) {
    turn.note({ type: 'waiting', key: program.key, behind: program.key });
    return { ...next, wait: beginWaitForEvent(program.key, 'DELETE', answer.revision, turn) };
  }
  if (answer.type === 'txn' && !answer.succeeded) turn.fail('keyExists');
  else turn.done({ type: 'finished', revision: answer.revision });
  return next;
}
