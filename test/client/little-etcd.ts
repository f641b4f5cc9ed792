import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import type {
  CallAnswer,
  ClientEffect,
  ClientEvent,
  ClientNote,
  ProgramOutcome,
  Instruction,
} from '../../src/client/effect.ts';
import { stepProgram, type Program } from '../../src/client/process.ts';
import { EtcdState, type Answer } from '../../src/etcd/etcd-state.ts';
import { LeaseClock } from '../../src/etcd/lease/lease-clock.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { WatchHub } from '../../src/etcd/watch/watch-hub.ts';

interface Due {
  readonly at: number;
  readonly seq: number;
  readonly run: () => void;
}

interface Running {
  readonly name: string;
  program: Program;
  readonly notes: ClientNote[];
  outcome: ProgramOutcome | undefined;
  /** A call in flight is lost, a stream is cut: it is silent from now on. */
  isDead: boolean;
}

/** What a program's calls do, one after another, at one store: no raft, but time, and an order that the dice choose. */
export class LittleEtcd {
  readonly etcd = EtcdState.create({
    clusterId: 1n,
    memberId: 1n,
    quotaBytes: -1,
    maxTxnOps: 128,
    minLeaseTtl: 1,
    bcryptCost: 4,
    leaseCheckpoints: false,
  });
  now = 0;
  readonly #hub = WatchHub.create({ progressIntervalMs: 600_000, fragmentBytes: 1 << 21 });
  readonly #clock = LeaseClock.create({ checkpoints: false });
  readonly #dice: Dice;
  readonly #running = new Map<string, Running>();
  readonly #streams = new Map<number, { readonly client: Running; readonly stream: number }>();
  #due: Due[] = [];
  #seq = 0;
  #leases = 0n;

  constructor(seed: number) {
    this.#dice = makeDice(seed, 'little etcd');
    this.#clock.promote(0, 0, this.etcd.leases);
    this.#every100ms();
  }

  start(name: string, program: Program): void {
    const client: Running = { name, program, notes: [], outcome: undefined, isDead: false };
    this.#running.set(name, client);
    this.#soon(() => this.#take(client, { type: 'start' }));
  }

  tell(name: string, instruction: Instruction): void {
    this.#take(this.#client(name), { type: 'instructed', instruction });
  }

  /** The client is no more; whatever it has left in the store stays until its lease ends. */
  kill(name: string): void {
    this.#client(name).isDead = true;
  }

  notes(name: string): readonly ClientNote[] {
    return this.#client(name).notes;
  }

  outcome(name: string): ProgramOutcome | undefined {
    return this.#client(name).outcome;
  }

  program(name: string): Program {
    return this.#client(name).program;
  }

  run(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.#due.reduce<Due | undefined>(
        (a, b) => (a === undefined || b.at < a.at || (b.at === a.at && b.seq < a.seq) ? b : a),
        undefined,
      );
      if (next === undefined || next.at > end) break;
      this.#due = this.#due.filter((each) => each !== next);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }

  /** Does a call at once, as somebody else would. */
  do(operation: ClientOperation): CallAnswer {
    const answer = this.#perform(operation);
    this.#publish();
    return answer.ok ? { status: 'ok', result: answer.result } : { status: 'failed', error: answer.error };
  }

  #client(name: string): Running {
    return present(this.#running.get(name), `${name} runs`);
  }

  #after(ms: number, run: () => void): void {
    this.#due.push({ at: this.now + ms, seq: ++this.#seq, run });
  }

  /** After a way through a network. */
  #soon(run: () => void): void {
    this.#after(drawInt(this.#dice, 1, 20), run);
  }

  #every100ms(): void {
    for (const id of this.#clock.expired(this.now)) this.do({ type: 'leaseRevoke', id });
    this.#send(this.#hub.tick(100, this.etcd.kv));
    this.#after(100, () => this.#every100ms());
  }

  #take(client: Running, event: ClientEvent): void {
    if (client.isDead || client.outcome !== undefined) return;
    const { program, effects } = stepProgram(client.program, event);
    client.program = structuredClone(program);
    for (const effect of effects) this.#act(client, effect);
  }

  #act(client: Running, effect: ClientEffect): void {
    switch (effect.type) {
      case 'call':
        this.#soon(() => {
          const result = this.do(effect.operation);
          this.#soon(() => this.#take(client, { type: 'answer', call: effect.call, result }));
        });
        break;
      case 'openStream': {
        const stream = this.#streams.size + 1;
        this.#streams.set(stream, { client, stream: effect.stream });
        this.#hub.open(stream);
        break;
      }
      case 'sendStream': {
        const { stream: name, message } = effect;
        this.#after(10, () => {
          const stream = this.#streamOf(client, name);
          if (stream === undefined) return;
          if (message.type !== 'keepAlive') {
            this.#send(this.#hub.request(stream, message, this.etcd.kv, () => true));
            return;
          }
          const { id } = message;
          const renewal = this.#clock.renew(id, this.now, this.etcd.leases);
          const ttl = renewal.type === 'renewed' ? renewal.ttl : 0;
          const { revision } = this.etcd.kv;
          const answer = { type: 'leaseKeepAlive' as const, revision, id, ttl };
          this.#after(10, () => this.#take(client, { type: 'stream', stream: name, message: answer }));
        });
        break;
      }
      case 'closeStream': {
        const stream = this.#streamOf(client, effect.stream);
        if (stream !== undefined) this.#hub.close(stream);
        break;
      }
      case 'timer':
        this.#after(effect.ms, () => this.#take(client, { type: 'timer', timer: effect.timer }));
        break;
      case 'note':
        client.notes.push(effect.note);
        break;
      case 'done':
        client.outcome = effect.outcome;
    }
  }

  #streamOf(client: Running, name: number): number | undefined {
    return [...this.#streams].find(([, each]) => each.client === client && each.stream === name)?.[0];
  }

  #perform(operation: ClientOperation): Answer {
    const { etcd } = this;
    if (operation.type === 'range') return etcd.read(operation);
    const op =
      operation.type === 'leaseGrant' && operation.id === 0n
        ? { ...operation, id: ++this.#leases + 0x1000n }
        : operation;
    const answer = etcd.apply({ id: 1, op: op as Extract<ClientOperation, { type: 'put' }> });
    if (op.type === 'leaseGrant' && answer.ok) {
      this.#clock.granted(present(etcd.leases.lookup(op.id), 'it was granted'), this.now);
    }
    if (op.type === 'leaseRevoke') this.#clock.revoked(op.id);
    return answer;
  }

  #publish(): void {
    this.#send(this.#hub.sync(this.etcd.kv));
  }

  /** In order on each stream: always after the same time. */
  #send(messages: ReturnType<WatchHub['sync']>): void {
    for (const { stream, response } of messages) {
      const owner = this.#streams.get(stream);
      if (owner === undefined) continue;
      this.#after(10, () =>
        this.#take(owner.client, { type: 'stream', stream: owner.stream, message: response }),
      );
    }
  }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The newest value; undefined: the key is not there. */
export function valueOf(etcd: LittleEtcd, key: string): string | undefined {
  const answer = etcd.do({ type: 'range', key: bytes(key), revision: 0, consistency: 'serializable' });
  const kv = answer.status === 'ok' && answer.result.type === 'range' ? answer.result.kvs[0] : undefined;
  return kv && text(kv.value);
}
