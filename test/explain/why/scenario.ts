import { present } from '../../../src/base/assert.ts';
import { msToMicros, type NodeId } from '../../../src/base/flavor.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import type { ClientOperation } from '../../../src/etcd/request.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { Run } from '../../../src/lab/play/run.ts';
import { Member } from '../../../src/node/member.ts';
import type { MemberView } from '../../../src/node/report/view.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import type { World } from '../../../src/sim/world/world.ts';
import { work } from '../recorded-run.ts';

/** A run that a test leads to where there is something to ask. */
export class Scenario {
  readonly run: Run;
  readonly past: RunPast;
  /** Every event, the first at place 0. */
  readonly heard: WorldEvent[] = [];

  private constructor(run: Run) {
    this.run = run;
    this.past = new RunPast(run);
    run.listen((event) => void this.heard.push(event));
  }

  static async begin(config: Partial<LabConfig> = {}): Promise<Scenario> {
    const run = await Run.begin(
      parseConfig({ nodes: 3, seed: 1, ...config }),
      new InProcessHost(Member),
      Member,
    );
    return new Scenario(run);
  }

  /** Until somebody leads, and everybody has applied the first entry of its term. */
  static async led(config: Partial<LabConfig> = {}): Promise<Scenario> {
    const scenario = await Scenario.begin(config);
    await scenario.until(({ machines }) =>
      [...machines.values()].every(({ image }) => (image?.view().applied ?? 0) > 0),
    );
    return scenario;
  }

  get world(): World {
    return this.run.cluster.world;
  }

  get nowMs(): number {
    return this.world.now / 1000;
  }

  view(node: NodeId): MemberView {
    return present(this.world.machine(node).image, `node ${node} runs`).view();
  }

  /** Whoever leads the highest term. */
  get leader(): NodeId {
    const leaders = [...this.world.machines.values()].filter(
      ({ status, state }) => status !== 'killed' && state === 'StateLeader',
    );
    return present(leaders.sort((a, b) => Number(b.term) - Number(a.term))[0], 'somebody leads').id;
  }

  get followers(): readonly NodeId[] {
    const { leader } = this;
    return [...this.world.machines.keys()].filter((id) => id !== leader);
  }

  async act(command: Command): Promise<void> {
    await this.run.act(command, () => undefined);
  }

  async isolate(node: NodeId): Promise<void> {
    await this.act({ type: 'partition', groups: [[node]] });
  }

  async runFor(ms: number): Promise<void> {
    await this.run.advance(this.world.now + msToMicros(ms));
  }

  async runToMs(ms: number): Promise<void> {
    await this.run.advance(msToMicros(ms));
  }

  /** Event by event until something is so. */
  async until(holds: (world: World) => boolean, events = 5000): Promise<void> {
    for (let i = 0; i < events; i++) {
      if (holds(this.world)) return;
      await this.run.goOnTo(this.world.events + 1, work);
    }
    throw new Error(`it did not come within ${events} events`);
  }

  /** The number of the call; it is not waited for. */
  async call(node: NodeId, operation: ClientOperation): Promise<number> {
    const request = this.world.calls.lastId + 1;
    await this.act({ type: 'request', request, node, operation });
    return request;
  }

  async put(node: NodeId, key = 'a', value = '1'): Promise<number> {
    return this.call(node, { type: 'put', key: encodeUtf8(key), value: encodeUtf8(value) });
  }

  async get(
    node: NodeId,
    consistency: 'linearizable' | 'serializable' = 'linearizable',
    key = 'a',
  ): Promise<number> {
    return this.call(node, { type: 'range', key: encodeUtf8(key), revision: 0, consistency });
  }

  /** Puts and waits for the answer. */
  async putAndWait(node: NodeId, key = 'a', value = '1'): Promise<void> {
    const request = await this.put(node, key, value);
    await this.until(({ calls }) => calls.pendingCall(request) === undefined);
  }
}
