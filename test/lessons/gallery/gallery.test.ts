import { expect, test } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import type { Frame } from '../../../src/lab/frame/frame.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { gallery, scriptOf } from '../../../src/lessons/gallery/gallery.ts';
import type { MemberView } from '../../../src/node/report/view.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';

const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });

async function sketchOf(name: string): Promise<Frame> {
  const entry = present(
    gallery.find((each) => each.name === name),
    `there is an entry ${name}`,
  );
  return lab.sketch({ script: await scriptOf(entry), at: entry.at, logColumns: 20 });
}

function view(frame: Frame, id: number): MemberView {
  return present(frame.nodes.find((node) => node.id === id)?.view, `node ${id} is up`);
}

/** A node in one word: its role, and its term behind it. */
function roles(frame: Frame): string[] {
  return frame.nodes.map(({ view: of }) =>
    of === undefined ? 'down' : `${of.state.slice('State'.length)}@${of.term}`,
  );
}

/** The terms of a node's log, as scripts write them. */
function log(frame: Frame, id: number): string {
  const row = present(
    frame.log.rows.find((each) => each.id === id),
    `node ${id} has a log`,
  );
  return row.entries.map(({ term }) => term).join();
}

/** An entry of one index, as whoever has it says it. */
function label(frame: Frame, id: number, index: number): string | undefined {
  return frame.log.rows.find((row) => row.id === id)?.entries.find((entry) => entry.index === index)?.label;
}

function leaders(frame: Frame): number[] {
  return frame.nodes.flatMap(({ id, view: of }) => (of?.state === 'StateLeader' ? [id] : []));
}

function broken(frame: Frame): string[] {
  return frame.checks.violations.map(({ property }) => property);
}

/** The terms in which somebody led, by the bands of the diagram. */
function ledTerms(frame: Frame): string[] {
  return frame.timeline.spans.flatMap(({ node, state, term }) =>
    state === 'StateLeader' ? [`${node}@${term}`] : [],
  );
}

