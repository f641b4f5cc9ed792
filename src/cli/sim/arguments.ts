import { availableParallelism } from 'node:os';
import { ruleNames, unknownRule } from '../../node/rule-names.ts';
import { faultNames, type FaultName } from '../../sim/command/faults.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { MACHINES_MAX } from '../../sim/world/parse-config.ts';
import { seedsOfShard, shardOf, type Environment, type Shard } from './shard.ts';
import { UsageError } from './usage-error.ts';

export interface SimOptions {
  /** All seeds of the run, of which this shard has `firstSeed` to `lastSeed`. */
  readonly seeds: readonly [number, number];
  readonly firstSeed: number;
  readonly lastSeed: number;
  readonly nodes: number;
  readonly events: number;
  readonly faults: readonly FaultName[];
  /** A rule that is broken, by the name of its switch; every failing seed then has found it. */
  readonly rule: string | undefined;
  /** Undefined: each seed draws it. */
  readonly storage: LabConfig['storage'] | undefined;
  readonly workers: number;
  readonly shard: Shard | undefined;
  /** Where the report goes, as JSON. */
  readonly report: string | undefined;
}

/** Reports of shards that are to be one. */
export interface MergeOptions {
  readonly merge: readonly string[];
  readonly report: string | undefined;
}

const NAMES = [
  '--seeds',
  '--nodes',
  '--events',
  '--faults',
  '--rule',
  '--storage',
  '--workers',
  '--shard',
  '--report',
] as const;

const USAGE = `usage: npm run sim -- [--seeds A..B] [--nodes N] [--events N] [--faults LIST|all] [--rule NAME] [--storage async|sync]
                      [--workers N] [--shard i/N] [--report FILE]
       npm run sim -- --merge FILE… [--report FILE]
  faults: ${faultNames.join(', ')}
  rules: ${ruleNames.join(', ')}`;

/** Throws a UsageError that says which argument is wrong and what it may be. */
export function parseSimArguments(
  args: readonly string[],
  environment: Environment,
): SimOptions | MergeOptions {
  return args.includes('--merge') ? parseMerge(args) : parseArguments(args, environment);
}

/** Of a run. `environment`: where a scheduler may have said which shard this is. */
export function parseArguments(args: readonly string[], environment: Environment = {}): SimOptions {
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i += 2) {
    const [name, value] = [args[i] ?? '', args[i + 1]];
    if (!NAMES.some((known) => known === name)) throw new UsageError(`there is no option ${name}\n${USAGE}`);
    if (value === undefined) throw new UsageError(`${name} needs a value\n${USAGE}`);
    if (given.has(name)) throw new UsageError(`${name} is there twice\n${USAGE}`);
    given.set(name, value);
  }
  const seeds = parseSeeds(given.get('--seeds') ?? '1..100');
  const shard = shardOf(given.get('--shard'), environment);
  const own = shard === undefined ? { first: seeds[0], last: seeds[1] } : seedsOfShard(...seeds, shard);
  return {
    seeds,
    firstSeed: own.first,
    lastSeed: own.last,
    nodes: parseCount('--nodes', given.get('--nodes') ?? '5', 1, MACHINES_MAX),
    events: parseCount('--events', given.get('--events') ?? '3000', 1, 10_000_000),
    faults: parseFaults(given.get('--faults') ?? 'all'),
    rule: parseRule(given.get('--rule')),
    storage: parseStorage(given.get('--storage')),
    workers: parseCount('--workers', given.get('--workers') ?? String(availableParallelism()), 1, 1024),
    shard,
    report: given.get('--report'),
  };
}

function parseMerge(args: readonly string[]): MergeOptions {
  const at = args.indexOf('--report');
  const report = at < 0 ? undefined : args[at + 1];
  if (at >= 0 && report === undefined) throw new UsageError(`--report needs a file\n${USAGE}`);
  const rest = at < 0 ? args : args.toSpliced(at, 2);
  const merge = rest.filter((arg) => arg !== '--merge');
  const unknown = merge.find((arg) => arg.startsWith('--'));
  if (unknown !== undefined) {
    throw new UsageError(
      `--merge takes files and --report FILE, and nothing else: what is ${unknown}?\n${USAGE}`,
    );
  }
  if (merge.length === 0) throw new UsageError(`--merge needs the reports of the shards\n${USAGE}`);
  return { merge, report };
}

function parseSeeds(text: string): [number, number] {
  const [, first = '', last = first] = /^(\d{1,15})(?:\.\.(\d{1,15}))?$/.exec(text) ?? [];
  if (first === '' || Number(last) < Number(first)) {
    throw new UsageError(`--seeds is ${text}, but must be A..B or one number\n${USAGE}`);
  }
  return [Number(first), Number(last)];
}

function parseCount(name: string, text: string, min: number, max: number): number {
  const count = Number(text);
  if (text !== '' && Number.isSafeInteger(count) && count >= min && count <= max) return count;
  throw new UsageError(`${name} is ${text}, but must be a whole number from ${min} to ${max}\n${USAGE}`);
}

function parseFaults(text: string): FaultName[] {
  if (text === 'all') return [...faultNames];
  const names = text.split(',').filter((name) => name !== '');
  return names.map((name) => {
    const known = faultNames.find((fault) => fault === name);
    if (known === undefined) throw new UsageError(`there is no fault ${name}\n${USAGE}`);
    return known;
  });
}

function parseRule(name: string | undefined): string | undefined {
  const unknown = name === undefined ? undefined : unknownRule([name]);
  if (unknown !== undefined) throw new UsageError(unknown);
  return name;
}

function parseStorage(text: string | undefined): LabConfig['storage'] | undefined {
  if (text === undefined || text === 'async' || text === 'sync') return text;
  throw new UsageError(`--storage is ${text}, but must be async or sync\n${USAGE}`);
}
