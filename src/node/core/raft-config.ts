import type { LogIndex } from '../../base/flavor.ts';
import { makeDice } from '../../base/random.ts';
import type { RaftConfig } from '../../raft/config.ts';
import type { StateTracer } from '../../raft/state-trace.ts';
import type { Storage } from '../../raft/storage.ts';
import type { MemberConfig } from '../io.ts';

/** Committed entries on the apply thread at once; its own limit, since maxSizePerMsg may be as low as 0. */
const COMMITTED_BYTES_MAX = 1024 * 1024;

/** raft as a member runs it: storage on threads of its own or done before it goes on, decisions recorded, proposals forwarded. */
export function makeRaftConfig(
  config: MemberConfig,
  storage: Storage,
  applied: LogIndex,
  tracer?: StateTracer,
): RaftConfig {
  return {
    id: config.id,
    electionTick: config.electionTicks,
    heartbeatTick: config.heartbeatTicks,
    fixedElectionTimeout: config.fixedElectionTicks,
    storage,
    applied,
    asyncStorageWrites: config.storage === 'async',
    maxSizePerMsg: config.maxSizePerMsg,
    maxCommittedSizePerReady: COMMITTED_BYTES_MAX,
    maxUncommittedEntriesSize: config.maxUncommittedBytes || Infinity,
    maxInflightMsgs: config.maxInflightMsgs,
    maxInflightBytes: config.maxInflightBytes,
    checkQuorum: config.checkQuorum,
    preVote: config.preVote,
    readOnlyOption: config.readOnly,
    disableProposalForwarding: false,
    disableConfChangeValidation: false,
    stepDownOnRemoval: config.stepDownOnRemoval,
    dice: makeDice(config.seed, 'node', config.id, config.incarnation),
    brokenRules: config.brokenRules,
    trace: true,
    tracer,
  };
}
