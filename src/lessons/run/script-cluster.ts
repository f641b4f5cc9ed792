import { present } from '../../base/assert.ts';
import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { Flight } from '../../net/flight.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { MessageType } from '../../raft/message.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { isPeerMessage, type BusMessage } from '../../sim/world/bus-message.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { Machine } from '../../sim/world/machine.ts';
import type { World } from '../../sim/world/world.ts';
import type { ClusterAction, LinkName } from '../language/script.ts';
import { textOf } from '../language/text.ts';
import { ActionRefused } from './action-refused.ts';
import { configOf, TICK_MS } from './cluster-config.ts';
import { Counters } from './counters.ts';
import type { OutsideStore } from './outside-store.ts';
import { ScriptClients } from './script-clients.ts';
import type { ScriptStage } from './stage.ts';
import { violationOf, type ScriptViolation } from './violations.ts';

/** What a round of messages takes of the world's time, which nothing depends on: so that pictures show them one after the other. */
const ROUND_MS = 10;
/** More rounds than any script needs: a settle that takes them will never end. */
const SETTLE_ROUNDS_MAX = 10_000;

export type Thread = 'append' | 'apply';

/** What the script knows of a node beside its machine. */
interface Place {
  /** Its threads that do nothing by themselves; with asynchronous storage. */
  readonly stalled: Set<Thread>;
  /** `ctx@index`, in order: the read indexes that the script has asked for in this life. */
  reads: string[];
  /** Ticks of this life. */
  ticks: number;
}

/**
 * The cluster of a script: a world by hand, in which nothing moves but by commands. What a script line means in them is
 * told in perform-action.ts; here is what all lines share: settling, messages that are lost, what is counted, what
 * clients hear.
 */
export class ScriptCluster {
  readonly cluster: ClusterAction;
  readonly counters = new Counters();
  readonly clients: ScriptClients;
  /** Outside etcd, by name. */
  readonly stores = new Map<string, OutsideStore>();
  /** Ticks of the node that has lived through the most. */
  ticks = 0;
  readonly #stage: ScriptStage;
  readonly #places = new Map<NodeId, Place>();
  readonly #broken = new Set<NodeId>();
  readonly #own: ScriptViolation[] = [];

  private constructor(cluster: ClusterAction, stage: ScriptStage) {
    this.cluster = cluster;
    this.#stage = stage;
    this.clients = new ScriptClients(this);
  }