/** What the name of each entry claims, of the instant at which it opens. */
const claims: Readonly<Record<string, (frame: Frame) => void>> = {
  'split-vote': (frame) => {
    // Two votes each of four: neither has the three it needs, and nobody is left to vote.
    expect(roles(frame)).toEqual(['Candidate@1', 'Candidate@1', 'Follower@1', 'Follower@1']);
    expect([1, 2, 3, 4].map((id) => view(frame, id).vote)).toEqual([1, 2, 1, 2]);
  },
  'two-leaders-one-term': (frame) => {
    expect(roles(frame)).toEqual(['Leader@1', 'Follower@1', 'Leader@1']);
    // Who votes twice is found first, and what comes of it at the end.
    expect(broken(frame)).toContain('VoteOnce');
    expect(broken(frame).at(-1)).toBe('ElectionSafety');
  },
  'figure-7': (frame) => {
    expect(frame.nodes.map(({ id }) => log(frame, id))).toEqual([
      '1,1,1,4,4,5,5,6,6,6',
      '1,1,1,4,4,5,5,6,6',
      '1,1,1,4',
      '1,1,1,4,4,5,5,6,6,6,6',
      '1,1,1,4,4,5,5,6,6,6,7,7',
      '1,1,1,4,4,4,4',
      '1,1,1,2,2,2,3,3,3,3,3',
    ]);
  },
  'figure-8': (frame) => {
    // Instant (c): term 2 is on a majority, the leader of term 4 knows it, and does not commit it.
    expect([1, 2, 3].map((id) => log(frame, id).slice(0, 3))).toEqual(['1,2', '1,2', '1,2']);
    expect(leaders(frame)).toEqual([1]);
    expect(
      view(frame, 1)
        .progress.map(({ match }) => match)
        .filter((match) => match >= 2),
    ).toHaveLength(3);
    expect(view(frame, 1).commit).toBe(1);
  },
  'new-leaders-empty-entry': (frame) => {
    expect(log(frame, 2)).toBe('1,1,2');
    expect(log(frame, 3)).toContain('1,1');
    expect(view(frame, 2).commit).toBe(1);
    expect(label(frame, 2, 3)).toBe('');
  },
  'snapshot-install': (frame) => {
    expect(frame.messages.map(({ type, to }) => `${type}>${to}`)).toContain('MsgSnap>3');
    // The leader has thrown away what the follower would need next.
    expect(view(frame, 1).first).toBeGreaterThan(view(frame, 3).last + 1);
  },
  'split-brain': (frame) => {
    expect(leaders(frame)).toEqual([1, 3]);
    expect(view(frame, 1)).toMatchObject({ term: 1, last: 3, commit: 1 });
    expect(view(frame, 3)).toMatchObject({ term: 2, commit: 3 });
  },
  'disruptive-server': (frame) => {
    expect(roles(frame)[0]).toBe('Follower@6');
    expect(ledTerms(frame)).toContain('1@1');
    expect(frame.links.every(({ cut }) => !cut)).toBe(true);
  },
  'ping-pong': (frame) => {
    const led = ledTerms(frame);
    // Term after term, by turns, and never the third.
    expect(led).toHaveLength(9);
    expect(new Set(led.map((each) => each.split('@')[0]))).toEqual(new Set(['1', '2']));
    for (let term = 2; term <= 9; term++) {
      const [now, before] = [term, term - 1].map((of) => led.find((each) => each.endsWith(`@${of}`))?.[0]);
      expect(now).not.toBe(before);
    }
  },
  'stuck-node': (frame) => {
    expect(leaders(frame)).toEqual([1]);
    expect(view(frame, 3)).toMatchObject({ state: 'StateCandidate', term: 12, commit: 1 });
    expect(view(frame, 1)).toMatchObject({ term: 1, commit: 2 });
    expect(frame.links.every(({ cut }) => !cut)).toBe(true);
  },
  'prevote-deadlock': (frame) => {
    expect(roles(frame)).toEqual(['PreCandidate@9', 'PreCandidate@6', 'PreCandidate@3']);
    expect(ledTerms(frame)).toEqual([]);
    expect(frame.links.every(({ cut }) => !cut)).toBe(true);
  },
  'half-deaf-leader': (frame) => {
    expect(roles(frame)).toEqual(['Leader@1', 'Follower@1', 'Follower@1']);
    expect(view(frame, 1)).toMatchObject({ last: 2, commit: 1 });
    expect(frame.links.filter(({ cut }) => cut).map(({ from, to }) => [from, to])).toEqual([
      [2, 1],
      [3, 1],
    ]);
  },
  'partial-partition': (frame) => {
    expect(leaders(frame)).toEqual([1]);
    expect(view(frame, 1)).toMatchObject({ term: 1, last: 2, commit: 1 });
    // Node 2 reaches three others and could lead, but hears the leader.
    const reached = frame.links.filter(({ from, cut }) => from === 2 && !cut).map(({ to }) => to);
    expect(reached).toEqual([1, 3, 4]);
    expect(view(frame, 2)).toMatchObject({ state: 'StateFollower', lead: 1 });
  },
  'stale-read': (frame) => {
    expect(leaders(frame)).toEqual([1, 2]);
    expect(view(frame, 1).revision).toBe(2);
    expect(view(frame, 2).revision).toBe(3);
    // Answered, and one revision behind what had been acknowledged to another client.
    expect(broken(frame)).toEqual(['Linearizability']);
    expect(frame.requests.at(-1)).toMatchObject({ label: 'get x', status: 'ok', staleBy: 1 });
    expect(frame.requests.at(-1)?.kvs).toMatchObject([{ key: 'x', value: '1' }]);
  },
  'double-write': (frame) => {
    expect([label(frame, 2, 2), label(frame, 2, 4)]).toEqual(['n=1', 'n=1']);
    expect(view(frame, 2).applied).toBe(4);
  },
  'lost-write': (frame) => {
    expect(log(frame, 1)).toBe('1,2');
    expect(label(frame, 1, 2)).toBe('');
    expect(broken(frame)).toEqual([]);
  },
  'lost-lock': (frame) => {
    // The lease of the first owner, who is paused, has run out; the second has the lock.
    const [first, second] = frame.requests.filter(({ kind }) => kind === 'txn');
    expect([first, second]).toMatchObject([
      { client: 'c1', status: 'ok' },
      { client: 'c2', status: 'ok' },
    ]);
    expect(view(frame, 1).keyCount).toBe(1);
  },
  'disjoint-majorities': (frame) => {
    expect(leaders(frame)).toEqual([2, 3]);
    // That members were changed at once, so that majorities need not meet, is found before what comes of it.
    expect(broken(frame)).toEqual(expect.arrayContaining(['OneStep', 'QuorumOverlap']));
    expect(broken(frame).at(-1)).toBe('StateMachineSafety');
    // Two of the three old members, three of the five new ones, and nobody in both: each has committed an entry 3.
    expect([view(frame, 2).commit, view(frame, 3).commit]).toEqual([3, 3]);
    expect([log(frame, 1), log(frame, 2)]).toEqual(['1,1,2', '1,1,2']);
    expect([log(frame, 3), log(frame, 4), log(frame, 5)]).toEqual(['1,1,1', '1,1,1', '1,1,1']);
  },
  'joint-consensus': (frame) => {
    const { confState, last, commit } = view(frame, 1);
    expect(confState).toMatchObject({ voters: [1, 4, 5], votersOutgoing: [1, 2, 3] });
    // A majority of the old voters has it, none of the new ones: it is not committed.
    expect([last, commit, view(frame, 2).last, view(frame, 4).last]).toEqual([3, 2, 3, 2]);
  },
  'leadership-transfer': (frame) => {
    expect(frame.messages.map(({ type, to }) => `${type}>${to}`)).toContain('MsgTimeoutNow>3');
    expect(leaders(frame)).toEqual([1]);
  },
  'majority-lost': (frame) => {
    expect(roles(frame)).toEqual(['down', 'down', 'Candidate@5']);
    expect(view(frame, 3)).toMatchObject({ last: 1, commit: 1 });
  },
};

