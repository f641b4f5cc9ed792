import { describe, expect, it } from 'vitest';
import { computeClusterId, formatMemberId } from '../../src/etcd/cluster/member-id.ts';
import type { MemberId } from '../../src/etcd/request.ts';
import type { RaftId } from '../../src/protobuf/raftpb.ts';
import * as walpb from '../../src/protobuf/walpb.ts';
import { decode } from '../../src/protobuf/wire-read.ts';
import type { ConfChangeType } from '../../src/raft/entry.ts';
import { asV2, decodeWireChange } from '../../src/raft/raftpb/conf-change.ts';
import { recover } from '../../src/storage/recover.ts';
import { readSnapshots } from '../../src/storage/snapshot-file.ts';
import { EtcdLab, put } from './etcd-lab.ts';

const url = 'http://127.0.0.1:42380';
const HEALTHY_MS = 6000;
/** Of etcd's first members infra1, infra2, infra3 with the token etcd-cluster. */
const FIRST = ['8211f1d0f64f3269', '91bc3c398fb3c146', 'fd422379fda50e48'];

const hex = (id: RaftId): string => formatMemberId(BigInt(id));

/** What etcd-dump-logs would say of a member's disk. */
function dump(lab: EtcdLab, node: number) {
  const image = lab.world.machine(node).disk.image();
  const { hardState, entries, position } = recover(image);
  const metadata = decode(walpb.metadata, position?.metadata ?? new Uint8Array(0));
  const changes = entries.flatMap(({ type, data }) => {
    if (type === 'EntryNormal') return [];
    return asV2(decodeWireChange(type, data)).changes.map((one) => `${signs[one.type]}${hex(one.nodeId)}`);
  });
  const snapshot = readSnapshots(image).at(-1);
  return {
    member: hex(metadata.nodeId),
    cluster: hex(metadata.clusterId),
    vote: hex(hardState.vote),
    changes,
    voters: snapshot?.confState.voters.map(hex),
    learners: snapshot?.confState.learners.map(hex),
  };
}

const signs: Readonly<Record<ConfChangeType, string>> = {
  ConfChangeAddNode: '+',
  ConfChangeAddLearnerNode: '+L',
  ConfChangeRemoveNode: '-',
  ConfChangeUpdateNode: '~',
};

/** The labels of a member's changes of members, as people see them. */
function labels(lab: EtcdLab, node: number): string[] {
  const member = lab.cluster.members().find((each) => each.view().id === node);
  return (member?.entries(1, Infinity) ?? []).filter(({ kind }) => kind === 'conf').map(({ label }) => label);
}

async function restartAll(lab: EtcdLab): Promise<void> {
  const up = [...lab.world.machines.values()].filter(({ status }) => status === 'up').map(({ id }) => id);
  for (const node of up) await lab.act({ type: 'kill', node });
  for (const node of up) await lab.act({ type: 'restart', node });
  await lab.run(5000);
}

const idOf = (lab: EtcdLab, node: number): MemberId =>
  lab.cluster
    .members()
    .find((each) => each.view().id === lab.leader)
    ?.memberIdOf(node) ?? 0n;

