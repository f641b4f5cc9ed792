import { unreachable } from '../../src/base/assert.ts';
import type { ClientCall } from '../../src/sim/clients/client-call.ts';
import type { Tree } from '../../src/expression/tree.ts';
import type { Flight } from '../../src/net/flight.ts';
import type { Link } from '../../src/net/link.ts';
import type { EntryView, MemberView } from '../../src/node/report/view.ts';
import type { StoreView } from '../../src/node/report/store-view.ts';
import type { KeyValue } from '../../src/etcd/request.ts';
import type { Cluster } from '../../src/sim/cluster.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import type { Violation } from '../../src/sim/record/watcher.ts';
import type { BusMessage } from '../../src/sim/world/bus-message.ts';

/**
 * The language a second time, as plainly as can be: no types, no compilation, no memory. A run is a list of photographs taken
 * of its live members after every event, and `was` and `count` look into the older ones.
 */
export interface Photo {
  readonly event: WorldEvent | undefined;
  readonly timeMs: number;
  readonly violations: readonly Violation[];
  readonly nodes: ReadonlyMap<number, NodePhoto>;
  readonly flights: readonly Flight<BusMessage>[];
  readonly links: readonly Readonly<Link>[];
  readonly pending: readonly ClientCall[];
  readonly ended: readonly ClientCall[];
}

interface NodePhoto {
  readonly id: number;
  readonly status: string;
  readonly restarts: number;
  readonly inbox: number;
  readonly writing: number;
  readonly stuck: boolean;
  /** Of the member that lives there. */
  readonly view: MemberView | undefined;
  readonly entries: readonly EntryView[];
  readonly kvs: readonly KeyValue[];
  readonly store: StoreView | undefined;
}

export function takePhoto(cluster: Cluster): Photo {
  const { world } = cluster;
  const members = cluster.members();
  const nodes = new Map<number, NodePhoto>();
  for (const machine of world.machines.values()) {
    const member =
      machine.image === undefined ? undefined : members.find((one) => one.view().id === machine.id);
    nodes.set(machine.id, {
      id: machine.id,
      status: machine.status,
      restarts: machine.life,
      inbox: machine.waiting.length,
      writing: machine.disk.queue.length,
      stuck: machine.disk.stuck,
      view: member?.view(),
      entries: member?.entries(1, Infinity) ?? [],
      kvs: member?.range(0, 1000).kvs ?? [],
      store: member?.storeView(1000),
    });
  }
  return {
    event: world.last,
    timeMs: world.now / 1000,
    violations: world.watcher.violations,
    nodes,
    flights: [...world.bus.flights()],
    links: structuredClone(world.bus.links()),
    pending: [...world.calls.pending()],
    ended: world.calls.ended.slice(0),
  };
}

/** A message with its fields beside what became of it. */
function withPayload(flight: Flight<BusMessage>): object {
  return Object.assign({ flight }, flight.payload);
}

/** A variable: what it stands for, and the list that this is from, to know whether it was there in an older photo. */
interface Variable {
  readonly value: unknown;
  readonly list: Tree;
  readonly outer: Variables;
}

type Variables = ReadonlyMap<string, Variable>;

export class Naive {
  readonly photos: Photo[] = [];
  /** What was found out before, by tree, photo and variables: a count looks at everything again at each step. */
  readonly #known = new WeakMap<Tree, Map<string, unknown>>();

  /** The value right after the photo of this number. */
  value(tree: Tree, at: number, variables: Variables = new Map()): unknown {
    if ([...variables.values()].some((variable) => typeof variable.value === 'object'))
      return this.#value(tree, at, variables);
    const key = `${at} ${[...variables].map(([name, variable]) => `${name}=${String(variable.value)}`).join(' ')}`;
    let known = this.#known.get(tree);
    if (known === undefined) this.#known.set(tree, (known = new Map()));
    if (!known.has(key)) known.set(key, this.#value(tree, at, variables));
    return known.get(key);
  }

  #photo(at: number): Photo {
    const photo = this.photos[at];
    if (photo === undefined) throw new Error(`no photo ${at}`);
    return photo;
  }

