import { describe, expect, it } from 'vitest';
import { msToMicros, type NodeId } from '../../src/base/flavor.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/base/utf8.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { defaultLabConfig, type LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';

/** A learner's URL that nobody has. */
const NEWCOMER = ['http://127.0.0.1:61111'];

class Trial {
  #request = 0;

  private constructor(
    readonly cluster: Cluster,
    readonly leader: NodeId,
  ) {}

  static async start(bootstrap: LabConfig['bootstrap']): Promise<Trial> {
    const config = { ...defaultLabConfig, nodes: 3, seed: 7, bootstrap };
    const cluster = await Cluster.create(config, new InProcessHost(Member), new NoWatcher());
    const trial = new Trial(cluster, 1);
    await cluster.act({ type: 'campaign', node: 1 });
    await trial.pass(8000);
    expect(cluster.world.machine(1).state).toBe('StateLeader');
    return trial;
  }

  async pass(ms: number): Promise<void> {
    const until = this.cluster.world.now + msToMicros(ms);
    await this.cluster.run({ until, events: Number.MAX_SAFE_INTEGER });
    this.cluster.setClock(until);
  }

  /** The text of an answer that comes within a second; undefined: none does. */
  async ask(node: NodeId, path: string, body: object): Promise<string | undefined> {
    const request = ++this.#request;
    const http = { method: 'POST', path, headers: {}, body: encodeUtf8(JSON.stringify(body)) };
    await this.cluster.act({ type: 'http', request, node, http });
    await this.pass(1000);
    const call = this.cluster.world.http.get(request);
    return call?.head === undefined ? undefined : call.body.slice(0).map(decodeUtf8).join('');
  }

  /** Whether a change of members is proposed here, or held back because somebody is not connected. */
  async isHealthy(node: NodeId): Promise<boolean> {
    const added = await this.ask(node, '/v3/cluster/member/add', { peerURLs: NEWCOMER, isLearner: true });
    if (added?.includes('unhealthy cluster') === true) return false;
    const [, id] = /"member":{"ID":"(\d+)"/.exec(added ?? '') ?? [];
    expect(id, added).toBeDefined();
    expect(await this.ask(node, '/v3/cluster/member/remove', { ID: id })).toContain('members');
    return true;
  }
}

describe.each(['etcd', 'plain'] as const)('connections between members (%s)', (bootstrap) => {
  it('are kept alive between followers that have nothing to say to each other', async () => {
    const trial = await Trial.start(bootstrap);
    // Both have heard each other: each has asked all others for votes in its time.
    for (const node of [2, 3, 1]) {
      await trial.cluster.act({ type: 'campaign', node });
      await trial.pass(3000);
    }
    await trial.pass(60_000);
    for (const node of [1, 2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(true);
  });

  it('time out on a cut link, and count from their beginning when it is mended', async () => {
    const trial = await Trial.start(bootstrap);
    await trial.cluster.act({ type: 'cut', from: 2, to: 3, oneWay: false });
    await trial.pass(3000);
    expect(await trial.isHealthy(2)).toBe(true);
    await trial.pass(3000);
    for (const node of [2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(false);
    expect(await trial.isHealthy(1)).toBe(true);
    await trial.cluster.act({ type: 'heal' });
    await trial.pass(2000);
    expect(await trial.isHealthy(2)).toBe(false);
    await trial.pass(4000);
    for (const node of [2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(true);
  });

  it('are closed by the end of a process at once, and outlast a short stand-still', async () => {
    const trial = await Trial.start(bootstrap);
    await trial.cluster.act({ type: 'pause', node: 3 });
    await trial.pass(3000);
    await trial.cluster.act({ type: 'resume', node: 3 });
    await trial.pass(200);
    for (const node of [1, 2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(true);
    await trial.cluster.act({ type: 'kill', node: 3 });
    await trial.pass(300);
    for (const node of [1, 2]) expect(await trial.isHealthy(node), `member ${node}`).toBe(false);
    await trial.cluster.act({ type: 'restart', node: 3 });
    await trial.pass(2000);
    expect(await trial.isHealthy(2)).toBe(false);
    await trial.pass(5000);
    for (const node of [1, 2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(true);
  });

  it('time out at both ends when a process stands still for long', async () => {
    const trial = await Trial.start(bootstrap);
    await trial.cluster.act({ type: 'pause', node: 3 });
    await trial.pass(6000);
    await trial.cluster.act({ type: 'resume', node: 3 });
    await trial.pass(1000);
    for (const node of [1, 2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(false);
    await trial.pass(5000);
    for (const node of [1, 2, 3]) expect(await trial.isHealthy(node), `member ${node}`).toBe(true);
  });
});
