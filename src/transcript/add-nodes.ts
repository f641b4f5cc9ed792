import { encodeUtf8 } from '../base/utf8.ts';
import { makeDice } from '../base/random.ts';
import type { RaftConfig } from '../raft/config.ts';
import type { Snapshot } from '../raft/entry.ts';
import { allowKeys, parseBoolean, parseWhole, valueOf, valuesOf, words } from './arguments.ts';
import { TranscriptError } from './datadriven.ts';
import type { Argument } from './datadriven.ts';

const keys = [
  'voters',
  'learners',
  'index',
  'content',
  'inflight',
  'async-storage-writes',
  'prevote',
  'checkquorum',
  'max-committed-size-per-ready',
  'disable-conf-change-validation',
  'read-only',
  'step-down-on-removal',
  'max-size-per-msg',
  'max-inflight-bytes',
  'max-uncommitted-size',
  'disable-proposal-forwarding',
  'election-tick',
  'heartbeat-tick',
];

/** What add-nodes asks for: how many nodes, the snapshot all start from (index 0 for none), and their configuration. */
export interface NodesToAdd {
  readonly count: number;
  readonly snapshot: Snapshot;
  configOf(id: number): Omit<RaftConfig, 'storage'>;
}

/** Reads add-nodes' arguments. An error of the request itself is answered as its text. */
export function parseAddNodes(args: readonly Argument[]): NodesToAdd | string {
  const [countText, ...others] = words(args);
  if (countText === undefined || others.length > 0) throw new TranscriptError('add-nodes takes one number');
  const count = parseWhole(countText, 'how many');
  allowKeys(args, keys);
  const number = (key: string, absent: number) => parseWhole(valueOf(args, key) ?? String(absent), key);
  const confState = {
    voters: valuesOf(args, 'voters').map((id) => parseWhole(id, 'voters')),
    learners: valuesOf(args, 'learners').map((id) => parseWhole(id, 'learners')),
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  const content = valueOf(args, 'content');
  const index = number('index', 0);
  const bootstrap =
    index > 0 || content !== undefined || confState.voters.length > 0 || confState.learners.length > 0;
  if (bootstrap && index <= 1) return 'index must be specified as > 1 due to bootstrap';
  const data = content === undefined ? undefined : encodeUtf8(content);
  const config = parseConfig(args);
  if (typeof config === 'string') return config;
  return {
    count,
    snapshot: { index, term: bootstrap ? 1 : 0, confState, data },
    configOf: (id) => ({ ...config, id, dice: makeDice(1, 'transcript', id) }),
  };
}

function parseConfig(args: readonly Argument[]): Omit<RaftConfig, 'id' | 'storage' | 'dice'> | string {
  const number = (key: string, absent: number) => {
    const text = valueOf(args, key);
    return text === undefined ? absent : parseWhole(text, key);
  };
  /** In bytes; beyond exact numbers there is no limit to speak of. */
  const size = (key: string, absent: number) =>
    Number(valueOf(args, key)) > Number.MAX_SAFE_INTEGER ? Infinity : number(key, absent);
  /** Where 0 stands for no limit. */
  const limit = (key: string) => size(key, 0) || Infinity;
  const flag = (key: string) => parseBoolean(valueOf(args, key) ?? 'false', key);
  const readOnly = valueOf(args, 'read-only') ?? 'safe';
  if (readOnly !== 'safe' && readOnly !== 'lease-based') return `invalid read-only option "${readOnly}"`;
  const maxSizePerMsg = size('max-size-per-msg', Infinity);
  return {
    electionTick: number('election-tick', 3),
    heartbeatTick: number('heartbeat-tick', 1),
    applied: 0,
    asyncStorageWrites: flag('async-storage-writes'),
    maxSizePerMsg,
    maxCommittedSizePerReady: size('max-committed-size-per-ready', 0) || maxSizePerMsg,
    maxUncommittedEntriesSize: limit('max-uncommitted-size'),
    maxInflightMsgs: number('inflight', 2 ** 31 - 1),
    maxInflightBytes: limit('max-inflight-bytes'),
    checkQuorum: flag('checkquorum'),
    preVote: flag('prevote'),
    readOnlyOption: readOnly === 'safe' ? 'safe' : 'leaseBased',
    disableProposalForwarding: flag('disable-proposal-forwarding'),
    disableConfChangeValidation: flag('disable-conf-change-validation'),
    stepDownOnRemoval: flag('step-down-on-removal'),
    brokenRules: [],
    trace: false,
  };
}
