import { AssertionError } from '../../base/assert.ts';
import { Digest } from '../../base/digest.ts';
import { msToMicros, type Micros, type NodeId } from '../../base/flavor.ts';
import { Bus } from '../../net/bus.ts';
import type { Flight } from '../../net/flight.ts';
import { addressOf } from '../../node/core/address.ts';
import { loadedLog } from '../../node/core/loaded-log.ts';
import type { DiskWrite, InitialMember, MemberAddress, MemberBoot, NodeInput } from '../../node/io.ts';
import type { MemberImage } from '../../node/report/image.ts';
import { settingsOf } from '../../node/settings.ts';
import type { MemberId } from '../../etcd/request.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { BusMessage } from './bus-message.ts';
import { ClientCalls } from '../clients/client-call.ts';
import type { Command } from '../command/command.ts';
import { ClientRuns } from '../clients/client-run.ts';
import { ClientStreams } from '../clients/client-stream.ts';
import type { LabConfig } from './config.ts';
import { layoutOf, machinesOf } from './layout.ts';
import { Decisions } from '../record/decisions.ts';
import { DueQueue } from './due-queue.ts';
import { happeningOf, type Happening } from '../record/happening.ts';
import { HttpCalls } from '../clients/http-call.ts';
import { Disk } from './disk.ts';
import { tickOf, wallAheadMs } from './clock.ts';
import { updateConnections } from './connections.ts';
import { connectedTo, firstTickAfter, Machine, stopMachine } from './machine.ts';
import { addressesWith, idOf, operationsOf, type BegunMachine } from './begun-from.ts';
import type { DrawnNode } from './drawing.ts';
import type { Watcher } from '../record/watcher.ts';
import type { WorldEvent } from '../record/world-event.ts';

/** The durations of a run, in microseconds. */
export interface Durations {
  readonly tick: Micros;
  readonly fsync: Micros;
  /** A write that is not synced goes to a buffer, which takes this: the quicker of disk and apply thread. */
  readonly buffer: Micros;
  readonly apply: Micros;
  readonly clientTimeout: Micros;
  /** The transport reports an unreachable peer at most once in this. */
  readonly heartbeat: Micros;
}

/**
 * Everything around the members, as data: clock, queue of what is due, machines, links, clients, and the fingerprint
 * of all that has happened. What happens to it is told beside it: `take-batch.ts` and `settle.ts` (time passes),
 * `perform.ts` (somebody acts). Members live in a NodeHost; `cluster.ts` joins the two.
 *
 * Time goes on by itself, or it stands and what happens next is picked by hand (`byHand`, src/sim/hand).
 *
 * Invariants: nothing in the queue is due before `now`; by hand nothing in it is due later; `events` is the number of the
 * last event; machines are in ascending order of id.
 */
export class World {
  readonly config: LabConfig;
  readonly durations: Durations;
  now: Micros = 0;
  events = 0;
  /** An input that happens now leads to nothing before now + lookahead. */
  lookahead: Micros;
  readonly machines: Map<NodeId, Machine>;
  readonly bus: Bus<BusMessage>;
  readonly due: DueQueue;
  readonly calls: ClientCalls;
  readonly streams: ClientStreams;
  readonly http: HttpCalls;
  /** What consoles have asked to be done to machines: each is a command of its own, the next things that happen. */
  readonly asked: AskedCommand[] = [];
  /** Client programs that run in the world. */
  readonly clients: ClientRuns;
  readonly hash: Digest;
  readonly watcher: Watcher;
  /** When the transport last reported a peer unreachable, by `from/to`. */
  readonly reported: Map<string, Micros>;
  /** The newest notable decisions of all members. */
  readonly decisions: Decisions;
  /**
   * When the next Ready of each member is due, where Readys are a setting by hand (`readyByHand`) and the world takes them while time goes;
   * undefined: nobody takes them but by hand.
   */
  readys: Map<NodeId, Micros> | undefined;
  /** Undefined at the beginning, and in a clone until something happens. */
  last: WorldEvent | undefined;
  #present: Happening | undefined;
  /** The last event that was worth a sentence; undefined at the beginning. */
  notable: Happening | undefined;

  private constructor(config: LabConfig, parts: WorldParts) {
    this.config = config;
    this.durations = durationsOf(config);
    this.machines = parts.machines;
    this.bus = parts.bus;
    this.due = parts.due;
    this.calls = parts.calls;
    this.streams = parts.streams;
    this.http = parts.http;
    this.clients = parts.clients;
    this.hash = parts.hash;
    this.watcher = parts.watcher;
    this.reported = parts.reported;
    this.decisions = parts.decisions;
    this.lookahead = computeLookahead(this);
  }

