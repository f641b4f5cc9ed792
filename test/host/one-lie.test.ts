import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { NodeId } from '../../src/base/flavor.ts';
import { makeDice } from '../../src/base/random.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { Fallen, NodeBatchResult } from '../../src/sim/node-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';
import { FakeWorker } from './fake-worker.ts';
import { liesAbout, type Lie } from './lies.ts';

const put = { type: 'put', key: Uint8Array.of(107), value: Uint8Array.of(118) } as const;

/** Some of what the runs below have to have in them, so that the lies are about every part of a record. */
const IN_EVERY_RUN = [
  '.sends[](MsgApp).entries[](EntryNormal).data',
  '.sends[](MsgSnap).snapshot.data',
  '.writes[].operations[](append).bytes',
  '.applies[].last',
  '.answers[].result.result(range).kvs[].value',
  '.streams[].message.events shorter',
  '.http[](body).bytes',
  '.peers shorter',
  '.trace[](committed).to',
  '.changes.term',
  '.changes.hashes[]',
  '.changes.hardState.commit',
  '.changes.records[].value',
  '.changes.leases[].lease.ttl',
  '.changes.watches shorter',
  '.changes.boot.id',
  '.changes without lead',
];

/** A lie, and when it can be told: at a start, or by this member at this input. */
interface Occasion {
  readonly lie: Lie;
  readonly boot?: MemberBoot;
  readonly member?: Member;
  readonly input?: NodeInput;
}

/** Members in process, and the first occasion for each kind of lie about what they put out. */
class ObservedHost extends InProcessHost {
  readonly occasions = new Map<string, Occasion>();

  constructor() {
    super(Member);
  }

  override start(boot: MemberBoot): NodeBatchResult {
    const result = super.start(boot);
    for (const output of result.outputs) this.#note('start ', output, { boot });
    return result;
  }

  override step(node: NodeId, input: NodeInput): NodeOutput | Fallen {
    const member = present(this.member(node), 'the member').clone();
    const output = super.step(node, input);
    if (!('crashed' in output)) this.#note('', output, { member, input });
    return output;
  }

  #note(prefix: string, output: NodeOutput, when: Omit<Occasion, 'lie'>): void {
    for (const lie of liesAbout(output)) {
      const kind = prefix + lie.kind;
      if (!this.occasions.has(kind)) this.occasions.set(kind, { lie, ...when });
    }
  }
}

/** Occasions in runs with calls, streams, changes of members and trouble of all kinds. */
async function allOccasions(): Promise<readonly Occasion[]> {
  const host = new ObservedHost();
  for (const seed of [1, 2, 3]) {
    const bootstrap = seed % 2 === 0 ? 'plain' : 'etcd';
    const config = parseConfig({
      seed,
      nodes: 3,
      learners: 1,
      snapshotCount: 5,
      snapshotCatchUpEntries: 2,
      bootstrap,
    });
    const cluster = await Cluster.create(config, host, new NoWatcher());
    const dice = makeDice(seed, 'lies');
    for (let at = 1_000_000; at < 6_000_000; at += 40_000) {
      await cluster.run({ until: at, events: Infinity });
      cluster.setClock(at);
      await cluster.act(drawEtcdCommand(dice, cluster.world)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CommandError);
      });
    }
  }
  return [...host.occasions.values()];
}

describe('a worker that lies about one thing in one record', () => {
  it('is found, whatever the thing is, and the reason names it', async () => {
    const occasions = await allOccasions();
    const kinds = new Set(occasions.map(({ lie }) => lie.kind));
    expect(IN_EVERY_RUN.filter((kind) => !kinds.has(kind))).toEqual([]);
    let worker: FakeWorker | undefined;
    const host = new WorkerHost(() => (worker = new FakeWorker(Member)), Member);
    for (const { lie, boot, member, input } of occasions) {
      let result: NodeBatchResult | undefined;
      if (boot !== undefined) {
        await host.restore([]);
        host.prepare([boot.config.id]);
        present(worker, 'its worker').lie = () => lie.tell() as NodeOutput;
        result = await host.start(boot);
      } else if (member !== undefined && input !== undefined) {
        await host.restore([member]);
        present(worker, 'its worker').lie = () => lie.tell() as NodeOutput;
        [result] = await host.run([{ node: member.view().id, inputs: [input] }]);
      }
      expect(result, lie.kind).toMatchObject({ outputs: [], crashed: `diverged at outputs[0]${lie.path}` });
    }
    host.dispose();
  }, 60_000);

  it('is a crashed member in the world from then on, and the others go on without it', async () => {
    const workers = new Map<number, FakeWorker>();
    const host = new WorkerHost((node) => {
      const worker = new FakeWorker(Member);
      workers.set(node, worker);
      return worker;
    }, Member);
    const cluster = await Cluster.create(parseConfig({ seed: 5, nodes: 3 }), host, new NoWatcher());
    const { world } = cluster;
    await cluster.run({ until: 3_000_000, events: Infinity });
    const leader = present(
      [...world.machines.values()].find(({ state }) => state === 'StateLeader'),
      'a leader',
    );
    const { term } = leader;
    present(workers.get(leader.id), 'its worker').lie = (output) =>
      output.changes.electionElapsed === undefined
        ? output
        : { ...output, changes: { ...output.changes, electionElapsed: -1 } };
    await cluster.run({ until: 3_500_000, events: Infinity });
    expect(leader.status).toBe('killed');
    expect(leader.crashed).toMatch(/^diverged at outputs\[\d+\]\.changes\.electionElapsed$/);
    expect(host.inWorker(leader.id)).toBe(false);
    await cluster.run({ until: 8_000_000, events: Infinity });
    const others = [...world.machines.values()].filter(({ id }) => id !== leader.id);
    const next = present(
      others.find(({ state }) => state === 'StateLeader'),
      'a new leader',
    );
    expect(next.term).toBeGreaterThan(Number(term));
    await cluster.act({ type: 'request', request: 1, node: next.id, operation: put });
    await cluster.run({ until: 9_000_000, events: Infinity });
    expect(world.calls.ended.slice(0).map(({ result }) => result?.status)).toEqual(['ok']);
    expect(others.map(({ id, status }) => [status, host.inWorker(id)])).toEqual([
      ['up', true],
      ['up', true],
    ]);
    host.dispose();
  });
});
