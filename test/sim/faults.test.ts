import { describe, expect, it } from 'vitest';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { toyFactory } from './toy-member.ts';

const text = new TextEncoder();

class Recorder {
  readonly events: WorldEvent[] = [];
  append(event: WorldEvent): void {
    this.events.push(event);
  }
}

async function cluster(config: Partial<LabConfig> = {}, factory: { boot: typeof Member.boot } = Member) {
  const journal = new Recorder();
  const made = await Cluster.create(
    parseConfig(config),
    new InProcessHost(factory),
    new NoWatcher(),
    journal,
  );
  return { cluster: made, events: journal.events };
}

async function run(made: Cluster, ms: number): Promise<void> {
  const until = made.world.now + ms * 1000;
  await made.run({ until, events: Infinity });
  made.setClock(until);
}

function put(made: Cluster, node: number, value = 'v'): Command & { type: 'request' } {
  const request = made.world.calls.lastId + 1;
  const operation = { type: 'put', key: text.encode('k'), value: text.encode(value) } as const;
  return { type: 'request', request, node, operation };
}

function leader(made: Cluster): number {
  return [...made.world.machines.values()].find((machine) => machine.state === 'StateLeader')?.id ?? 0;
}

const outcome = (made: Cluster, request: number) =>
  made.world.calls.ended.slice(0).find((call) => call.id === request)?.result;

describe('time', () => {
  it('ticks every member at its own offset, once a tick', async () => {
    const { cluster: made, events } = await cluster({ tickMs: 100 });
    await run(made, 1000);
    for (const node of [1, 2, 3, 4, 5]) {
      const at = events
        .filter((event) => event.type === 'tick' && event.node === node)
        .map((event) => event.at);
      expect(at).toHaveLength(10);
      expect(new Set(at.map((time) => time % 100_000)).size).toBe(1);
    }
    const offsets = events.filter((event) => event.type === 'tick').map((event) => event.at % 100_000);
    expect(new Set(offsets).size).toBe(5);
  });

  it('numbers events without a gap and never goes back', async () => {
    const { cluster: made, events } = await cluster();
    await run(made, 3000);
    expect(events.map((event) => event.number)).toEqual(events.map((_, i) => i + 1));
    for (const [i, event] of events.entries())
      expect(event.at).toBeGreaterThanOrEqual(events[i - 1]?.at ?? 0);
  });
});

