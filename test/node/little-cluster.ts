import { assert, present } from '../../src/base/assert.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import type {
  ApplyWork,
  ClientAnswer,
  DiskWrite,
  MemberConfig,
  NodeInput,
  NodeOutput,
  NodeTrace,
} from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import type { ConfState } from '../../src/raft/entry.ts';
import type { PeerMessage } from '../../src/node/core/peer-message.ts';
import type { Message } from '../../src/raft/message.ts';
import { defaultAddress } from '../../src/node/core/address.ts';
import { isPeerMessage, type BusMessage } from '../../src/sim/world/bus-message.ts';
import { EMPTY_DISK, type DiskImage, type DiskOperation } from '../../src/storage/disk.ts';
import { applyOperations } from '../../src/storage/disk-image.ts';

/** One machine: a member, its disk and what is on its way to it. */
interface Machine {
  member: Member;
  incarnation: number;
  up: boolean;
  image: DiskImage;
  /** Done but not synced: lost by a crash. */
  buffered: DiskOperation[];
  writes: DiskWrite[];
  applies: ApplyWork[];
}

export const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const text = (value: Uint8Array | undefined): string => String.fromCharCode(...(value ?? []));

export const put = (key: string, value: string): ClientOperation => ({
  type: 'put',
  key: bytes(key),
  value: bytes(value),
});

export const get = (
  key: string,
  consistency: 'linearizable' | 'serializable' = 'linearizable',
  revision = 0,
): ClientOperation => ({ type: 'range', key: bytes(key), revision, consistency });

