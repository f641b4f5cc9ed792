import { word } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { present, unreachable } from '../base/assert.ts';
import type { CallAnswer, ClientEvent, ProgramError } from './effect.ts';
import {
  failEphemeralKey,
  leaveEphemeralKey,
  newEphemeralKey,
  openEphemeralKey,
  orphanEphemeralKey,
  stepEphemeralKey,
  type EphemeralKey,
} from './ephemeral-key.ts';
import { ascii, del, getFirst } from './operations.ts';
import { sessionOptions, type SessionOptions } from './session.ts';
import type { Turn } from './turn.ts';
import { beginWaitForEvent, stepWaitForEvent, type WaitForEvent } from './wait-for-event.ts';

/**
 * A lock that many may hold to read, or one alone to write (etcd: contrib/recipes/rwmutex.go). Everybody puts a key of its
 * own, `name/read/…` or `name/write/…`. A reader waits for the writers before it, a writer for everybody before it:
 *
 *     r1  put m/read/r1-1    revision 2   no writer is older: holds
 *     w1  put m/write/w1-1   revision 3   r1 is older: watches m/read/r1-1
 *     r2  put m/read/r2-1    revision 4   w1 is older: watches m/write/w1-1
 *     r1  delete m/read/r1-1              w1 looks again: nobody is older: holds
 *
 * It holds as long as its lease lives; one that has lost the lease is not told by anybody.
 */
export interface RwLockProgram {
  readonly recipe: 'rwLock';
  readonly lastId: number;
  readonly name: Uint8Array;
  readonly mode: 'read' | 'write';
  readonly stage: 'new' | 'acquiring' | 'looking' | 'waiting' | 'owner' | 'releasing' | 'givingUp' | 'done';
  readonly own: EphemeralKey;
  readonly call: number;
  readonly wait: WaitForEvent | undefined;
  /** Why it gives up, while it takes its key away. */
  readonly error: ProgramError | undefined;
}

export const rwLockOptions = { name: bytes, mode: word(['read', 'write']), ...sessionOptions };

/** `mark` is no other client's. */
export function rwLockProgram(
  options: Pick<RwLockProgram, 'name' | 'mode'> & { readonly mark: string } & SessionOptions,
): RwLockProgram {
  const { name, mode, mark, ...session } = options;
  const own = newEphemeralKey(underName(name, mode), mark, session);
  return {
    recipe: 'rwLock',
    lastId: 0,
    name,
    mode,
    stage: 'new',
    own,
    call: 0,
    wait: undefined,
    error: undefined,
  };
}

export function stepRwLock(program: RwLockProgram, event: ClientEvent, turn: Turn): RwLockProgram {
  if (program.stage === 'done') return program;
  if (event.type === 'start') {
    return { ...program, stage: 'acquiring', own: openEphemeralKey(program.own, turn) };
  }
  if (event.type === 'instructed') return instructed(program, event.instruction.type, turn);
  const { own, became } = stepEphemeralKey(program.own, event, turn);
  const next = own === program.own ? program : { ...program, own };
  if (became === 'put') return look(next, turn);
  if (became === 'lost')
    return next.stage === 'acquiring' ? failEphemeralKey(next, 'sessionExpired', turn) : next;
  if (became !== undefined) return failEphemeralKey(next, became.error, turn, became.status);
  if (next.wait !== undefined) return waited(next, next.wait, event, turn);
  return event.type === 'answer' && event.call === next.call ? answered(next, event.result, turn) : next;
}

function instructed(program: RwLockProgram, word: string, turn: Turn): RwLockProgram {
  if (word === 'stopKeepAlive') return { ...program, own: orphanEphemeralKey(program.own, turn) };
  if (word !== 'release' || program.stage === 'releasing' || program.stage === 'givingUp') return program;
  if (program.wait !== undefined) turn.closeStream(program.wait.stream);
  const next = { ...program, wait: undefined };
  if (next.own.key.length > 0) return takeAway(next, 'releasing', turn);
  turn.done({ type: 'released', revision: 0 });
  return leaveEphemeralKey(next, turn);
}

/** The newest key before its own that stands in the way. */
function look(program: RwLockProgram, turn: Turn): RwLockProgram {
  const { name, mode, own } = program;
  const inTheWay = mode === 'read' ? underName(name, 'write') : underName(name, '');
  const newest = getFirst(inTheWay, 'MOD', 'DESCEND');
  const call = turn.call({ ...newest, maxModRevision: own.revision - 1 });
  return { ...program, stage: 'looking', call, wait: undefined };
}

function answered(program: RwLockProgram, result: CallAnswer, turn: Turn): RwLockProgram {
  if (program.stage === 'releasing' || program.stage === 'givingUp') return released(program, result, turn);
  if (program.stage !== 'looking') return program;
  if (result.status !== 'ok') return takeAway({ ...program, error: result.error }, 'givingUp', turn);
  if (result.result.type !== 'range') return program;
  const { kvs } = result.result;
  const { key, revision } = program.own;
  if (kvs.length === 0) {
    turn.note({ type: 'holds', mode: program.mode, key, revision });
    return { ...program, stage: 'owner', call: 0 };
  }
  const { key: behind } = present(kvs[0], 'a range that is not empty has a first key');
  turn.note({ type: 'waiting', key, behind });
  return {
    ...program,
    stage: 'waiting',
    call: 0,
    wait: beginWaitForEvent(behind, 'DELETE', revision, turn),
  };
}

function waited(program: RwLockProgram, wait: WaitForEvent, event: ClientEvent, turn: Turn): RwLockProgram {
  const progress = stepWaitForEvent(wait, event, turn);
  switch (progress.type) {
    case 'waiting':
      return program;
    case 'seen':
      return look(program, turn);
    case 'failed':
      return takeAway({ ...program, wait: undefined, error: progress.error }, 'givingUp', turn);
    default:
      return unreachable(progress);
  }
}

function takeAway(program: RwLockProgram, stage: 'releasing' | 'givingUp', turn: Turn): RwLockProgram {
  return { ...program, stage, call: turn.call(del(program.own.key)) };
}

function released(program: RwLockProgram, result: CallAnswer, turn: Turn): RwLockProgram {
  if (program.error !== undefined) return failEphemeralKey(program, program.error, turn);
  if (result.status !== 'ok') return failEphemeralKey(program, result.error, turn, result.status);
  turn.done({ type: 'released', revision: result.result.revision });
  return leaveEphemeralKey(program, turn);
}

/** `name/read`, `name/write`, or `name/` for both. */
function underName(name: Uint8Array, mode: 'read' | 'write' | ''): Uint8Array {
  return Uint8Array.of(...name, ...ascii(`/${mode}`));
}
