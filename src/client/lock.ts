import * as v from 'valibot';
import { isSet } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { present, unreachable } from '../base/assert.ts';
import type { Revision } from '../base/flavor.ts';
import type { TxnResult } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent, ProgramError } from './effect.ts';
import { compareRevision, del, get, getFirst, leaseKey, NO_BYTES, put, slashed, txn } from './operations.ts';
import {
  newSession,
  openSession,
  orphan,
  stepSession,
  type Session,
  sessionOptions,
  type SessionOptions,
} from './session.ts';
import type { Turn } from './turn.ts';
import { abandonWait, beginWait, stepWait, type WaitForDelete } from './wait-for-delete.ts';

/**
 * A mutual exclusion lock (etcd: clientv3/concurrency/mutex.go). Each client that wants it puts a key of its own under
 * `name/`, tied to its lease; the oldest key is the owner's. With two clients on the lock `m`:
 *
 *     c1  txn: no m/1a yet? put m/1a      created at 7, nothing older: owner
 *     c2  txn: no m/2b yet? put m/2b      created at 8, m/1a is older: watches m/1a
 *     c1  delete m/1a                     revision 9
 *     c2  hears of the deletion           asks for keys created at 7 or before: none: owner
 *
 * The owner is told so and may have lost the lease since: what it guards must compare the creation revision.
 */
export interface LockProgram {
  readonly recipe: 'lock';
  readonly lastId: number;
  readonly name: Uint8Array;
  /** false: the program ends with the outcome `locked` and leaves the key where it is. true: it holds until told. */
  readonly holds: boolean;
  readonly stage: 'new' | 'session' | 'acquiring' | 'waiting' | 'owner' | 'releasing' | 'givingUp' | 'done';
  readonly session: Session;
  /** Its own key; empty before it is known. */
  readonly key: Uint8Array;
  /** Of its own key; 0 before it is known. */
  readonly createRevision: Revision;
  readonly call: number;
  readonly wait: WaitForDelete | undefined;
  /** Why it gives up, while it takes its key away. */
  readonly error: ProgramError | undefined;
}

export const lockOptions = { name: bytes, holds: v.optional(isSet, true), ...sessionOptions };

export function lockProgram(
  options: { readonly name: Uint8Array; readonly holds: boolean } & SessionOptions,
): LockProgram {
  const { name, holds, lease, ttl, keepAlive } = options;
  return {
    recipe: 'lock',
    lastId: 0,
    name,
    holds,
    stage: 'new',
    session: newSession({ lease, ttl, keepAlive }),
    key: NO_BYTES,
    createRevision: 0,
    call: 0,
    wait: undefined,
    error: undefined,
  };
}

export function stepLock(program: LockProgram, event: ClientEvent, turn: Turn): LockProgram {
  if (program.stage === 'done') return program;
  if (event.type === 'start') {
    const { session, became } = openSession(program.session, turn);
    const opened: LockProgram = { ...program, stage: 'session', session };
    return became === 'alive' ? acquire(opened, turn) : opened;
  }
  if (event.type === 'instructed') return instructed(program, event.instruction.type, turn);
  const { session, became } = stepSession(program.session, event, turn);
  const next = { ...program, session };
  if (became === 'alive') return acquire(next, turn);
  if (became === 'lost') return next.stage === 'session' ? end(next, 'sessionExpired', turn) : next;
  if (became !== undefined) return end(next, became.error, turn);
  if (next.wait !== undefined) return waited(next, next.wait, event, turn);
  return event.type === 'answer' && event.call === next.call ? answered(next, event.result, turn) : next;
}

function instructed(program: LockProgram, word: string, turn: Turn): LockProgram {
  if (word === 'stopKeepAlive') return { ...program, session: orphan(program.session, turn) };
  if (word !== 'release') return program;
  // Nobody has a key yet: a lease that is granted all the same runs out by itself.
  if (program.key.length === 0) return leave(program, 0, turn);
  if (program.wait !== undefined) abandonWait(program.wait, turn);
  return takeAway({ ...program, wait: undefined }, 'releasing', turn);
}

/** One transaction puts the key, or finds the one that this lease has already, and asks for the oldest. */
function acquire(program: LockProgram, turn: Turn): LockProgram {
  const prefix = slashed(program.name);
  const { lease } = program.session;
  const key = leaseKey(prefix, lease);
  const owner = getFirst(prefix, 'CREATE', 'ASCEND');
  const call = turn.call(
    txn([compareRevision('CREATE', key, 'EQUAL', 0)], [put(key, NO_BYTES, lease), owner], [get(key), owner]),
  );
  return { ...program, stage: 'acquiring', key, call };
}

function answered(program: LockProgram, result: CallAnswer, turn: Turn): LockProgram {
  switch (program.stage) {
    case 'acquiring': {
      if (result.status !== 'ok') return end(program, result.error, turn, result.status);
      const { result: done } = result;
      return done.type === 'txn' ? placed(program, done, turn) : program;
    }
    case 'releasing':
    case 'givingUp':
      return released(program, result, turn);
    default:
      return program;
  }
}

function placed(program: LockProgram, answer: TxnResult, turn: Turn): LockProgram {
  const [own, owner] = answer.responses;
  const createRevision =
    !answer.succeeded && own?.type === 'range'
      ? present(own.kvs[0], 'the key that was compared to be there is there').createRevision
      : answer.revision;
  const oldest = owner?.type === 'range' ? owner.kvs[0] : undefined;
  const next = { ...program, createRevision, call: 0 };
  if (oldest === undefined || oldest.createRevision === createRevision) {
    return becomeOwner(next, answer.revision, turn);
  }
  const wait = beginWait(slashed(program.name), createRevision - 1, program.key, turn);
  return { ...next, stage: 'waiting', wait };
}

function waited(program: LockProgram, wait: WaitForDelete, event: ClientEvent, turn: Turn): LockProgram {
  const progress = stepWait(wait, event, turn);
  switch (progress.type) {
    case 'waiting':
      return progress.wait === wait ? program : { ...program, wait: progress.wait };
    case 'first':
      return becomeOwner({ ...program, wait: undefined }, progress.revision, turn);
    case 'failed':
      return takeAway({ ...program, wait: undefined, error: progress.error }, 'givingUp', turn);
    default:
      return unreachable(progress);
  }
}

function becomeOwner(program: LockProgram, revision: Revision, turn: Turn): LockProgram {
  const { key, createRevision } = program;
  turn.note({ type: 'owner', key, createRevision });
  if (program.holds) return { ...program, stage: 'owner' };
  turn.done({ type: 'locked', key, createRevision, revision });
  return { ...program, session: orphan(program.session, turn), stage: 'done' };
}

function takeAway(program: LockProgram, stage: 'releasing' | 'givingUp', turn: Turn): LockProgram {
  return { ...program, stage, call: turn.call(del(program.key)) };
}

function released(program: LockProgram, result: CallAnswer, turn: Turn): LockProgram {
  if (program.error !== undefined) return end(program, program.error, turn);
  if (result.status !== 'ok') return end(program, result.error, turn, result.status);
  return leave(program, result.result.revision, turn);
}

function leave(program: LockProgram, revision: Revision, turn: Turn): LockProgram {
  turn.done({ type: 'released', revision });
  return { ...program, session: orphan(program.session, turn), stage: 'done' };
}

function end(
  program: LockProgram,
  error: ProgramError,
  turn: Turn,
  status: 'failed' | 'unknown' = 'failed',
): LockProgram {
  turn.fail(error, status);
  return { ...program, session: orphan(program.session, turn), stage: 'done' };
}