  static async begin(
    cluster: ClusterAction,
    stage: ScriptStage,
    config: Partial<LabConfig> = configOf(cluster),
  ): Promise<ScriptCluster> {
    const made = new ScriptCluster(cluster, stage);
    await stage.begin(config, (event) => made.#hear(event));
    for (const id of made.ids) made.#places.set(id, { stalled: new Set(), reads: [], ticks: 0 });
    await stage.act({ type: 'byHand', on: true });
    for (const id of made.ids) await made.finishAll(id);
    return made;
  }

  get world(): World {
    return this.#stage.world;
  }

  /** Ascending. */
  get ids(): NodeId[] {
    return [...this.world.machines.keys()];
  }

  has(id: NodeId): boolean {
    return this.world.machines.has(id);
  }

  /** Undefined while it is down. */
  node(id: NodeId): MemberImage | undefined {
    return this.world.machines.get(id)?.image;
  }

  place(id: NodeId): Place {
    return present(this.#places.get(id), `n${id} is a node of this cluster`);
  }

  /** Of the living nodes the one that has applied the most; the first of several. */
  newest(): MemberImage | undefined {
    let newest: MemberImage | undefined;
    for (const { image } of this.world.machines.values()) {
      if (image === undefined) continue;
      if (newest === undefined || image.view().applied > newest.view().applied) newest = image;
    }
    return newest;
  }

  /** What the member's own clock says, in ms: a tick is a second, from its start on. */
  localMs(id: NodeId): number {
    return this.place(id).ticks * TICK_MS;
  }

  /** What the checks have found, and what clients have done to stores outside. */
  get violations(): readonly ScriptViolation[] {
    return [...this.world.watcher.violations.map(violationOf), ...this.#own];
  }

  report(violation: ScriptViolation): void {
    if (!this.#own.some(({ detail }) => detail === violation.detail)) this.#own.push(violation);
  }

  /** A member that has fallen by itself, and why; who falls by a disk that a line has broken does as it should. */
  get fallen(): string | undefined {
    for (const { id, crashed } of this.world.machines.values()) {
      if (crashed !== undefined && !this.#broken.has(id)) return crashed;
    }
    return undefined;
  }

  /** From now on its member may end by its disk. */
  breakDisk(id: NodeId): void {
    this.#broken.add(id);
  }

  /** Does a command, and what follows from it: messages that are lost, what clients hear and do then. */
  async act(command: Command): Promise<void> {
    await this.#stage.act(command);
    await this.#loseMessages();
    await this.clients.goOn();
  }

  /** Begins a life on what the disk holds. */
  async start(id: NodeId, forced = false): Promise<void> {
    const place = this.place(id);
    place.reads = [];
    place.ticks = 0;
    await this.act({ type: forced ? 'forceNewCluster' : 'restart', node: id });
    await this.finishAll(id);
  }

  async tick(id: NodeId): Promise<void> {
    this.place(id).ticks++;
    await this.act({ type: 'tick', node: id });
  }

  /** One Ready of one node; with synchronous storage it is worked off to its end. */
  async processReady(id: NodeId): Promise<void> {
    await this.#stage.act({ type: 'ready', node: id });
    if (!this.cluster.asyncStorage) await this.#work(id);
    await this.#loseMessages();
    await this.clients.goOn();
  }

  /** Whether a thread of the node has work. What the node only tidies up is none. */
  isBusy(id: NodeId, thread: Thread): boolean {
    const { disk, applies } = this.world.machine(id);
    return thread === 'apply' ? applies.length > 0 : disk.queue.some(({ write }) => !isUpkeep(write));
  }

  /** The oldest work of one of the node's threads is done; what it tidies up goes along. */
  async finishWork(id: NodeId, thread: Thread): Promise<void> {
    const { disk } = this.world.machine(id);
    if (thread === 'apply') return this.act({ type: 'finishApply', node: id });
    while (disk.queue.length > 0 && isUpkeep(present(disk.queue[0], 'a write').write)) {
      await this.act({ type: 'finishWrite', node: id });
    }
    await this.act({ type: 'finishWrite', node: id });
  }

  /** All that the node's threads have to do, but for those that are stalled. Whether there was something. */
  async finishAll(id: NodeId): Promise<boolean> {
    const did = await this.#work(id);
    if (did) {
      await this.#loseMessages();
      await this.clients.goOn();
    }
    return did;
  }

  /** Runs until nothing is left to do, or nothing for the nodes in `only`. False: it never ends. */
  async settle(only: readonly NodeId[] | undefined): Promise<boolean> {
    const takesPart = (id: NodeId): boolean => only === undefined || only.includes(id);
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round++) {
      if (this.fallen !== undefined) return true;
      if (!(await this.#settleRound(takesPart))) return true;
    }
    return false;
  }

  /** In sending order: what is in flight on the link, of this type if one is given. */
  flightsOn({ from, to }: LinkName, type: MessageType | undefined): Flight<BusMessage>[] {
    return [...this.world.bus.flights()].filter(
      (flight) =>
        flight.from === from && flight.to === to && (type === undefined || flight.payload.type === type),
    );
  }

  /** The world's clock comes up to the ticks that there have been. */
  async passTick(): Promise<void> {
    const ms = this.ticks * TICK_MS - microsToMs(this.world.now);
    if (ms > 0) await this.#stage.act({ type: 'passTime', ms });
  }

  async deliverOne(flight: Flight<BusMessage>): Promise<void> {
    await this.#passRound();
    await this.deliver(flight);
  }

  /** Never beyond the next tick. */
  async #passRound(): Promise<void> {
    const next = (this.ticks + 1) * TICK_MS;
    if (microsToMs(this.world.now) + ROUND_MS < next)
      await this.#stage.act({ type: 'passTime', ms: ROUND_MS });
  }

  async deliver({ id, payload, from, to }: Flight<BusMessage>): Promise<void> {
    await this.#stage.act({ type: 'deliver', message: id });
    if (payload.type === 'MsgSnap') await this.#reportSnapshot(from, to, true);
    await this.#loseMessages();
    await this.clients.goOn();
  }

  /** Takes what is on these links out of the network. */
  async discard(links: readonly LinkName[]): Promise<void> {
    const isMeant = (flight: Flight<BusMessage>): boolean =>
      links.some(({ from, to }) => from === flight.from && to === flight.to);
    const meant = [...this.world.bus.flights()].filter(isMeant);
    for (const flight of meant) await this.#lose(flight);
    await this.clients.goOn();
  }

  async #settleRound(takesPart: (id: NodeId) => boolean): Promise<boolean> {
    let isBusy = false;
    for (const id of this.ids) {
      if (!takesPart(id) || this.node(id)?.view().hasReady !== true) continue;
      await this.processReady(id);
      isBusy = true;
    }
    for (const id of this.ids) {
      if (this.node(id) !== undefined && takesPart(id) && (await this.finishAll(id))) isBusy = true;
    }
    const flights = [...this.world.bus.flights()].filter(
      ({ fate, to }) => fate === 'flying' && takesPart(to),
    );
    if (flights.length > 0) await this.#passRound();
    for (const flight of flights) {
      if (this.world.bus.flight(flight.id)?.fate !== 'flying') continue;
      await this.deliver(flight);
      isBusy = true;
    }
    if (!isBusy && (await this.#tellWatchers(takesPart))) isBusy = true;
    return isBusy;
  }

  /** Watches that have fallen behind (a snapshot has come) are told what they have missed: there is no time to wait for. */
  async #tellWatchers(takesPart: (id: NodeId) => boolean): Promise<boolean> {
    let told = false;
    for (const id of this.ids) if (takesPart(id) && (await this.tellWatchers(id))) told = true;
    return told;
  }

  /** Whether there was one that had anything to be told. */
  async tellWatchers(id: NodeId): Promise<boolean> {
    let told = false;
    for (let before = this.#behind(id); before !== '';) {
      await this.act({ type: 'syncWatchers', node: id });
      const after = this.#behind(id);
      if (after === before) break;
      told = true;
      before = after;
    }
    return told;
  }

  /** Which watches of the node are behind, and where each of them is. */
  #behind(id: NodeId): string {
    const watches = this.node(id)?.storeView(Infinity).watches ?? [];
    return watches
      .filter(({ synced, compacted }) => !synced && !compacted)
      .map(({ stream, watchId, nextRevision }) => `${stream}/${watchId}@${nextRevision}`)
      .join();
  }

  async #work(id: NodeId): Promise<boolean> {
    const { stalled } = this.place(id);
    const machine = this.world.machine(id);
    let did = false;
    for (let isBusy = true; isBusy;) {
      isBusy = false;
      while (!stalled.has('append') && canFinishWrite(machine)) {
        await this.#stage.act({ type: 'finishWrite', node: id });
        isBusy = did = true;
      }
      while (!stalled.has('apply') && machine.applies.length > 0) {
        await this.#stage.act({ type: 'finishApply', node: id });
        isBusy = did = true;
      }
    }
    return did;
  }

  /** What is on a cut link, or on its way to a node that is down, is lost at once. */
  async #loseMessages(): Promise<void> {
    const { bus, machines } = this.world;
    const lost = [...bus.flights()].filter(
      ({ fate, to }) => fate === 'doomed' || machines.get(to)?.status === 'killed',
    );
    for (const flight of lost) await this.#lose(flight);
  }

  async #lose({ id, payload, from, to }: Flight<BusMessage>): Promise<void> {
    await this.#stage.act({ type: 'drop', message: id });
    if (payload.type === 'MsgSnap') await this.#reportSnapshot(from, to, false);
  }

  /** The result of a snapshot's transfer is told to its sender, unless the script tells it. */
  async #reportSnapshot(from: NodeId, to: NodeId, ok: boolean): Promise<void> {
    if (this.cluster.manualSnapStatus || this.node(from) === undefined) return;
    await this.#stage.act({ type: 'reportSnapshot', node: from, peer: to, ok });
  }

