import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { drawInt, type Dice } from '../../src/base/random.ts';
import { exportStretch } from '../../src/export/export-stretch.ts';
import { Member } from '../../src/node/member.ts';
import type { Command } from '../../src/sim/command/command.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import type { World } from '../../src/sim/world/world.ts';
import { faultOfStateTrace } from './check-tla.ts';
import { livedRun, type LivedRun } from './recorded-run.ts';

/**
 * What the specification knows: it has no PreVote and no lease, compacts no log, and takes a log to begin with the first
 * members, as etcd's does.
 */
const known: Partial<LabConfig> = {
  bootstrap: 'etcd',
  preVote: false,
  checkQuorum: false,
  snapshotCount: 1_000_000,
};

/** Writes, faults of the network, elections and changes of members: all that the specification follows. */
function drawKnown(dice: Dice, world: World): Command {
  const nodes = [...world.machines.keys()];
  const node = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  switch (drawInt(dice, 0, 11)) {
    case 0:
      return { type: 'isolate', node };
    case 1:
    case 2:
      return { type: 'heal' };
    case 3:
      return { type: 'campaign', node };
    case 4:
      return { type: 'pause', node };
    case 5:
      return { type: 'resume', node };
    case 6:
      return { type: 'transferLeader', to: node };
    default:
      return drawPut(dice, world);
  }
}

function drawPut(_: Dice, world: World): Command {
  const operation = { type: 'put', key: encodeUtf8('k'), value: encodeUtf8('v') } as const;
  return { type: 'request', request: world.calls.lastId + 1, node: 1, operation };
}

async function traceOf({ history, cluster }: LivedRun): Promise<string> {
  const stretch = { from: 0, to: cluster.world.now };
  const exported = await exportStretch(history, Member, 'tla', stretch, () => Promise.resolve());
  if ('tooLarge' in exported) throw new Error('it has no room');
  return exported.text;
}

function noticed(changed: readonly string[]): boolean {
  return faultOfStateTrace(changed.join('\n')) !== undefined;
}

