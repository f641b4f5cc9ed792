import type { NodeId } from '../base/flavor.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import type { ConfState } from '../raft/entry.ts';
import type { Message, MsgStorageAppend, MsgStorageApply } from '../raft/message.ts';
import type { RawNodeState } from '../raft/raw-node.ts';

/** How every node of the small world is set: what of a run's settings concerns Raft. Plain data. */
export interface ModelSettings {
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly readOnly: 'safe' | 'leaseBased';
  readonly stepDownOnRemoval: boolean;
  /** Bytes; 0: one entry a message. */
  readonly maxSizePerMsg: number;
  readonly maxInflightMsgs: number;
  /** etcd's AsyncStorageWrites: raft goes on while its disk is at work. */
  readonly storage: 'async' | 'sync';
  /** Names of rules that are switched off, of any layer: those of others than Raft, member and storage mean nothing here. */
  readonly brokenRules: readonly string[];
  /**
   * atOnce: a write is done in the step that asks for it, unless a broken rule has told others before. steps: it is done when its turn comes,
   * as a step of its own. With synchronous storage only `atOnce`.
   */
  readonly disks: 'atOnce' | 'steps';
}

/** One node as it begins. Without `raft` it starts with what its disk has. Plain data. */
export interface ModelNode {
  readonly id: NodeId;
  /** RawNode.save(). */
  readonly raft?: RawNodeState;
  /** MemoryStorage.save(): what raft reads, and what a restart finds. Absent: an empty disk. */
  readonly storage?: unknown;
  /** Writes that the disk has not done yet, oldest first. */
  readonly writes?: readonly MsgStorageAppend[];
  /** Committed entries that are being applied, oldest first: they are applied at once. */
  readonly applies?: readonly MsgStorageApply[];
}

/** A state to begin with, and how its nodes are set. Plain data, so it goes to workers as it is. */
export interface ModelSetup {
  readonly settings: ModelSettings;
  readonly nodes: readonly ModelNode[];
  /** What nodes with empty disks think the members are. */
  readonly confState: ConfState;
  /** Under way. */
  readonly messages: readonly Message[];
  /** The ids that members have in entries, where they are not the nodes' own. */
  readonly wireIds?: readonly (readonly [RaftId, NodeId])[];
  /** Who has led which term, as far as it is known. */
  readonly leaders?: readonly { readonly term: number; readonly node: NodeId }[];
}

/** How much of what may happen may happen, counted from the beginning. Whole numbers; Infinity where nothing is counted. */
export interface Bounds {
  /** So many terms after the highest at the beginning. */
  readonly terms: number;
  /** Campaigns in all. */
  readonly timeouts: number;
  /** Client commands in all, at most 15: each is told from the others. */
  readonly proposals: number;
  /** Crashes, each with a restart. */
  readonly crashes: number;
  /** Messages that arrive and are still under way. */
  readonly duplicates: number;
  /** Messages lost for good. None need be: one that never arrives is as good as lost, but for `messages`. */
  readonly losses: number;
  /** Heartbeats of leaders in all: with them they also send again what was lost. */
  readonly beats: number;
  /** Reads in all, at most 15. */
  readonly reads: number;
  /** No more messages than these are under way at once. */
  readonly messages: number;
}

export const defaultBounds: Bounds = {
  terms: 2,
  timeouts: Infinity,
  proposals: 1,
  crashes: 1,
  duplicates: 0,
  losses: 0,
  beats: 0,
  reads: 0,
  messages: Infinity,
};

/** The settings of the catalogue's small world: neither PreVote nor CheckQuorum, one entry a message. */
export const plainSettings: ModelSettings = {
  preVote: false,
  checkQuorum: false,
  readOnly: 'safe',
  stepDownOnRemoval: false,
  maxSizePerMsg: 0,
  maxInflightMsgs: 256,
  storage: 'async',
  brokenRules: [],
  disks: 'atOnce',
};

/** So many voters with empty disks. */
export function freshSetup(nodes: number, settings: ModelSettings): ModelSetup {
  const voters = Array.from({ length: nodes }, (_, i) => i + 1);
  return {
    settings,
    nodes: voters.map((id) => ({ id })),
    confState: { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false },
    messages: [],
  };
}

/** What is counted, and up to how much. */
export const countMax = {
  proposals: 15,
  crashes: 15,
  duplicates: 15,
  losses: 15,
  beats: 15,
  reads: 15,
  timeouts: 127,
} as const;
export type Counter = keyof typeof countMax;
export const counters = Object.keys(countMax) as readonly Counter[];

/** What is wrong with the bounds, for people; undefined: nothing. */
export function checkBounds(bounds: Bounds): string | undefined {
  for (const [name, bound] of Object.entries(bounds)) {
    const isCount = bound === Infinity || (Number.isInteger(bound) && bound >= 0);
    if (!isCount) return `${name}: a whole number from 0 on, not ${String(bound)}`;
  }
  for (const counter of counters) {
    if (bounds[counter] !== Infinity && bounds[counter] > countMax[counter])
      return `${counter}: at most ${countMax[counter]} are counted, not ${bounds[counter]}`;
  }
  for (const counter of ['proposals', 'reads'] as const) {
    if (bounds[counter] === Infinity)
      return `${counter}: at most ${countMax[counter]}, as each is told from the others`;
  }
  return undefined;
}
