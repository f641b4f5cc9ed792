import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { Watcher } from '../../../src/sim/record/watcher.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

/** Keeps what a watcher is shown. */
class Shown implements Watcher {
  readonly violations = [];
  readonly events: WorldEvent[] = [];

  get steps(): number {
    return this.events.length;
  }

  look(event: WorldEvent): void {
    this.events.push(event);
  }

  clone(): Watcher {
    return this;
  }
}

/**
 * Everything that happens in a run with a bit of all: elections, calls, an isolated leader with entries of its own, a restart, a
 * snapshot for a follower that was away, a member that learns and then votes, a campaign against a leader.
 */
export async function watchedEvents(config: Partial<LabConfig>): Promise<readonly WorldEvent[]> {
  const shown = new Shown();
  const parsed = parseConfig({ nodes: 3, seed: 5, electionTicks: 5, snapshotCatchUpEntries: 0, ...config });
  const cluster = await Cluster.create(parsed, new InProcessHost(Member), shown);
  const { world } = cluster;
  let request = 0;

  const pass = (ms: number): Promise<void> => cluster.run({ until: world.now + ms * 1000, events: Infinity });
  const act = (command: Command): Promise<void> => cluster.act(command);
  const put = (node: number): Promise<void> =>
    act({
      type: 'request',
      request: ++request,
      node,
      operation: { type: 'put', key: encodeUtf8('k'), value: encodeUtf8(`v${request}`) },
    });
  const read = (node: number): Promise<void> =>
    act({
      type: 'request',
      request: ++request,
      node,
      operation: { type: 'range', key: encodeUtf8('k'), revision: 0, consistency: 'linearizable' },
    });
  const change = (type: 'ConfChangeAddLearnerNode' | 'ConfChangeAddNode', nodeId: number): Promise<void> =>
    act({
      type: 'confChange',
      request: ++request,
      node: leader(),
      change: { version: 1, id: 0, type, nodeId, context: undefined },
    });
  const leader = (): number => {
    const leaders = [...world.machines.values()].filter(({ state }) => state === 'StateLeader');
    const newest = leaders.toSorted((a, b) => Number(b.term) - Number(a.term))[0];
    if (newest === undefined) throw new Error('somebody leads');
    return newest.id;
  };
  const follower = (): number => (leader() % 3) + 1;

  await pass(3000);
  for (let i = 0; i < 4; i++) {
    await put(follower());
    await pass(100);
    await read(leader());
    await read(follower());
    await pass(200);
  }
  await act({ type: 'campaign', node: follower() });
  await pass(2000);
  await act({ type: 'addMachine', node: 4 });
  await change('ConfChangeAddLearnerNode', 4);
  await pass(2000);
  await change('ConfChangeAddNode', 4);
  await pass(1000);
  const old = leader();
  await act({ type: 'isolate', node: old });
  await put(old);
  await pass(3000);
  await put(leader());
  await read(old);
  await pass(1000);
  await act({ type: 'heal' });
  await pass(2000);
  const away = follower();
  await act({ type: 'kill', node: away });
  for (let i = 0; i < 3; i++) await put(leader());
  await pass(500);
  await act({ type: 'snapshotNow', node: leader() });
  await pass(500);
  await act({ type: 'restart', node: away });
  await pass(2000);
  return shown.events;
}
