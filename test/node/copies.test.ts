import { describe, expect, it } from 'vitest';
import { makeDice } from '../../src/base/random.ts';
import type { NodeInput, NodeOutput } from '../../src/node/io.ts';
import { Member } from '../../src/node/member.ts';
import { Chaos } from './chaos.ts';

/** What a member has been through: each input with the output it gave. */
interface Recorded {
  readonly input: NodeInput;
  readonly output: NodeOutput;
}

/** Runs a random cluster, and at an instant makes a copy of every member; then records what happens to each. */
function recordAfterCopy(seed: number, copy: (member: Member) => Member): Map<Member, Recorded[]> {
  const chaos = new Chaos(seed, {
    snapshotCount: 15,
    snapshotCatchUpEntries: 3,
    checkQuorum: true,
    preVote: true,
  });
  chaos.run(700);
  const recorded = new Map<number, Recorded[]>();
  const copies = new Map<Member, Recorded[]>();
  for (const [id, machine] of chaos.cluster.machines) {
    if (!machine.up) continue;
    const list: Recorded[] = [];
    recorded.set(id, list);
    copies.set(copy(machine.member), list);
  }
  chaos.cluster.watch = (id, input, output) => recorded.get(id)?.push({ input, output });
  chaos.crashes = false;
  chaos.run(500);
  return copies;
}

function goOn(copies: Map<Member, Recorded[]>): number {
  let inputs = 0;
  for (const [member, recorded] of copies) {
    for (const { input, output } of recorded) {
      expect(member.handle(input)).toEqual(output);
      inputs++;
    }
  }
  return inputs;
}

function shown(member: Member): unknown {
  return [member.view(), member.entries(0, 1000), member.range(0, 100)];
}

describe('a copy of a member', () => {
  it.each([1, 2, 3, 4, 5, 6])('made by clone() goes on exactly as the member did (seed %i)', (seed) => {
    expect(goOn(recordAfterCopy(seed, (member) => member.clone()))).toBeGreaterThan(100);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'made by save() and load() goes on exactly as the member did (seed %i)',
    (seed) => {
      const copies = recordAfterCopy(seed, (member) => Member.load(structuredClone(member.save())));
      expect(goOn(copies)).toBeGreaterThan(100);
    },
  );

  it('shows what the member shows, and stays as it is when the member goes on', () => {
    const chaos = new Chaos(11, { snapshotCount: 15 });
    chaos.run(600);
    const members = [...chaos.cluster.machines.values()].map((machine) => machine.member);
    const copies = members.flatMap((member) => [member.clone(), Member.load(structuredClone(member.save()))]);
    const before = copies.map(shown);
    expect(before).toEqual(members.flatMap((member) => [shown(member), shown(member)]));
    chaos.run(400);
    expect(copies.map(shown)).toEqual(before);
  });

  it('of the same run is the same member: nothing comes from outside', () => {
    const views = [1, 2].map(() => {
      const chaos = new Chaos(5, { snapshotCount: 15 });
      chaos.run(800);
      return [...chaos.cluster.machines.values()].map((machine) => machine.member.view());
    });
    expect(views[0]).toEqual(views[1]);
    expect(makeDice(5, 'chaos')).not.toEqual(makeDice(6, 'chaos'));
  });
});
