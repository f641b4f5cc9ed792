import * as v from 'valibot';
import { isSet } from '../base/schema.ts';
import { bytes } from '../etcd/operation-schema.ts';
import { present, unreachable } from '../base/assert.ts';
import type { Revision } from '../base/flavor.ts';
import type { TxnResult } from '../etcd/request.ts';
import type { CallAnswer, ClientEvent, ProgramError } from './effect.ts';
import { compareRevision, get, isSame, leaseKey, NO_BYTES, put, slashed, txn } from './operations.ts';
import { deleteIfMine, putIfMine } from './leader-key.ts';
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
 * A candidate (etcd: clientv3/concurrency/election.go, Campaign). As with a lock, each candidate has a key under `name/`
 * and the oldest is the leader's; the key's value is what the leader proclaims, for all who observe.
 */
export interface CampaignProgram {
  readonly recipe: 'campaign';
  readonly lastId: number;
  readonly name: Uint8Array;
  readonly value: Uint8Array;
  /** false: the program ends with the outcome `elected`. true: it leads until told to let go. */
  readonly holds: boolean;
  readonly stage:
    'new' | 'session' | 'placing' | 'renaming' | 'waiting' | 'leading' | 'proclaiming' | 'resigning' | 'done';
  readonly session: Session;
  readonly key: Uint8Array;
  readonly createRevision: Revision;
  /** The header's of the transaction that placed the key. */
  readonly revision: Revision;
  readonly call: number;
  readonly wait: WaitForDelete | undefined;
  readonly error: ProgramError | undefined;
}

export const campaignOptions = {
  name: bytes,
  value: bytes,
  holds: v.optional(isSet, true),
  ...sessionOptions,
};

export function campaignProgram(
  options: {
    readonly name: Uint8Array;
    readonly value: Uint8Array;
    readonly holds: boolean;
  } & SessionOptions,
): CampaignProgram {
  const { name, value, holds, lease, ttl, keepAlive } = options;
  return {
    recipe: 'campaign',
    lastId: 0,
    name,
    value,
    holds,
    stage: 'new',
    session: newSession({ lease, ttl, keepAlive }),
    key: NO_BYTES,
    createRevision: 0,
    revision: 0,
    call: 0,
    wait: undefined,
    error: undefined,
  };
}

export function stepCampaign(program: CampaignProgram, event: ClientEvent, turn: Turn): CampaignProgram {
  if (program.stage === 'done') return program;
  if (event.type === 'start') {
    const { session, became } = openSession(program.session, turn);
    const opened: CampaignProgram = { ...program, stage: 'session', session };
    return became === 'alive' ? place(opened, turn) : opened;
  }
  if (event.type === 'instructed') return instructed(program, event.instruction, turn);
  const { session, became } = stepSession(program.session, event, turn);
  const next = { ...program, session };
  if (became === 'alive') return place(next, turn);
  if (became !== undefined && became !== 'lost') return end(next, became.error, turn);
  if (next.wait !== undefined) return waited(next, next.wait, event, turn);
  return event.type === 'answer' && event.call === next.call ? answered(next, event.result, turn) : next;
}

function instructed(
  program: CampaignProgram,
  instruction: Extract<ClientEvent, { type: 'instructed' }>['instruction'],
  turn: Turn,
): CampaignProgram {
  if (instruction.type === 'stopKeepAlive') return { ...program, session: orphan(program.session, turn) };
  if (instruction.type === 'release') {
    // What is on its way to be put goes when the lease does.
    if (program.createRevision === 0) return leave(program, 0, turn);
    if (program.wait !== undefined) abandonWait(program.wait, turn);
    return resign({ ...program, wait: undefined }, turn);
  }
  if (instruction.type !== 'publish' || program.stage !== 'leading') return program;
  return proclaim({ ...program, stage: 'proclaiming', value: instruction.value }, turn);
}

