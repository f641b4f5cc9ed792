import type { Micros, NodeId } from '../../base/flavor.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';

/** What clients do, and what a leader is asked for: the network and the members go on as they are. */
const HARMLESS: ReadonlySet<Command['type']> = new Set([
  'request',
  'confChange',
  'startClient',
  'tellClient',
  'pauseClient',
  'resumeClient',
  'stopClient',
  'openStream',
  'sendStream',
  'closeStream',
  'http',
  'httpGone',
  'readIndex',
  'syncWatchers',
  'transferLeader',
  'snapshotNow',
] satisfies Command['type'][]);

/** A group of members that nothing disturbs, and since when. */
export interface CalmGroup {
  readonly nodes: readonly NodeId[];
  readonly since: Micros;
}

interface CalmNode {
  isUp: boolean;
  disturbedAt: Micros;
  tickedAt: Micros;
  /** How many writes, and how many applies, are under way; and since when the first of them could be at work. */
  writes: number;
  writesSince: Micros;
  applies: number;
  appliesSince: Micros;
}

interface CalmPair {
  isCut: boolean;
  /** A dial of the link stands at something that loses, keeps, repeats or mixes messages. */
  isBad: boolean;
  disturbedAt: Micros;
}

/** A tick may come so much too early or too late, of one. */
const TICK_TOLERANCE = 1 / 16;

/**
 * When a group of members is calm: they run, their clocks tick evenly, messages between them arrive within a tick, their disks and apply threads keep up, and nobody interferes. All of it is learnt from events: commands, messages that
 * are sent doomed, held or late, ticks, finished writes.
 */
export class Calm {
  readonly #nodes: Map<NodeId, CalmNode>;
  readonly #pairs: Map<number, CalmPair>;
  #byHand: boolean;
  /** Cuts were made in a way that is not known here; a heal ends them. */
  #isUnknown: boolean;
  #disturbedAt: Micros;
  /** The group as it was found last, and whether it is the same still. */
  #found: CalmGroup | undefined;
  #isSame: boolean;

  constructor(from?: Calm) {
    this.#nodes = new Map();
    this.#pairs = new Map();
    for (const [id, node] of from === undefined ? [] : from.#nodes) this.#nodes.set(id, { ...node });
    for (const [key, pair] of from === undefined ? [] : from.#pairs) this.#pairs.set(key, { ...pair });
    this.#byHand = from === undefined ? false : from.#byHand;
    this.#isUnknown = from === undefined ? false : from.#isUnknown;
    this.#disturbedAt = from === undefined ? 0 : from.#disturbedAt;
    this.#found = from === undefined ? undefined : from.#found;
    this.#isSame = from === undefined ? false : from.#isSame;
  }

  /** `isBoot`: a life begins with this event. */
  look(event: WorldEvent, tick: Micros, isBoot: boolean): void {
    const { at, command, input, output, sent, became } = event;
    if (command !== undefined) this.#lookAtCommand(command, at);
    for (const { node, status } of became) {
      const known = this.#node(node);
      if (known.isUp === (status === 'up')) continue;
      known.isUp = status === 'up';
      this.disturb(node, at);
    }
    for (let i = 0; i < sent.length; i++) {
      const flight = sent[i];
      if (flight !== undefined) this.#lookAtFlight(flight, at, tick);
    }
    if (event.node === 0 || (output === undefined && input === undefined)) return;
    const node = this.#node(event.node);
    if (output !== undefined) {
      if (isBoot) this.#begin(node, at);
      if (output.writes.length > 0) {
        if (node.writes === 0) node.writesSince = at;
        node.writes += output.writes.length;
      }
      if (output.applies.length > 0) {
        if (node.applies === 0) node.appliesSince = at;
        node.applies += output.applies.length;
      }
    }
    if (input === undefined) return;
    if (input.type === 'tick') this.#lookAtTick(node, at, tick);
    else if (input.type === 'writeDone') {
      if (at - node.writesSince > tick) this.#disturbNode(node, at);
      node.writes = Math.max(0, node.writes - 1);
      node.writesSince = at;
    } else if (input.type === 'applyDone') {
      if (at - node.appliesSince > tick) this.#disturbNode(node, at);
      node.applies = Math.max(0, node.applies - 1);
      node.appliesSince = at;
    }
  }

  disturb(node: NodeId, at: Micros): void {
    this.#disturbNode(this.#node(node), at);
  }

  #disturbNode(node: CalmNode, at: Micros): void {
    node.disturbedAt = at;
    this.#isSame = false;
  }

  #begin(node: CalmNode, at: Micros): void {
    node.isUp = true;
    node.writes = node.applies = 0;
    node.tickedAt = at;
    this.#disturbNode(node, at);
  }

