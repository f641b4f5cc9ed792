import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { reopenLab } from '../../src/lab/play/reopen.ts';
import { Run } from '../../src/lab/play/run.ts';
import { rulesKeptRun } from '../../src/lab/play/rules-kept-run.ts';
import { shrinkRun } from '../../src/lab/play/shrink-run.ts';
import { RunStage } from '../../src/lab/script/run-stage.ts';
import { brokenRuns } from '../../src/lessons/broken/schedules.ts';
import { isScripted, scriptOf } from '../../src/lessons/broken/script-of.ts';
import { parseScripts } from '../../src/lessons/language/parse-script.ts';
import { Performance } from '../../src/lessons/run/run-script.ts';
import { Member } from '../../src/node/member.ts';
import { labOfFragment } from '../../src/saved/link.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { runSwarm } from '../../src/swarm/swarm-run.ts';

const host = () => new InProcessHost(Member);
const rest = () => Promise.resolve();

/** A run of the lab as somebody might have had it: a random run in which a term comes to have two leaders, done again in the lab. */
async function twoLeaders(): Promise<Run> {
  const faults = ['kill', 'restart', 'partition', 'loss'] as const;
  const options = { nodes: 3, events: 800, faults, rules: ['voteTwice'], property: 'ElectionSafety' };
  for (let seed = 1; seed <= 60; seed++) {
    const { failure, recipe } = await runSwarm({ ...options, seed }, Member);
    if (failure?.phase !== 'safety') continue;
    const run = await Run.begin(recipe.config, host(), Member);
    for (const { at = 0, command } of recipe.steps) {
      await run.advance(at);
      await run.act(command, () => undefined);
    }
    await run.advance(recipe.end);
    return run;
  }
  throw new Error('no seed of 60 has a term with two leaders');
}

/** The schedule of the list of rules, played by hand as its script says: between its messages a hand lets time pass. */
async function scheduled(): Promise<Run> {
  const run = brokenRuns.voteTwice;
  if (run === undefined || !isScripted(run)) throw new Error('its schedule is a script');
  const stage = new RunStage({ begin: (config) => Run.begin(config, host(), Member), rest });
  const [parsed] = parseScripts(scriptOf('voteTwice', run, true), 'voteTwice');
  if (parsed?.ok !== true) throw new Error('the schedule can be read');
  const performance = new Performance(parsed.script, stage, () => undefined);
  for (const step of parsed.script.steps) await performance.take(step);
  return present(stage.run, 'a cluster begins');
}

describe('a run of the lab that breaks a promise', () => {
  it('is shrunk to a few steps by hand, whose link opens them, and stays as it was', async () => {
    const run = await twoLeaders();
    const { events } = run.live.world;
    const small = await shrinkRun(run, 'ElectionSafety', rest);
    expect(small.byHand).toBe(true);
    expect(small.nodes).toBeLessThanOrEqual(3);
    expect(small.steps).toBeLessThanOrEqual(14);
    expect(run.live.world.events).toBe(events);
    const opened = await reopenLab(labOfFragment(small.fragment), { host: host(), factory: Member });
    expect(opened.run.cluster.world.watcher.violations.map(({ property }) => property)).toContain(
      'ElectionSafety',
    );
    expect(opened.run.cluster.world.byHand).toBe(true);
  });

  it('keeps it with no rule switched off: the same schedule in a lab of its own, and what has no counterpart there is counted', async () => {
    const run = await twoLeaders();
    const { violated, done, leftOut, fragment } = await rulesKeptRun(run, rest);
    expect(violated).toEqual([]);
    expect(done).toBeGreaterThan(30);
    expect(leftOut).toBeGreaterThan(0);
    const { run: kept } = await reopenLab(labOfFragment(fragment), { host: host(), factory: Member });
    expect(kept.config).toEqual({ ...run.config, brokenRules: [] });
    expect(kept.cluster.world.watcher.violations).toEqual([]);
    expect(kept.history.commandsAfter(0)).toHaveLength(done + 1);
    expect(run.live.world.watcher.violations.map(({ property }) => property)).toContain('ElectionSafety');
    await expect(rulesKeptRun(kept, rest)).rejects.toThrow('no rule is switched off');
  });

  it('is shrunk as well where a hand let time pass', async () => {
    const run = await scheduled();
    const small = await shrinkRun(run, 'VoteOnce', rest);
    expect(small.byHand).toBe(true);
    expect(small.steps).toBeLessThanOrEqual(9);
    expect((await rulesKeptRun(run, rest)).violated).toEqual([]);
  });

  it('is not shrunk for a promise that it keeps', async () => {
    const run = await Run.begin(parseConfig({ nodes: 1 }), host(), Member);
    await expect(shrinkRun(run, 'ElectionSafety', rest)).rejects.toThrow(
      'this branch does not break ElectionSafety',
    );
  });

  it('is shrunk no longer than somebody waits for it', async () => {
    const run = await twoLeaders();
    let tries = 0;
    const stop = () => (++tries > 5 ? Promise.reject(new Error('stopped')) : Promise.resolve());
    await expect(shrinkRun(run, 'ElectionSafety', stop)).rejects.toThrow('stopped');
  });
});
