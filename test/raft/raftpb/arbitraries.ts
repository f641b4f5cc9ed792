import { fc } from '@fast-check/vitest';
import type { Term } from '../../../src/base/flavor.ts';
import * as raftpb from '../../../src/protobuf/raftpb.ts';
import { numbersOf } from '../../../src/protobuf/table.ts';
import { entryTypeNumber } from '../../../src/raft/entry.ts';
import type {
  ConfChange,
  ConfChangeV2,
  ConfState,
  Entry,
  HardState,
  Snapshot,
} from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';

/** Plain objects, so that strict equality means something. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>;

const names = <K extends string>(table: Readonly<Record<K, number>>) =>
  fc.constantFrom(...(Object.keys(table) as K[]));
const index = fc.oneof(fc.nat({ max: 300 }), fc.maxSafeNat());
const node = fc.oneof(fc.nat({ max: 300 }), fc.maxSafeNat(), fc.constantFrom(-1, -2));
/** Ascending, as configurations have them. */
const ids = fc.uniqueArray(node, { maxLength: 4 }).map((list) => list.sort((a, b) => a - b));
const bytes = fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined });

export const terms: fc.Arbitrary<Term> = fc
  .oneof(fc.nat({ max: 300 }).map(BigInt), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
  .map((value) => (value > BigInt(Number.MAX_SAFE_INTEGER) ? value : Number(value)));

export const entries: fc.Arbitrary<Entry> = record({
  type: names(entryTypeNumber),
  term: terms,
  index,
  data: bytes,
});
export const hardStates: fc.Arbitrary<HardState> = record({ term: terms, vote: node, commit: index });
export const confStates: fc.Arbitrary<ConfState> = record({
  voters: ids,
  votersOutgoing: ids,
  learners: ids,
  learnersNext: ids,
  autoLeave: fc.boolean(),
});
export const snapshots: fc.Arbitrary<Snapshot> = record({
  index: index.map((value) => Math.max(value, 1)),
  term: terms,
  confState: confStates,
  data: bytes,
});

export const confChanges: fc.Arbitrary<ConfChange> = record({
  version: fc.constant(1 as const),
  id: index,
  type: names(numbersOf(raftpb.confChangeType)),
  nodeId: node,
  context: bytes,
});
export const confChangesV2: fc.Arbitrary<ConfChangeV2> = record({
  version: fc.constant(2 as const),
  transition: names(numbersOf(raftpb.confChangeTransition)),
  changes: fc.array(record({ type: names(numbersOf(raftpb.confChangeType)), nodeId: node }), {
    maxLength: 4,
  }),
  context: bytes,
});

const envelope = { to: node, from: node, term: terms };
const several = fc.array(entries, { maxLength: 3 });
const message = <T extends Message>(
  type: T['type'],
  body: { [K in Exclude<keyof T, 'type' | 'to' | 'from' | 'term'>]: fc.Arbitrary<T[K]> },
) => record({ type: fc.constant(type), ...envelope, ...body }) as unknown as fc.Arbitrary<T>;

const plain: fc.Arbitrary<Message> = fc.oneof(
  ...(
    [
      'MsgHup',
      'MsgBeat',
      'MsgUnreachable',
      'MsgCheckQuorum',
      'MsgTransferLeader',
      'MsgTimeoutNow',
      'MsgForgetLeader',
    ] as const
  ).map((type) => message<Extract<Message, { type: typeof type }>>(type, {})),
  message<Extract<Message, { type: 'MsgProp' }>>('MsgProp', { entries: several }),
  message<Extract<Message, { type: 'MsgApp' }>>('MsgApp', {
    logTerm: terms,
    index,
    entries: several,
    commit: index,
  }),
  message<Extract<Message, { type: 'MsgAppResp' }>>('MsgAppResp', {
    index,
    reject: fc.boolean(),
    rejectHint: index,
    logTerm: terms,
  }),
  ...(['MsgVote', 'MsgPreVote'] as const).map((type) =>
    record({ type: fc.constant(type), ...envelope, logTerm: terms, index, context: bytes }),
  ),
  ...(['MsgVoteResp', 'MsgPreVoteResp'] as const).map((type) =>
    record({ type: fc.constant(type), ...envelope, reject: fc.boolean() }),
  ),
  message<Extract<Message, { type: 'MsgSnap' }>>('MsgSnap', { snapshot: snapshots }),
  message<Extract<Message, { type: 'MsgHeartbeat' }>>('MsgHeartbeat', { commit: index, context: bytes }),
  message<Extract<Message, { type: 'MsgHeartbeatResp' }>>('MsgHeartbeatResp', { context: bytes }),
  message<Extract<Message, { type: 'MsgSnapStatus' }>>('MsgSnapStatus', { reject: fc.boolean() }),
  message<Extract<Message, { type: 'MsgReadIndex' }>>('MsgReadIndex', { entries: several }),
  message<Extract<Message, { type: 'MsgReadIndexResp' }>>('MsgReadIndexResp', { index, entries: several }),
  message<Extract<Message, { type: 'MsgStorageAppendResp' }>>('MsgStorageAppendResp', {
    index,
    logTerm: terms,
    snapshot: fc.option(snapshots, { nil: undefined }),
  }),
  message<Extract<Message, { type: 'MsgStorageApplyResp' }>>('MsgStorageApplyResp', { entries: several }),
);
const responses = fc.array(plain, { maxLength: 3 });

/** Messages of every type, with values all over their ranges. */
export const messages: fc.Arbitrary<Message> = fc.oneof(
  { weight: 20, arbitrary: plain },
  message<Extract<Message, { type: 'MsgStorageAppend' }>>('MsgStorageAppend', {
    vote: node,
    commit: index,
    entries: several,
    snapshot: fc.option(snapshots, { nil: undefined }),
    responses,
  }),
  message<Extract<Message, { type: 'MsgStorageApply' }>>('MsgStorageApply', { entries: several, responses }),
);