/** Puts the candidate's key, or finds that this lease has one already. */
function place(program: CampaignProgram, turn: Turn): CampaignProgram {
  const { lease } = program.session;
  const key = leaseKey(slashed(program.name), lease);
  const isNew = compareRevision('CREATE', key, 'EQUAL', 0);
  const call = turn.call(txn([isNew], [put(key, program.value, lease)], [get(key)]));
  return { ...program, stage: 'placing', key, call };
}

function answered(program: CampaignProgram, result: CallAnswer, turn: Turn): CampaignProgram {
  if (result.status !== 'ok') return end(program, program.error ?? result.error, turn, result.status);
  const answer = result.result;
  if (answer.type !== 'txn') return program;
  switch (program.stage) {
    case 'placing':
      return placed(program, answer, turn);
    case 'renaming':
      if (!answer.succeeded) return resign({ ...program, error: 'electionNotLeader' }, turn);
      return waitForTurn(program, turn);
    case 'proclaiming':
      if (!answer.succeeded) return end(program, 'electionNotLeader', turn);
      turn.note({ type: 'written', key: program.key, revision: answer.revision });
      return { ...program, stage: 'leading', call: 0 };
    case 'resigning':
      if (program.error !== undefined) return end(program, program.error, turn);
      return leave(program, answer.revision, turn);
    default:
      return program;
  }
}

function leave(program: CampaignProgram, revision: Revision, turn: Turn): CampaignProgram {
  turn.done({ type: 'released', revision });
  return { ...program, session: orphan(program.session, turn), stage: 'done' };
}

function placed(program: CampaignProgram, answer: TxnResult, turn: Turn): CampaignProgram {
  const next = { ...program, revision: answer.revision };
  const [found] = answer.responses;
  if (answer.succeeded || found?.type !== 'range') {
    return waitForTurn({ ...next, createRevision: answer.revision }, turn);
  }
  const kv = present(found.kvs[0], 'the key that was compared to be there is there');
  const known = { ...next, createRevision: kv.createRevision };
  return isSame(kv.value, program.value)
    ? waitForTurn(known, turn)
    : proclaim({ ...known, stage: 'renaming' }, turn);
}

function proclaim(program: CampaignProgram, turn: Turn): CampaignProgram {
  const { key, createRevision, value, session } = program;
  return { ...program, call: turn.call(putIfMine(key, createRevision, value, session.lease)) };
}

function waitForTurn(program: CampaignProgram, turn: Turn): CampaignProgram {
  const wait = beginWait(slashed(program.name), program.createRevision - 1, program.key, turn);
  return { ...program, stage: 'waiting', call: 0, wait };
}

function waited(
  program: CampaignProgram,
  wait: WaitForDelete,
  event: ClientEvent,
  turn: Turn,
): CampaignProgram {
  const progress = stepWait(wait, event, turn);
  switch (progress.type) {
    case 'waiting':
      return { ...program, wait: progress.wait };
    case 'failed':
      return end(program, progress.error, turn);
    case 'first':
      return lead({ ...program, wait: undefined }, turn);
    default:
      return unreachable(progress);
  }
}

function lead(program: CampaignProgram, turn: Turn): CampaignProgram {
  const { name, key, createRevision, revision, session } = program;
  turn.note({ type: 'owner', key, createRevision });
  if (program.holds) return { ...program, stage: 'leading' };
  turn.done({ type: 'elected', name, key, createRevision, lease: session.lease, revision });
  return { ...program, session: orphan(session, turn), stage: 'done' };
}

function resign(program: CampaignProgram, turn: Turn): CampaignProgram {
  const call = turn.call(deleteIfMine(program.key, program.createRevision));
  return { ...program, stage: 'resigning', call };
}

function end(
  program: CampaignProgram,
  error: ProgramError,
  turn: Turn,
  status: 'failed' | 'unknown' = 'failed',
): CampaignProgram {
  turn.fail(error, status);
  return { ...program, session: orphan(program.session, turn), wait: undefined, stage: 'done' };
}
