import { assert } from '../base/assert.ts';
import { cloneDice } from '../base/random.ts';
import { assertWithin } from './bounds.ts';
import type { RaftConfig } from './config.ts';
import type { HardState } from './entry.ts';
import { restoreConfiguration } from './membership.ts';
import { makeMessageQueue, queued } from './message-queue.ts';
import { appliedTo, cloneRaftLog, lastIndex, makeRaftLog, type RaftLog } from './raft-log.ts';
import { cloneReadOnly, makeReadOnly } from './read-only.ts';
import { becomeFollower } from './role.ts';
import { rulesWith } from './rules.ts';
import type { Raft } from './state.ts';
import { traceState } from './state-trace.ts';
import type { Storage } from './storage.ts';
import { cloneTracker, makeTracker } from './tracker.ts';

/** A node as it starts, or starts again: what storage says, a follower, nobody leading (paper 5.2). */
export function makeRaft(config: RaftConfig): Raft {
  checkConfig(config);
  const { hardState, confState } = config.storage.initialState();
  const rules = rulesWith(config.brokenRules);
  const maxApplyingSize = config.maxCommittedSizePerReady || config.maxSizePerMsg;
  const raft: Raft = {
    id: config.id,
    config,
    rules,
    log: makeRaftLog(config.storage, maxApplyingSize, rules.appliesOnlyCommitted()),
    tracker: makeTracker({ messages: config.maxInflightMsgs, bytes: config.maxInflightBytes || Infinity }),
    term: 0,
    vote: 0,
    role: 'StateFollower',
    lead: 0,
    leadTransferee: 0,
    messages: makeMessageQueue(),
    messagesAfterAppend: makeMessageQueue(),
    readOnly: makeReadOnly(),
    postponedReads: [],
    readStates: [],
    pendingConfIndex: 0,
    uncommittedSize: 0,
    electionElapsed: 0,
    heartbeatElapsed: 0,
    randomizedElectionTimeout: 0,
    fixedElectionTimeout: config.fixedElectionTimeout ?? 0,
    tracing: config.trace,
    traces: [],
  };
  traceState(raft, 'InitState');
  restoreConfiguration(raft, confState);
  loadHardState(raft, hardState);
  if (config.applied > 0) appliedTo(raft.log, config.applied, 0);
  becomeFollower(raft, raft.term, 0, 'start');
  return raft;
}

/** etcd: Config.validate. A limit of 0 is no limit, or, for committed entries, that of messages. */
function checkConfig(config: RaftConfig): void {
  assert(config.id > 0, 'a node has an id above 0');
  assert(config.heartbeatTick > 0, 'the heartbeat tick is above 0');
  assert(config.electionTick > config.heartbeatTick, 'the election tick is above the heartbeat tick');
  assert(config.maxInflightMsgs > 0, 'at least one message may be in flight');
  const noByteLimit = config.maxInflightBytes === 0;
  assert(
    noByteLimit || config.maxInflightBytes >= config.maxSizePerMsg,
    'the bytes in flight hold at least one message',
  );
  assert(
    config.readOnlyOption === 'safe' || config.checkQuorum,
    'reads by lease need CheckQuorum, which makes the lease',
  );
}

function loadHardState(raft: Raft, { term, vote, commit }: HardState): void {
  if (term === 0 && vote === 0 && commit === 0) return;
  const { log } = raft;
  assertWithin(commit, log.committed, lastIndex(log), 'the stored commit index lies in the log');
  log.committed = commit;
  raft.term = term;
  raft.vote = vote;
}

export function hardStateOf(raft: Raft): HardState {
  return { term: raft.term, vote: raft.vote, commit: raft.log.committed };
}

/** A node's knowledge as plain data: without what it is configured with. */
export type SavedRaft = Omit<Raft, 'config' | 'rules' | 'tracing' | 'log'> & {
  readonly log: Omit<RaftLog, 'storage'>;
};

/** A node of its own with the same knowledge, on its own storage and dice. Entries and messages are shared. */
export function cloneRaft(raft: Raft, storage: Storage): Raft {
  const config = { ...raft.config, storage, dice: cloneDice(raft.config.dice) };
  return {
    id: raft.id,
    config,
    rules: raft.rules,
    log: cloneRaftLog(raft.log, storage),
    tracker: cloneTracker(raft.tracker),
    term: raft.term,
    vote: raft.vote,
    role: raft.role,
    lead: raft.lead,
    leadTransferee: raft.leadTransferee,
    messages: makeMessageQueue(queued(raft.messages)),
    messagesAfterAppend: makeMessageQueue(queued(raft.messagesAfterAppend)),
    readOnly: cloneReadOnly(raft.readOnly),
    postponedReads: raft.postponedReads.slice(),
    readStates: raft.readStates.slice(),
    pendingConfIndex: raft.pendingConfIndex,
    uncommittedSize: raft.uncommittedSize,
    electionElapsed: raft.electionElapsed,
    heartbeatElapsed: raft.heartbeatElapsed,
    randomizedElectionTimeout: raft.randomizedElectionTimeout,
    fixedElectionTimeout: raft.fixedElectionTimeout,
    tracing: raft.tracing,
    traces: raft.traces.slice(),
  };
}

export function saveRaft(raft: Raft): SavedRaft {
  const {
    config: _config,
    rules: _rules,
    tracing: _tracing,
    log,
    ...knowledge
  } = cloneRaft(raft, raft.log.storage);
  const { storage: _storage, ...savedLog } = log;
  return { ...knowledge, log: savedLog };
}

export function loadRaft(saved: SavedRaft, config: RaftConfig): Raft {
  const { storage } = config;
  const raft: Raft = {
    ...saved,
    config,
    rules: rulesWith(config.brokenRules),
    tracing: config.trace,
    log: { ...saved.log, storage },
  };
  return cloneRaft(raft, storage);
}