  #hear(event: WorldEvent): void {
    this.counters.take(event);
    for (const trace of event.output?.trace ?? []) {
      if (trace.type !== 'readConfirmed') continue;
      this.#places.get(event.node)?.reads.push(`${textOf(trace.context)}@${trace.index}`);
    }
    this.clients.hear(event);
  }
}

/** Raft's messages alone: what members ask each other beside is not the script's to see. */
export function isOfRaft({ payload }: Flight<BusMessage>): boolean {
  return !isPeerMessage(payload);
}

function canFinishWrite({ disk }: Machine): boolean {
  return disk.queue.length > 0;
}

/** Repairs and purges: nobody waits for them. */
function isUpkeep(write: Machine['disk']['queue'][number]['write']): boolean {
  return write.operations.length > 0 && write.entries === 0 && !write.hardState && !write.snapshot;
}

/** Throws where the node is no node of this cluster. */
export function known(cluster: ScriptCluster, id: NodeId): NodeId {
  if (!cluster.has(id)) throw new ActionRefused(`a node of this cluster (${cluster.ids.join(',')})`, `${id}`);
  return id;
}

/** The node, which must be there and up. */
export function living(cluster: ScriptCluster, id: NodeId): MemberImage {
  known(cluster, id);
  const node = cluster.node(id);
  if (node === undefined) throw new ActionRefused(`n${id} is up`, `n${id} is down`);
  return node;
}