describe('members on disk', () => {
  it('have the ids of etcd: in metadata, votes, changes of members and snapshots', async () => {
    const lab = await EtcdLab.start({ snapshotCount: 20 });
    for (let i = 0; i < 30; i++) await lab.must('put', lab.leader, put('a', `${i}`));
    await lab.run(500);
    const cluster = hex(computeClusterId(FIRST.map((id) => BigInt(`0x${id}`))));
    for (const node of [1, 2, 3]) {
      expect(dump(lab, node)).toMatchObject({
        member: FIRST[node - 1],
        cluster,
        vote: FIRST[lab.leader - 1],
        voters: FIRST,
        learners: [],
      });
    }
  });

  it('are read back with joins, learners, removals, and another member on the same machine', async () => {
    const lab = await EtcdLab.start({ snapshotCount: 10_000 });
    await lab.run(HEALTHY_MS);
    const { member: four } = await lab.must('memberAdd', 1, {
      type: 'memberAdd',
      peerUrls: [url],
      isLearner: true,
    });
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.run(HEALTHY_MS);
    await lab.must('memberPromote', lab.leader, { type: 'memberPromote', id: four.id });
    const three = idOf(lab, 3);
    await lab.must('memberRemove', lab.leader, { type: 'memberRemove', id: three });
    await lab.run(HEALTHY_MS);
    const peerUrls = ['http://127.0.0.1:32380'];
    const { member: again } = await lab.must('memberAdd', lab.leader, { type: 'memberAdd', peerUrls });
    expect(again.id).not.toBe(three);
    await lab.act({ type: 'addMachine', node: 3 });
    await lab.run(HEALTHY_MS);
    const changes = [
      ...FIRST.map((id) => `+${id}`),
      `+L${hex(four.id)}`,
      `+${hex(four.id)}`,
      `-${hex(three)}`,
      `+${hex(again.id)}`,
    ];
    const shown = ['+1', '+2', '+3', '+4L', '+4', '-3', '+3'];
    for (const step of ['before', 'after']) {
      for (const node of [1, 2, 3, 4]) {
        expect(dump(lab, node).changes, `${step} the restart, node ${node}`).toEqual(changes);
        expect(labels(lab, node), `${step} the restart, node ${node}`).toEqual(shown);
      }
      expect(lab.cluster.members().map((each) => each.view().confState.voters)).toEqual(
        [1, 2, 3, 4].map(() => [1, 2, 3, 4]),
      );
      expect([dump(lab, 3).member, dump(lab, 4).member]).toEqual([hex(again.id), hex(four.id)]);
      await restartAll(lab);
    }
    await lab.must('put', lab.leader, put('a', '1'));
    expect(new Set(lab.hashes()).size).toBe(1);
    expect(lab.violations).toEqual([]);
  });

  it('are read back from snapshots alone, after the log with their changes has gone', async () => {
    const lab = await EtcdLab.start({ snapshotCount: 10, snapshotCatchUpEntries: 5 });
    await lab.run(HEALTHY_MS);
    const { member: four } = await lab.must('memberAdd', 1, {
      type: 'memberAdd',
      peerUrls: [url],
      isLearner: true,
    });
    for (let i = 0; i < 40; i++) await lab.must('put', lab.leader, put('a', `${i}`));
    await lab.act({ type: 'addMachine', node: 4 });
    await lab.run(HEALTHY_MS);
    for (let i = 0; i < 40; i++) await lab.must('put', lab.leader, put('a', `${i}`));
    await restartAll(lab);
    for (const node of [1, 2, 3, 4]) {
      expect(dump(lab, node)).toMatchObject({ voters: FIRST, learners: [hex(four.id)] });
    }
    expect(lab.cluster.members().map((each) => each.view().confState)).toMatchObject(
      [1, 2, 3, 4].map(() => ({ voters: [1, 2, 3], learners: [4] })),
    );
    expect(new Set(lab.hashes()).size).toBe(1);
  });

  it('have ids also where a plain log changes several at once, and in the joint configuration in between', async () => {
    const lab = await EtcdLab.start({ bootstrap: 'plain', nodes: 3 });
    await lab.run(HEALTHY_MS);
    for (const node of [4, 5]) await lab.act({ type: 'addMachine', node });
    const leader = lab.leader;
    const goes = leader === 3 ? 2 : 3;
    await lab.act({
      type: 'confChange',
      request: lab.world.calls.lastId + 1,
      node: leader,
      change: {
        version: 2,
        transition: 'ConfChangeTransitionJointExplicit',
        changes: [
          { type: 'ConfChangeAddNode', nodeId: 4 },
          { type: 'ConfChangeAddLearnerNode', nodeId: 5 },
          { type: 'ConfChangeRemoveNode', nodeId: goes },
        ],
        context: undefined,
      },
    });
    await lab.run(3000);
    for (const node of lab.cluster.members().map((each) => each.view().id)) {
      await lab.act({ type: 'snapshotNow', node });
    }
    await lab.run(1000);
    const [four, five] = [idOf(lab, 4), idOf(lab, 5)];
    expect(new Set([four, five, 0n]).size).toBe(3);
    expect(labels(lab, leader)).toEqual([`+4 +5L -${goes}`]);
    const { voters, learners } = dump(lab, leader);
    expect(voters?.sort()).toEqual([...FIRST.filter((_, i) => i + 1 !== goes), hex(four)].sort());
    expect(learners).toEqual([hex(five)]);
    await restartAll(lab);
    for (const member of lab.cluster.members()) {
      expect(member.view().confState).toMatchObject({
        voters: [1, 2, 3, 4].filter((node) => node !== goes),
        votersOutgoing: [1, 2, 3],
        learners: [5],
      });
    }
    expect(lab.violations).toEqual([]);
  });
});
