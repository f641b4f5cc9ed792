import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice, cloneDice, type Dice } from '../../src/base/random.ts';
import type { Member } from '../../src/node/member.ts';
import type {
  ClientAnswer,
  DiskWrite,
  MemberBoot,
  NodeInput,
  NodeOutput,
  NodeTrace,
} from '../../src/node/io.ts';
import type { MemberView } from '../../src/node/report/view.ts';
import type { Message } from '../../src/raft/message.ts';
import type { MemberFactory } from '../../src/sim/in-process-host.ts';

/**
 * A member of a toy protocol, in the form of the real one: it greets its peers every third tick, answers greetings,
 * writes each put to its disk and applies it then. Just enough to move every part of the world.
 */
export class ToyMember {
  readonly #boot: MemberBoot;
  readonly #dice: Dice;
  #ticks = 0;
  #greeted = 0;
  #lastWrite = 0;
  #lastApply = 0;
  /** Puts on their way to the disk, then to be applied: by write and by apply. */
  #writing = new Map<number, number>();
  #applying = new Map<number, number>();
  applied: number;

  constructor(boot: MemberBoot) {
    this.#boot = boot;
    this.#dice = makeDice(boot.config.seed, 'toy', boot.config.id, boot.config.incarnation);
    this.applied = present(boot.disk.files[0]?.chunks.length ?? 0, 'a count');
  }

  static boot(boot: MemberBoot): { member: Member; output: NodeOutput } {
    const member = new ToyMember(boot);
    const last = member.applied;
    const trace: NodeTrace = {
      type: 'started',
      term: 0,
      vote: 0,
      commit: 0,
      last,
      snapshot: 0,
      tornBytes: 0,
    };
    return { member: member as unknown as Member, output: { ...nothing, trace: [trace] } };
  }

  handle(input: NodeInput): NodeOutput {
    switch (input.type) {
      case 'tick':
        return ++this.#ticks % 3 === 0 ? this.#greet() : nothing;
      case 'message':
        return this.#hear(input.message);
      case 'request':
        if (input.operation.type === 'put' && input.operation.value[0] === 0xff)
          throw new Error('a fatal put');
        return input.operation.type === 'put' ? this.#write(input.request) : answer(input.request);
      case 'writeDone':
        return this.#written(input.write);
      case 'applyDone': {
        const request = present(this.#applying.get(input.apply), 'an apply that was asked for');
        this.applied++;
        return answer(request);
      }
      default:
        return nothing;
    }
  }

  view(): MemberView {
    const { id } = this.#boot.config;
    return {
      id,
      state: 'StateFollower',
      term: 0,
      applied: this.applied,
      last: this.#greeted,
    } as MemberView;
  }

  clone(): Member {
    const copy = new ToyMember({ ...this.#boot, disk: { files: [] } });
    copy.#dice.state = cloneDice(this.#dice).state;
    copy.#ticks = this.#ticks;
    copy.#greeted = this.#greeted;
    copy.#lastWrite = this.#lastWrite;
    copy.#lastApply = this.#lastApply;
    copy.#writing = new Map(this.#writing);
    copy.#applying = new Map(this.#applying);
    copy.applied = this.applied;
    return copy as unknown as Member;
  }

  #greet(): NodeOutput {
    const { id, initialConfState } = this.#boot.config;
    const sends = initialConfState.voters
      .filter((peer) => peer !== id)
      .map((to): Message => ({
        type: 'MsgHeartbeat',
        from: id,
        to,
        term: drawInt(this.#dice, 1, 99),
        commit: 0,
        context: undefined,
      }));
    return { ...nothing, sends };
  }

  #hear(message: Message): NodeOutput {
    this.#greeted++;
    if (message.type !== 'MsgHeartbeat') return nothing;
    const { from, to } = message;
    return {
      ...nothing,
      sends: [{ type: 'MsgHeartbeatResp', from: to, to: from, term: message.term, context: undefined }],
    };
  }

  #write(request: number): NodeOutput {
    const id = ++this.#lastWrite;
    this.#writing.set(id, request);
    const bytes = Uint8Array.of(request & 0xff);
    const write: DiskWrite = {
      id,
      operations: [{ type: 'append', file: 'puts', bytes }],
      sync: true,
      entries: 1,
      hardState: false,
      snapshot: false,
      bytes: 1,
    };
    return { ...nothing, writes: [write] };
  }

  #written(write: number): NodeOutput {
    const request = present(this.#writing.get(write), 'a write that was asked for');
    const id = ++this.#lastApply;
    this.#applying.set(id, request);
    return { ...nothing, applies: [{ id, first: id, last: id }] };
  }
}

const nothing: NodeOutput = {
  sends: [],
  writes: [],
  applies: [],
  answers: [],
  streams: [],
  http: [],
  peers: [],
  trace: [],
  readys: 0,
  changes: {},
};

function answer(request: number): NodeOutput {
  const result: ClientAnswer['result'] = {
    status: 'ok',
    result: { type: 'put', revision: 1 },
    identity: { clusterId: 0n, memberId: 0n, raftTerm: 0 },
  };
  return { ...nothing, answers: [{ request, result }] };
}

export const toyFactory: MemberFactory = ToyMember;
