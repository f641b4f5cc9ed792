import * as v from 'valibot';
import { whole } from '../base/schema.ts';
import { bytes, leaseId } from '../etcd/operation-schema.ts';
import type { Revision } from '../base/flavor.ts';
import type { LeaseId, TxnRequest } from '../etcd/request.ts';
import type { ClientEvent } from './effect.ts';
import { compareRevision, del, put, txn } from './operations.ts';
import { newSession, openSession, stepSession, type Session } from './session.ts';
import type { Turn } from './turn.ts';

/** Puts a value for the leader's key if it is still the one that was created then (election.go, Proclaim). */
export function putIfMine(
  key: Uint8Array,
  createRevision: Revision,
  value: Uint8Array,
  lease: LeaseId,
): TxnRequest {
  return txn([compareRevision('CREATE', key, 'EQUAL', createRevision)], [put(key, value, lease)]);
}

/** Takes the leader's key away if it is still the one that was created then (election.go, Resign). */
export function deleteIfMine(key: Uint8Array, createRevision: Revision): TxnRequest {
  return txn([compareRevision('CREATE', key, 'EQUAL', createRevision)], [del(key)]);
}

/**
 * One thing done to the key of an election won before, by whoever knows the key and its creation revision (etcd:
 * v3election Proclaim and Resign). To resign from what one has not, or has no more, is no error; to proclaim is. Whoever
 * names no lease gets one granted, which the value that is proclaimed goes with.
 */
export interface LeaderKeyProgram {
  readonly recipe: 'leaderKey';
  readonly lastId: number;
  readonly key: Uint8Array;
  readonly createRevision: Revision;
  readonly session: Session;
  /** The value to proclaim; undefined: resign. */
  readonly proclaim: Uint8Array | undefined;
  readonly call: number;
}

/** Without a value to proclaim: it resigns. */
export const leaderKeyOptions = {
  key: bytes,
  createRevision: whole(0, Number.MAX_SAFE_INTEGER),
  lease: leaseId,
  proclaim: v.optional(bytes),
};

export function leaderKeyProgram(options: {
  readonly key: Uint8Array;
  readonly createRevision: Revision;
  readonly lease: LeaseId;
  readonly proclaim: Uint8Array | undefined;
}): LeaderKeyProgram {
  const { key, createRevision, lease, proclaim } = options;
  const session = newSession({ lease, ttl: 0, keepAlive: false });
  return { recipe: 'leaderKey', lastId: 0, key, createRevision, session, proclaim, call: 0 };
}

export function stepLeaderKey(program: LeaderKeyProgram, event: ClientEvent, turn: Turn): LeaderKeyProgram {
  if (event.type === 'start') {
    const { session, became } = openSession(program.session, turn);
    return became === 'alive' ? write({ ...program, session }, turn) : { ...program, session };
  }
  if (program.call === 0) {
    const { session, became } = stepSession(program.session, event, turn);
    const next = { ...program, session };
    if (became === 'alive') return write(next, turn);
    if (became !== undefined && became !== 'lost') turn.fail(became.error);
    return next;
  }
  if (event.type !== 'answer' || event.call !== program.call) return program;
  const { result } = event;
  const { proclaim } = program;
  if (result.status !== 'ok') turn.fail(result.error, result.status);
  else if (proclaim !== undefined && result.result.type === 'txn' && !result.result.succeeded) {
    turn.fail('electionNotLeader');
  } else {
    const { revision } = result.result;
    turn.done({ type: proclaim === undefined ? 'released' : 'finished', revision });
  }
  return { ...program, call: 0 };
}

function write(program: LeaderKeyProgram, turn: Turn): LeaderKeyProgram {
  const { key, createRevision, proclaim, session } = program;
  const operation =
    proclaim === undefined
      ? deleteIfMine(key, createRevision)
      : putIfMine(key, createRevision, proclaim, session.lease);
  return { ...program, call: turn.call(operation) };
}
