import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../src/base/flavor.ts';
import type { MemberId } from '../../src/etcd/request.ts';
import { idMapOf } from '../../src/node/core/id-map.ts';
import * as raftpb from '../../src/protobuf/raftpb.ts';
import { decode } from '../../src/protobuf/wire-read.ts';
import type { Message } from '../../src/raft/message.ts';
import type { Snapshot } from '../../src/raft/entry.ts';
import { decodeMessage, encodeMessage } from '../../src/raft/raftpb/message.ts';
import { bootOf, World } from '../../src/sim/world/world.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { messages } from '../raft/raftpb/arbitraries.ts';

/** As etcd's are: 64 bits, the uppermost among them, in another order than the machines. */
const nodeIds = new Map<NodeId, MemberId>([
  [1, 0xf0dd_5a2c_0bf4_0c11n],
  [2, 0x0e9e_2b7c_9a31_5d01n],
  [3, 0x8e9e_05c5_2164_694dn],
  // The last sixteen are left to local threads.
  [4, 2n ** 64n - 17n],
  [5, 2n ** 53n + 1n],
  [6, 2n ** 53n - 1n],
]);
const former: MemberId = 0xcafe_0123_4567_89abn;

const { config } = bootOf(World.create(parseConfig({ nodes: 9 }), new NoWatcher()), 1);
/** Machine 7 has a former member only, and of 8 and 9 nobody has been told who they are: they are presumed to be the first ones. */
const ids = idMapOf(config, { nodeIds, formerIds: new Map([[former, 7]]) });

function node(id: number): number {
  return id < 0 ? id : id % 10;
}

/** The message between machines 1 to 9, nobody and raft's local threads. */
function amongMachines(message: Message): Message {
  const list = (nodes: readonly number[]): number[] =>
    [...new Set(nodes.map(node))].filter((id) => id > 0).sort((a, b) => a - b);
  const snapshotOf = (snapshot: Snapshot): Snapshot => {
    const { voters, votersOutgoing, learners, learnersNext, autoLeave } = snapshot.confState;
    const confState = {
      voters: list(voters),
      votersOutgoing: list(votersOutgoing),
      learners: list(learners),
      learnersNext: list(learnersNext),
      autoLeave,
    };
    return { ...snapshot, confState };
  };
  return {
    ...message,
    to: node(message.to),
    from: node(message.from),
    ...('vote' in message && { vote: node(message.vote) }),
    ...('snapshot' in message && { snapshot: message.snapshot && snapshotOf(message.snapshot) }),
    ...('responses' in message && { responses: message.responses.map(amongMachines) }),
  } as Message;
}

describe('members by their ids on the wire', () => {
  test.prop([messages.map(amongMachines)], { numRuns: 500 })(
    'a message comes back to the machines it was of',
    (message) => {
      expect(decodeMessage(encodeMessage(message, ids), ids)).toStrictEqual(message);
    },
  );

  it('are 64 bits there, whoever is named: sender, receiver, vote, and the members of a snapshot', () => {
    const data = undefined;
    const confState = {
      voters: [1, 2, 3],
      votersOutgoing: [4],
      learners: [5, 6],
      learnersNext: [7],
      autoLeave: true,
    };
    const snapshot = { index: 9, term: 3, confState, data };
    const append: Message = {
      type: 'MsgStorageAppend',
      to: -1,
      from: 1,
      term: 3,
      vote: 4,
      commit: 9,
      entries: [],
      snapshot,
      responses: [
        { type: 'MsgAppResp', to: 3, from: 1, term: 3, index: 9, reject: false, rejectHint: 0, logTerm: 0 },
      ],
    };
    const wire = decode(raftpb.message, encodeMessage(append, ids));
    expect(wire).toMatchObject({ to: -1, from: nodeIds.get(1), vote: nodeIds.get(4) });
    expect(wire.responses[0]).toMatchObject({ to: nodeIds.get(3), from: nodeIds.get(1) });
    expect(wire.snapshot?.metadata.confState).toEqual({
      voters: [nodeIds.get(2), nodeIds.get(3), nodeIds.get(1)],
      votersOutgoing: [nodeIds.get(4)],
      learners: [Number(nodeIds.get(6)), nodeIds.get(5)],
      learnersNext: [former],
      autoLeave: true,
    });
    expect(decodeMessage(encodeMessage(append, ids), ids)).toEqual(append);
  });

  it('that nobody here has, or had, are refused with their place', () => {
    const beat: Message = { type: 'MsgHeartbeat', to: 2, from: 1, term: 1, commit: 0, context: undefined };
    const others = idMapOf(config, { nodeIds: new Map([[1, 0xdead_beef_dead_beefn]]), formerIds: new Map() });
    expect(() => decodeMessage(encodeMessage(beat, others), ids)).toThrow(
      /raftpb\.Message\.from.*no member here is or was deadbeefdeadbeef/,
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }), (id) => {
        fc.pre(![...nodeIds.values(), former].includes(id));
        expect(() => ids.fromWire(id)).toThrow(id.toString(16));
      }),
      { numRuns: 50 },
    );
  });
});