  #value(tree: Tree, at: number, variables: Variables): unknown {
    switch (tree.type) {
      case 'number':
      case 'text':
        return tree.value;
      case 'name':
        return variables.has(tree.name) ? variables.get(tree.name)?.value : this.#whole(tree.name, at);
      case 'list':
        return tree.items.map((item) => this.value(item, at, variables));
      case 'unary': {
        const value = this.value(tree.operand, at, variables);
        if (tree.operator === '!') return value !== true;
        if (typeof value === 'number' && !Number.isInteger(value)) return -value;
        return isNumber(value) ? small(-BigInt(value), -Number(value)) : undefined;
      }
      case 'binary':
        return this.#binary(tree, at, variables);
      case 'field':
        return this.#field(this.value(tree.of, at, variables), tree.name, at);
      case 'call':
        return this.#call(tree, at, variables);
      default:
        return unreachable(tree);
    }
  }

  #binary(tree: Extract<Tree, { type: 'binary' }>, at: number, variables: Variables): unknown {
    const { operator } = tree;
    const side = (one: Tree, other: Tree) =>
      one.type === 'name' && isOfWords(other) ? wordOf(one.name) : this.value(one, at, variables);
    const a = side(tree.left, tree.right);
    const b = side(tree.right, tree.left);
    switch (operator) {
      case '&&':
        return a === true && b === true;
      case '||':
        return a === true || b === true;
      case '==':
        return same(a, b);
      case '!=':
        return !same(a, b);
      case '<':
        return a !== undefined && b !== undefined && (a as number) < (b as number);
      case '<=':
        return a !== undefined && b !== undefined && (a as number) <= (b as number);
      case '>':
        return a !== undefined && b !== undefined && (a as number) > (b as number);
      case '>=':
        return a !== undefined && b !== undefined && (a as number) >= (b as number);
      case 'in':
        return a !== undefined && Array.isArray(b) && b.some((item) => same(item, a));
      case 'contains':
        if (Array.isArray(a)) return b !== undefined && a.some((item) => same(item, b));
        return typeof a === 'string' && typeof b === 'string' && a.includes(b);
      case 'startsWith':
        return typeof a === 'string' && typeof b === 'string' && a.indexOf(b) === 0;
      case 'endsWith':
        return typeof a === 'string' && typeof b === 'string' && a.slice(a.length - b.length) === b;
      default:
        return arithmetic(operator, a, b);
    }
  }

  #whole(name: string, at: number): unknown {
    const photo = this.#photo(at);
    const { event } = photo;
    switch (name) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'none':
        return undefined;
      case 'nodes':
        return [...photo.nodes.keys()];
      case 'leader':
        return leaderOf(photo);
      case 'config':
        return configOf(photo);
      case 'voters':
        return configOf(photo)?.voters;
      case 'learners':
        return configOf(photo)?.learners;
      case 'quorum':
        return configOf(photo) && Math.floor((configOf(photo)?.voters.length ?? 0) / 2 + 1);
      case 'message':
        return messageOf(event);
      case 'sent':
        return (event?.sent ?? []).map(withPayload);
      case 'messages':
        return photo.flights.map(withPayload);
      case 'event':
        return event;
      case 'decisions':
        return event?.output?.trace ?? [];
      case 'calls':
        return photo.pending;
      case 'answered':
        return (event?.calls ?? [])
          .filter(({ status }) => status !== 'invoked')
          .map(({ request }) => photo.ended.find(({ id }) => id === request));
      case 'links':
        return photo.links;
      case 'time':
        return photo.timeMs;
      case 'violation':
        return photo.violations.some((one) => one.event === event?.number);
      case 'violations':
        return photo.violations.length;
      default:
        // Whatever else is a bare name is a word.
        return name;
    }
  }

  #field(owner: unknown, name: string, at: number): unknown {
    if (owner === undefined) return undefined;
    if (Array.isArray(owner)) return owner.length;
    if (typeof owner === 'number') return this.#ofNode(owner, name, at);
    const thing = owner as Record<string, unknown>;
    const { flight } = owner as { flight?: Flight<BusMessage> };
    if (name === 'id' && flight !== undefined) return flight.id;
    if (name === 'fate') return flight?.fate;
    if (name === 'hint') return thing.rejectHint;
    if (name === 'from' || name === 'to') return (thing[name] as number) > 0 ? thing[name] : undefined;
    if (name === 'joint') return (thing.votersOutgoing as unknown[]).length > 0;
    if (name === 'active') return thing.recentActive;
    if (name === 'held') return thing.hold;
    if (name === 'label' || name === 'kind') return thing[name];
    if (name === 'committed' && 'view' in thing) {
      const commit = (thing.view as MemberView | undefined)?.commit;
      return commit === undefined ? undefined : (thing.index as number) <= commit;
    }
    if (name === 'committed' || name === 'elected') return thing[name];
    if (name === 'exists') return 'value' in thing;
    if (['modRevision', 'createRevision', 'version'].includes(name)) return thing[name] ?? 0;
    if (name === 'value')
      return thing.value instanceof Uint8Array ? new TextDecoder().decode(thing.value) : thing.value;
    if (name === 'sent' || name === 'writes')
      return name === 'sent'
        ? (thing.sent as unknown[]).length
        : ((thing.output as { writes?: unknown[] } | undefined)?.writes?.length ?? 0);
    if (name === 'command') return (thing.command as { type: string } | undefined)?.type;
    if (name === 'node' && thing.node === 0) return undefined;
    if (name === 'status' && 'invokedAt' in thing)
      return (thing.result as { status: string } | undefined)?.status ?? 'pending';
    if (name === 'error') return (thing.result as { error?: string } | undefined)?.error;
    if (name === 'last') {
      const { client } = owner as { client: string };
      return this.#photo(at).ended.findLast((call) => call.client === client);
    }
    return thing[name];
  }

  #ofNode(id: number, name: string, at: number): unknown {
    const node = this.#photo(at).nodes.get(id);
    if (node === undefined) return undefined;
    const { view } = node;
    if (name === 'status' || name === 'restarts' || name === 'inbox') return node[name];
    if (name === 'disk') return { writing: node.writing, stuck: node.stuck };
    if (name === 'id') return id;
    if (view === undefined) return undefined;
    switch (name) {
      case 'role':
        return view.state;
      case 'vote':
      case 'lead':
        return view[name] === 0 ? undefined : view[name];
      case 'transferee':
        return view.leadTransferee === 0 ? undefined : view.leadTransferee;
      case 'config':
        return view.confState;
      case 'entries':
        return node.entries.map((entry) => ({ ...entry, view }));
      case 'member':
        if ([...view.confState.voters, ...view.confState.votersOutgoing].includes(id)) return 'voter';
        return [...view.confState.learners, ...view.confState.learnersNext].includes(id)
          ? 'learner'
          : undefined;
      case 'granted':
        return view.votes.flatMap((vote) => (vote.vote === 'granted' ? [vote.id] : []));
      case 'pendingConf':
        return view.pendingConfIndex;
      case 'electionTimeout':
        return view.randomizedElectionTimeout;
      case 'pendingReads':
        return view.pendingReads.length;
      case 'storeHash':
        return view.kvHash;
      case 'leases':
        return node.store?.leases;
      case 'alarms':
        return node.store?.alarms.map(({ alarm }) => alarm);
      case 'snapshot':
        return { index: view.snapshotIndex, term: view.snapshotTerm };
      default:
        return (view as unknown as Record<string, unknown>)[name];
    }
  }

  #call(tree: Extract<Tree, { type: 'call' }>, at: number, variables: Variables): unknown {
    const { name, args, of } = tree;
    const first = args[0];
    if (first === undefined) throw new Error(`${name} of nothing`);
    if (of === undefined && isQuantified(first, variables)) return this.#aggregate(tree, at, variables);
    if (name === 'was') return this.#before(first, at, variables);
    if (name === 'changed') {
      if (at === 0 || !this.#wasThere(first, at - 1, variables)) return false;
      return !same(this.#before(first, at, variables), this.value(first, at, variables));
    }
    if (name === 'count') {
      let count = 0;
      for (let i = at; i >= 0 && this.#wasThere(first, i, variables); i--) {
        if (this.value(first, i, variables) === true) count++;
      }
      return count;
    }
    const [a, b] = args.map((arg) => this.value(arg, at, variables));
    if (of !== undefined) return this.#method(this.value(of, at, variables), name, a, at);
    const photo = this.#photo(at);
    switch (name) {
      case 'node':
        return photo.nodes.has(a as number) ? a : undefined;
      case 'key':
        return keyOf(photo, newestOf(photo), a as string);
      case 'client':
        return { client: a };
      case 'message': {
        const flight = photo.flights.find(({ id }) => id === a);
        return flight && { ...flight.payload, flight };
      }
      case 'link':
        return photo.links.find(({ from, to }) => from === a && to === b);
      case 'call':
        return photo.pending.find(({ id }) => id === a) ?? photo.ended.find(({ id }) => id === a);
      case 'violation':
        return photo.violations.some((one) => one.event === photo.event?.number && one.property === a);
      case 'rule':
        return (photo.event?.output?.trace ?? []).some((trace) => 'rule' in trace && trace.rule === a);
      case 'decided':
        return (photo.event?.output?.trace ?? []).some((trace) => trace.type === a);
      default:
        // The short forms: commit(2).
        return this.#ofNode(a as number, name, at);
    }
  }

  /** Of somebody who was not there, and at the beginning, it was as it is. */
  #before(tree: Tree, at: number, variables: Variables): unknown {
    const before = at > 0 && this.#wasThere(tree, at - 1, variables) ? at - 1 : at;
    return this.value(tree, before, variables);
  }

  #wasThere(tree: Tree, at: number, variables: Variables): boolean {
    return [...variables].every(([name, { value, list, outer }]) => {
      if (!mentions(tree, name)) return true;
      const items = this.value(list, at, outer);
      return Array.isArray(items) && items.includes(value);
    });
  }

  #method(owner: unknown, name: string, arg: unknown, at: number): unknown {
    if (typeof owner !== 'number') return undefined;
    const node = this.#photo(at).nodes.get(owner);
    if (node?.view === undefined) return undefined;
    const { view } = node;
    if (name === 'log') {
      const entry = node.entries.find(({ index }) => index === arg);
      return entry && { ...entry, view };
    }
    if (name === 'progress') return view.progress.find(({ id }) => id === arg);
    return keyOf(this.#photo(at), owner, arg as string);
  }

  #aggregate(tree: Extract<Tree, { type: 'call' }>, at: number, variables: Variables): unknown {
    const [over, body] = tree.args;
    if (over?.type !== 'binary' || over.left.type !== 'name') throw new Error('no variable');
    const { name } = over.left;
    const list = this.value(over.right, at, variables);
    const items: unknown[] = Array.isArray(list) ? list : [];
    const values = items.map((item) =>
      body === undefined
        ? true
        : this.value(
            body,
            at,
            new Map([...variables, [name, { value: item, list: over.right, outer: variables }]]),
          ),
    );
    switch (tree.name) {
      case 'any':
        return values.includes(true);
      case 'all':
        return values.every((value) => value === true);
      case 'count':
        return values.filter((value) => value === true).length;
      case 'sum':
        return values.filter(isNumber).reduce((sum: unknown, value) => arithmetic('+', sum, value), 0);
      default: {
        const numbers = values.filter(isNumber).sort((x, y) => (x < y ? -1 : Number(x > y)));
        return tree.name === 'min' ? numbers[0] : numbers.at(-1);
      }
    }
  }
}

