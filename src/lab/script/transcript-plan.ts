import type { NodeId } from '../../base/flavor.ts';
import type { ClusterAction } from '../../lessons/language/script.ts';
import { configOf } from '../../lessons/run/cluster-config.ts';
import type { ConfChange, ConfChangeV2 } from '../../raft/entry.ts';
import { isMessageType, type MessageType } from '../../raft/message.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { LabConfig, MachineSettings } from '../../sim/world/config.ts';
import { parseAddNodes, type NodesToAdd } from '../../transcript/add-nodes.ts';
import { allowKeys, exactly, parseBoolean, parseWhole, valueOf, words } from '../../transcript/arguments.ts';
import { parseConfChanges } from '../../transcript/conf-change-text.ts';
import { parseCommand, parseDatadriven, TranscriptError, type Command } from '../../transcript/datadriven.ts';

/** What a command of a transcript comes to in the lab. */
export type Deed =
  | { readonly type: 'campaign' | 'forgetLeader' | 'restart'; readonly node: NodeId }
  | { readonly type: 'propose'; readonly node: NodeId; readonly text: string }
  | { readonly type: 'confChange'; readonly node: NodeId; readonly change: ConfChange | ConfChangeV2 }
  | { readonly type: 'ready' | 'append' | 'apply'; readonly nodes: readonly NodeId[] }
  | {
      readonly type: 'deliver';
      readonly recipients: readonly { readonly node: NodeId; readonly drop: boolean }[];
      readonly of: MessageType | undefined;
    }
  | { readonly type: 'stabilize'; readonly nodes: readonly NodeId[] }
  | { readonly type: 'tick'; readonly node: NodeId; readonly clock: 'heartbeat' | 'election' }
  | { readonly type: 'electionTimeout'; readonly node: NodeId; readonly ticks: number }
  | { readonly type: 'compact'; readonly node: NodeId; readonly index: number }
  | { readonly type: 'unreachable'; readonly node: NodeId; readonly peer: NodeId }
  | { readonly type: 'snapshotStatus'; readonly node: NodeId; readonly peer: NodeId; readonly ok: boolean }
  | { readonly type: 'transferLeader'; readonly node: NodeId; readonly to: NodeId }
  | { readonly type: 'readIndex'; readonly node: NodeId; readonly context: string };

export interface Planned {
  /** Of the transcript, from 1. */
  readonly line: number;
  readonly text: string;
  readonly deed: Deed;
}

/** A transcript as a run by hand: the cluster that it begins with, and what is done in it. */
export interface TranscriptPlan {
  readonly cluster: ClusterAction;
  readonly config: Partial<LabConfig>;
  readonly steps: readonly Planned[];
  /** Entries up to here are in the snapshot that nodes begin with: in the run indexes are smaller by so many. */
  readonly before: number;
}

/** What a run by hand cannot do: the line, from 1, and why. */
export function refusal(line: number, text: string, why: string): CommandError {
  return new CommandError('badArgument', `line ${line} of the transcript, "${text}": ${why}`);
}

const NODES_MAX = 9;

/** They look at something, which a run shows anyway. */
const LOOKS = new Set([
  'log-level',
  'raft-log',
  'raft-state',
  'status',
  'full-status',
  'app-state',
  '_breakpoint',
]);
const TABLES = new Set(['committed', 'vote', 'simple', 'enter-joint', 'leave-joint']);

interface Line extends Command {
  readonly line: number;
  readonly text: string;
  /** Of propose-conf-change: the changes. */
  readonly input: string;
}

/** Throws a CommandError at the first line that cannot be done. */
export function planTranscript(text: string): TranscriptPlan {
  const lines = readLines(text);
  const added = lines
    .filter(({ name }) => name === 'add-nodes')
    .map((each) => ({ each, nodes: at(each, () => nodesOf(each)) }));
  const [first] = added;
  if (first === undefined)
    throw new CommandError('badArgument', 'there is no add-nodes in the transcript: a run has nodes');
  const { voters, learners } = first.nodes.snapshot.confState;
  if (voters.length === 0)
    throw refusal(
      first.each.line,
      first.each.text,
      'the first nodes have no voters=(..): they would never do anything',
    );
  const known = new Set([...voters, ...learners]);
  const count = added.reduce((sum, { nodes }) => sum + nodes.count, 0);
  const changed = lines
    .filter(({ name }) => name === 'propose-conf-change')
    .flatMap((each) => at(each, () => parseConfChanges(each.input)).map(({ nodeId }) => nodeId));
  const all = new Set([
    ...known,
    ...Array.from({ length: count }, (_, i) => i + 1),
    ...changed.filter((id) => id > 0),
  ]);
  const beyond = [...all].find((id) => id > NODES_MAX || id < 1);
  if (beyond !== undefined || all.size > NODES_MAX) {
    throw refusal(
      first.each.line,
      first.each.text,
      `a run has nodes 1 to ${NODES_MAX}, and the transcript names ${beyond ?? all.size}`,
    );
  }
  const settings: { node: number; settings: MachineSettings }[] = [];
  let next = 1;
  for (const { each, nodes } of added) {
    if (nodes !== first.nodes) checkSame(each, nodes, first.nodes);
    for (let i = 0; i < nodes.count; i++)
      settings.push({ node: next++, settings: at(each, () => settingsOf(each, nodes)) });
  }
  const cluster = clusterOf(first.nodes, [...all].filter((id) => !known.has(id)).sort(ascending));
  const own = first.nodes.configOf(1);
  return {
    cluster,
    config: {
      ...configOf(cluster),
      electionTicks: own.electionTick,
      heartbeatTicks: own.heartbeatTick,
      machineSettings: settings,
      fixedElectionTicks: 0,
    },
    steps: lines.flatMap((each) => {
      const deed = at(each, () => deedOf(each));
      return deed === undefined ? [] : [{ line: each.line, text: each.text, deed }];
    }),
    before: first.nodes.snapshot.index,
  };
}

