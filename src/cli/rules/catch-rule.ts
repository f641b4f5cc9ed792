import type { PropertyName } from '../../check/properties.ts';
import { brokenRuns, type BrokenRun } from '../../lessons/broken/schedules.ts';
import { playBroken } from '../../lessons/broken/run-broken.ts';
import { isScripted } from '../../lessons/broken/script-of.ts';
import { shortened } from '../../lessons/broken/shorten.ts';
import { modelProperties, type ModelProperty } from '../../model/properties.ts';
import { defaultBounds, freshSetup, plainSettings } from '../../model/setup.ts';
import { Member } from '../../node/member.ts';
import type { RuleEntry } from '../../node/rules.ts';
import { defaultLimits } from '../../search/plan.ts';
import { searchAll } from '../../search/search.ts';
import { faultNames } from '../../sim/command/faults.ts';
import { runSwarm } from '../../swarm/swarm-run.ts';
import type { RulesOptions } from './arguments.ts';

/** How a switch is caught. */
export interface Catch {
  readonly property: PropertyName;
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
  const broken = await playBroken(name, run, true, violates);
  const property = violates.find((each) => broken.violated.includes(each));
  if (property === undefined || broken.steps === undefined)
    return { script: undefined, alarm, instead: broken.violated };
  const steps = isScripted(run) ? (await shortened(name, run, violates)).steps : undefined;
  return { script: { property, steps }, alarm, instead: [] };
}

/** Groups whose rules a search of the small world may find broken: the others need clients, changes of members or time. */
const SEARCHED = new Set(['elections', 'replication', 'disks']);

function bySearch({ switch: name, group, layer, violates }: RuleEntry, states: number): Catch | undefined {
  const isInModel = layer !== 'etcd' && layer !== 'client' && SEARCHED.has(group);
  const properties = violates.filter((property): property is ModelProperty & PropertyName =>
    modelProperties.some((known) => known === property),
  );
  if (!isInModel || properties.length === 0) return undefined;
  const { end, progress } = searchAll({
    setup: freshSetup(3, { ...plainSettings, brokenRules: [name] }),
    bounds: { ...defaultBounds, duplicates: 1 },
    goal: { type: 'violation', properties },
    strategy: 'breadth',
    limits: { ...defaultLimits, states },
    seed: 1,
  });
  if (end.type !== 'found') return undefined;
  const { actions, broken } = end.schedule;
  const property = properties.find((each) => broken.includes(each)) ?? properties[0];
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