  /** The world at time 0. Its machines are up; their members are to be started (`bootOf`). */
  static create(config: LabConfig, watcher: Watcher): World {
    const world = new World(config, {
      machines: new Map(),
      bus: new Bus(config.seed, {
        latency: msToMicros(config.latencyMs),
        jitter: msToMicros(config.jitterMs),
        loss: config.loss,
        duplicate: config.duplicate,
        reorder: config.reorder,
      }),
      due: new DueQueue(),
      calls: new ClientCalls(),
      streams: new ClientStreams(),
      http: new HttpCalls(),
      clients: new ClientRuns(),
      hash: new Digest(),
      watcher,
      reported: new Map(),
      decisions: new Decisions(),
    });
    for (const id of machinesOf(config)) addMachine(world, id);
    for (const { id: from } of world.machines.values()) {
      for (const { id, connections } of world.machines.values()) {
        if (id !== from) connections.set(from, { type: 'open' });
      }
    }
    for (const drawn of config.drawing ?? []) beginWith(world, drawn);
    for (const begun of config.begunFrom?.machines ?? []) goOnFrom(world, begun);
    return world;
  }

  /** The last event in short, worked out when somebody asks; undefined at the beginning. */
  get present(): Happening | undefined {
    const { last } = this;
    if (last !== undefined && this.#present?.event !== last.number) this.#present = happeningOf(this, last);
    return this.#present;
  }

  /** The clock stands: nothing becomes due by itself, and whatever would is parked until somebody picks it. */
  get byHand(): boolean {
    return this.due.parks;
  }

  machine(id: NodeId): Machine {
    const machine = this.machines.get(id);
    if (machine === undefined) throw new AssertionError(`machine ${id} is there`);
    return machine;
  }

  /** It is kept for long, and hardly anybody will look into it: what may be packed is packed. */
  pack(): void {
    for (const { trace } of this.machines.values()) trace.pack();
  }

  /** `seed`: from now on the network's dice, and those of later lives of members, fall by another one. */
  clone(seed?: number): World {
    const config = seed === undefined ? this.config : { ...this.config, seed };
    const copy = new World(config, {
      machines: new Map([...this.machines].map(([id, machine]) => [id, machine.clone()])),
      bus: this.bus.clone(seed),
      due: this.due.clone(),
      calls: this.calls.clone(),
      streams: this.streams.clone(),
      http: this.http.clone(),
      clients: this.clients.clone(),
      hash: this.hash.clone(),
      watcher: this.watcher.clone(),
      reported: new Map(this.reported),
      decisions: this.decisions.clone(),
    });
    copy.asked.push(...this.asked);
    copy.readys = this.readys && new Map(this.readys);
    copy.now = this.now;
    copy.events = this.events;
    copy.#present = this.present;
    copy.notable = this.notable;
    return copy;
  }
}

/** A command that a console has asked for; `by` of the command names the console too. */
export interface AskedCommand {
  readonly client: string;
  /** Of the console: what an earlier one of its name has asked for is nobody's. */
  readonly life: number;
  /** By which the console knows it. */
  readonly act: number;
  readonly command: Command;
}

interface WorldParts {
  machines: Map<NodeId, Machine>;
  bus: Bus<BusMessage>;
  due: DueQueue;
  calls: ClientCalls;
  streams: ClientStreams;
  http: HttpCalls;
  clients: ClientRuns;
  hash: Digest;
  watcher: Watcher;
  reported: Map<string, Micros>;
  decisions: Decisions;
}

/** The machine begins with this on its disk, and is killed if it is drawn so. */
function beginWith(world: World, { node, up, ...load }: DrawnNode): void {
  const machine = world.machine(node);
  machine.disk = Disk.holding(loadedLog(bootOf(world, node).config, load));
  if (up) return;
  machine.disk.crash();
  stopMachine(machine, {});
  updateConnections(world);
}

/** The machine has this disk; without one it is down, and has forgotten what it was. */
function goOnFrom(world: World, { node, files }: BegunMachine): void {
  const machine = world.machine(node);
  if (files.length > 0) {
    machine.disk = Disk.holding(operationsOf(files));
    return;
  }
  machine.joining = true;
  machine.forgot = true;
  stopMachine(machine, {});
  updateConnections(world);
}

/** A new machine with an empty disk and its links to and from all others; its clock starts. */
export function addMachine(world: World, id: NodeId): void {
  const machine = new Machine(id);
  // Before its clock starts: what is due for another life never comes.
  machine.life = world.config.begunFrom?.machines.find(({ node }) => node === id)?.lives ?? 0;
  machine.settings = world.config.machineSettings?.find(({ node }) => node === id)?.settings ?? {};
  machine.settingsInForce = machine.settings;
  for (const other of world.machines.keys()) {
    world.bus.link(other, id);
    world.bus.link(id, other);
  }
  machine.knownGone = formerMembers(world);
  beginLife(world, machine);
  const all = [...world.machines.values(), machine].sort((a, b) => a.id - b.id);
  world.machines.clear();
  for (const each of all) world.machines.set(each.id, each);
  startClock(world, machine, firstTickAfter(world.config.seed, machine, tickOf(world, machine)));
}

/** Whom the machines have been and are no longer. */
function formerMembers(world: World): MemberId[] {
  return [...world.machines.values()].flatMap(({ formerIds }) => formerIds);
}

/**
 * The machine's disk is lost, or another machine stands in its place; the new disk is as quick as the run's others. Where
 * a member was removed, what is on its way to it finds nobody: the machine will be another member, if any.
 */
export function loseDisk(world: World, machine: Machine, restored?: Uint8Array): void {
  const isOfMember = machine.removed === undefined && machine.disk.image().files.length > 0;
  if (isOfMember) machine.forgot = true;
  machine.disk = new Disk();
  machine.refused = false;
  machine.fsync = undefined;
  machine.joining = restored === undefined;
  machine.restored = restored;
  world.lookahead = computeLookahead(world);
  if (machine.removed === undefined) return;
  machine.formerIds = [...machine.formerIds, machine.removed];
  machine.removed = undefined;
  for (const flight of world.bus.bury(machine.id, world.now)) scheduleFlight(world, flight);
}

/** A killed machine is up again: another life, whose clock starts. */
export function startAgain(world: World, machine: Machine): void {
  machine.status = 'up';
  machine.forgot = false;
  machine.crashed = undefined;
  machine.removed = undefined;
  machine.life++;
  beginLife(world, machine);
  machine.ahead = 0;
  machine.settingsInForce = machine.settings;
  if (machine.disk.image().files.length === 0) machine.knownGone = formerMembers(world);
  machine.state = 'StateFollower';
  machine.term = 0;
  startClock(world, machine, firstTickAfter(world.config.seed, machine, tickOf(world, machine)));
}

function beginLife(world: World, machine: Machine): void {
  machine.startedAtMs = Math.floor(world.now / MICROS_PER_MS);
  machine.ticks = 0;
}

/** The member that the cluster has added for this machine, as far as the member that has applied most knows. */
function addedAs(world: World, id: NodeId): MemberId | undefined {
  let newest: MemberImage | undefined;
  for (const { image } of world.machines.values()) {
    if (image !== undefined && image.view().applied > (newest?.view().applied ?? -1)) newest = image;
  }
  return newest?.memberIdOf(id);
}

/** Who it is, where the cluster has added it before it begins with an empty disk; a restored one begins a cluster. */
function beginsAs(world: World, { id, disk, restored }: Machine): MemberId | undefined {
  return disk.image().files.length === 0 && restored === undefined ? addedAs(world, id) : undefined;
}

/** What the machine's member is started with, from what its disk has; with this start's own flag. */
export function bootOf(world: World, id: NodeId, forceNewCluster = false): MemberBoot {
  const machine = world.machine(id);
  const config = { ...world.config, ...machine.settings };
  const addresses = addressesWith(config.members ?? [], config.begunFrom);
  return {
    disk: machine.disk.image(),
    config: {
      ...settingsOf(config),
      ...(machine.restored === undefined ? {} : { snapshot: machine.restored }),
      id,
      incarnation: machine.life,
      initialConfState: initialConfState(config, machine),
      forceNewCluster,
      joining: machine.joining,
      formerIds: machine.formerIds,
      memberId: beginsAs(world, machine),
      readIndexRetryTicks: Math.max(1, Math.round(READ_INDEX_RETRY_MS / config.tickMs)),
      startedAtMs: machine.startedAtMs,
      wallAheadMs: wallAheadMs(machine.clock, world.now),
      connected: connectedTo(machine),
      initialMembers: initialMembers(config, addresses),
      addresses,
      address: addressOf(addresses, id),
      ...(config.begunFrom === undefined ? {} : { clusterId: idOf(config.begunFrom.clusterId) }),
    },
  };
}

/** Voters first, then learners. */
function initialMembers(config: LabConfig, addresses: readonly MemberAddress[]): InitialMember[] {
  const { voters, learners } = layoutOf(config);
  const memberOn = (node: NodeId): InitialMember => {
    return { ...addressOf(addresses, node), node, isLearner: learners.includes(node) };
  };
  return [...voters, ...learners].map(memberOn);
}

const MICROS_PER_MS = 1000;

/** etcd: readIndexRetryTime. */
const READ_INDEX_RETRY_MS = 500;

/** The members a run begins with; a machine that joins later knows of nobody and learns from the leader. */
function initialConfState(config: LabConfig, { id, joining }: Machine): ConfState {
  // Of a cluster that began elsewhere its logs and snapshots say who is in it.
  const isFirst = !joining && config.begunFrom === undefined && machinesOf(config).includes(id);
  const { voters, learners } = layoutOf(config);
  return {
    voters: isFirst ? voters.toSorted((a, b) => a - b) : [],
    votersOutgoing: [],
    learners: isFirst ? learners.toSorted((a, b) => a - b) : [],
    learnersNext: [],
    autoLeave: false,
  };
}

/** The next tick comes after `delay`. */
export function startClock(world: World, machine: Machine, delay: Micros): void {
  machine.nextTickAt = world.now + delay;
  machine.nextTickSeq = world.due.push(machine.nextTickAt, {
    type: 'input',
    node: machine.id,
    life: machine.life,
    input: { type: 'tick' },
  });
}

/** Due at `at`; by hand, when somebody picks it. */
export function pushInput(world: World, machine: Machine, at: Micros, input: NodeInput): void {
  world.due.push(at, { type: 'input', node: machine.id, life: machine.life, input });
}

/** While time goes in a world whose Readys are taken by hand otherwise: the member's next one is due soon. */
export function maybePushReady(world: World, machine: Machine): void {
  const { readys, now, lookahead } = world;
  if (readys === undefined || machine.image?.view().hasReady !== true) return;
  if ((readys.get(machine.id) ?? -1) > now) return;
  readys.set(machine.id, now + lookahead);
  pushInput(world, machine, now + lookahead, { type: 'ready' });
}

/** Due now, by hand too: what somebody says to a member. */
export function pushAtOnce(world: World, { id, life }: Machine, input: NodeInput): void {
  world.due.pushAtOnce(world.now, { type: 'input', node: id, life, input });
}

/** A flight's end is put into the queue (by hand: is parked); a held one has none. */
export function scheduleFlight(world: World, flight: Flight<BusMessage>): void {
  if (flight.endsAt !== undefined) world.due.push(flight.endsAt, { type: 'flight', message: flight.id });
}

export function scheduleFlights(world: World, flights: readonly Flight<BusMessage>[]): void {
  for (const flight of flights) scheduleFlight(world, flight);
}

/**
 * The least time in which anything that happens can have an effect; links that are not there yet have the defaults. A
 * message that is lost ends on half its way.
 */
export function computeLookahead(world: World): Micros {
  const { fsync, apply } = world.durations;
  let latency = msToMicros(world.config.latencyMs);
  for (const { dials } of world.bus.unsortedLinks()) latency = Math.min(latency, dials.latency);
  let least = Math.min(world.durations.tick, fsync, apply, Math.floor(latency / 2));
  for (const machine of world.machines.values()) {
    least = Math.min(least, diskDurations(world, machine).fsync, tickOf(world, machine));
  }
  return least;
}

/** What a write takes on this machine: synced, or taken into the buffer. */
export function diskDurations(
  { durations }: World,
  machine: Machine,
): { readonly fsync: Micros; readonly buffer: Micros } {
  const { fsync } = machine;
  if (fsync === undefined) return durations;
  return { fsync, buffer: Math.min(fsync, durations.apply) };
}

/** The input by which a member hears that a write is done. `fsync`: how long its sync takes. */
export function writeDone(write: DiskWrite, fsync: Micros): NodeInput {
  const done = { type: 'writeDone', write: write.id } as const;
  return write.sync ? { ...done, took: fsync } : done;
}

function durationsOf(config: LabConfig): Durations {
  const fsync = msToMicros(config.fsyncMs);
  const apply = msToMicros(config.applyMs);
  const tick = msToMicros(config.tickMs);
  return {
    tick,
    fsync,
    buffer: Math.min(fsync, apply),
    apply,
    clientTimeout: msToMicros(config.clientTimeoutMs),
    heartbeat: tick * config.heartbeatTicks,
  };
}
