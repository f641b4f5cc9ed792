import { describe, expect, it } from 'vitest';
import { makeDice } from '../../src/base/random.ts';
import type { DiskWrite } from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { Disk } from '../../src/sim/world/disk.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { recover } from '../../src/storage/recover.ts';
import { entry, WrittenLog } from '../storage/a-log.ts';

/**
 * What a member does when its machine is broken, beside what etcd 3.4.23 does: its lines were recorded from runs of it on
 * damaged copies of data directories, a full tmpfs, and system calls made to fail by strace.
 */
const FIRST_SEGMENT = 'wal/0000000000000000-0000000000000000.wal';
const text = new TextEncoder();

class Runs {
  readonly events: WorldEvent[] = [];
  made!: Cluster;

  static async begin(config: Partial<LabConfig> = {}): Promise<Runs> {
    const runs = new Runs();
    const journal = { append: (event: WorldEvent) => void runs.events.push(event) };
    const host = new InProcessHost(Member);
    runs.made = await Cluster.create(
      parseConfig({ nodes: 3, seed: 7, ...config }),
      host,
      new Monitors(),
      journal,
    );
    return runs;
  }

  async run(ms: number): Promise<void> {
    const until = this.made.world.now + ms * 1000;
    await this.made.run({ until, events: Infinity });
    this.made.setClock(until);
  }

  act(command: Command): Promise<void> {
    return this.made.act(command);
  }

  get leader(): number {
    const { machines } = this.made.world;
    return (
      [...machines.values()].find(({ state, status }) => status === 'up' && state === 'StateLeader')?.id ?? 0
    );
  }

  get follower(): number {
    return [1, 2, 3].find((id) => id !== this.leader) ?? 0;
  }

  crashed(id: number): string | undefined {
    return this.made.world.machine(id).crashed;
  }

  async put(value: string, ms = 100): Promise<void> {
    const request = this.made.world.calls.lastId + 1;
    const operation = { type: 'put', key: text.encode('k'), value: text.encode(value) } as const;
    await this.act({ type: 'request', request, node: this.leader, operation });
    await this.run(ms);
  }

  async puts(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.put(`value ${i}`);
  }

  ticksOf(node: number): number {
    return this.events.filter((event) => event.type === 'tick' && event.node === node).length;
  }
}

/** Of one of 4 s, three seconds after it was granted, where the leader's clock goes at this rate. */
async function leasesLeft(rate: number): Promise<number | undefined> {
  const runs = await Runs.begin({ minLeaseTtl: 1 });
  await runs.run(3000);
  const operation = { type: 'leaseGrant', id: 5n, ttl: 4 } as const;
  await runs.act({ type: 'request', request: 1, node: runs.leader, operation });
  await runs.act({ type: 'clockRate', node: runs.leader, rate });
  await runs.run(3000);
  return runs.made.world.machine(runs.leader).image?.storeView(10).leases.length;
}

function appendOf(id: number, bytes: Uint8Array): DiskWrite {
  const operations = [{ type: 'append', file: FIRST_SEGMENT, bytes } as const];
  return { id, operations, bytes: bytes.length, sync: true, entries: 1, hardState: false, snapshot: false };
}

/** A run in which much is broken: its fingerprint, what a torn disk has kept, and the end of who starts from a damaged one. */
async function endOf(seed: number) {
  const runs = await Runs.begin({ seed, crashLoses: 'torn', fsyncMs: 30 });
  await runs.run(2500);
  await runs.act({ type: 'clockRate', node: 2, rate: 1.25 });
  await runs.act({ type: 'clockJump', node: 3, ms: 3_600_000 });
  for (let i = 0; i < 4; i++) await runs.put('x', 20);
  await runs.act({ type: 'kill', node: 1 });
  const left = runs.made.world
    .machine(1)
    .disk.image()
    .files.map(({ chunks }) => chunks.map((c) => [...c]));
  await runs.act({ type: 'bitFlip', node: 1, file: 'wal' });
  await runs.act({ type: 'restart', node: 1 });
  await runs.run(1000);
  return { hash: runs.made.world.hash.hex(), left: JSON.stringify(left), crashed: runs.crashed(1) };
}