test('every entry of the gallery has a claim, and no claim is of an entry that is not there', () => {
  expect(Object.keys(claims).toSorted()).toEqual(gallery.map(({ name }) => name).toSorted());
  expect(gallery.length).toBeGreaterThanOrEqual(20);
});

test.each(gallery.map(({ name }) => name))(
  '%s runs to its instant, every line of it holds, and the instant is what its name claims',
  async (name) => {
    claims[name]?.(await sketchOf(name));
  },
);

test('a sketch leaves the run that is open as it is', async () => {
  await lab.reset({ nodes: 3 });
  await lab.step('election');
  const [before, state] = [await lab.hash(), await lab.state()];
  const frame = await sketchOf('figure-7');
  expect(frame.nodes).toHaveLength(7);
  expect(await lab.hash()).toBe(before);
  expect(await lab.state()).toEqual(state);
});

test('what is opened from an entry is what was sketched, with its whole run on both sides', async () => {
  const entry = present(
    gallery.find(({ name }) => name === 'figure-8'),
    'it is there',
  );
  const sketched = await sketchOf('figure-8');
  await lab.script(await scriptOf(entry));
  const { hits } = await lab.holds(entry.at);
  await lab.seekEvent(hits[0]?.event ?? 0);
  const { events, timeMs, nodes } = await lab.state();
  expect([events, timeMs]).toEqual([sketched.events, sketched.at / 1000]);
  expect(nodes.map(({ id }) => id)).toEqual(sketched.nodes.map(({ id }) => id));
  // What makes it famous comes after it: the entry on the majority is overwritten.
  await lab.live();
  const later = await lab.state();
  expect(later.nodes.slice(1).map(({ log: entries }) => entries.map(({ term }) => term).join())).toEqual(
    Array.from({ length: 4 }, () => '1,3,5'),
  );
});

test('a script that fails, a condition that is none, and one that is never reached are refused by name', async () => {
  const script = 'cluster voters=1,2,3\ncampaign 1\nexpect 1 role=F';
  await expect(lab.sketch({ script, at: 'term(1) == 1', logColumns: 5 })).rejects.toThrow(
    /line 3: expect 1 role=F/,
  );
  const whole = 'cluster voters=1,2,3\ncampaign 1';
  await expect(lab.sketch({ script: whole, at: 'term(1) ==', logColumns: 5 })).rejects.toThrow(
    /term\(1\) ==/,
  );
  await expect(lab.sketch({ script: whole, at: 'term(1) == 7', logColumns: 5 })).rejects.toThrow(
    'the script never comes to: term(1) == 7',
  );
  await expect(lab.sketch({ script: '', at: 'term(1) == 1', logColumns: 5 })).rejects.toThrow(
    /ends where its first action/,
  );
});
