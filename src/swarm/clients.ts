import { drawInt, drawUnit, makeDice, type Dice } from '../base/random.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { compareRevision, del, get, put, txn, underPrefix, watch } from '../client/operations.ts';
import type { RecipeName, RecipeOptions } from '../client/recipes.ts';
import type { ClientOperation, LeaseId } from '../etcd/request.ts';
import type { Command } from '../sim/command/command.ts';
import type { World } from '../sim/world/world.ts';
import { drawOf } from './draw-config.ts';

/** What single calls do. */
const CALLS = [
  'put',
  'get',
  'getSerializable',
  'getPast',
  'prefix',
  'delete',
  'compareAndPut',
  'putTwo',
  'leaseGrant',
  'leaseKeepAlive',
  'leaseRevoke',
  'putWithLease',
  'compact',
] as const;
type CallKind = (typeof CALLS)[number];

/** What programs are. */
const PROGRAMS = [
  'watching',
  'lock',
  'campaign',
  'keepAlive',
  'stm',
  'enqueue',
  'dequeue',
  'load',
] as const satisfies readonly RecipeName[];

/** Somebody who calls again and again and has one call open at a time. */
interface Caller {
  name: string;
  /** Who it has been so far: after an answer that says nothing it goes on as somebody else. */
  lives: number;
  request: number;
}

/**
 * The clients of a run: callers with one call open at a time, and client programs (src/client) that come and go. How many, what they
 * do and how often, the seed draws.
 */
export class SwarmClients {
  readonly #dice: Dice;
  readonly #callers: Caller[];
  readonly #kinds: readonly CallKind[];
  readonly #programs: readonly (typeof PROGRAMS)[number][];
  readonly #programsMax: number;
  readonly #keys: number;
  #leases: LeaseId[] = [];
  #revision = 1;
  #started = 0;
  #values = 0;