describe('a clock', () => {
  it('that goes twice as fast ticks twice as often, and its node asks for votes first', async () => {
    const runs = await Runs.begin({ fixedElectionTicks: 10 });
    await runs.act({ type: 'clockRate', node: 2, rate: 2 });
    await runs.run(900);
    expect(runs.ticksOf(2)).toBe(2 * runs.ticksOf(1));
    expect(runs.leader).toBe(2);
  });

  it('that goes slower while a tick is under way has the rest of it by the new rate', async () => {
    const runs = await Runs.begin();
    await runs.run(50);
    const { world } = runs.made;
    const left = (world.machine(1).nextTickAt ?? 0) - world.now;
    await runs.act({ type: 'clockRate', node: 1, rate: 0.5 });
    expect((world.machine(1).nextTickAt ?? 0) - world.now).toBe(2 * left);
  });

  it('that goes fast at the leader ends leases early: leases are counted there', async () => {
    expect(await leasesLeft(1)).toBe(1);
    expect(await leasesLeft(2)).toBe(0);
  });

  it('on the wall may be set: keys of the v2 API end by it where it is the leader’s, leases do not notice', async () => {
    const runs = await Runs.begin({ nodes: 1, bootstrap: 'etcd', minLeaseTtl: 1 });
    await runs.run(3000);
    await runs.act({
      type: 'request',
      request: 1,
      node: 1,
      operation: { type: 'leaseGrant', id: 5n, ttl: 60 },
    });
    await runs.act({
      type: 'http',
      request: 2,
      node: 1,
      http: { method: 'PUT', path: '/v2/keys/a?value=1&ttl=60', headers: {}, body: new Uint8Array(0) },
    });
    await runs.run(500);
    const read = async (request: number) => {
      await runs.act({
        type: 'http',
        request,
        node: 1,
        http: { method: 'GET', path: '/v2/keys/a', headers: {}, body: new Uint8Array(0) },
      });
      await runs.run(200);
      return runs.made.world.http.get(request)?.head?.status;
    };
    expect(await read(3)).toBe(200);
    await runs.act({ type: 'clockJump', node: 1, ms: 61_000 });
    await runs.run(1000);
    expect(await read(4)).toBe(404);
    expect(runs.made.world.machine(1).image?.storeView(10).leases).toHaveLength(1);
  });

  it('on the wall stays set over a restart, and goes with the machine’s rate', async () => {
    const runs = await Runs.begin({ nodes: 1 });
    await runs.act({ type: 'clockRate', node: 1, rate: 2 });
    await runs.act({ type: 'clockJump', node: 1, ms: -500 });
    await runs.run(3000);
    await runs.act({ type: 'kill', node: 1 });
    await runs.act({ type: 'restart', node: 1 });
    const member = runs.made.host.member(1)?.save() as { rest: { wallAheadMs: number } };
    expect(member.rest.wallAheadMs).toBe(2500);
  });
});

