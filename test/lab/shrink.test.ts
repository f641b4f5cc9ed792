import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { reopenLab } from '../../src/lab/play/reopen.ts';
import { Run } from '../../src/lab/play/run.ts';
import { shrinkRun } from '../../src/lab/play/shrink-run.ts';
import { Member } from '../../src/node/member.ts';
import { labOfFragment } from '../../src/saved/link.ts';
import { enabledActions } from '../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

const host = () => new InProcessHost(Member);
const rest = () => Promise.resolve();

/** Three seconds by themselves, then by hand: two of three nodes campaign in the same term, and everybody votes twice. */
async function twoLeaders(): Promise<Run> {
  const config = parseConfig({ nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['voteTwice'] });
  const run = await Run.begin(config, host(), Member);
  const act = (command: unknown) => run.act(command, () => undefined);
  await run.advance(3_000_000);
  await act({ type: 'request', request: 1, node: 1, operation: { type: 'put', key: 'a', value: '1' } });
  await run.advance(3_500_000);
  const { world } = run.live;
  await act({ type: 'byHand', on: true });
  const followers = [...world.machines.values()].filter(({ state }) => state === 'StateFollower');
  for (const { id } of followers) await act({ type: 'elapse', node: id });
  while (world.watcher.violations.every(({ property }) => property !== 'ElectionSafety')) {
    const isWanted = (type: string) => type === 'deliver' || type === 'finishWrite';
    await act(
      present(
        enabledActions(world).find(({ type }) => isWanted(type)),
        'something is due',
      ).command,
    );
  }
  return run;
}

describe('a run of the lab that breaks a promise', () => {
  it('is shrunk to a few steps by hand, whose link opens them, and stays as it was', async () => {
    const run = await twoLeaders();
    const { events } = run.live.world;
    const small = await shrinkRun(run, 'ElectionSafety', rest);
    expect(small.byHand).toBe(true);
    expect(small.nodes).toBeLessThanOrEqual(3);
    expect(small.steps).toBeLessThanOrEqual(14);
    expect(run.live.world.events).toBe(events);
    const opened = await reopenLab(labOfFragment(small.fragment), { host: host(), factory: Member });
    expect(opened.run.cluster.world.watcher.violations.map(({ property }) => property)).toContain(
      'ElectionSafety',
    );
    expect(opened.run.cluster.world.byHand).toBe(true);
  });

  it('is not shrunk for a promise that it keeps', async () => {
    const run = await Run.begin(parseConfig({ nodes: 1 }), host(), Member);
    await expect(shrinkRun(run, 'ElectionSafety', rest)).rejects.toThrow(
      'this branch does not break ElectionSafety',
    );
  });

  it('is shrunk no longer than somebody waits for it', async () => {
    const run = await twoLeaders();
    let tries = 0;
    const stop = () => (++tries > 5 ? Promise.reject(new Error('stopped')) : Promise.resolve());
    await expect(shrinkRun(run, 'ElectionSafety', stop)).rejects.toThrow('stopped');
  });
});
