import { whole } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { unreachable } from '../base/assert.ts';
import type { KeyValue, RangeResult } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import {
  failEphemeralKey,
  leaveEphemeralKey,
  newEphemeralKey,
  openEphemeralKey,
  orphanEphemeralKey,
  stepEphemeralKey,
  type EphemeralKey,
} from './ephemeral-key.ts';
import { ascii, del, getPrefix, isSame, NO_BYTES, put } from './operations.ts';
import { sessionOptions, type SessionOptions } from './session.ts';
import type { Turn } from './turn.ts';
import { beginWaitForEvent, stepWaitForEvent, type WaitForEvent } from './wait-for-event.ts';

/**
 * A gate at which `count` clients wait for each other twice: nobody goes in before all have come, and nobody is out before
 * all want to leave (etcd: contrib/recipes/double_barrier.go). With two clients at the gate `b`:
 *
 *     c1  put b/waiters/c1-1     one of two is there: watches b/ready
 *     c2  put b/waiters/c2-1     both are there: puts b/ready, is in; c1 hears of it, is in
 *     c1  wants to leave         its key is the oldest: it waits until the newest, c2's, is gone
 *     c2  wants to leave         deletes its key, waits until the oldest is gone
 *     c1  is alone               deletes b/ready and its key: both are out
 */
export interface DoubleBarrierProgram {
  readonly recipe: 'doubleBarrier';
  readonly lastId: number;
  readonly key: Uint8Array;
  /** How many must have come. */
  readonly count: number;
  readonly stage:
    | 'new'
    | 'acquiring'
    | 'counting'
    | 'opening'
    | 'waiting'
    | 'entered'
    | 'looking'
    | 'removing'
    | 'closing'
    | 'leaving'
    | 'done';
  readonly own: EphemeralKey;
  readonly call: number;
  readonly wait: WaitForEvent | undefined;
  /** Whose deletion is waited for when its own key is gone. */
  readonly behind: KeyValue | undefined;
}

/** `mark` is no other client's. */
export const doubleBarrierOptions = { key: bytes, count: whole(0, 1_000_000), ...sessionOptions };

export function doubleBarrierProgram(
  options: Pick<DoubleBarrierProgram, 'key' | 'count'> & { readonly mark: string } & SessionOptions,
): DoubleBarrierProgram {
  const { key, count, mark, ...session } = options;
  return {
    recipe: 'doubleBarrier',
    lastId: 0,
    key,
    count,
    stage: 'new',
    own: newEphemeralKey(waitersOf(key), mark, session),
    call: 0,
    wait: undefined,
    behind: undefined,
  };
}

export function stepDoubleBarrier(
  program: DoubleBarrierProgram,
  event: ClientEvent,
  turn: Turn,
): DoubleBarrierProgram {
  if (program.stage === 'done') return program;
  if (event.type === 'start') {
    return { ...program, stage: 'acquiring', own: openEphemeralKey(program.own, turn) };
  }
  if (event.type === 'instructed') return instructed(program, event.instruction.type, turn);
  const { own, became } = stepEphemeralKey(program.own, event, turn);
  const next = own === program.own ? program : { ...program, own };
  if (became === 'put')
    return { ...next, stage: 'counting', call: turn.call(getPrefix(waitersOf(next.key))) };
  if (became === 'lost')
    return next.stage === 'acquiring' ? failEphemeralKey(next, 'sessionExpired', turn) : next;
  if (became !== undefined) return failEphemeralKey(next, became.error, turn, became.status);
  if (next.wait !== undefined) return waited(next, next.wait, event, turn);
  return event.type === 'answer' && event.call === next.call ? answered(next, event.result, turn) : next;
}

/** Who is in leaves; who still waits to come in lets its key be. */
function instructed(program: DoubleBarrierProgram, word: string, turn: Turn): DoubleBarrierProgram {
  if (word === 'stopKeepAlive') return { ...program, own: orphanEphemeralKey(program.own, turn) };
  if (word !== 'release') return program;
  if (program.stage === 'entered') return look(program, turn);
  if (program.stage !== 'waiting' && program.stage !== 'acquiring') return program;
  if (program.wait !== undefined) turn.closeStream(program.wait.stream);
  const next = { ...program, wait: undefined };
  return next.own.key.length === 0
    ? out(next, 0, turn)
    : { ...next, stage: 'closing', call: turn.call(del(next.own.key)) };
}

