import { beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { put } from '../../../src/lab/call/operations.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';

function newLab(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

/** A lab with a leader, killed right after it has asked its disk for an entry, or after it was paused for a time. */
async function killedInTheMiddle(
  config: Partial<LabConfig>,
  pausedMs?: number,
): Promise<{ lab: Lab; leader: number }> {
  const lab = newLab();
  await lab.reset({ nodes: 3, seed: 7, fsyncMs: 40, ...config });
  await lab.runUntil('election', 5000);
  await lab.runFor(500);
  const { id: leader } = present(
    (await lab.state()).nodes.find(({ role }) => role === 'leader'),
    'somebody leads',
  );
  void lab.call({ operation: put('a', '1'), node: leader });
  await lab.runFor(5);
  if (pausedMs !== undefined) {
    await lab.act({ type: 'pause', node: leader });
    await lab.runFor(pausedMs);
  }
  await lab.act({ type: 'kill', node: leader });
  return { lab, leader };
}

describe('what a node that is down has on its disk', () => {
  let lab: Lab;
  let leader = 0;
  beforeAll(async () => {
    ({ lab, leader } = await killedInTheMiddle({}));
  });

  it('goes back to the write that brought it there, and on to who caused it', async () => {
    const own = `node(${leader})`;
    const vote = await lab.origin(`${own}.vote`);
    expect(vote[0]).toMatchObject({
      place: `${own}.hardState.vote`,
      value: leader,
      did: 'wroteToDisk',
      input: { type: 'writeDone' },
    });
    expect(vote.map(({ did }) => did)).toContain('campaigned');
    expect(vote.at(-1)?.input.type).toBe('tick');
    // What was only in the queue is lost with it.
    expect((await lab.origin(`${own}.last`))[0]).toMatchObject({ place: `${own}.stable`, value: 1 });
    await expect(lab.origin(`${own}.log(2).term`)).rejects.toThrow(
      `node ${leader} has no entry 2 on its disk, which has 1 to 1`,
    );
  });

  it('is not what was in its memory alone', async () => {
    for (const place of ['role', 'lead', 'applied', 'revision', 'progress(1).match', 'key("a").value'])
      await expect(lab.origin(`node(${leader}).${place}`)).rejects.toThrow('that was in its memory');
  });

  it('is that of a disk that was put in its place', async () => {
    await lab.act({ type: 'loadDisk', node: leader, log: [1, 2, 2], term: 3, vote: 0, commit: 1 });
    for (const place of ['term', 'last', 'log(2).term']) {
      const chain = await lab.origin(`node(${leader}).${place}`);
      expect(chain).toHaveLength(1);
      expect(chain[0]).toMatchObject({ did: 'commanded', input: { type: 'command', command: 'loadDisk' } });
    }
    await lab.act({ type: 'restart', node: leader });
    const again = await lab.origin(`node(${leader}).term`);
    expect(again.map(({ did }) => did).slice(-2)).toEqual(['readFromDisk', 'commanded']);
  });
});

it('what a disk has kept that was never known to be synced goes back to what was in memory, across the crash, too', async () => {
  // The disk goes on while the process stands still, and tells nobody.
  const { lab, leader } = await killedInTheMiddle({}, 100);
  const place = `node(${leader}).log(2).term`;
  const dids = async () => (await lab.origin(place)).map(({ did }) => did);
  const down = await dids();
  expect(down).toEqual(['keptOnDisk', 'appended', 'called']);
  await lab.act({ type: 'restart', node: leader });
  expect(await dids()).toEqual(['readFromDisk', ...down]);
});

it('of a node that was drawn and never ran its disk is as it was drawn', async () => {
  const lab = newLab();
  await lab.reset({
    nodes: 3,
    seed: 1,
    drawing: [{ node: 2, log: [1, 1], term: 2, vote: 3, commit: 1, up: false }],
  });
  for (const place of ['term', 'vote', 'log(2).term', 'last'])
    expect(await lab.origin(`node(2).${place}`)).toMatchObject([{ event: 0, did: 'began' }]);
});
