import { assert, present } from '../base/assert.ts';
import { decodeStoreCommand } from '../etcd/command.ts';
import type { ConfChange, ConfChangeV2, ConfState, Entry } from '../raft/entry.ts';
import type { MsgStorageApply } from '../raft/message.ts';
import { decodeConfChange } from '../raft/raftpb/conf-change.ts';
import { adopt, contextOf, refusalOf } from './conf-change.ts';
import { identityOf } from './identity.ts';
import type { ApplyWork, ClientAnswer } from './io.ts';
import type { MemberState } from './member-state.ts';
import type { OutputBuilder } from './output-builder.ts';

/** Hands committed entries to the apply thread. */
export function queueApply(state: MemberState, message: MsgStorageApply): ApplyWork {
  const { applying } = state;
  const first = present(message.entries[0], 'there is something to apply').index;
  applying.waiting = [...applying.waiting, message];
  return { id: applying.nextId++, first, last: first + message.entries.length - 1 };
}

/** The apply thread has had its time for the oldest piece of work: it is done now. */
export function finishApply(state: MemberState, id: number, out: OutputBuilder): MsgStorageApply {
  const { applying } = state;
  const oldest = applying.nextId - applying.waiting.length;
  assert(id === oldest && applying.waiting.length > 0, `apply ${id} is done, and ${oldest} is the oldest`);
  const [message, ...rest] = applying.waiting;
  applying.waiting = rest;
  const done = present(message, 'there is something to apply');
  applyEntries(state, done.entries, out);
  return done;
}

/** Entries that a snapshot installed in the meantime contains are passed over. */
function applyEntries(state: MemberState, entries: readonly Entry[], out: OutputBuilder): void {
  const first = state.applied + 1;
  for (const entry of entries) {
    if (entry.index <= state.applied) continue;
    assert(entry.index === state.applied + 1, `entry ${entry.index} is applied after ${state.applied}`);
    applyEntry(state, entry, out);
    state.applied = entry.index;
    state.appliedTerm = entry.term;
  }
  if (state.applied < first) return;
  out.note({ type: 'applied', first, last: state.applied, revision: state.store.revision });
}

function applyEntry(state: MemberState, entry: Entry, out: OutputBuilder): void {
  if (entry.type !== 'EntryNormal') applyChange(state, decodeConfChange(entry.type, entry.data), out);
  else if (entry.data !== undefined && entry.data.length > 0) applyCommand(state, entry.data, out);
}

function applyCommand(state: MemberState, data: Uint8Array, out: OutputBuilder): void {
  const { id, op } = decodeStoreCommand(data);
  const answer = state.store.apply(op);
  settle(
    state,
    id,
    answer.ok
      ? { status: 'ok', result: answer.result, identity: identityOf(state) }
      : { status: 'failed', error: answer.error },
    out,
  );
}

/**
 * A change that cannot be made is not made, on no member (etcd: ValidateConfigurationChange). Nor is one that came to the
 * apply thread before a snapshot came to raft: raft has the snapshot's configuration already, the change within it.
 */
function applyChange(state: MemberState, change: ConfChange | ConfChangeV2, out: OutputBuilder): void {
  const { raft, config } = state;
  if (raft.status().pendingSnapshotIndex !== 0) return;
  const context = contextOf(change);
  if (context !== undefined && isEmpty(raft.status().confState)) adopt(raft, context.confState);
  const refusal = refusalOf(raft.status().confState, change, config.brokenRules);
  if (refusal !== undefined) {
    if (context !== undefined) settle(state, context.id, { status: 'failed', error: refusal }, out);
    return;
  }
  const confState = raft.applyConfChange(change);
  if (context !== undefined) {
    settle(
      state,
      context.id,
      { status: 'ok', result: { type: 'confChange', confState }, identity: identityOf(state) },
      out,
    );
  }
}

/** Answers the client whose entry this is, if it asked here and still waits. */
function settle(state: MemberState, id: number, result: ClientAnswer['result'], out: OutputBuilder): void {
  const request = state.proposals.get(id);
  if (request === undefined) return;
  state.proposals.delete(id);
  out.answer(request, result);
}

function isEmpty(confState: ConfState): boolean {
  return confState.voters.length === 0;
}
