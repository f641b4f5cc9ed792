import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';
import { EtcdLab } from './etcd-lab.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function tryTo(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
  }
}

/** Everybody is up and connected again, and so it stays for a while. */
async function settle(lab: EtcdLab): Promise<void> {
  await lab.act({ type: 'heal' });
  const machines = lab.world.machines;
  for (const link of lab.world.bus.links()) {
    if (!machines.has(link.from) || !machines.has(link.to)) continue;
    const settings = { latencyMs: 10, jitterMs: 0, loss: 0, duplicate: 0 };
    await lab.act({ type: 'link', from: link.from, to: link.to, settings });
  }
  for (const machine of machines.values()) {
    if (machine.status === 'killed') await lab.act({ type: 'restart', node: machine.id });
    if (machine.status === 'paused') await lab.act({ type: 'resume', node: machine.id });
  }
  await lab.run(25_000);
  // Members that were added and never started would be missed for a majority.
  const voters = lab.cluster.members().flatMap((member) => member.view().confState.voters);
  for (const node of new Set(voters)) {
    if (!machines.has(node)) await tryTo(lab.act({ type: 'addMachine', node }));
  }
  await lab.run(15_000);
}

describe('a cluster in use, with every kind of call, stream and trouble', () => {
  it.each(Array.from({ length: 24 }, (_, i) => i + 1))(
    'keeps what Raft promises, and ends with one and the same store on all members (seed %i)',
    async (seed) => {
      const lab = await EtcdLab.start({
        seed,
        nodes: 3,
        bootstrap: seed % 3 === 0 ? 'plain' : 'etcd',
        snapshotCount: 25,
        snapshotCatchUpEntries: 5,
        strictReconfigCheck: seed % 2 === 0,
        quotaBytes: seed % 4 === 0 ? 60_000 : 2 ** 31,
        leaseCheckpoints: seed % 2 === 1,
        clientTimeoutMs: 4000,
      });
      const dice = makeDice(seed, 'etcd');
      for (let step = 0; step < 250; step++) {
        await tryTo(lab.act(drawEtcdCommand(dice, lab.world)));
        await lab.run(drawInt(dice, 1, 250));
      }
      await settle(lab);
      expect(lab.violations, `seed ${seed}`).toEqual([]);
      const views = lab.cluster.members().map((member) => member.view());
      const leader = views.find((view) => view.state === 'StateLeader');
      expect(leader, `seed ${seed}: somebody leads`).toBeDefined();
      const { voters = [], learners = [] } = leader?.confState ?? {};
      const members = views.filter(({ id }) => voters.includes(id) || learners.includes(id));
      const states = members.map((view) => `${view.applied} ${view.revision} ${view.kvHash}`);
      expect(new Set(states).size, `seed ${seed}: ${states.join(' | ')}`).toBe(1);
      expect(leader?.revision, `seed ${seed}`).toBeGreaterThan(5);
      const saved = [];
      for (const node of voters.filter((id) => lab.world.machines.has(id))) {
        saved.push(hex(sha256(await lab.saveSnapshot(node))));
      }
      expect(new Set(saved).size, `seed ${seed}: leases, users, members and alarms, too`).toBe(1);
    },
  );
});
