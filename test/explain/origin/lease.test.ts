import { beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import type { NodeId } from '../../../src/base/flavor.ts';
import { origin } from '../../../src/explain/origin/origin.ts';
import { placeOf } from '../../../src/explain/origin/place-of.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { Run } from '../../../src/lab/play/run.ts';
import { Member } from '../../../src/node/member.ts';
import type { ClientOperation } from '../../../src/etcd/request.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { cutCommand } from './cut.ts';

const id = 7n;

describe('a lease: granted, kept alive, and counted by another leader', () => {
  let run: Run;
  const heard: WorldEvent[] = [];
  const does = (command: Command) => run.act(command, () => undefined);
  const call = (request: number, node: NodeId, operation: ClientOperation) =>
    does({ type: 'request', request, node, operation });
  const goOn = (ms: number) => run.advance(run.cluster.world.now + ms * 1000);
  const chainOf = (text: string) => origin(new RunPast(run), placeOf(text));
  const endAt = (node: NodeId) =>
    run.cluster.world.machines
      .get(node)
      ?.image?.storeView(Infinity)
      .leases.find((each) => each.id === id)?.endsAtMs;
  /** The last event in which a member said anything of it. */
  const lastSaid = (node: NodeId) =>
    heard.findLast(
      (event) => event.node === node && event.output?.changes.leases?.some((each) => each.id === id) === true,
    )?.number;

  beforeAll(async () => {
    run = await Run.begin(parseConfig({ nodes: 3, seed: 3 }), new InProcessHost(Member), Member);
    run.listen((event) => void heard.push(event));
    await does({ type: 'campaign', node: 1 });
    await goOn(1000);
    await call(1, 2, { type: 'leaseGrant', id, ttl: 60 });
    await goOn(1000);
  });

  it('is known everywhere from the entry that granted it, which a client asked for', async () => {
    for (const node of [1, 2, 3]) {
      const chain = await chainOf(`node(${node}).lease(7).ttl`);
      expect(chain[0]).toMatchObject({ event: lastSaid(node), node, did: 'applied' });
      expect(chain.at(-1)).toMatchObject({ did: 'called', numbers: { request: 1 } });
    }
  });

  it('ends when it does by the last keep-alive that its leader heard, and without that call at another time', async () => {
    await call(2, 3, { type: 'leaseKeepAlive', id });
    await goOn(1000);
    const chain = await chainOf('node(1).lease(7).endsAt');
    const [step] = chain;
    expect(step).toMatchObject({ event: lastSaid(1), node: 1, did: 'changedLease' });
    expect(chain.at(-1)).toMatchObject({ did: 'called', numbers: { request: 2 } });
    const end = present(endAt(1), 'the leader counts it');
    const without = await cutCommand(new RunPast(run), present(chain.at(-1), 'a first input').event, {
      event: present(step, 'a step').event,
      node: 1,
      holds: (image) =>
        image.storeView(Infinity).leases.some((each) => each.id === id && each.endsAtMs === end),
    });
    expect(without).toEqual([]);
  });

  it('has another end by the clock of the next leader, from its election on', async () => {
    await does({ type: 'transferLeader', to: 2 });
    await goOn(1000);
    const [step, ...more] = await chainOf('node(2).lease(7).endsAt');
    expect(step).toMatchObject({ event: lastSaid(2), node: 2, did: 'changedLease' });
    expect(more.length).toBeGreaterThan(0);
    expect(endAt(2)).toBeGreaterThan(0);
    expect(endAt(1)).toBeUndefined();
  });
});