/** The commands of a transcript one by one: lines of input are commands, too, but to propose-conf-change. */
function readLines(text: string): readonly Line[] {
  try {
    const lines: Line[] = [];
    for (const { line, name, args, input } of parseDatadriven(text)) {
      lines.push({ line, name, args, text: textOf({ name, args }), input: input.join(' ') });
      if (name === 'propose-conf-change') continue;
      for (const [i, each] of input.entries()) {
        const own = line + 1 + i;
        lines.push(Object.assign(parseCommand(each, own), { line: own, text: each, input: '' }));
      }
    }
    return lines;
  } catch (error) {
    if (error instanceof TranscriptError)
      throw refusal(error.line ?? 1, lineOf(text, error.line ?? 1), error.message);
    throw error;
  }
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}

/** What is wrong with a command is said with its line. */
function at<T>({ line, text }: Line, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TranscriptError) throw refusal(line, text, error.message);
    throw error;
  }
}

function nodesOf({ args }: Line): NodesToAdd {
  const nodes = parseAddNodes(args);
  if (typeof nodes === 'string') throw new TranscriptError(nodes);
  return nodes;
}

/** Nodes that come later begin empty, or with what the first began with. */
function checkSame(each: Line, nodes: NodesToAdd, first: NodesToAdd): void {
  const { index, confState } = nodes.snapshot;
  if (index === 0) return;
  const same =
    index === first.snapshot.index && JSON.stringify(confState) === JSON.stringify(first.snapshot.confState);
  if (!same)
    throw refusal(
      each.line,
      each.text,
      'these nodes begin from another snapshot than the first; a run has one beginning',
    );
}

/** What of add-nodes a member can be given. */
function settingsOf({ args }: Line, nodes: NodesToAdd): MachineSettings {
  for (const key of [
    'disable-conf-change-validation',
    'disable-proposal-forwarding',
    'max-committed-size-per-ready',
    'content',
  ]) {
    if (valueOf(args, key) !== undefined) throw new TranscriptError(`the lab's members have no ${key}`);
  }
  if (valueOf(args, 'max-uncommitted-size') !== undefined) {
    throw new TranscriptError(
      'what a client puts is a larger entry than its bare text, so that a max-uncommitted-size drops other proposals than here',
    );
  }
  const config = nodes.configOf(1);
  return {
    preVote: config.preVote,
    checkQuorum: config.checkQuorum,
    readOnly: config.readOnlyOption,
    stepDownOnRemoval: config.stepDownOnRemoval,
    maxInflightMsgs: Math.min(config.maxInflightMsgs, 1_000_000),
    maxInflightBytes: limit(config.maxInflightBytes, 0),
    maxSizePerMsg: limit(config.maxSizePerMsg, Number.MAX_SAFE_INTEGER),
    maxUncommittedBytes: limit(config.maxUncommittedEntriesSize, 0),
    storage: config.asyncStorageWrites ? 'async' : 'sync',
  };
}

/** Where raft has no limit the lab's settings say so in their own way. */
function limit(value: number, none: number): number {
  return Number.isFinite(value) ? value : none;
}

function clusterOf(first: NodesToAdd, spare: readonly NodeId[]): ClusterAction {
  const config = first.configOf(1);
  const { voters, learners } = first.snapshot.confState;
  return {
    type: 'cluster',
    voters,
    learners,
    spare,
    preVote: config.preVote,
    checkQuorum: config.checkQuorum,
    lease: config.readOnlyOption === 'leaseBased',
    stepDownOnRemoval: config.stepDownOnRemoval,
    inflight: undefined,
    inflightBytes: undefined,
    uncommittedBytes: undefined,
    messageBytes: undefined,
    oneEntryPerMsg: false,
    asyncStorage: config.asyncStorageWrites,
    timeouts: [],
    manualSnapStatus: true,
    brokenRules: [],
    randomApply: [],
  };
}