  /** The largest group of members that run and reach each other, and since when it is calm; undefined: by hand nothing is. */
  group(): CalmGroup | undefined {
    if (this.#isSame) return this.#found;
    this.#isSame = true;
    this.#found = this.#byHand || this.#isUnknown ? undefined : this.#find();
    return this.#found;
  }

  #find(): CalmGroup {
    const nodes = [...this.#nodes].filter(([, { isUp }]) => isUp).map(([id]) => id);
    for (;;) {
      const worst = this.#worstOf(nodes);
      if (worst === undefined) break;
      nodes.splice(nodes.indexOf(worst), 1);
    }
    let since = this.#disturbedAt;
    for (const a of nodes) {
      since = Math.max(since, this.#node(a).disturbedAt);
      for (const b of nodes) since = Math.max(since, this.#pairs.get(keyOf(a, b))?.disturbedAt ?? 0);
    }
    return { nodes: nodes.sort((a, b) => a - b), since };
  }

  isUp(node: NodeId): boolean {
    return this.#nodes.get(node)?.isUp === true;
  }

  areConnected(a: NodeId, b: NodeId): boolean {
    return this.#carries(a, b) && this.#carries(b, a);
  }

  clone(): Calm {
    return new Calm(this);
  }

  /** Of these, who is cut off from most of the others; undefined: all reach each other. */
  #worstOf(nodes: readonly NodeId[]): NodeId | undefined {
    let worst: NodeId | undefined;
    let most = 0;
    for (const a of nodes) {
      const count = nodes.filter((b) => b !== a && !this.areConnected(a, b)).length;
      if (count <= most) continue;
      most = count;
      worst = a;
    }
    return worst;
  }

  #carries(from: NodeId, to: NodeId): boolean {
    const pair = this.#pairs.get(keyOf(from, to));
    return pair === undefined || !(pair.isCut || pair.isBad);
  }

  #node(id: NodeId): CalmNode {
    let node = this.#nodes.get(id);
    if (node === undefined) {
      this.#isSame = false;
      node = {
        isUp: true,
        disturbedAt: 0,
        tickedAt: 0,
        writes: 0,
        writesSince: 0,
        applies: 0,
        appliesSince: 0,
      };
      this.#nodes.set(id, node);
    }
    return node;
  }

  #pair(from: NodeId, to: NodeId): CalmPair {
    const key = keyOf(from, to);
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { isCut: false, isBad: false, disturbedAt: 0 };
      this.#pairs.set(key, pair);
    }
    return pair;
  }

  #lookAtFlight(flight: WorldEvent['sent'][number], at: Micros, tick: Micros): void {
    const { from, to, fate, dueAt, copyOf } = flight;
    if (fate === 'flying' && dueAt - at <= tick && copyOf === undefined) return;
    this.#pair(from, to).disturbedAt = at;
    this.#isSame = false;
  }

  #lookAtTick(node: CalmNode, at: Micros, tick: Micros): void {
    const isUneven = Math.abs(at - node.tickedAt - tick) > tick * TICK_TOLERANCE;
    const isSlow =
      (node.writes > 0 && at - node.writesSince > tick) ||
      (node.applies > 0 && at - node.appliesSince > tick);
    if (isUneven || isSlow) this.#disturbNode(node, at);
    node.tickedAt = at;
  }

  #lookAtCommand(command: Command, at: Micros): void {
    const { type } = command;
    if (HARMLESS.has(type)) return;
    this.#isSame = false;
    if (type === 'byHand') this.#byHand = command.on;
    if (type === 'heal') {
      this.#isUnknown = false;
      for (const pair of this.#pairs.values()) pair.isCut = false;
    } else if (type === 'isolate') {
      this.#cut((from, to) => from === command.node || to === command.node, true);
    } else if (type === 'partition') {
      const groupOf = new Map(command.groups.flatMap((group, i) => group.map((id) => [id, i] as const)));
      this.#cut((a, b) => groupOf.get(a) === undefined || groupOf.get(a) !== groupOf.get(b), true);
    } else if (type === 'cut' || type === 'uncut') {
      this.#cut(
        (from, to) =>
          (from === command.from && to === command.to) ||
          (!command.oneWay && from === command.to && to === command.from),
        type === 'cut',
      );
    } else if (type === 'link') {
      const { loss = 0, duplicate = 0, reorder = 0, hold = false } = command.settings;
      this.#pair(command.from, command.to).isBad = loss > 0 || duplicate > 0 || reorder > 0 || hold;
    } else if ('node' in command) {
      return this.disturb(command.node, at);
    } else this.#isUnknown ||= !KNOWN_TO_ALL.has(type);
    this.#disturbedAt = at;
  }

  #cut(isMeant: (from: NodeId, to: NodeId) => boolean, isCut: boolean): void {
    for (const from of this.#nodes.keys()) {
      for (const to of this.#nodes.keys()) {
        if (from !== to && isMeant(from, to)) this.#pair(from, to).isCut = isCut;
      }
    }
  }
}

/** Commands of no single node that cut nothing. */
const KNOWN_TO_ALL: ReadonlySet<Command['type']> = new Set([
  'byHand',
  'deliver',
  'hold',
  'release',
  'drop',
  'duplicate',
  'forge',
  'elapse',
  'passTime',
  'clientStep',
  'timeout',
  'configure',
  'alignTimers',
  'spreadTimers',
] satisfies Command['type'][]);

function keyOf(from: NodeId, to: NodeId): number {
  return from * 1000 + to;
}
