import { beforeAll, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import type { PropertyName } from '../../../src/check/properties.ts';
import { RaftMonitor } from '../../../src/check/raft/raft-monitor.ts';
import { Member } from '../../../src/node/member.ts';
import type { MemberChanges } from '../../../src/node/report/changes.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { Watcher } from '../../../src/sim/record/watcher.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

// A calm run, whose records are told otherwise from an instant on: as if something that was promised did not happen any more.

/** From here on it is told otherwise; in µs. */
const FROM = 4_000_000;

let events: readonly WorldEvent[] = [];
let leader = 0;
let follower = 0;

beforeAll(async () => {
  const shown = { steps: 0, violations: [], events: [] as WorldEvent[], look, clone: (): Watcher => shown };
  function look(event: WorldEvent): void {
    shown.events.push(event);
  }
  const config = parseConfig({ nodes: 3, seed: 3, electionTicks: 5 });
  const cluster = await Cluster.create(config, new InProcessHost(Member), shown);
  const { world } = cluster;
  const pass = (ms: number): Promise<void> => cluster.run({ until: world.now + ms * 1000, events: Infinity });
  let request = 0;
  await pass(3000);
  leader = [...world.machines.values()].find(({ state }) => state === 'StateLeader')?.id ?? 0;
  follower = (leader % 3) + 1;
  const key = encodeUtf8('k');
  await cluster.act({ type: 'openStream', stream: 1, node: follower, kind: 'watch' });
  const bounds = { rangeEnd: encodeUtf8(''), startRevision: 0, watchId: 0n };
  const options = { filters: [], prevKv: false, progressNotify: false, fragment: false };
  await cluster.act({
    type: 'sendStream',
    stream: 1,
    message: { type: 'create', key, ...bounds, ...options },
  });
  const lease = { type: 'leaseGrant', id: 7n, ttl: 3 } as const;
  await cluster.act({ type: 'request', request: ++request, node: leader, operation: lease });
  for (let i = 0; i < 16; i++) {
    const operation = { type: 'put', key, value: encodeUtf8(`${i}`) } as const;
    await cluster.act({ type: 'request', request: ++request, node: leader, operation });
    await pass(500);
  }
  events = shown.events;
});

/** What is stalled in the run at any time, with the records of one node from FROM on told so. */
function stalledIn(node: number, tell: (changes: MemberChanges) => MemberChanges): Map<PropertyName, string> {
  const monitor = new RaftMonitor();
  const seen = new Map<PropertyName, string>();
  for (const event of events) {
    const { output } = event;
    const isTold = output !== undefined && event.at >= FROM && event.node === node;
    monitor.look(
      isTold
        ? {
            ...event,
            touched: event.touched | ALL_BUT_BOOT,
            output: { ...output, changes: tell(output.changes) },
          }
        : event,
      () => undefined,
    );
    for (const { property, detail } of monitor.stalls) seen.set(property, detail);
  }
  return seen;
}

function without(changes: MemberChanges, ...names: readonly (keyof MemberChanges)[]): MemberChanges {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !names.some((one) => one === name)));
}

/** Everything may have changed, and no life begins. */
const ALL_BUT_BOOT = 0b1111_1111_1110;

describe('a calm run', () => {
  it('is stalled in nothing as it was', () => {
    expect(leader).toBeGreaterThan(0);
    expect([...stalledIn(leader, (changes) => changes)]).toEqual([]);
    expect([...stalledIn(follower, (changes) => changes)]).toEqual([]);
  });

  it('EventuallyApplied: a member that applies nothing more', () => {
    const seen = stalledIn(follower, (changes) => without(changes, 'applied', 'applying'));
    expect(seen.get('EventuallyApplied')).toMatch(
      new RegExp(`^node ${follower} has applied up to \\d+, and \\d+ is committed$`),
    );
  });

  it('EventuallyCaughtUp: a leader that replicates to one of them no more', () => {
    const seen = stalledIn(leader, (changes) => {
      const progress = changes.progress?.filter(({ id }) => id !== follower);
      return progress === undefined ? changes : { ...changes, progress };
    });
    expect(seen.get('EventuallyCaughtUp')).toMatch(
      new RegExp(`^node ${leader} leads, and node ${follower} has its log up to \\d+ \\(StateReplicate\\)`),
    );
  });

  it('ReadsComplete: a read whose index never comes', () => {
    const open = [{ request: 9, index: 0 }];
    const seen = stalledIn(follower, (changes) => ({ ...changes, pendingReads: open }));
    expect(seen.get('ReadsComplete')).toBe(`a read waits at node ${follower} for its read index`);
  });

  it('WatchDelivers: a member that applies and tells its watch nothing', () => {
    const seen = stalledIn(follower, (changes) => without(changes, 'toldRevision'));
    expect(seen.get('WatchDelivers')).toMatch(new RegExp(`^watches of node ${follower} were told up to`));
  });

  it('LeaseExpires: a leader that lets a lease live after its end', () => {
    const seen = stalledIn(leader, (changes) => {
      const leases = changes.leases?.filter(({ lease }) => lease !== undefined);
      return leases === undefined ? changes : { ...changes, leases };
    });
    expect(seen.get('LeaseExpires')).toBe(
      `lease 7 has ended, and node ${leader}, the leader, has not revoked it`,
    );
  });

  it('TransferEnds: a hand-over that neither succeeds nor is given up', () => {
    let isBegun = false;
    const seen = stalledIn(leader, (changes) => {
      if (isBegun) return changes;
      isBegun = true;
      return { ...changes, leadTransferee: follower };
    });
    expect(seen.get('TransferEnds')).toBe(
      `the transfer of leadership from node ${leader} to node ${follower} does not end`,
    );
  });

  it('ConfChangeCompletes: a joint configuration that is to be left by itself and stays', () => {
    const joint = {
      voters: [1, 2, 3],
      votersOutgoing: [1, 2, 3],
      learners: [],
      learnersNext: [],
      autoLeave: true,
    };
    const seen = stalledIn(leader, (changes) => ({ ...changes, confState: joint }));
    expect(seen.get('ConfChangeCompletes')).toBe(
      `node ${leader} leads a joint configuration that is to be left by itself`,
    );
  });

  it('LeaderStability: a new term that nothing has called for', () => {
    const seen = stalledIn(follower, (changes) => ({ ...changes, term: 99 }));
    expect(seen.get('LeaderStability')).toMatch(
      new RegExp(`^node ${leader} led term \\d+ in calm time, and now the term is 99$`),
    );
  });
});
