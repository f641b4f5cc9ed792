import { present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { makeDice } from '../../base/random.ts';
import type { Message, MessageType } from '../../raft/message.ts';
import { Counters } from './counters.ts';
import { freshDisk } from './disks.ts';
import { Links } from './links.ts';
import { OutsideStore } from './outside-store.ts';
import { SafetyChecks } from './safety-checks.ts';
import type { ClusterAction, LinkName } from '../language/script.ts';
import { ScriptClients } from './script-clients.ts';
import { ELECTION_TICKS, ScriptNode, type NodeOutfit } from './script-node.ts';

/** Later nodes wait longer, up to this. */
const RANDOMIZED_TICKS_MAX = 19;
/** More rounds than any script needs: a settle that takes them will never end. */
const SETTLE_ROUNDS_MAX = 10_000;

/** A message handed to the network and neither delivered nor lost. */
export interface Flight {
  readonly id: number;
  readonly message: Message;
  readonly sentAtTick: number;
}

interface Place {
  readonly outfit: NodeOutfit;
  /** Undefined: crashed. */
  node: ScriptNode | undefined;
}

/**
 * The little world of a script: nodes with disks, and messages in the order they were sent. Nothing moves by itself;
 * no time but the nodes' ticks.
 */
export class ScriptWorld {
  readonly cluster: ClusterAction;
  readonly counters = new Counters();
  readonly links = new Links();
  readonly checks = new SafetyChecks();
  readonly clients: ScriptClients;
  /** Outside etcd, by name. */
  readonly stores = new Map<string, OutsideStore>();
  /** In sending order. */
  flights: Flight[] = [];
  /** Ticks of the node that has lived through the most. */
  ticks = 0;
  /** Changes of a node so far: ticks, deliveries, Readys, calls. */
  steps = 0;
  /** Ascending by id. */
  readonly #places: ReadonlyMap<NodeId, Place>;
  #sent = 0;

  constructor(cluster: ClusterAction) {
    this.cluster = cluster;
    this.clients = new ScriptClients(this);
    const ids = [...cluster.voters, ...cluster.learners, ...cluster.spare].sort((a, b) => a - b);
    this.#places = new Map(ids.map((id) => [id, { outfit: outfitOf(cluster, id), node: undefined }]));
    for (const id of ids) this.start(id);
  }

  /** Ascending. */
  get ids(): NodeId[] {
    return [...this.#places.keys()];
  }

  has(id: NodeId): boolean {
    return this.#places.has(id);
  }

  /** Undefined while it is down. */
  node(id: NodeId): ScriptNode | undefined {
    return this.#places.get(id)?.node;
  }

  /** Of the living nodes the one that has applied the most; the first of several. */
  newest(): ScriptNode | undefined {
    let newest: ScriptNode | undefined;
    for (const { node } of this.#places.values()) {
      if (node !== undefined && (newest === undefined || node.applied > newest.applied)) newest = node;
    }
    return newest;
  }

  outfit(id: NodeId): NodeOutfit {
    return this.#place(id).outfit;
  }

  /** Begins a life on what the disk holds. */
  start(id: NodeId): void {
    const place = this.#place(id);
    place.node = new ScriptNode(place.outfit);
    this.#observe(place.node);
  }

  /** Ends the node's life; what was on its way to it is lost. */
  crash(id: NodeId): void {
    this.#place(id).node = undefined;
    this.checks.forget(id);
    this.clients.lost(id);
    this.lose((flight) => flight.message.to === id);
  }

  /** Does something to a node, watched by the checks. */
  act(node: ScriptNode, action: (node: ScriptNode) => void): void {
    action(node);
    this.steps++;
    this.#observe(node);
    this.clients.hear(node.id);
  }

  /** One tick of one node, of its raft and of what it serves. */
  tick(node: ScriptNode): void {
    this.#tickRaft(node);
    this.clients.expire(node, node.services.tick(node.machine));
    this.clients.hear(node.id);
  }

  /** Counts the local messages that the clock made. */
  #tickRaft(node: ScriptNode): void {
    const before = node.status();
    this.act(node, () => node.do((raft) => raft.tick()));
    const after = node.status();
    const elapsed = before.electionElapsed + 1;
    if (before.softState.raftState !== 'StateLeader') {
      const isDue = elapsed >= before.randomizedElectionTimeout;
      if (isDue && after.electionElapsed < elapsed) this.counters.countLocal('MsgHup');
      return;
    }
    if (elapsed >= before.electionTimeout && this.cluster.checkQuorum) {
      this.counters.countLocal('MsgCheckQuorum');
    }
    if (after.softState.raftState === 'StateLeader') this.counters.countLocal('MsgBeat');
  }

  /** One Ready of one node. Results of snapshots that were lost on the way out are reported after it. */
  processReady(node: ScriptNode): void {
    this.#letSend(node, (send) => node.processReady(send));
  }

  /** The oldest work of one of the node's threads is done; what waited for it is sent. */
  finishWork(node: ScriptNode, thread: 'append' | 'apply'): void {
    this.#letSend(node, (send) => node.finishWork(thread, send));
  }

  #letSend(node: ScriptNode, action: (send: (message: Message) => void) => void): void {
    const lost: Message[] = [];
    this.act(node, () => action((message) => this.#send(message, lost)));
    for (const message of lost) this.#reportSnapshot(message, 'failure');
  }

  /** All that the node's threads have to do, but for those that are stalled. Whether there was something. */
  #finishAll(node: ScriptNode): boolean {
    const { stalled } = this.outfit(node.id);
    let isBusy = false;
    for (const thread of ['append', 'apply'] as const) {
      while (!stalled.has(thread) && node.isBusy(thread)) {
        this.finishWork(node, thread);
        isBusy = true;
      }
    }
    return isBusy;
  }

  /** Runs until nothing is left to do, or nothing for the nodes in `only`. False: it never ends. */
  settle(only: readonly NodeId[] | undefined): boolean {
    const takesPart = (id: NodeId) => only === undefined || only.includes(id);
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round++) {
      let isBusy = false;
      for (const [id, { node }] of this.#places) {
        if (node === undefined || !takesPart(id) || !node.hasReady()) continue;
        this.processReady(node);
        isBusy = true;
      }
      for (const [id, { node }] of this.#places) {
        if (node !== undefined && takesPart(id) && this.#finishAll(node)) isBusy = true;
      }
      for (const flight of this.flights.filter(
        (each) => this.#mayArrive(each) && takesPart(each.message.to),
      )) {
        this.deliver(flight);
        isBusy = true;
      }
      if (!isBusy) return true;
    }
    return false;
  }

  /** In sending order: what is in flight on the link, of this type if one is given. */
  flightsOn(link: LinkName, type: MessageType | undefined): Flight[] {
    return this.flights.filter(
      ({ message }) =>
        message.from === link.from && message.to === link.to && (type === undefined || message.type === type),
    );
  }

  deliver(flight: Flight): void {
    this.flights = this.flights.filter((each) => each !== flight);
    const { message } = flight;
    const node = this.node(message.to);
    if (node === undefined) return;
    this.act(node, () => this.countDropped(node.step(message)));
    this.#reportSnapshot(message, 'finish');
  }

  /** Puts a copy behind everything in flight. */
  duplicate(flight: Flight): void {
    this.#fly(flight.message);
  }

  /** Takes what matches out of the network. */
  lose(matches: (flight: Flight) => boolean): void {
    const lost = this.flights.filter(matches);
    if (lost.length === 0) return;
    this.flights = this.flights.filter((flight) => !lost.includes(flight));
    for (const { message } of lost) this.#reportSnapshot(message, 'failure');
  }

  cut(links: readonly LinkName[]): void {
    this.links.cut(links);
    this.lose(({ message }) => this.links.isCut(message));
  }

  /** The result of a snapshot's transfer, told to its sender. */
  reportSnapshot(node: ScriptNode, peer: NodeId, result: 'finish' | 'failure'): void {
    this.counters.countLocal('MsgSnapStatus');
    this.act(node, () => node.do((raft) => raft.reportSnapshot(peer, result)));
  }

  countDropped(error: string | undefined): void {
    if (error === 'proposalDropped') this.counters.countLocal('ErrProposalDropped');
  }

  #send(message: Message, lost: Message[]): void {
    this.counters.countMessage(message);
    const isLost = this.links.isCut(message) || this.node(message.to) === undefined;
    if (isLost) lost.push(message);
    else this.#fly(message);
  }

  #mayArrive({ message }: Flight): boolean {
    return !this.links.isHeld(message);
  }

  #reportSnapshot(message: Message, result: 'finish' | 'failure'): void {
    if (message.type !== 'MsgSnap' || this.cluster.manualSnapStatus) return;
    const sender = this.node(message.from);
    if (sender !== undefined) this.reportSnapshot(sender, message.to, result);
  }

  #observe(node: ScriptNode): void {
    const { hardState, softState, firstIndex } = node.status();
    this.checks.observe({
      id: node.id,
      term: hardState.term,
      isLeader: softState.raftState === 'StateLeader',
      commit: hardState.commit,
      first: firstIndex,
      log: node.log(),
      hashes: node.takeHashes(),
      ticks: this.ticks,
      step: this.steps,
    });
  }

  #place(id: NodeId): Place {
    return present(this.#places.get(id), `n${id} is a node of this cluster`);
  }

  #fly(message: Message): void {
    this.#sent++;
    this.flights.push({ id: this.#sent, message, sentAtTick: this.ticks });
  }
}

function outfitOf(cluster: ClusterAction, id: NodeId): NodeOutfit {
  const setting = cluster.timeouts.find(({ node }) => node === id);
  return {
    id,
    cluster,
    randomizedTimeout: setting?.ticks ?? Math.min(ELECTION_TICKS + 2 * (id - 1), RANDOMIZED_TICKS_MAX),
    disk: freshDisk(cluster.voters, cluster.learners),
    stalled: new Set(),
    dice: cluster.randomApply.includes(id) ? makeDice(0, 'randomApply', id) : undefined,
  };
}