describe('kill and restart', () => {
  it('brings back what was synced: an answered put survives the death of every member', async () => {
    const { cluster: made } = await cluster({ nodes: 3 });
    await run(made, 2500);
    const call = put(made, leader(made), 'kept');
    await made.act(call);
    await run(made, 200);
    expect(outcome(made, call.request)).toMatchObject({ status: 'ok' });
    for (const node of [1, 2, 3]) await made.act({ type: 'kill', node });
    await run(made, 1000);
    for (const node of [1, 2, 3]) await made.act({ type: 'restart', node });
    await run(made, 3000);
    for (const member of made.members()) {
      expect(member.range(0, 9).kvs.map((kv) => new TextDecoder().decode(kv.value))).toEqual(['kept']);
    }
  });

  it('forgets what was not: a vote asked for and not yet synced is not in the restarted member', async () => {
    const { cluster: made } = await cluster({ nodes: 3, preVote: false });
    await made.act({ type: 'campaign', node: 1 });
    await run(made, 0);
    expect(made.host.member(1)?.view().term).toBe(1);
    await made.act({ type: 'kill', node: 1 });
    await made.act({ type: 'restart', node: 1 });
    expect(made.host.member(1)?.view().term).toBe(0);
  });

  it('ends the calls that waited there: a put is unknown, a read has failed', async () => {
    const { cluster: made } = await cluster({ nodes: 3 });
    await made.act(put(made, 2));
    const operation = {
      type: 'range',
      key: text.encode('k'),
      revision: 0,
      consistency: 'linearizable',
    } as const;
    await made.act({ type: 'request', request: 2, node: 2, operation });
    await made.act({ type: 'kill', node: 2 });
    expect(made.world.calls.ended.slice(0).map((call) => call.result?.status)).toEqual(['unknown', 'failed']);
  });

  it('refuses a call to a killed member at once, with certainty', async () => {
    const { cluster: made } = await cluster({ nodes: 3 });
    await made.act({ type: 'kill', node: 2 });
    const call = put(made, 2);
    await made.act(call);
    expect(outcome(made, call.request)).toEqual({ status: 'failed', error: 'unhealthy' });
  });

  it('lets messages to a dead member die when they arrive, and tells the sender at most once a heartbeat', async () => {
    const { cluster: made, events } = await cluster({ nodes: 3 });
    await run(made, 2500);
    const dead = (leader(made) % 3) + 1;
    await made.act({ type: 'kill', node: dead });
    for (let i = 0; i < 20; i++) {
      await made.act(put(made, leader(made)));
      await run(made, 10);
    }
    await run(made, 300);
    const deaths = events.filter((event) => event.ended.some(({ end }) => end === 'dead'));
    expect(deaths.length).toBeGreaterThan(3);
    const reports = events.filter((event) => event.type === 'unreachable');
    expect(reports.length).toBeGreaterThan(0);
    for (const [i, report] of reports.entries()) {
      expect(report.at - (reports[i - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(100_000);
    }
  });

  it('stops a member whose code throws, with its reason, and the rest goes on', async () => {
    const { cluster: made, events } = await cluster({ nodes: 3 }, toyFactory);
    const operation = { type: 'put', key: text.encode('k'), value: Uint8Array.of(0xff) } as const;
    await made.act({ type: 'request', request: 1, node: 2, operation });
    await run(made, 1000);
    expect(made.world.machine(2)).toMatchObject({ status: 'killed', crashed: 'Error: a fatal put' });
    expect(events.some((event) => event.command?.type === 'crashed')).toBe(true);
    expect(outcome(made, 1)).toEqual({ status: 'unknown', error: 'stopped' });
    expect(events.at(-1)?.node).not.toBe(2);
    await made.act({ type: 'restart', node: 2 });
    expect(made.world.machine(2)).toMatchObject({ status: 'up', crashed: undefined, life: 1 });
  });
});

describe('pause and resume', () => {
  it('keeps the order of what a member hears, however often, and whatever is due at the same instant', async () => {
    // Everything lasts 10 ms, so that what waited and what is due meet at the same instants.
    const same = { latencyMs: 10, jitterMs: 0, fsyncMs: 10, applyMs: 10, tickMs: 10 };
    const { cluster: made } = await cluster({ nodes: 3, ...same });
    await run(made, 1000);
    const machine = made.world.machine((leader(made) % 3) + 1);
    let meetings = 0;
    for (let i = 0; i < 3000; i++) {
      if (i % 3 === 0) await made.act(put(made, leader(made)));
      const next = [machine.disk.queue[0]?.dueAt, machine.applies[0]?.dueAt];
      const isDone = machine.waiting.some(({ type }) => type === 'writeDone' || type === 'applyDone');
      if (machine.status === 'up' && machine.disk.queue.length > 1) {
        await made.act({ type: 'pause', node: machine.id });
      } else if (machine.status === 'paused' && isDone && next.includes(made.world.now)) {
        meetings++;
        await made.act({ type: 'resume', node: machine.id });
        await made.run({ until: Infinity, events: i % 4 }); // and again before all of it is taken
        await made.act({ type: 'pause', node: machine.id });
        await made.act({ type: 'resume', node: machine.id });
      }
      await made.run({ until: Infinity, events: 1 });
    }
    expect(meetings).toBeGreaterThan(20);
    expect([...made.world.machines.values()].map(({ crashed }) => crashed)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('stops the clock and lets everything wait, in order, for the resume', async () => {
    const { cluster: made, events } = await cluster({ nodes: 3 });
    await run(made, 2500);
    const paused = (leader(made) % 3) + 1;
    await made.act({ type: 'pause', node: paused });
    const from = events.length;
    await run(made, 500);
    const during = events.slice(from).filter((event) => event.node === paused);
    expect(during.length).toBeGreaterThan(3);
    expect(during.every((event) => event.waits)).toBe(true);
    const waiting = [...made.world.machine(paused).waiting];
    expect(waiting).toEqual(during.map((event) => event.input));
    await made.act({ type: 'resume', node: paused });
    await run(made, 0);
    const after = events.filter(
      (event) => event.node === paused && !event.waits && event.at === made.world.now,
    );
    expect(after.slice(1, 1 + waiting.length).map((event) => event.input)).toEqual(waiting);
  });

  it('lets a client wait until it gives up: a put is then unknown', async () => {
    const { cluster: made } = await cluster({ nodes: 3, clientTimeoutMs: 400 });
    await run(made, 2500);
    const node = leader(made);
    await made.act({ type: 'pause', node });
    const call = put(made, node);
    await made.act(call);
    await run(made, 399);
    expect(outcome(made, call.request)).toBeUndefined();
    await run(made, 1);
    expect(outcome(made, call.request)).toEqual({ status: 'unknown', error: 'timeout' });
  });
});

describe('the network by command', () => {
  it('parts into groups, a member in none by itself, and heals', async () => {
    const { cluster: made } = await cluster();
    await made.act({
      type: 'partition',
      groups: [
        [1, 2],
        [3, 4],
      ],
    });
    const cut = made.world.bus
      .links()
      .filter((link) => link.cut)
      .map(({ from, to }) => `${from}${to}`);
    expect(cut).toEqual([
      '13',
      '14',
      '15',
      '23',
      '24',
      '25',
      '31',
      '32',
      '35',
      '41',
      '42',
      '45',
      '51',
      '52',
      '53',
      '54',
    ]);
    await made.act({ type: 'heal' });
    expect(made.world.bus.links().some((link) => link.cut || link.hold)).toBe(false);
  });

  it('keeps a leader in the minority from committing, and the majority goes on', async () => {
    const { cluster: made } = await cluster();
    await run(made, 2500);
    const old = leader(made);
    const friend = (old % 5) + 1;
    await made.act({
      type: 'partition',
      groups: [[old, friend], [1, 2, 3, 4, 5].filter((id) => id !== old && id !== friend)],
    });
    const commit = made.host.member(old)?.view().commit ?? 0;
    const call = put(made, old);
    await made.act(call);
    await run(made, 4000);
    expect(made.host.member(old)?.view().commit).toBe(commit);
    const now = leader(made);
    expect([old, friend]).not.toContain(now);
    expect(made.host.member(now)?.view().commit).toBeGreaterThan(commit);
    await made.act({ type: 'heal' });
    await run(made, 3000);
    const commits = made.members().map((member) => member.view().commit);
    expect(new Set(commits).size).toBe(1);
  });

  it('holds a link until it is released', async () => {
    const { cluster: made, events } = await cluster({ nodes: 3 });
    await run(made, 2500);
    const from = leader(made);
    const to = (from % 3) + 1;
    await made.act({ type: 'link', from, to, settings: { hold: true } });
    await run(made, 300);
    const held = [...made.world.bus.flights()].filter((flight) => flight.fate === 'held');
    expect(held.length).toBeGreaterThan(1);
    const at = events.length;
    await made.act({ type: 'link', from, to, settings: { hold: false } });
    await run(made, 20);
    const delivered = events.slice(at).flatMap((event) => event.ended.map(({ message }) => message));
    expect(delivered).toEqual(expect.arrayContaining(held.map((flight) => flight.id)));
  });

  it('handles one message: hold, release, duplicate, drop, deliver now', async () => {
    const { cluster: made, events } = await cluster({ nodes: 3 });
    await run(made, 2500);
    while (made.world.bus.inFlight < 2) await made.run({ until: Infinity, events: 1 });
    const [first, second] = [...made.world.bus.flights()].map((flight) => flight.id);
    await made.act({ type: 'hold', message: first ?? 0 });
    await made.act({ type: 'duplicate', message: first ?? 0 });
    await made.act({ type: 'drop', message: second ?? 0 });
    expect(events.at(-1)?.ended).toEqual([{ message: second, end: 'dropped' }]);
    await made.act({ type: 'deliver', message: first ?? 0 });
    const { now } = made.world;
    await run(made, 0);
    const delivery = events.find((event) => event.message === first && event.type === 'message');
    expect(delivery?.at).toBe(now);
  });

  it('tells the sender of a snapshot whether it arrived', async () => {
    const { cluster: made, events } = await cluster({
      nodes: 3,
      snapshotCount: 4,
      snapshotCatchUpEntries: 0,
    });
    await run(made, 2500);
    const to = (leader(made) % 3) + 1;
    await made.act({ type: 'kill', node: to });
    for (let i = 0; i < 12; i++) {
      await made.act(put(made, leader(made)));
      await run(made, 100);
    }
    await made.act({ type: 'restart', node: to });
    await run(made, 2000);
    const reports = events.filter((event) => event.type === 'snapshotStatus');
    expect(reports.map((event) => event.input)).toContainEqual({
      type: 'snapshotStatus',
      peer: to,
      ok: true,
    });
    expect(new Set(made.members().map((member) => member.view().kvHash)).size).toBe(1);
  });
});

describe('a new machine', () => {
  it('knows nobody until it is made a member, and then has everything', async () => {
    const { cluster: made } = await cluster({ nodes: 3 });
    await run(made, 2500);
    await made.act(put(made, leader(made)));
    await made.act({ type: 'addMachine', node: 4 });
    await run(made, 2000);
    expect(made.host.member(4)?.view()).toMatchObject({ term: 0, last: 0, confState: { voters: [] } });
    const request = made.world.calls.lastId + 1;
    const change = { version: 1, id: 0, type: 'ConfChangeAddNode', nodeId: 4, context: undefined } as const;
    await made.act({ type: 'confChange', request, node: leader(made), change });
    await run(made, 2000);
    expect(outcome(made, request)).toMatchObject({ status: 'ok' });
    expect(made.host.member(4)?.view().confState.voters).toEqual([1, 2, 3, 4]);
    expect(made.host.member(4)?.view().kvHash).toBe(made.host.member(leader(made))?.view().kvHash);
  });
});

describe('a command that cannot be done', () => {
  const key = text.encode('k');
  const table: [Command, CommandError['code']][] = [
    [{ type: 'kill', node: 9 }, 'unknownNode'],
    [{ type: 'restart', node: 1 }, 'alreadyRunning'],
    [{ type: 'campaign', node: 3 }, 'notRunning'],
    [{ type: 'kill', node: 3 }, 'notRunning'],
    [{ type: 'pause', node: 2 }, 'alreadyPaused'],
    [{ type: 'resume', node: 1 }, 'notPaused'],
    [{ type: 'resume', node: 3 }, 'notRunning'],
    [{ type: 'transferLeader', to: 1 }, 'noLeader'],
    [{ type: 'partition', groups: [[1], [1, 2]] }, 'badArgument'],
    [{ type: 'partition', groups: [[1, 7]] }, 'unknownNode'],
    [{ type: 'cut', from: 1, to: 1, oneWay: true }, 'badArgument'],
    [{ type: 'cut', from: 1, to: 12, oneWay: true }, 'unknownNode'],
    [{ type: 'link', from: 1, to: 2, settings: { loss: 1.5 } }, 'badArgument'],
    [{ type: 'link', from: 1, to: 2, settings: { latencyMs: -1 } }, 'badArgument'],
    [{ type: 'drop', message: 999 }, 'messageGone'],
    [{ type: 'deliver', message: 0 }, 'messageGone'],
    [{ type: 'addMachine', node: 2 }, 'alreadyThere'],
    [{ type: 'addMachine', node: 99 }, 'badArgument'],
    [{ type: 'request', request: 1, node: 8, operation: { type: 'put', key, value: key } }, 'unknownNode'],
    [
      { type: 'request', request: 1, node: 1, operation: { type: 'put', key: new Uint8Array(), value: key } },
      'emptyKey',
    ],
    [{ type: 'request', request: 0, node: 1, operation: { type: 'put', key, value: key } }, 'badArgument'],
  ];
  it.each(table)('%j is one clear error and changes nothing', async (command, code) => {
    const { cluster: made, events } = await cluster({ nodes: 3 });
    await made.act({ type: 'pause', node: 2 });
    await made.act({ type: 'kill', node: 3 });
    const before = { hash: made.world.hash.hex(), events: events.length, queue: made.world.due.size };
    const error: unknown = await made.act(command).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).code).toBe(code);
    expect((error as CommandError).message.length).toBeGreaterThan(10);
    expect({ hash: made.world.hash.hex(), events: events.length, queue: made.world.due.size }).toEqual(
      before,
    );
  });
});
