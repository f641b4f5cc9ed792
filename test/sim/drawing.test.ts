import { describe, expect, it } from 'vitest';
import { fc } from '@fast-check/vitest';
import { Monitors } from '../../src/check/monitors.ts';
import { drawingPresets, presetNames } from '../../src/forms/drawing-presets.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { doubtsOf, problemOf, type DrawnNode } from '../../src/sim/world/drawing.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

const votersOf = (drawing: readonly DrawnNode[]): number[] => drawing.map(({ node }) => node);

const begin = (drawing: readonly DrawnNode[], config = {}): Promise<Cluster> =>
  Cluster.create(
    parseConfig({ nodes: Math.max(...votersOf(drawing)), drawing, ...config }),
    new InProcessHost(Member),
    new Monitors(),
  );

const newLab = (): Lab =>
  new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });

const termsOf = ({ world }: Cluster, node: number): unknown[] =>
  world
    .machine(node)
    .image?.entries(1, 1000)
    .map(({ term }) => term) ?? [];

const doubts = (logs: readonly (readonly number[])[], commits: readonly number[] = []) =>
  doubtsOf(
    logs.map((log, i) => ({ node: i + 1, log, term: 9, vote: 0, commit: commits[i] ?? 0, up: true })),
    logs.map((_, i) => i + 1),
  );