function answered(program: DoubleBarrierProgram, result: CallAnswer, turn: Turn): DoubleBarrierProgram {
  if (result.status !== 'ok') return failEphemeralKey(program, result.error, turn, result.status);
  const answer = result.result;
  switch (program.stage) {
    case 'counting':
      return answer.type === 'range' ? counted(program, answer, turn) : program;
    case 'opening':
      return enter(program, answer.revision, turn);
    case 'looking':
      return answer.type === 'range' ? looked(program, answer, turn) : program;
    case 'removing':
      return program.behind === undefined
        ? { ...program, stage: 'closing', call: turn.call(del(program.own.key)) }
        : waitFor(program, program.behind, turn);
    case 'closing':
      return out(program, answer.revision, turn);
    default:
      return program;
  }
}

function counted(program: DoubleBarrierProgram, { kvs }: RangeResult, turn: Turn): DoubleBarrierProgram {
  const { key, count, own } = program;
  const ready = readyOf(key);
  if (kvs.length > count) return failEphemeralKey(program, 'tooManyClients', turn);
  if (kvs.length === count) return { ...program, stage: 'opening', call: turn.call(put(ready, NO_BYTES)) };
  turn.note({ type: 'waiting', key: own.key, behind: ready });
  return {
    ...program,
    stage: 'waiting',
    call: 0,
    wait: beginWaitForEvent(ready, 'PUT', own.revision, turn),
  };
}

function enter(program: DoubleBarrierProgram, revision: number, turn: Turn): DoubleBarrierProgram {
  turn.note({ type: 'entered', key: program.key, revision });
  return { ...program, stage: 'entered', call: 0, wait: undefined };
}

function look(program: DoubleBarrierProgram, turn: Turn): DoubleBarrierProgram {
  const call = turn.call(getPrefix(waitersOf(program.key)));
  return { ...program, stage: 'looking', call, wait: undefined, behind: undefined };
}

/** The oldest waits for the newest; everybody else goes and waits for the oldest; the last one takes all away. */
function looked(program: DoubleBarrierProgram, answer: RangeResult, turn: Turn): DoubleBarrierProgram {
  const byAge = answer.kvs.toSorted((a, b) => a.modRevision - b.modRevision);
  const [oldest, newest] = [byAge[0], byAge.at(-1)];
  if (oldest === undefined || newest === undefined) return out(program, answer.revision, turn);
  if (!isSame(oldest.key, program.own.key)) {
    return { ...program, stage: 'removing', behind: oldest, call: turn.call(del(program.own.key)) };
  }
  if (oldest === newest) return { ...program, stage: 'removing', call: turn.call(del(readyOf(program.key))) };
  return waitFor(program, newest, turn);
}

function waitFor(program: DoubleBarrierProgram, kv: KeyValue, turn: Turn): DoubleBarrierProgram {
  turn.note({ type: 'waiting', key: program.own.key, behind: kv.key });
  const wait = beginWaitForEvent(kv.key, 'DELETE', kv.modRevision, turn);
  return { ...program, stage: 'leaving', call: 0, wait };
}

function waited(
  program: DoubleBarrierProgram,
  wait: WaitForEvent,
  event: ClientEvent,
  turn: Turn,
): DoubleBarrierProgram {
  const progress = stepWaitForEvent(wait, event, turn);
  switch (progress.type) {
    case 'waiting':
      return program;
    case 'seen':
      return program.stage === 'waiting' ? enter(program, progress.revision, turn) : look(program, turn);
    case 'failed':
      return failEphemeralKey({ ...program, wait: undefined }, progress.error, turn);
    default:
      return unreachable(progress);
  }
}

function out(program: DoubleBarrierProgram, revision: number, turn: Turn): DoubleBarrierProgram {
  turn.done({ type: 'released', revision });
  return leaveEphemeralKey(program, turn);
}

function waitersOf(key: Uint8Array): Uint8Array {
  return Uint8Array.of(...key, ...ascii('/waiters'));
}

function readyOf(key: Uint8Array): Uint8Array {
  return Uint8Array.of(...key, ...ascii('/ready'));
}