function isQuantified(tree: Tree, variables: Variables): boolean {
  if (tree.type !== 'binary' || tree.operator !== 'in' || tree.left.type !== 'name') return false;
  return tree.left.name !== 'leader' && !variables.has(tree.left.name);
}

function mentions(tree: Tree, name: string): boolean {
  switch (tree.type) {
    case 'name':
      return tree.name === name;
    case 'number':
    case 'text':
      return false;
    case 'list':
      return tree.items.some((item) => mentions(item, name));
    case 'field':
      return mentions(tree.of, name);
    case 'call':
      return (
        (tree.of !== undefined && mentions(tree.of, name)) || tree.args.some((arg) => mentions(arg, name))
      );
    case 'unary':
      return mentions(tree.operand, name);
    case 'binary':
      return mentions(tree.left, name) || mentions(tree.right, name);
    default:
      return unreachable(tree);
  }
}

/** Whether a bare name beside it is a word, as in `node(3).role == leader`. */
function isOfWords(tree: Tree): boolean {
  if (tree.type === 'call' && tree.name === 'was') return tree.args.some(isOfWords);
  const names = ['role', 'type', 'status', 'state', 'fate', 'end', 'member'];
  return (tree.type === 'call' || tree.type === 'field') && names.includes(tree.name);
}