/** Undefined: it does nothing to the run. */
function deedOf({ name, args, input }: Line): Deed | undefined {
  const one = (): NodeId => parseWhole(exactly(1, args)[0] ?? '', 'node');
  const ids = (): NodeId[] => words(args).map((id) => parseWhole(id, 'node'));
  if (name === 'add-nodes' || LOOKS.has(name)) return undefined;
  switch (name) {
    case 'campaign':
      return { type: 'campaign', node: one() };
    case 'forget-leader':
      return { type: 'forgetLeader', node: one() };
    case 'restart':
      return { type: 'restart', node: one() };
    case 'propose': {
      const [id = '', text = ''] = exactly(2, args);
      return { type: 'propose', node: parseWhole(id, 'node'), text };
    }
    case 'propose-conf-change':
      return {
        type: 'confChange',
        node: parseWhole(words(args)[0] ?? '', 'node'),
        change: changeOf(args, input),
      };
    case 'process-ready':
      return { type: 'ready', nodes: ids() };
    case 'process-append-thread':
      return { type: 'append', nodes: ids() };
    case 'process-apply-thread':
      return { type: 'apply', nodes: ids() };
    case 'deliver-msgs':
      return deliveryOf(args);
    case 'stabilize':
      return { type: 'stabilize', nodes: ids() };
    case 'tick-heartbeat':
      return { type: 'tick', node: one(), clock: 'heartbeat' };
    case 'tick-election':
      return { type: 'tick', node: one(), clock: 'election' };
    case 'set-randomized-election-timeout':
      return {
        type: 'electionTimeout',
        node: parseWhole(words(args)[0] ?? '', 'node'),
        ticks: parseWhole(valueOf(args, 'timeout') ?? '', 'timeout'),
      };
    case 'compact': {
      const [id = '', index = ''] = exactly(2, args);
      return { type: 'compact', node: parseWhole(id, 'node'), index: parseWhole(index, 'index') };
    }
    case 'report-unreachable': {
      const [id = '', peer = ''] = exactly(2, args);
      return { type: 'unreachable', node: parseWhole(id, 'node'), peer: parseWhole(peer, 'node') };
    }
    case 'report-snapshot': {
      const [id = '', peer = '', how = ''] = exactly(3, args);
      if (how !== 'finish' && how !== 'failure') throw new TranscriptError('takes finish or failure');
      return {
        type: 'snapshotStatus',
        node: parseWhole(id, 'node'),
        peer: parseWhole(peer, 'node'),
        ok: how === 'finish',
      };
    }
    case 'transfer-leadership':
      return {
        type: 'transferLeader',
        node: parseWhole(valueOf(args, 'from') ?? '', 'from'),
        to: parseWhole(valueOf(args, 'to') ?? '', 'to'),
      };
    case 'read-index': {
      const [id = '', context = ''] = exactly(2, args);
      return { type: 'readIndex', node: parseWhole(id, 'node'), context };
    }
    case 'send-snapshot':
      throw new TranscriptError('a snapshot that no leader sends by itself is none that a run can have');
    default:
      if (TABLES.has(name)) throw new TranscriptError('a table of quorums or configurations is no run');
      throw new TranscriptError('there is no such command');
  }
}

const transitions = {
  auto: 'ConfChangeTransitionAuto',
  implicit: 'ConfChangeTransitionJointImplicit',
  explicit: 'ConfChangeTransitionJointExplicit',
} as const;

function changeOf(args: Command['args'], input: string): ConfChange | ConfChangeV2 {
  allowKeys(args, ['v1', 'transition']);
  const changes = parseConfChanges(input);
  const [first] = changes;
  if (parseBoolean(valueOf(args, 'v1') ?? 'false', 'v1')) {
    if (first === undefined || changes.length > 1)
      throw new TranscriptError('a change in its first form is one change');
    return { version: 1, id: 0, ...first, context: undefined };
  }
  const transition = valueOf(args, 'transition') ?? 'auto';
  if (!Object.hasOwn(transitions, transition)) throw new TranscriptError(`unknown transition ${transition}`);
  return {
    version: 2,
    transition: transitions[transition as keyof typeof transitions],
    changes,
    context: undefined,
  };
}

function deliveryOf(args: Command['args']): Deed {
  allowKeys(args, ['drop', 'type']);
  const of = valueOf(args, 'type');
  if (of !== undefined && !isMessageType(of)) throw new TranscriptError(`unknown message type ${of}`);
  const recipients = args.flatMap(({ key, values }) => {
    if (values.length === 0) return [{ node: parseWhole(key, 'node'), drop: false }];
    return key === 'drop' ? values.map((id) => ({ node: parseWhole(id, 'node'), drop: true })) : [];
  });
  return { type: 'deliver', recipients, of };
}

function textOf({ name, args }: Command): string {
  const said = args.map(({ key, values }) =>
    values.length === 0
      ? key
      : values.length === 1
        ? `${key}=${values[0] ?? ''}`
        : `${key}=(${values.join(',')})`,
  );
  return [name, ...said].join(' ');
}

function ascending(a: number, b: number): number {
  return a - b;
}
