import type { Revision } from '../base/flavor.ts';
import type { CallAnswer, ProgramError } from './effect.ts';
import { ascii, compareRevision, NO_BYTES, put, txn } from './operations.ts';
import {
  newSession,
  openSession,
  orphan,
  stepSession,
  type Session,
  type SessionOptions,
} from './session.ts';
import type { ClientEvent } from './effect.ts';
import type { Turn } from './turn.ts';

/**
 * A key that nobody else has, under a lease of its own: it lasts as long as its client (etcd: contrib/recipes/key.go,
 * newUniqueEphemeralKey). The key is `prefix/MARK-n`; etcd's library ends it with the time of day, and there is none here.
 */
export interface EphemeralKey {
  readonly session: Session;
  readonly prefix: Uint8Array;
  /** No other client's. */
  readonly mark: string;
  readonly attempt: number;
  readonly key: Uint8Array;
  /** At which it was put; 0: it has not been. */
  readonly revision: Revision;
  /** The transaction under way; 0: none. */
  readonly call: number;
}

export interface EphemeralStep {
  readonly own: EphemeralKey;
  /** put: it is there, by this event. lost: its lease is, whenever that was. */
  readonly became:
    'put' | 'lost' | { readonly error: ProgramError; readonly status: 'failed' | 'unknown' } | undefined;
}

export function newEphemeralKey(prefix: Uint8Array, mark: string, options: SessionOptions): EphemeralKey {
  return { session: newSession(options), prefix, mark, attempt: 0, key: NO_BYTES, revision: 0, call: 0 };
}

/** Begins: a lease first, then the key. */
export function openEphemeralKey(own: EphemeralKey, turn: Turn): EphemeralKey {
  const { session, became } = openSession(own.session, turn);
  const opened = { ...own, session };
  return became === 'alive' ? attempt(opened, turn) : opened;
}

export function stepEphemeralKey(own: EphemeralKey, event: ClientEvent, turn: Turn): EphemeralStep {
  if (event.type === 'answer' && own.call !== 0 && event.call === own.call) {
    return answered({ ...own, call: 0 }, event.result, turn);
  }
  const { session, became } = stepSession(own.session, event, turn);
  const next = session === own.session ? own : { ...own, session };
  if (became === 'alive') return { own: attempt(next, turn), became: undefined };
  if (became === 'lost' || became === undefined) return { own: next, became };
  return { own: next, became: { error: became.error, status: 'failed' } };
}

/** Its lease is kept alive no longer. */
export function orphanEphemeralKey(own: EphemeralKey, turn: Turn): EphemeralKey {
  return { ...own, session: orphan(own.session, turn) };
}

/** A program that has ended: its key lasts until its lease runs out. */
export function leaveEphemeralKey<Program extends { readonly own: EphemeralKey }>(
  program: Program,
  turn: Turn,
): Program & { readonly stage: 'done' } {
  return { ...program, own: orphanEphemeralKey(program.own, turn), stage: 'done' };
}

/** The program fails, and has ended. */
export function failEphemeralKey<Program extends { readonly own: EphemeralKey }>(
  program: Program,
  error: ProgramError,
  turn: Turn,
  status: 'failed' | 'unknown' = 'failed',
): Program & { readonly stage: 'done' } {
  turn.fail(error, status);
  return leaveEphemeralKey(program, turn);
}

function attempt(own: EphemeralKey, turn: Turn): EphemeralKey {
  const number = own.attempt + 1;
  const key = Uint8Array.of(...own.prefix, ...ascii(`/${own.mark}-${number}`));
  const isNew = compareRevision('VERSION', key, 'EQUAL', 0);
  const call = turn.call(txn([isNew], [put(key, NO_BYTES, own.session.lease)]));
  return { ...own, attempt: number, key, call };
}

function answered(own: EphemeralKey, result: CallAnswer, turn: Turn): EphemeralStep {
  if (result.status !== 'ok') return { own, became: { error: result.error, status: result.status } };
  if (result.result.type !== 'txn') return { own, became: undefined };
  const { succeeded, revision } = result.result;
  if (!succeeded) {
    turn.note({ type: 'conflict', attempt: own.attempt });
    return { own: attempt(own, turn), became: undefined };
  }
  return { own: { ...own, revision }, became: 'put' };
}
