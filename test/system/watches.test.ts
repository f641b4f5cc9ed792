import { describe, expect, it } from 'vitest';
import { drawInt, drawUnit, makeDice } from '../../src/base/random.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { drawFault, type FaultName } from '../../src/sim/command/faults.ts';
import { del, EtcdLab, put, text, watchAll } from './etcd-lab.ts';

/** `5 PUT a=1` */
interface Seen {
  readonly revision: number;
  readonly line: string;
}

/** Someone who watches everything, on one member after the other, and goes on where the last one stopped. */
class Follower {
  readonly #lab: EtcdLab;
  readonly #home: number;
  #stream = 0;
  #read = 0;
  #next = 2;
  readonly seen: Seen[] = [];

  constructor(lab: EtcdLab, home: number) {
    this.#lab = lab;
    this.#home = home;
  }

  get next(): number {
    return this.#next;
  }

  /** Reads what has come; resumes on another member when the stream has ended. */
  async look(): Promise<void> {
    this.#take();
    if (this.#stream !== 0 && this.#lab.world.streams.get(this.#stream)?.endedAt === undefined) return;
    const ids = [...this.#lab.world.machines.keys()];
    const node = ids[(this.#home + this.#lab.world.events) % ids.length] ?? 1;
    this.#stream = await this.#lab.openWatch(node, watchAll(this.#next));
    this.#read = 0;
  }

  /** Goes to another member of its own will. */
  async move(): Promise<void> {
    this.#take();
    if (this.#lab.world.streams.get(this.#stream)?.endedAt === undefined) {
      await this.#lab.act({ type: 'closeStream', stream: this.#stream });
    }
    await this.look();
  }

  #take(): void {
    if (this.#stream === 0) return;
    const responses = this.#lab.watched(this.#stream);
    for (const { events, canceled } of responses.slice(this.#read)) {
      expect(canceled).toBe(false);
      for (const { type, kv } of events) {
        const { modRevision: revision } = kv;
        this.seen.push({ revision, line: `${revision} ${type} ${text(kv.key)}=${text(kv.value)}` });
        this.#next = revision + 1;
      }
    }
    this.#read = responses.length;
  }
}

const faults: readonly FaultName[] = ['kill', 'restart', 'pause', 'partition', 'oneway', 'transfer'];

async function tryTo(lab: EtcdLab, command: Command): Promise<void> {
  try {
    await lab.act(command);
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
  }
}

describe('watches of everything, resumed on other members whenever theirs is gone', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'tell every change once and in order, whatever happens (seed %i)',
    async (seed) => {
      const lab = await EtcdLab.start({ nodes: 3, seed, snapshotCount: 20, clientTimeoutMs: 3000 });
      const dice = makeDice(seed, 'watches');
      const followers = [1, 2, 3].map((home) => new Follower(lab, home));
      for (let step = 0; step < 120; step++) {
        const node = drawInt(dice, 1, 3);
        const key = `k${drawInt(dice, 0, 5)}`;
        await tryTo(lab, {
          type: 'request',
          request: lab.world.calls.lastId + 1,
          node,
          operation: drawUnit(dice) < 0.8 ? put(key, `${step}`) : del(key),
        });
        if (drawUnit(dice) < 0.15) {
          const fault = faults[drawInt(dice, 0, faults.length - 1)] ?? 'heal';
          await tryTo(lab, fault === 'heal' ? { type: 'heal' } : drawFault(dice, lab.world, fault));
        }
        await lab.run(drawInt(dice, 10, 400));
        for (const follower of followers) {
          await (drawUnit(dice) < 0.05 ? follower.move() : follower.look());
        }
      }
      await lab.act({ type: 'heal' });
      for (const machine of lab.world.machines.values()) {
        if (machine.status === 'killed') await lab.act({ type: 'restart', node: machine.id });
        if (machine.status === 'paused') await lab.act({ type: 'resume', node: machine.id });
      }
      await lab.run(5000);
      for (const follower of followers) await follower.look();
      await lab.run(2000);
      for (const follower of followers) await follower.look();

      const [member] = lab.cluster.members();
      const { revision = 0 } = member?.view() ?? {};
      expect(revision, `seed ${seed}`).toBeGreaterThan(20);
      // The naive model: all versions ever, as the store itself remembers them, nothing being compacted.
      const model = (member?.recentChanges(100_000) ?? []).map((change) => change.revision);
      for (const follower of followers) {
        expect(
          follower.seen.map((one) => one.revision),
          `seed ${seed}`,
        ).toEqual(model);
        expect(follower.seen, `seed ${seed}`).toEqual(followers[0]?.seen);
      }
      expect(lab.violations).toEqual([]);
    },
  );

  it('are told that their history is gone when it was compacted meanwhile', async () => {
    const lab = await EtcdLab.start();
    for (let i = 0; i < 10; i++) await lab.must('put', 1, put('a', `${i}`));
    await lab.must('compact', 1, { type: 'compact', revision: 8 });
    const stream = await lab.openWatch(2, watchAll(3));
    await lab.run(500);
    expect(lab.watched(stream)).toMatchObject([{ created: true }, { canceled: true, compactRevision: 8 }]);
  });

  it('end with the member: the client is told', async () => {
    const lab = await EtcdLab.start();
    const stream = await lab.openWatch(3, watchAll(0));
    await lab.run(300);
    await lab.act({ type: 'kill', node: 3 });
    expect(lab.received(stream).at(-1)).toEqual({ type: 'end', error: 'stopped' });
    expect(lab.world.streams.get(stream)?.endedAt).toBe(lab.world.now);
  });

  it('go on over a snapshot that replaces the store under them', async () => {
    const lab = await EtcdLab.start({ snapshotCount: 10, snapshotCatchUpEntries: 2 });
    const { follower, leader } = lab;
    const stream = await lab.openWatch(follower, watchAll(0));
    await lab.run(300);
    await lab.act({ type: 'isolate', node: follower });
    for (let i = 0; i < 40; i++) await lab.must('put', leader, put('a', `${i}`));
    await lab.act({ type: 'heal' });
    await lab.run(3000);
    const revisions = lab.watched(stream).flatMap(({ events }) => events.map(({ kv }) => kv.modRevision));
    expect(revisions).toEqual(Array.from({ length: 40 }, (_, i) => i + 2));
  });
});