describe('a disk', () => {
  it('that is full ends its member at the next write, and again at each start, until there is room', async () => {
    const runs = await Runs.begin();
    await runs.run(3000);
    const victim = runs.follower;
    await runs.act({ type: 'disk', node: victim, settings: { full: true } });
    await runs.put('a');
    // etcd 3.4.23 on a full tmpfs: C | mvcc/backend: cannot commit tx (write .../member/snap/db: no space left on device)
    expect(runs.crashed(victim)).toBe(
      `Fatal: mvcc/backend: cannot commit tx (write infra${victim}.etcd/member/snap/db: no space left on device)`,
    );
    await runs.act({ type: 'restart', node: victim });
    await runs.run(2000);
    expect(runs.crashed(victim)).toContain('no space left on device');
    await runs.act({ type: 'disk', node: victim, settings: { full: false } });
    await runs.act({ type: 'restart', node: victim });
    await runs.run(2000);
    expect(runs.made.world.machine(victim).status).toBe('up');
    expect(runs.made.world.watcher.violations).toEqual([]);
  });

  it('with room for so many bytes takes what fits and fails then', async () => {
    const runs = await Runs.begin();
    await runs.run(3000);
    const victim = runs.follower;
    await runs.act({ type: 'disk', node: victim, settings: { roomBytes: 200 } });
    await runs.put('a');
    expect(runs.crashed(victim)).toBeUndefined();
    await runs.puts(4);
    expect(runs.crashed(victim)).toContain('no space left on device');
  });

  it('whose writes fail ends its member', async () => {
    const runs = await Runs.begin();
    await runs.run(3000);
    const victim = runs.leader;
    await runs.act({ type: 'disk', node: victim, settings: { writesFail: true } });
    await runs.put('a');
    // etcd 3.4.23, EIO from fdatasync: C | etcdserver: failed to save state and entries error: input/output error
    expect(runs.crashed(victim)).toBe(
      'Fatal: etcdserver: failed to save state and entries error: input/output error',
    );
    await runs.run(3000);
    expect(runs.leader).not.toBe(0);
    expect(runs.made.world.watcher.violations).toEqual([]);
  });

  it('with a wrong bit in its log is refused, whatever starts from it; its snapshot is passed over for the one before', async () => {
    const runs = await Runs.begin({ snapshotCount: 5 });
    await runs.run(3000);
    await runs.puts(14);
    const victim = runs.follower;
    await runs.act({ type: 'kill', node: victim });
    const { disk } = runs.made.world.machine(victim);
    const newest = recover(disk.image()).snapshot?.index ?? 0;
    await runs.act({ type: 'bitFlip', node: victim, file: 'snap' });
    expect(recover(disk.image()).snapshot?.index).toBeLessThan(newest);
    await runs.act({ type: 'restart', node: victim });
    await runs.run(500);
    expect(runs.made.world.machine(victim).status).toBe('up');
    await runs.act({ type: 'kill', node: victim });
    await runs.act({ type: 'bitFlip', node: victim, file: 'wal' });
    await runs.act({ type: 'restart', node: victim });
    // etcd 3.4.23: C | etcdmain: walpb: crc mismatch, exit 1
    expect(runs.crashed(victim)).toMatch(
      /^StorageError: etcdmain: walpb: crc mismatch \(wal\/\S+\.wal at byte \d+: /u,
    );
    expect(runs.events.some((event) => event.forgot)).toBe(false);
    expect(runs.made.world.watcher.violations).toEqual([]);
  });

  it('with a wrong bit in the length of a record starts without what came after it, as etcd does: it has forgotten', async () => {
    const runs = await Runs.begin();
    await runs.run(3000);
    await runs.puts(5);
    const victim = runs.follower;
    await runs.act({ type: 'kill', node: victim });
    const { disk } = runs.made.world.machine(victim);
    const before = recover(disk.image());
    const { entries } = before;
    expect(entries.length).toBeGreaterThan(4);
    await runs.act({ type: 'bitFlip', node: victim, file: 'wal', record: 4, byte: 0, bit: 4 });
    const after = recover(disk.image());
    expect(after.entries.length).toBeLessThan(entries.length);
    expect(after.repairs).not.toEqual([]);
    await runs.act({ type: 'restart', node: victim });
    expect(runs.events.at(-1)).toMatchObject({ command: { type: 'restart' }, forgot: true });
    await runs.run(2000);
    // etcd 3.4.23: panic: tocommit(20) is out of range [lastIndex(13)]. Was the raft log corrupted, truncated, or lost?
    expect(runs.crashed(victim)).toMatch(/tocommit\(\d+\) is out of range \[lastIndex\(\d+\)\]/u);
  });

  it('that cannot be read is refused where that is its log, and not where it is its newest snapshot', async () => {
    const runs = await Runs.begin({ snapshotCount: 5 });
    await runs.run(3000);
    await runs.puts(14);
    const victim = runs.follower;
    await runs.act({ type: 'kill', node: victim });
    await runs.act({ type: 'disk', node: victim, settings: { unreadable: 'wal' } });
    await runs.act({ type: 'restart', node: victim });
    // etcd 3.4.23, EIO from read: C | etcdmain: read .../member/wal/0000000000000000-0000000000000000.wal: input/output error
    expect(runs.crashed(victim)).toContain(
      'etcdmain: read wal/0000000000000000-0000000000000000.wal: input/output error',
    );
    // .. and of its snapshot: E | snap: cannot read file .. input/output error; recovered store from snapshot at index 24
    await runs.act({ type: 'disk', node: victim, settings: { unreadable: 'snap' } });
    await runs.act({ type: 'restart', node: victim });
    await runs.run(1000);
    expect(runs.made.world.machine(victim).status).toBe('up');
  });

  it('that lies keeps what a process loses, and loses with the power what it had said it had synced', async () => {
    const runs = await Runs.begin({ crashLoses: 'unwritten' });
    await runs.run(3000);
    const victim = runs.follower;
    const lastOf = () => recover(runs.made.world.machine(victim).disk.image()).entries.at(-1)?.index ?? 0;
    await runs.act({ type: 'disk', node: victim, settings: { lies: true } });
    await runs.puts(3);
    await runs.act({ type: 'kill', node: victim });
    const kept = lastOf();
    await runs.act({ type: 'restart', node: victim });
    expect(runs.events.at(-1)?.forgot).toBe(false);
    await runs.run(500);
    await runs.puts(3);
    await runs.act({ type: 'powerLoss', node: victim, torn: false });
    expect(lastOf()).toBeLessThanOrEqual(kept);
    await runs.act({ type: 'restart', node: victim });
    expect(runs.events.at(-1)?.forgot).toBe(true);
    await runs.run(1500);
    expect(runs.crashed(victim)).toContain('is out of range');
  });

  it('that lied and is honest again has all with the next sync', async () => {
    const runs = await Runs.begin();
    await runs.run(3000);
    const victim = runs.follower;
    await runs.act({ type: 'disk', node: victim, settings: { lies: true } });
    await runs.puts(3);
    await runs.act({ type: 'disk', node: victim, settings: { lies: false } });
    await runs.put('b');
    await runs.act({ type: 'powerLoss', node: victim, torn: false });
    await runs.act({ type: 'restart', node: victim });
    expect(runs.events.at(-1)?.forgot).toBe(false);
  });

  it('torn at any place of what was not synced, with a hole or without, is one that its member starts from', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 300; seed++) {
      const log = new WrittenLog().write({
        entries: [entry(1, 1, 30)],
        hardState: { term: 1, vote: 2, commit: 0 },
      });
      const files = log.image.files.map(
        ({ name, chunks }) => ({ type: 'replace', file: name, chunks }) as const,
      );
      const synced = Disk.holding(files);
      const before = synced.bytesOf(FIRST_SEGMENT).length;
      log
        .write({ entries: [entry(2, 1, 600), entry(3, 1, 700)] })
        .write({ entries: [entry(4, 1, 20)], hardState: { term: 2, vote: 1, commit: 1 } });
      const after = Disk.holding(
        log.image.files.map(({ name, chunks }) => ({ type: 'replace', file: name, chunks }) as const),
      ).bytesOf(FIRST_SEGMENT);
      const rest = after.subarray(before);
      const half = Math.floor(rest.length / 2) & ~7;
      synced.write(appendOf(1, rest.subarray(0, half)), 0, 1);
      synced.write(appendOf(2, rest.subarray(half)), 0, 1);
      expect(synced.tear(makeDice(seed, 'tear'))).toBe(false);
      const found = recover(synced.image());
      expect(found.entries.length, `seed ${seed}`).toBeGreaterThanOrEqual(1);
      expect(found.hardState.term).toBeGreaterThanOrEqual(1);
      seen.add(found.entries.length);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });
});

it('all of it is the same again: the same seed, the same hash; another seed tears elsewhere', async () => {
  const first = await endOf(11);
  expect(await endOf(11)).toEqual(first);
  expect(first.crashed).toContain('walpb: crc mismatch');
  expect((await endOf(12)).hash).not.toEqual(first.hash);
});
