import { properties, type PropertyName } from '../../check/properties.ts';
import type { BrokenRun } from '../../lessons/broken/broken-run.ts';
import { brokenRuns } from '../../lessons/broken/schedules.ts';
import { playBroken } from '../../lessons/broken/run-broken.ts';
import { isScripted } from '../../lessons/broken/script-of.ts';
import { shortened } from '../../lessons/broken/shorten.ts';
import { freshSetup, plainSettings } from '../../model/setup.ts';
import { Member } from '../../node/member.ts';
import type { RuleEntry } from '../../node/rules.ts';
import { searchOfRule } from '../../search/of-rule.ts';
import { defaultLimits } from '../../search/plan.ts';
import { searchAll } from '../../search/search.ts';
import { faultNames } from '../../sim/command/faults.ts';
import { runSwarm } from '../../swarm/swarm-run.ts';
import type { RulesOptions } from './arguments.ts';

/** How a switch is caught. */
export interface Catch {
  readonly property: PropertyName;
  /** The damage that follows, where what is seen first is that somebody acted outside the rules. */
  readonly damage?: Catch | undefined;
  /** Seeds or states that it took; undefined: of a script. */
  readonly tries?: number | undefined;
  /** Of the shortest schedule found, after shrinking; undefined: of a random run that is not shrunk. */
  readonly steps?: number | undefined;
}

export interface RuleReport {
  readonly entry: RuleEntry;
  readonly script: Catch | undefined;
  readonly search: Catch | undefined;
  readonly sim: Catch | undefined;
  /** What the schedule did with the rule kept, where it should have done nothing: why the row fails. */
  readonly alarm: string | undefined;
  /** What was broken instead, with the switch on. */
  readonly instead: readonly string[];
}

/** Tries the ways that are asked for, each once. */
export async function catchRule(entry: RuleEntry, options: RulesOptions): Promise<RuleReport> {
  const run = brokenRuns[entry.switch];
  const none = { script: undefined, search: undefined, sim: undefined, alarm: undefined, instead: [] };
  const scripted = run === undefined || !options.ways.includes('script') ? none : await byScript(entry, run);
  const search = options.ways.includes('search') ? bySearch(entry, options.states) : undefined;
  const sim = options.ways.includes('sim') ? await bySim(entry, options.seeds) : undefined;
  return { ...none, entry, ...scripted, search, sim };
}

type Scripted = Pick<RuleReport, 'script' | 'alarm' | 'instead'>;

async function byScript(entry: RuleEntry, run: BrokenRun): Promise<Scripted> {
  const { violates, switch: name } = entry;
  const kept = await playBroken(name, run, false, []);
  const alarm = kept.fell ?? kept.violated[0];
  const script = await caughtIn(entry, run, violates);
  if (script === undefined) {
    const { violated } = await playBroken(name, run, true, violates);
    return { script, alarm, instead: violated };
  }
  const damages = violates.filter((property) => properties[property].kind !== 'rule');
  const isDamage = properties[script.property].kind !== 'rule';
  const damage = isDamage ? undefined : await caughtIn(entry, run, damages);
  return { script: { ...script, damage }, alarm, instead: [] };
}

/** The schedule up to the first violation that is wanted, shortened. */
async function caughtIn(
  { switch: name }: RuleEntry,
  run: BrokenRun,
  wanted: readonly PropertyName[],
): Promise<Catch | undefined> {
  const broken = await playBroken(name, run, true, wanted);
  const property = wanted.find((each) => broken.violated.includes(each));
  if (property === undefined || broken.steps === undefined) return undefined;
  // A schedule that shows what does not come is not shortened: its end is the waiting.
  const isShortened = isScripted(run) && run.isLeftAlone !== true;
  const left = isShortened ? (await shortened(name, run, wanted)).steps : broken.steps;
  const steps = run.isLeftAlone === true ? undefined : left;
  return { property, steps };
}

function bySearch(entry: RuleEntry, states: number): Catch | undefined {
  const { switch: name } = entry;
  const within = searchOfRule(entry);
  if (within === undefined) return undefined;
  const { bounds, properties: looked } = within;
  const { end, progress } = searchAll({
    setup: freshSetup(3, { ...plainSettings, brokenRules: [name] }),
    bounds,
    goal: { type: 'violation', properties: looked },
    strategy: 'breadth',
    limits: { ...defaultLimits, states },
    seed: 1,
  });
  if (end.type !== 'found') return undefined;
  const { actions, broken } = end.schedule;
  const property = looked.find((each) => broken.includes(each)) ?? looked[0];
  return property && { property, tries: progress.states, steps: actions.length };
}

const EVENTS = 3000;

async function bySim(entry: RuleEntry, seeds: number): Promise<Catch | undefined> {
  for (let seed = 1; seed <= seeds; seed++) {
    const options = { seed, nodes: Math.max(3, entry.nodes), events: EVENTS, faults: faultNames };
    const { failure } = await runSwarm({ ...options, rules: [entry.switch] }, Member);
    const property = entry.violates.find((name) => name === failure?.property);
    if (property !== undefined) return { property, tries: seed };
  }
  return undefined;
}