function wordOf(name: string): string | undefined {
  if (name === 'none') return undefined;
  return name === 'leader' ? 'StateLeader' : name;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => same(item, b[i]));
  return a === b;
}

/** Whole numbers that are too large for a number stay exact. */
function arithmetic(operator: string, a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) return undefined;
  const [x, y] = [Number(a), Number(b)];
  const rough =
    operator === '+'
      ? x + y
      : operator === '-'
        ? x - y
        : operator === '*'
          ? x * y
          : operator === '/'
            ? x / y
            : x % y;
  const areWhole = [a, b].every((side) => typeof side === 'bigint' || Number.isInteger(side));
  if (!areWhole || operator === '/' || y === 0)
    return Number.isFinite(rough) && (y !== 0 || !'/%'.includes(operator)) ? rough : undefined;
  const [i, j] = [BigInt(a), BigInt(b)];
  return small(operator === '+' ? i + j : operator === '-' ? i - j : operator === '*' ? i * j : i % j, rough);
}

function small(exact: bigint, rough: number): number | bigint {
  return Number.isSafeInteger(rough) ? Number(exact) : exact;
}

function leaderOf({ nodes }: Photo): number | undefined {
  const leaders = [...nodes.values()].filter(({ view }) => view?.state === 'StateLeader');
  const highest = leaders.map(({ view }) => view?.term ?? 0).reduce((a, b) => (a > b ? a : b), 0);
  return leaders.find(({ view }) => view?.term === highest)?.id;
}

