import type { Revision } from '../base/flavor.ts';
import type { LeaseId, TxnRequest } from '../etcd/request.ts';
import type { ClientEvent } from './effect.ts';
import { compareRevision, del, put, txn } from './operations.ts';
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
 * v3election Proclaim and Resign). To resign from what one has not, or has no more, is no error; to proclaim is.
 */
export interface LeaderKeyProgram {
  readonly recipe: 'leaderKey';
  readonly lastId: number;
  readonly key: Uint8Array;
  readonly createRevision: Revision;
  /** undefined: resign. */
  readonly proclaim: { readonly value: Uint8Array; readonly lease: LeaseId } | undefined;
  readonly call: number;
}

export function leaderKeyProgram(
  options: Pick<LeaderKeyProgram, 'key' | 'createRevision' | 'proclaim'>,
): LeaderKeyProgram {
  const { key, createRevision, proclaim } = options;
  return { recipe: 'leaderKey', lastId: 0, key, createRevision, proclaim, call: 0 };
}

export function stepLeaderKey(program: LeaderKeyProgram, event: ClientEvent, turn: Turn): LeaderKeyProgram {
  const { key, createRevision, proclaim } = program;
  if (event.type === 'start') {
    const operation =
      proclaim === undefined
        ? deleteIfMine(key, createRevision)
        : putIfMine(key, createRevision, proclaim.value, proclaim.lease);
    return { ...program, call: turn.call(operation) };
  }
  if (event.type !== 'answer' || event.call !== program.call) return program;
  const { result } = event;
  if (result.status !== 'ok') turn.fail(result.error, result.status);
  else if (proclaim !== undefined && result.result.type === 'txn' && !result.result.succeeded) {
    turn.fail('electionNotLeader');
  } else {
    const { revision } = result.result;
    turn.done({ type: proclaim === undefined ? 'released' : 'finished', revision });
  }
  return { ...program, call: 0 };
}