describe('a run from drawn logs', () => {
  it.each(presetNames)('begins as %s is drawn, on disks and in memory, with nothing broken', async (name) => {
    const drawing = drawingPresets[name];
    const lab = newLab();
    await lab.reset({ nodes: drawing.length, drawing });
    const { nodes, violations } = await lab.state();
    expect(
      nodes.map(({ id, log, term, vote, commitIndex, status }) => ({
        node: id,
        log: log.map((entry) => entry.term),
        term,
        vote,
        commit: commitIndex,
        up: status === 'up',
      })),
    ).toEqual(drawing);
    expect(violations).toEqual([]);
    expect(doubtsOf(drawing, votersOf(drawing))).toEqual([]);
  });

  it('of figure 7: n1 is elected in term 8, and every log becomes the leader’s', async () => {
    const cluster = await begin(drawingPresets.figure7);
    await cluster.act({ type: 'campaign', node: 1 });
    await cluster.run({ until: 2_000_000, events: Infinity });
    const leader = termsOf(cluster, 1);
    expect(leader).toEqual([1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8]);
    expect(cluster.world.machine(1)).toMatchObject({ state: 'StateLeader', term: 8 });
    for (let node = 2; node <= 7; node++) expect(termsOf(cluster, node), `n${node}`).toEqual(leader);
    expect(cluster.world.watcher.violations).toEqual([]);
  });

  it('of figure 8: from (c) S5 may still win and overwrite entry 2, from (e) it cannot', async () => {
    const c = await begin(drawingPresets.figure8c);
    await c.act({ type: 'kill', node: 1 });
    await c.act({ type: 'restart', node: 5 });
    // S5 is behind in terms: asking for votes it hears of term 4, and asks again.
    await c.act({ type: 'campaign', node: 5 });
    await c.run({ until: 200_000, events: Infinity });
    await c.act({ type: 'campaign', node: 5 });
    await c.run({ until: 2_000_000, events: Infinity });
    expect(termsOf(c, 3).slice(0, 2)).toEqual([1, 3]);
    expect(c.world.watcher.violations).toEqual([]);
    const e = await begin(drawingPresets.figure8e);
    await e.act({ type: 'campaign', node: 5 });
    await e.run({ until: 6_000_000, events: Infinity });
    expect([2, 3]).toContain(
      [...e.world.machines.values()].find(({ state, status }) => state === 'StateLeader' && status === 'up')
        ?.id,
    );
    expect(termsOf(e, 5).slice(0, 3)).toEqual([1, 2, 4]);
    expect(e.world.watcher.violations).toEqual([]);
  });

  it('travels in files and links, and is computed the same again', async () => {
    const lab = newLab();
    await lab.reset({ nodes: 5, seed: 9, drawing: drawingPresets.figure8b });
    await lab.runFor(3000);
    const [hash, link, file] = [await lab.hash(), await lab.link(), await lab.save()];
    const config = (
      await lab.picture({
        elapsedMs: 0,
        log: 'tail',
        logColumns: 1,
        timeline: { from: 0, to: 1, maxArrows: 1, hide: [] },
        store: undefined,
      })
    ).config;
    await lab.seek(0);
    expect((await lab.state()).nodes.map(({ log }) => log.length)).toEqual([2, 2, 1, 1, 2]);
    for (const open of [
      (other: Lab) => other.open(file),
      (other: Lab) => other.openLink('fragment' in link ? link.fragment : ''),
    ]) {
      const other = newLab();
      await open(other);
      expect(await other.hash()).toBe(hash);
      await other.reset(config);
      await other.runFor(3000);
      expect(await other.hash()).toBe(hash);
    }
  });

  it('is refused where no disk could hold it, and it is said what is wrong and where', () => {
    const base = { node: 1, log: [1, 2], term: 2, vote: 0, commit: 1, up: true };
    for (const [change, text] of [
      [{ node: 4 }, /drawing: node 4 is not there/],
      [{ log: [2, 1] }, /entry 2 of node 1 has a lower term/],
      [{ log: [0] }, /entry 1 of node 1 has term 0/],
      [{ term: 1 }, /node 1 is in term 1, but its last entry is of term 2/],
      [{ commit: 3 }, /node 1 has committed 3 entries, but its log has 2/],
      [{ vote: 9 }, /node 1 has voted for node 9/],
      [{ log: [], term: 0, commit: 0, vote: 2 }, /voted, but is in term 0/],
      [{ log: 'x' }, /drawing is .* but must be a list of nodes/],
    ] as const) {
      expect(() => parseConfig({ nodes: 3, drawing: [{ ...base, ...change }] })).toThrow(text);
    }
    expect(() => parseConfig({ nodes: 3, drawing: [base, base] })).toThrow(/drawn twice/);
    expect(() => parseConfig({ nodes: 3, bootstrap: 'etcd', drawing: [base] })).toThrow(/bootstrap/);
    expect(parseConfig({ nodes: 3, drawing: [{ node: 2, log: [1, 4] }] }).drawing).toEqual([
      { node: 2, log: [1, 4], term: 4, vote: 0, commit: 0, up: true },
    ]);
  });

  it('that breaks a property already is begun all the same, and it is said which and where', () => {
    expect(doubts([[1, 2], [2]])).toEqual([{ property: 'ElectionSafety', nodes: [1, 2], term: 2 }]);
    expect(
      doubts([
        [1, 3],
        [2, 3],
      ]),
    ).toEqual([{ property: 'LogMatching', nodes: [1, 2], index: 2 }]);
    expect(doubts([[1], [2], [2]], [1, 1, 0])).toEqual([
      { property: 'StateMachineSafety', nodes: [1, 2], index: 1 },
      { property: 'QuorumDurability', nodes: [1], index: 1 },
    ]);
    expect(doubts([[1, 1], [1], []], [2])).toEqual([{ property: 'QuorumDurability', nodes: [1], index: 2 }]);
  });

  it('can be made of any drawing that is not refused, and doubts are found where the checks find them', async () => {
    const logs = fc
      .array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 })
      .map((terms) => terms.sort((a, b) => a - b));
    const drawn = fc.record({
      log: logs,
      more: fc.integer({ min: 0, max: 2 }),
      vote: fc.integer({ min: 0, max: 3 }),
      commit: fc.integer({ min: 0, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.tuple(drawn, drawn, drawn), async (nodes) => {
        const drawing = nodes.map(({ log, more, vote, commit }, i): DrawnNode => {
          const term = (log.at(-1) ?? 0) + more;
          return {
            node: i + 1,
            log,
            term,
            vote: term === 0 ? 0 : vote,
            commit: Math.min(commit, log.length),
            up: true,
          };
        });
        expect(problemOf(drawing, [1, 2, 3])).toBeUndefined();
        const cluster = await begin(drawing);
        const found = new Set(cluster.world.watcher.violations.map(({ property }) => property));
        const said = new Set<string>(doubtsOf(drawing, [1, 2, 3]).map(({ property }) => property));
        // The checks look at what they see in the order in which nodes begin: of logs that differ they see both.
        expect(found.has('LogMatching') || found.has('StateMachineSafety')).toBe(
          said.has('LogMatching') || said.has('StateMachineSafety'),
        );
      }),
      { seed: 3, numRuns: 150 },
    );
  });
});