export function votersOnly(...voters: number[]): ConfState {
  return { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
}

/**
 * A few members with a network that delivers at once, in order, and disks that write when told: enough to see a
 * member from outside. No clock, no dice but the members' own.
 */
export class LittleCluster {
  readonly machines = new Map<number, Machine>();
  readonly answers = new Map<number, ClientAnswer['result']>();
  readonly traces: { node: number; trace: NodeTrace }[] = [];
  /** Sent, not delivered yet, oldest first. */
  flying: Message[] = [];
  /** The same beside raft. */
  asking: PeerMessage[] = [];
  /** Everything ever sent, of raft's. */
  readonly sent: Message[] = [];
  /** Members whose disks do nothing. */
  readonly stalled = new Set<number>();
  /** Members whose apply threads do nothing. */
  readonly slow = new Set<number>();
  /** Members that no message reaches or leaves. */
  readonly isolated = new Set<number>();
  /** Called with everything that happens to a member from now on. */
  watch: ((id: number, input: NodeInput, output: NodeOutput) => void) | undefined;
  #requests = 0;

  constructor(
    readonly voters: readonly number[] = [1, 2, 3],
    readonly settings: Partial<MemberConfig> = {},
  ) {
    for (const id of voters) this.start(id);
    this.run();
  }

  config(id: number, incarnation: number): MemberConfig {
    return {
      id,
      seed: 7,
      incarnation,
      initialConfState: this.voters.includes(id) ? votersOnly(...this.voters) : votersOnly(),
      joining: false,
      forceNewCluster: false,
      formerIds: [],
      memberId: undefined,
      electionTicks: 10,
      heartbeatTicks: 1,
      preVote: false,
      checkQuorum: false,
      readOnly: 'safe',
      stepDownOnRemoval: false,
      maxSizePerMsg: 1024 * 1024,
      maxInflightMsgs: 256,
      maxInflightBytes: 0,
      maxUncommittedBytes: 0,
      fixedElectionTicks: 0,
      storage: 'async',
      readyByHand: false,
      randomApply: false,
      stopsWhenRemoved: true,
      minLeaseTtl: 0,
      callTimeoutMs: 0,
      keepsTombstones: false,
      snapshotCount: 1000,
      snapshotCatchUpEntries: 5,
      readIndexRetryTicks: 5,
      tickMs: 100,
      startedAtMs: 0,
      bootstrap: 'plain',
      initialMembers: this.voters.map((node) => ({ node, ...defaultAddress(node), isLearner: false })),
      addresses: [],
      address: defaultAddress(id),
      clusterToken: 'little',
      quotaBytes: 2 ** 31,
      maxTxnOps: 128,
      maxRequestBytes: 1.5 * 1024 * 1024,
      strictReconfigCheck: true,
      leaseCheckpoints: false,
      authTokenTtlMs: 300_000,
      watchProgressMs: 600_000,
      corruptCheckMs: 0,
      enableV2: true,
      autoCompactionMode: 'periodic',
      autoCompactionRetention: 0,
      keyServer: false,
      brokenRules: [],
      ...this.settings,
    };
  }

  /** Starts a machine for the first time or again, from what its disk has synced. */
  start(id: number): NodeOutput {
    const before = this.machines.get(id);
    const incarnation = before === undefined ? 0 : before.incarnation + 1;
    const image = before?.image ?? EMPTY_DISK;
    const { member, output } = Member.boot({ config: this.config(id, incarnation), disk: image });
    this.machines.set(id, { member, incarnation, up: true, image, buffered: [], writes: [], applies: [] });
    this.#take(id, output);
    return output;
  }

  /** Memory, unsynced writes and messages to it are gone. */
  crash(id: number): void {
    const machine = this.machine(id);
    machine.up = false;
    machine.buffered = [];
    machine.writes = [];
    machine.applies = [];
    this.flying = this.flying.filter((message) => message.to !== id);
  }

  member(id: number): Member {
    return this.machine(id).member;
  }

  machine(id: number): Machine {
    return present(this.machines.get(id), `machine ${id}`);
  }

  input(id: number, input: NodeInput): NodeOutput {
    const machine = this.machine(id);
    assert(machine.up, `machine ${id} is up`);
    const output = machine.member.handle(input);
    this.watch?.(id, input, output);
    this.#take(id, output);
    return output;
  }

  /** Hands in a client's call, runs, and tells what the answer is so far. */
  request(id: number, operation: ClientOperation): number {
    const request = ++this.#requests;
    this.input(id, { type: 'request', request, operation });
    return request;
  }

  ask(id: number, operation: ClientOperation): ClientAnswer['result'] | undefined {
    const request = this.request(id, operation);
    this.run();
    return this.answers.get(request);
  }

  change(id: number, change: Extract<NodeInput, { type: 'confChange' }>['change']): number {
    const request = ++this.#requests;
    this.input(id, { type: 'confChange', request, change });
    return request;
  }

  tick(ticks = 1, ...ids: number[]): void {
    for (let i = 0; i < ticks; i++) {
      for (const [id, machine] of this.machines) {
        if (machine.up && (ids.length === 0 || ids.includes(id))) this.input(id, { type: 'tick' });
      }
      this.run();
    }
  }

  elect(id: number): void {
    this.input(id, { type: 'campaign' });
    this.run();
    assert(this.member(id).view().state === 'StateLeader', `${id} leads`);
  }

  /** Until nobody has anything to do: disks, apply threads, then the messages that were flying by then. */
  run(): void {
    for (let busy = true; busy;) {
      busy = false;
      for (const [id, machine] of this.machines) {
        if (!machine.up) continue;
        while (!this.stalled.has(id) && machine.writes.length > 0) {
          this.finishWrite(id);
          busy = true;
        }
        while (!this.slow.has(id) && machine.applies.length > 0) {
          this.finishApply(id);
          busy = true;
        }
      }
      const batch = this.flying;
      this.flying = [];
      const asked = this.asking;
      this.asking = [];
      for (const message of asked) {
        this.#deliver(message);
        busy = true;
      }
      for (const message of batch) {
        this.#deliver(message);
        busy = true;
      }
    }
  }

  /** The oldest write is done. */
  finishWrite(id: number): void {
    const machine = this.machine(id);
    const write = present(machine.writes.shift(), `${id} has a write`);
    machine.buffered.push(...write.operations);
    if (write.sync) {
      machine.image = applyOperations(machine.image, machine.buffered);
      machine.buffered = [];
    }
    this.input(id, { type: 'writeDone', write: write.id });
  }

  /** The oldest piece of work of the apply thread is done. */
  finishApply(id: number): NodeOutput {
    const work = present(this.machine(id).applies.shift(), `${id} has something to apply`);
    return this.input(id, { type: 'applyDone', apply: work.id });
  }

  traceOf(id: number, type: NodeTrace['type']): NodeTrace[] {
    return this.traces.filter((one) => one.node === id && one.trace.type === type).map((one) => one.trace);
  }

  #deliver(message: BusMessage): void {
    const { from, to } = message;
    if (this.isolated.has(from) || this.isolated.has(to)) return;
    if (this.machines.get(to)?.up !== true) return;
    this.input(to, isPeerMessage(message) ? { type: 'peer', message } : { type: 'message', message });
  }

  #take(id: number, output: NodeOutput): void {
    const machine = this.machine(id);
    machine.writes.push(...output.writes);
    machine.applies.push(...output.applies);
    this.flying.push(...output.sends);
    this.asking.push(...output.peers);
    this.sent.push(...output.sends);
    for (const { request, result } of output.answers) {
      assert(!this.answers.has(request), `request ${request} is answered once`);
      this.answers.set(request, result);
    }
    for (const trace of output.trace) this.traces.push({ node: id, trace });
  }
}
