import { countSent } from './counting.ts';
import type { Entry } from '../../raft/entry.ts';
import {
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  type MsgStorageAppend,
} from '../../raft/message.ts';
import type { Ready } from '../../raft/ready.ts';
import { memberRulesWith } from '../core/rules.ts';
import { storageRulesWith } from '../../storage/rules.ts';
import { idMapOf } from '../core/id-map.ts';
import { queueAppend } from '../core/disk-queue.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { withNewestSnapshot } from '../core/storing.ts';
import { queueApply } from './applying.ts';
import { takeReadStates } from './reading.ts';

/**
 * Takes raft's Ready. With asynchronous storage it is messages alone, to the two threads among others (etcd: the example
 * in raft's doc.go). With synchronous storage (etcd: raft.go, `raftNode.start`) it goes through these stages:
 *
 *     taken     a leader's appends, heartbeats and snapshots leave: it may write while its followers write (thesis 10.2.1)
 *     written   its entries, hard state and snapshot are on disk; everything else is sent, votes and acknowledgements too
 *     applied   its committed entries are in the store; raft is advanced, and the next Ready may be taken
 *
 * A stage that has nothing to do is passed at once. A member that ends in between has lost what was not written, and
 * nobody has heard what that would have vouched for.
 */
export function takeReady(state: MemberState, out: OutputBuilder): void {
  const ready = state.raft.ready();
  out.readys++;
  if (state.config.storage === 'async') {
    handOut(state, ready.messages, out);
    return takeReadStates(state, ready.readStates, out);
  }
  const early = ready.messages.filter((message) => leavesEarly(state, message));
  const late =
    early.length === 0 ? ready.messages : ready.messages.filter((message) => !leavesEarly(state, message));
  state.openReady = { committed: ready.committedEntries };
  handOut(state, early, out);
  takeReadStates(state, ready.readStates, out);
  if (isToBeWritten(ready)) {
    const write = writeOf(state, ready, late);
    const rules = storageRulesWith(state.config.brokenRules);
    out.writes.push(queueAppend(state.disk, write, idMapOf(state.config, state), rules, () => false));
  } else {
    handOut(state, late, out);
    readyWritten(state, out);
  }
}

/** Synchronous storage: nothing of the open Ready is to be written, or not any more. Called after every write. */
export function readyWritten(state: MemberState, out: OutputBuilder): void {
  const { openReady, disk, applying } = state;
  const isWriting = disk.waiting.some(({ type }) => type === 'append');
  if (openReady === undefined || isWriting || applying.waiting.length > 0) return;
  if (openReady.committed.length === 0) advance(state);
  else out.applies.push(queueApply(state, applyOf(state, openReady.committed)));
}

/** Synchronous storage: what the open Ready has committed is applied. */
export function readyApplied(state: MemberState): void {
  if (state.openReady !== undefined) advance(state);
}

function advance(state: MemberState): void {
  state.openReady = undefined;
  state.raft.advance();
}

/** Every message to where it belongs: own threads, own node, other members. */
export function handOut(state: MemberState, messages: readonly Message[], out: OutputBuilder): void {
  const { config, raft, disk } = state;
  for (const message of messages) {
    if (message.to === LOCAL_APPEND_THREAD && message.type === 'MsgStorageAppend') {
      const append = withoutEarly(state, message, out);
      const rules = storageRulesWith(config.brokenRules);
      out.writes.push(queueAppend(disk, append, idMapOf(config, state), rules));
    } else if (message.to === LOCAL_APPLY_THREAD && message.type === 'MsgStorageApply') {
      out.applies.push(queueApply(state, message));
    } else if (message.to === config.id) {
      raft.step(message);
    } else {
      countSent(state, message);
      out.sends.push(message.type === 'MsgSnap' ? withNewestSnapshot(state, message) : message);
    }
  }
}

/** Synchronous storage: a leader's messages that vouch for nothing leave before the write; a follower's all wait. */
function leavesEarly({ raft, config }: MemberState, { type }: Message): boolean {
  const { waitsForDisk } = memberRulesWith(config.brokenRules);
  return !waitsForDisk(type) && (raft.isLeader || type === 'MsgAppResp');
}

/** What others are told once the write is done, but for what does not wait for it and has left already. */
function withoutEarly(state: MemberState, message: MsgStorageAppend, out: OutputBuilder): MsgStorageAppend {
  const { config } = state;
  const { waitsForDisk } = memberRulesWith(config.brokenRules);
  const isEarly = ({ type, to }: Message) => type === 'MsgAppResp' && to !== config.id && !waitsForDisk(type);
  const early = message.responses.filter(isEarly);
  if (early.length === 0) return message;
  handOut(state, early, out);
  return { ...message, responses: message.responses.filter((response) => !isEarly(response)) };
}

function isToBeWritten({ entries, hardState, snapshot }: Ready): boolean {
  return entries.length > 0 || hardState !== undefined || snapshot !== undefined;
}

/** As if raft had asked its append thread: what is sent after the write rides on it. */
function writeOf({ config }: MemberState, ready: Ready, late: readonly Message[]): MsgStorageAppend {
  const { entries, snapshot, hardState = { term: 0, vote: 0, commit: 0 } } = ready;
  return {
    type: 'MsgStorageAppend',
    to: LOCAL_APPEND_THREAD,
    from: config.id,
    ...hardState,
    entries,
    snapshot,
    responses: late,
  };
}

function applyOf({ config }: MemberState, entries: readonly Entry[]): Parameters<typeof queueApply>[1] {
  return {
    type: 'MsgStorageApply',
    to: LOCAL_APPLY_THREAD,
    from: config.id,
    term: 0,
    entries,
    responses: [],
  };
}
