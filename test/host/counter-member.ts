import type { MemberBoot, NodeInput, NodeOutput } from '../../src/node/io.ts';
import type { Member } from '../../src/node/member.ts';
import type { MemberView } from '../../src/node/report/view.ts';
import type { StoredMemberFactory } from '../../src/host/member/node-shell.ts';

/**
 * A member that counts its ticks and says the count in each output: the least that shows whether state is where it
 * should be. `campaign` makes it throw.
 */
class CounterMember {
  constructor(
    readonly id: number,
    public count: number,
  ) {}

  handle(input: NodeInput): NodeOutput {
    if (input.type === 'campaign') throw new Error(`node ${this.id} fell at ${this.count}`);
    this.count++;
    return saying(this.count);
  }

  view(): MemberView {
    return { id: this.id, applied: this.count } as MemberView;
  }

  clone(): Member {
    return new CounterMember(this.id, this.count) as unknown as Member;
  }

  save(): unknown {
    return { id: this.id, count: this.count };
  }
}

export const counters: StoredMemberFactory = {
  boot: ({ config }: MemberBoot) => ({
    member: new CounterMember(config.id, 0) as unknown as Member,
    output: saying(0),
  }),
  load: (state) => {
    const { id, count } = state as { id: number; count: number };
    return new CounterMember(id, count) as unknown as Member;
  },
};

export function saying(count: number): NodeOutput {
  return {
    sends: [],
    writes: [],
    applies: [],
    answers: [],
    streams: [],
    http: [],
    peers: [],
    trace: [{ type: 'applied', first: count, last: count, revision: count }],
    readys: 0,
    changes: {},
  };
}