function configOf(photo: Photo): MemberView['confState'] | undefined {
  const leader = leaderOf(photo);
  if (leader !== undefined) return photo.nodes.get(leader)?.view?.confState;
  const alive = [...photo.nodes.values()].filter(({ view }) => view !== undefined);
  const highest = alive.map(({ view }) => view?.term ?? 0).reduce((a, b) => (a > b ? a : b), 0);
  return alive.find(({ view }) => view?.term === highest)?.view?.confState;
}

function newestOf({ nodes }: Photo): number | undefined {
  const alive = [...nodes.values()].filter(({ view }) => view !== undefined);
  const newest = Math.max(...alive.map(({ view }) => view?.revision ?? 0));
  return alive.find(({ view }) => view?.revision === newest)?.id;
}

function keyOf(photo: Photo, node: number | undefined, key: string): unknown {
  if (node === undefined) return undefined;
  return photo.nodes.get(node)?.kvs.find((kv) => new TextDecoder().decode(kv.key) === key) ?? {};
}

function messageOf(event: WorldEvent | undefined): unknown {
  const { input, waits, output } = event ?? {};
  if (input === undefined || waits === true) return undefined;
  if (input.type === 'message' || input.type === 'peer') return input.message;
  if (input.type === 'writeDone') return { type: 'MsgStorageAppendResp', to: event?.node };
  if (input.type === 'applyDone') return { type: 'MsgStorageApplyResp', to: event?.node };
  const local = (output?.trace ?? []).find((trace) => trace.type === 'localMessage');
  if (local?.type !== 'localMessage') return undefined;
  const peer = 'peer' in input ? input.peer : input.type === 'transferLeader' ? input.to : 0;
  const hasTerm = ['snapshotStatus', 'unreachable', 'transferLeader'].includes(input.type);
  const reject = input.type === 'snapshotStatus' ? { reject: !input.ok } : {};
  return { type: local.messageType, to: event?.node, from: peer, ...(hasTerm ? { term: 0 } : {}), ...reject };
}
