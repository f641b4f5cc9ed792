import { describe, expect, it } from 'vitest';
import { drawInt, drawUnit, makeDice } from '../../src/base/random.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { replayTo, seekEvent } from '../../src/history/replay.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import { Recorder } from '../../src/lab/play/recorder.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { configOf, drawHandful, drawStretch, settleNow } from '../sim/hand/random-hand.ts';
import { FakeWorker } from './fake-worker.ts';

/** A recorded run that goes by time and by hand in turns, with the fingerprints of some of its instants. */
async function randomRun(seed: number) {
  const recorder = new Recorder();
  const cluster = await Cluster.create(configOf(seed), new InProcessHost(Member), new Monitors(), recorder);
  recorder.begin(cluster);
  const dice = makeDice(seed, 'by hand, replayed');
  const { world } = cluster;
  const instants: { readonly event: number; readonly hash: string }[] = [];
  const look = (): void => {
    instants.push({ event: world.events, hash: world.hash.hex() });
    recorder.history.maybeCheckpoint(cluster);
  };
  for (let turn = 0; turn < 4; turn++) {
    await drawStretch(dice, cluster, drawInt(dice, 0, 12));
    for (let i = drawInt(dice, 1, 30); i > 0; i--) {
      await drawHandful(dice, cluster, 1);
      look();
    }
    if (drawUnit(dice) < 0.8) {
      await cluster.act({ type: 'byHand', on: false });
      await settleNow(cluster);
    }
    look();
  }
  expect(world.watcher.violations, `seed ${seed}`).toEqual([]);
  return { history: recorder.history, world, instants };
}

describe('a run by hand', () => {
  it('has the same hash when it is replayed from its commands, in process, in workers and from a checkpoint', async () => {
    let checkpoints = 0;
    for (let seed = 1; seed <= 7; seed++) {
      const { history, world, instants } = await randomRun(seed);
      for (const host of [new InProcessHost(Member), new WorkerHost(() => new FakeWorker(Member), Member)]) {
        const again = await Cluster.create(configOf(seed), host, new Monitors());
        for (const { event, hash } of instants) {
          await replayTo(history, again, event);
          expect(again.world.hash.hex(), `seed ${seed}, event ${event}, ${host.constructor.name}`).toBe(hash);
        }
        expect(again.world.byHand).toBe(world.byHand);
        expect(again.world.due.parked()).toEqual(world.due.parked());
        if (host instanceof WorkerHost) host.dispose();
      }
      checkpoints += history.checkpoints.length;
      const dice = makeDice(seed, 'seeks');
      for (let i = 0; i < 10; i++) {
        const { event, hash } = instants[drawInt(dice, 0, instants.length - 1)] ?? { event: 0, hash: '' };
        const there = await seekEvent(history, event, Member);
        expect(there.world.hash.hex(), `seed ${seed}, event ${event}`).toBe(hash);
      }
    }
    expect(checkpoints).toBeGreaterThan(8);
  });
});
