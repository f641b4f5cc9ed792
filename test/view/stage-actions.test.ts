import { describe, expect, it } from 'vitest';
import { linkActions, messageActions, nodeActions } from '../../src/view/stage/stage-actions.ts';
import { allLinks, flying, openingFrame, splitFrame } from '../ui/fixtures/frame.ts';
import type { NodeFrame } from '../../src/lab/frame/frame.ts';
import { nodeFrame } from './fixtures/data-frame.ts';

const node = (some: Partial<NodeFrame>) => ({ ...splitFrame(), nodes: [nodeFrame(1, some)] });

const ids = (actions: readonly { id: string }[]) => actions.map((action) => action.id);

describe('actions offer only what would do something', () => {
  it('for a killed node what can be done to a machine that is down, restart first', () => {
    const [restart, ...others] = nodeActions(splitFrame(), 5);
    expect(restart).toEqual({
      id: 'restart',
      type: 'commands',
      commands: [{ type: 'restart', node: 5 }],
      danger: false,
    });
    expect(others.map(({ id }) => id)).toEqual([
      'forceNewCluster',
      'loseDisk',
      'preVoteOff',
      'links',
      'faults',
    ]);
    const empty = { ...splitFrame(), nodes: [nodeFrame(5, { status: 'killed', view: undefined })] };
    expect(ids(nodeActions(empty, 5))).not.toContain('loseDisk');
  });

  it('the disk and the flags of one member: slow or usual, stuck or free, with or without PreVote', () => {
    expect(ids(nodeActions(node({}), 1))).toEqual(
      expect.arrayContaining(['slowDisk', 'stickDisk', 'preVoteOff']),
    );
    const changed = { diskStuck: true, fsync: 900_000, settings: { preVote: false } };
    expect(ids(nodeActions(node(changed), 1))).toEqual(
      expect.arrayContaining(['usualDisk', 'freeDisk', 'preVoteOn']),
    );
    const restart = nodeActions(node({}), 1).find(({ id }) => id === 'preVoteOff');
    expect(restart).toMatchObject({
      commands: [{ type: 'configure', settings: { preVote: false } }, { type: 'kill' }, { type: 'restart' }],
    });
  });

  it('no campaign and no transfer for the leader', () => {
    const leader = ids(nodeActions(splitFrame(), 1));
    expect(leader).not.toContain('campaign');
    expect(leader).not.toContain('transfer');
    expect(ids(nodeActions(splitFrame(), 4))).toEqual(
      expect.arrayContaining(['campaign', 'transfer', 'forgetLeader']),
    );
  });

  it('nothing that needs a leader while there is none', () => {
    const actions = ids(nodeActions(openingFrame(), 1));
    expect(actions).toContain('campaign');
    for (const id of ['transfer', 'forgetLeader', 'remove', 'snapshotNow']) expect(actions).not.toContain(id);
  });

  it('resume and kill for a paused node', () => {
    const frame = openingFrame();
    const paused = {
      ...frame,
      nodes: frame.nodes.map((node) =>
        node.id === 2 ? Object.assign({}, node, { status: 'paused' as const }) : node,
      ),
    };
    expect(ids(nodeActions(paused, 2))).toEqual(['resume', 'kill', 'links', 'faults']);
  });

  it('reconnect for a node with cut links, direction by direction', () => {
    const frame = {
      ...openingFrame(),
      links: allLinks([1, 2, 3], (from, to) => ({ cut: from === 1 && to === 2 })),
    };
    const reconnect = nodeActions(frame, 1).find((action) => action.id === 'reconnect');
    expect(reconnect).toMatchObject({ commands: [{ type: 'uncut', from: 1, to: 2, oneWay: true }] });
    expect(ids(nodeActions(frame, 3))).not.toContain('reconnect');
  });

  it('membership by what a node is', () => {
    const frame = splitFrame();
    const as = (member: 'learner' | 'none') => ({
      ...frame,
      nodes: frame.nodes.map((node) => (node.id === 4 ? Object.assign({}, node, { member }) : node)),
    });
    expect(ids(nodeActions(as('none'), 4))).toEqual(expect.arrayContaining(['addLearner', 'addVoter']));
    expect(ids(nodeActions(as('learner'), 4))).toEqual(expect.arrayContaining(['promote', 'remove']));
    expect(ids(nodeActions(as('none'), 4))).not.toContain('remove');
  });

  it('replace a voter by a machine that waits, and leave a joint configuration', () => {
    const frame = splitFrame();
    const waiting = {
      ...frame,
      nodes: frame.nodes.map((node) =>
        node.id === 4 ? Object.assign({}, node, { member: 'none' as const, status: 'up' as const }) : node,
      ),
    };
    const replace = nodeActions(waiting, 2).find(({ id }) => id === 'replace');
    expect(replace).toMatchObject({
      call: {
        operation: {
          type: 'confChange',
          change: {
            transition: 'ConfChangeTransitionAuto',
            changes: [
              { type: 'ConfChangeAddNode', nodeId: 4 },
              { type: 'ConfChangeRemoveNode', nodeId: 2 },
            ],
          },
        },
      },
    });
    expect(ids(nodeActions(frame, 2))).not.toContain('replace');
    const half = { votersOutgoing: [1, 2, 3] };
    const joint = {
      ...frame,
      nodes: frame.nodes.map((node) => {
        if (node.view === undefined) return node;
        const confState = Object.assign({}, node.view.confState, half);
        return Object.assign({}, node, { view: Object.assign({}, node.view, { confState }) });
      }),
    };
    expect(ids(nodeActions(joint, 2))).toContain('leaveJoint');
  });

  it('hold for a flying message, release for a held one, nothing for a doomed one', () => {
    expect(ids(messageActions(flying('MsgApp', 1, 2, 4, 0.5)))).toEqual([
      'deliver',
      'hold',
      'duplicate',
      'drop',
    ]);
    expect(ids(messageActions(flying('MsgApp', 1, 2, 4, 0.5, { fate: 'held' })))).toEqual([
      'deliver',
      'release',
      'duplicate',
      'drop',
    ]);
    expect(messageActions(flying('MsgApp', 1, 2, 4, 0.5, { fate: 'doomed' }))).toEqual([]);
  });

  it('a link that is cut both ways can only be opened; one-way it can be opened or cut whole', () => {
    const frame = splitFrame();
    expect(ids(linkActions(frame, 1, 2))).not.toContain('cutBoth');
    expect(ids(linkActions(frame, 1, 2)).slice(0, 3)).toEqual(['uncut', 'uncutThere', 'uncutBack']);
    expect(linkActions(frame, 1, 2)[1]).toMatchObject({
      commands: [{ type: 'uncut', from: 1, to: 2, oneWay: true }],
    });
    expect(ids(linkActions(frame, 1, 4)).slice(0, 3)).toEqual(['cutBoth', 'cutThere', 'cutBack']);
    const oneWay = { ...frame, links: allLinks([1, 2], (from) => ({ cut: from === 1 })) };
    expect(ids(linkActions(oneWay, 1, 2)).slice(0, 2)).toEqual(['cutBoth', 'uncut']);
  });

  it('a slow link offers its usual speed, both ways', () => {
    const usual = linkActions(splitFrame(), 4, 5).find((action) => action.id === 'usualSpeed');
    expect(usual).toMatchObject({
      commands: [
        { type: 'link', from: 4, to: 5, settings: { latencyMs: 10 } },
        { type: 'link', from: 5, to: 4, settings: { latencyMs: 10 } },
      ],
    });
  });
});