  constructor(seed: number) {
    const dice = makeDice(seed, 'clients');
    this.#dice = dice;
    this.#callers = Array.from({ length: drawInt(dice, 1, 6) }, (_, i) => ({
      name: `caller ${i + 1}`,
      lives: 1,
      request: 0,
    }));
    this.#kinds = CALLS.flatMap((kind): CallKind[] => {
      const weight = drawUnit(dice) < 0.3 ? 0 : drawInt(dice, 1, 10);
      const times = kind === 'put' ? Math.max(3, weight) : kind === 'compact' ? Math.min(1, weight) : weight;
      return Array.from({ length: times }, () => kind);
    });
    this.#programs = PROGRAMS.filter(() => drawUnit(dice) < 0.5);
    this.#programsMax = this.#programs.length === 0 ? 0 : drawInt(dice, 0, 4);
    this.#keys = drawInt(dice, 1, 8);
  }

  /** What one of them does now; undefined: all wait. */
  draw(world: World): Command | undefined {
    if (this.#programsMax > 0 && drawUnit(this.#dice) < 0.2) return this.#drawProgram(world);
    const idle = this.#callers.filter((caller) => this.#isIdle(world, caller));
    const caller = idle[drawInt(this.#dice, 0, idle.length - 1)];
    if (caller === undefined) return undefined;
    caller.request = world.calls.lastId + 1;
    return {
      type: 'request',
      request: caller.request,
      node: this.#node(world),
      client: caller.name,
      operation: this.#operation(),
    };
  }

  /** Looks at what its call has come to. */
  #isIdle(world: World, caller: Caller): boolean {
    if (caller.request === 0) return true;
    if (world.calls.pendingCall(caller.request) !== undefined) return false;
    const result = world.calls.get(caller.request)?.result;
    caller.request = 0;
    if (result?.status === 'unknown') caller.name = `${caller.name.split('.')[0] ?? ''}.${++caller.lives}`;
    if (result?.status !== 'ok' || result.result.type === 'confChange') return true;
    if (result.result.type === 'leaseGrant') this.#leases = [...this.#leases.slice(-4), result.result.id];
    if ('revision' in result.result) this.#revision = Math.max(this.#revision, result.result.revision);
    return true;
  }

  #operation(): ClientOperation {
    const dice = this.#dice;
    const key = this.#key();
    const kind = this.#kinds[drawInt(dice, 0, this.#kinds.length - 1)] ?? 'put';
    const lease = this.#leases[drawInt(dice, 0, this.#leases.length - 1)];
    switch (kind) {
      case 'get':
        return get(key);
      case 'getSerializable':
        return { ...get(key), consistency: 'serializable' };
      case 'getPast':
        return { ...get(key), revision: this.#pastRevision() };
      case 'prefix':
        return { ...get(key), ...underPrefix(encodeUtf8('k')) };
      case 'delete':
        return del(key);
      case 'compareAndPut':
        return txn(
          [compareRevision(drawOf(dice, ['MOD', 'VERSION']), key, 'EQUAL', this.#pastRevision() - 1)],
          [put(key, this.#value())],
          [get(key)],
        );
      case 'putTwo':
        return txn([], [put(key, this.#value()), put(encodeUtf8('k and another'), this.#value())]);
      case 'leaseGrant':
        return { type: 'leaseGrant', ttl: drawInt(dice, 1, 5), id: 0n };
      case 'leaseKeepAlive':
        return lease === undefined ? get(key) : { type: 'leaseKeepAlive', id: lease };
      case 'leaseRevoke':
        return lease === undefined ? get(key) : { type: 'leaseRevoke', id: lease };
      case 'putWithLease':
        return put(key, this.#value(), lease);
      case 'compact':
        return { type: 'compact', revision: this.#pastRevision() };
      default:
        return put(key, this.#value());
    }
  }

  /** Programs start until there are as many as there may be; then one is told to let go, or stopped. */
  #drawProgram(world: World): Command {
    const running = [...world.clients.all()].filter(({ status }) => status === 'running');
    const one = running[drawInt(this.#dice, 0, running.length - 1)];
    if (one === undefined || running.length < this.#programsMax) return this.#startProgram(world);
    if (drawUnit(this.#dice) < 0.3) return { type: 'stopClient', client: one.name };
    return { type: 'tellClient', client: one.name, instruction: { type: 'release' } };
  }

  #startProgram(world: World): Command {
    const recipe = this.#programs[drawInt(this.#dice, 0, this.#programs.length - 1)] ?? 'watching';
    const first = this.#node(world);
    const others = [...world.machines.keys()].filter((id) => id !== first);
    return {
      type: 'startClient',
      client: `${recipe} ${++this.#started}`,
      endpoints: drawUnit(this.#dice) < 0.5 ? [first] : [first, ...others],
      program: this.#program(recipe),
    };
  }

  #program(recipe: (typeof PROGRAMS)[number]): RecipeOptions {
    const dice = this.#dice;
    const name = encodeUtf8(recipe === 'dequeue' ? 'enqueue' : recipe);
    const ttl = drawInt(dice, 1, 5);
    const session = { lease: 0n, ttl, keepAlive: true };
    switch (recipe) {
      case 'watching': {
        const { key, rangeEnd } = underPrefix(encodeUtf8('k'));
        const startRevision = drawUnit(dice) < 0.5 ? 0 : this.#pastRevision();
        return { recipe, request: watch(key, rangeEnd, startRevision) };
      }
      case 'lock':
        return { recipe, name, holds: true, ...session };
      case 'campaign':
        return { recipe, name, value: this.#value(), holds: true, ...session };
      case 'keepAlive':
        return { recipe, ...session };
      case 'stm': {
        const [from, to] = [this.#key(), this.#key()];
        const statements = [
          { type: 'read', key: from } as const,
          { type: 'write', key: to, value: { type: 'copy', key: from } } as const,
        ];
        return { recipe, isolation: 'serializableSnapshot', statements, attemptsMax: 5 };
      }
      case 'enqueue':
        return { recipe, name, value: this.#value() };
      case 'dequeue':
        return { recipe, name, order: 'fifo', count: 1 };
      case 'load':
        return {
          recipe,
          name: encodeUtf8('k load'),
          settings: {
            clients: 2,
            perSecond: 10,
            put: 5,
            get: 3,
            txn: 1,
            delete: 1,
            serializable: 50,
            keys: 3,
            valueBytes: 8,
          },
        };
      default:
        return { recipe: 'keepAlive', ...session };
    }
  }

  #node(world: World): number {
    const nodes = [...world.machines.keys()];
    return nodes[drawInt(this.#dice, 0, nodes.length - 1)] ?? 1;
  }

  #key(): Uint8Array {
    return encodeUtf8(`k${drawInt(this.#dice, 1, this.#keys)}`);
  }

  #value(): Uint8Array {
    return encodeUtf8(`v${++this.#values}`);
  }

  #pastRevision(): number {
    return drawInt(this.#dice, Math.max(1, this.#revision - 10), this.#revision);
  }
}