describe('a run as a trace for the specification of etcd-io/raft', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const storage = seed % 2 === 0 ? 'sync' : 'async';
    it(`is followed by it to the end (seed ${seed}, ${storage} storage)`, async () => {
      const run = await livedRun(seed, 1500, { ...known, nodes: 3 + (seed % 3), storage }, drawKnown);
      const text = await traceOf(run);
      expect(faultOfStateTrace(text), `seed ${seed}`).toBeUndefined();
      for (const name of ['BecomeLeader', 'Replicate', 'Commit', 'ReceiveAppendEntriesRequest'])
        expect(text, `seed ${seed}`).toContain(`"name":"${name}"`);
    });
  }

  it('begins with the run whatever the window, and ends with it', async () => {
    const { history, cluster } = await livedRun(7, 400, { ...known, nodes: 3 }, drawKnown);
    const [whole, late] = await Promise.all(
      [0, cluster.world.now / 2].map(async (from) =>
        exportStretch(history, Member, 'tla', { from, to: cluster.world.now }, () => Promise.resolve()),
      ),
    );
    expect(late).toEqual(whole);
    const half = await exportStretch(history, Member, 'tla', { from: 0, to: cluster.world.now / 2 }, () =>
      Promise.resolve(),
    );
    if (whole === undefined || 'tooLarge' in whole || 'tooLarge' in half) throw new Error('it has no room');
    expect(half.text.length).toBeLessThan(whole.text.length);
    expect(whole.text.startsWith(half.text)).toBe(true);
  });

  it('has the fields of etcd-io/raft in their order, ids as text, and nothing that Go leaves out', async () => {
    const run = await livedRun(8, 120, { nodes: 2, preVote: false, loss: 0 }, drawKnown);
    const lines = (await traceOf(run)).split('\n');
    const start = '"nid":"1","state":{"term":0,"vote":"0","commit":0},"role":"StateFollower","log":0';
    expect(lines.slice(0, 3)).toEqual([
      `{"tag":"trace","ts":0,"event":{"name":"InitState",${start},"conf":[[],[]]}}`,
      `{"tag":"trace","ts":0,"event":{"name":"ApplyConfChange",${start},"conf":[[],[]],"prop":{"cc":{"newconf":["1","2"]}}}}`,
      `{"tag":"trace","ts":0,"event":{"name":"BecomeFollower",${start},"conf":[["1","2"],[]]}}`,
    ]);
    const message = lines.find((line) => line.includes('"type":"MsgApp"') && line.includes('"name":"Send'));
    expect(message?.replace(/"ts":[\d.]+/, '"ts":0')).toBe(
      '{"tag":"trace","ts":0,"event":{"name":"SendAppendEntriesRequest","nid":"1",' +
        '"state":{"term":1,"vote":"1","commit":0},"role":"StateLeader","log":1,"conf":[["1","2"],[]],' +
        '"msg":{"type":"MsgApp","term":1,"from":"1","to":"2","entries":1,"logTerm":0,"index":0,"commit":0,' +
        '"vote":"0","reject":false,"rejectHint":0},"prop":{"match":0,"next":1}}}',
    );
  });

  it('members that come and go are named by their machines, and followed', async () => {
    const run = await livedRun(9, 300, { ...known, nodes: 3, loss: 0 }, drawPut);
    const { cluster } = run;
    // A leader admits newcomers only when it has been connected with a quorum for 5 s.
    const wait = () => cluster.run({ until: cluster.world.now + 6_000_000, events: Infinity });
    await wait();
    for (const type of ['ConfChangeAddLearnerNode', 'ConfChangeAddNode', 'ConfChangeRemoveNode'] as const) {
      if (type === 'ConfChangeAddLearnerNode') await cluster.act({ type: 'addMachine', node: 4 });
      const change = { version: 1, id: 0, type, nodeId: 4, context: undefined } as const;
      const leader = [...cluster.world.machines.values()].find(
        ({ image }) => image?.view().state === 'StateLeader',
      );
      const request = cluster.world.calls.lastId + 1;
      await cluster.act({ type: 'confChange', request, node: leader?.id ?? 1, change });
      await wait();
    }
    const text = await traceOf(run);
    const actions = [...text.matchAll(/"changes":\[\{"nid":"4","action":"(\w+)"\}\]/g)].map(
      ([, action]) => action,
    );
    expect(actions).toEqual(['AddLearner', 'AddNewServer', 'RemoveServer']);
    expect(faultOfStateTrace(text)).toBeUndefined();
  });

  it('a line that is changed, lost or told twice is noticed', async () => {
    const lines = (await traceOf(await livedRun(10, 500, { ...known, nodes: 3 }, drawKnown)))
      .trimEnd()
      .split('\n');
    expect(noticed(lines)).toBe(false);
    const at = (name: string) => lines.findLastIndex((line) => line.includes(`"name":"${name}"`));
    for (const name of ['BecomeLeader', 'Replicate', 'SendAppendEntriesRequest', 'BecomeCandidate']) {
      const first = lines.findIndex((line) => line.includes(`"name":"${name}"`));
      expect(noticed(lines.toSpliced(first, 1)), `without ${name}`).toBe(true);
    }
    expect(noticed(lines.filter((line) => !line.includes('"name":"Ready"'))), 'nothing is sent').toBe(true);
    for (const name of ['BecomeLeader', 'Replicate', 'ReceiveRequestVoteRequest'])
      expect(noticed(lines.toSpliced(at(name), 0, lines[at(name)] ?? '')), `${name} twice`).toBe(true);
    for (const [name, field, by] of [
      ['Commit', /"commit":\d+/, '"commit":1'],
      ['ReceiveAppendEntriesRequest', /"entries":\d+/, '"entries":50'],
      ['ReceiveAppendEntriesResponse', /"term":\d+/, '"term":77'],
      ['SendAppendEntriesRequest', /"entries":\d+/, '"entries":50'],
    ] as const)
      expect(
        noticed(lines.with(at(name), (lines[at(name)] ?? '').replace(field, by))),
        `another ${name}`,
      ).toBe(true);
  });
});
