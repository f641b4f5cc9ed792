import * as v from 'valibot';
import { isSet } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { present } from '../base/assert.ts';
import type { Revision } from '../base/flavor.ts';
import type { KeyValue, WatchResponse } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent } from './effect.ts';
import { getFirst, NO_BYTES, prefixEnd, slashed, watch } from './operations.ts';
import type { Turn } from './turn.ts';

/**
 * Who leads an election, once or for as long as one looks (etcd: election.go, Leader and Observe): the oldest key and
 * each value that it gets; when it is deleted, the oldest again. Deletions and new candidates in between are not told,
 * so what is observed is in order but not everything that was.
 */
export interface ObserveProgram {
  readonly recipe: 'observe';
  readonly lastId: number;
  readonly name: Uint8Array;
  readonly once: boolean;
  readonly stage: 'new' | 'asking' | 'empty' | 'following' | 'done';
  readonly call: number;
  readonly stream: number;
}

export const observeOptions = { name: bytes, once: v.optional(isSet, false) };

export function observeProgram(options: {
  readonly name: Uint8Array;
  readonly once: boolean;
}): ObserveProgram {
  return { recipe: 'observe', lastId: 0, ...options, stage: 'new', call: 0, stream: 0 };
}

export function stepObserve(program: ObserveProgram, event: ClientEvent, turn: Turn): ObserveProgram {
  switch (event.type) {
    case 'start':
      return ask(program, turn);
    case 'instructed':
      if (event.instruction.type !== 'release' || program.stage === 'done') return program;
      if (program.stream !== 0) turn.closeStream(program.stream);
      turn.done({ type: 'finished', revision: 0 });
      return { ...program, stage: 'done' };
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

function ask(program: ObserveProgram, turn: Turn): ObserveProgram {
  const call = turn.call(getFirst(slashed(program.name), 'CREATE', 'ASCEND'));
  return { ...program, stage: 'asking', call, stream: 0 };
}

function answered(program: ObserveProgram, result: CallAnswer, turn: Turn): ObserveProgram {
  if (result.status !== 'ok') {
    turn.fail(result.error, result.status);
    return { ...program, stage: 'done' };
  }
  if (result.result.type !== 'range') return program;
  const { kvs, revision } = result.result;
  const [kv] = kvs;
  if (program.once) {
    if (kv === undefined) turn.fail('electionNoLeader');
    else turn.done({ type: 'leader', kv, revision });
    return { ...program, stage: 'done' };
  }
  if (kv !== undefined) return follow(program, kv, revision, turn);
  const prefix = slashed(program.name);
  const stream = turn.openStream('watch', watch(prefix, prefixEnd(prefix), revision));
  return { ...program, stage: 'empty', call: 0, stream };
}

/** Tells the leader and watches its key from the next revision on. */
function follow(program: ObserveProgram, kv: KeyValue, revision: Revision, turn: Turn): ObserveProgram {
  turn.note({ type: 'observed', kv, revision });
  const stream = turn.openStream('watch', watch(kv.key, NO_BYTES, revision + 1));
  return { ...program, stage: 'following', call: 0, stream };
}

function heard(program: ObserveProgram, response: WatchResponse, turn: Turn): ObserveProgram {
  if (response.canceled) {
    turn.closeStream(program.stream);
    turn.fail(response.compactRevision > 0 ? 'compacted' : 'streamLost');
    return { ...program, stage: 'done', stream: 0 };
  }
  if (program.stage === 'empty') {
    const first = response.events.find(({ type }) => type === 'PUT');
    if (first === undefined) return program;
    turn.closeStream(program.stream);
    return follow(program, first.kv, first.kv.modRevision, turn);
  }
  for (const event of response.events) {
    if (event.type === 'DELETE') {
      turn.closeStream(present(program.stream, 'it is followed on a stream'));
      return ask(program, turn);
    }
    turn.note({ type: 'observed', kv: event.kv, revision: response.revision });
  }
  return program;
}
