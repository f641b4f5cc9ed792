import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { NODE, NUMBER, TEXT, BOOLEAN, wordOf } from '../value-type.ts';
import { tableOf, type Fields } from './field.ts';
import { nodeOrNone } from './node-fields.ts';

export const eventFields = {
  number: { type: NUMBER, sure: true, read: ({ number }) => number },
  type: { type: wordOf('eventType'), sure: true, isKind: true, read: ({ type }) => type },
  node: { type: NODE, read: ({ node }) => nodeOrNone(node) },
  time: { type: NUMBER, sure: true, read: ({ at }) => microsToMs(at) },
  waits: { type: BOOLEAN, sure: true, read: ({ waits }) => waits },
  command: { type: TEXT, read: ({ command }) => command?.type },
  client: {
    type: TEXT,
    instead: true,
    happens: [{ type: 'client' }],
    ofStep: true,
    read: ({ client }) => client,
  },
  elected: {
    type: NUMBER,
    instead: true,
    happens: [{ type: 'election' }],
    ofStep: true,
    read: ({ elected }) => elected,
  },
  committed: {
    type: NUMBER,
    instead: true,
    ofAll: ['commit'],
    ofStep: true,
    read: ({ committed }) => committed,
  },
  end: {
    type: wordOf('end'),
    instead: true,
    happens: [{ type: 'ended' }],
    ofStep: true,
    read: ({ ended }) => (ended.find(({ end }) => end !== 'delivered') ?? ended[0])?.end,
  },
  sent: { type: NUMBER, sure: true, read: ({ sent }) => sent.length },
  writes: { type: NUMBER, sure: true, read: ({ output }) => output?.writes.length ?? 0 },
  applies: { type: NUMBER, sure: true, read: ({ output }) => output?.applies.length ?? 0 },
} satisfies Fields<WorldEvent>;

export const eventTable = tableOf<WorldEvent>('event', eventFields, ({ number }) => String(number));

/** What a member decided in a step. */
export interface DecisionThing {
  readonly node: NodeId;
  readonly trace: NodeTrace;
}

export const decisionFields = {
  type: { type: TEXT, sure: true, read: ({ trace }) => trace.type },
  rule: { type: TEXT, read: ({ trace }) => ('rule' in trace ? trace.rule : undefined) },
  reason: { type: TEXT, read: ({ trace }) => ('reason' in trace ? trace.reason : undefined) },
  node: { type: NODE, sure: true, read: ({ node }) => node },
} satisfies Fields<DecisionThing>;

export const decisionTable = tableOf<DecisionThing>('decision', decisionFields, ({ trace }) =>
  JSON.stringify(trace, plain),
);

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

export function decisionsOf(event: WorldEvent | undefined): readonly DecisionThing[] {
  return (event?.output?.trace ?? []).map((trace) => ({ node: event?.node ?? 0, trace }));
}

/** Every kind of decision (raft/trace.ts, node/io.ts): one that is missing here does not compile. */
export const decisionTypes = Object.keys({
  appendAccepted: 0,
  appendRejected: 0,
  appendStale: 0,
  applied: 0,
  becameCandidate: 0,
  becameFollower: 0,
  becameLeader: 0,
  becamePreCandidate: 0,
  campaignRefused: 0,
  committed: 0,
  confChangeRefused: 0,
  configSwitched: 0,
  entriesAppended: 0,
  forgetRefused: 0,
  leaderForgotten: 0,
  localMessage: 0,
  logCompacted: 0,
  logTruncated: 0,
  messageIgnored: 0,
  notCommitted: 0,
  progressChanged: 0,
  proposalDropped: 0,
  proposalForwarded: 0,
  proposedLate: 0,
  quorumChecked: 0,
  readConfirmed: 0,
  readIndexAsked: 0,
  readIndexConfirmed: 0,
  readIndexDropped: 0,
  readIndexForwarded: 0,
  readIndexPostponed: 0,
  readServed: 0,
  snapshotIgnored: 0,
  snapshotInstalled: 0,
  snapshotNotSent: 0,
  snapshotRestored: 0,
  snapshotSent: 0,
  snapshotTaken: 0,
  staleAppendResponse: 0,
  staleLeaderAnswered: 0,
  started: 0,
  timeoutNowSent: 0,
  transferAborted: 0,
  transferRefused: 0,
  transferStarted: 0,
  voteCounted: 0,
  voteGranted: 0,
  voteIgnored: 0,
  voteRejected: 0,
} satisfies Record<NodeTrace['type'], 0>);
