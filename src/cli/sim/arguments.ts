import { faultNames, type FaultName } from '../../sim/command/faults.ts';
import { ruleNames, unknownRule } from '../../node/rule-names.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { MACHINES_MAX } from '../../sim/world/parse-config.ts';

export class UsageError extends Error {
  override name = 'UsageError';
}

export interface SimOptions {
  readonly firstSeed: number;
  readonly lastSeed: number;
  readonly nodes: number;
  readonly events: number;
  readonly faults: readonly FaultName[];
  /** A rule that is broken, by the name of its switch; every failing seed then has found it. */
  readonly rule: string | undefined;
  /** Undefined: each seed draws it. */
  readonly storage: LabConfig['storage'] | undefined;
}

const USAGE = `usage: npm run sim -- [--seeds A..B] [--nodes N] [--events N] [--faults LIST] [--rule NAME] [--storage async|sync]
  faults: ${faultNames.join(', ')}
  rules: ${ruleNames.join(', ')}`;

/** Throws a UsageError that says which argument is wrong and what it may be. */
export function parseArguments(args: readonly string[]): SimOptions {
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i += 2) {
    const [name, value] = [args[i] ?? '', args[i + 1]];
    if (!['--seeds', '--nodes', '--events', '--faults', '--rule', '--storage'].includes(name)) {
      throw new UsageError(`there is no option ${name}\n${USAGE}`);
    }
    if (value === undefined) throw new UsageError(`${name} needs a value\n${USAGE}`);
    given.set(name, value);
  }
  const [firstSeed, lastSeed] = parseSeeds(given.get('--seeds') ?? '1..100');
  return {
    firstSeed,
    lastSeed,
    nodes: parseCount('--nodes', given.get('--nodes') ?? '5', 1, MACHINES_MAX),
    events: parseCount('--events', given.get('--events') ?? '3000', 1, 10_000_000),
    faults: parseFaults(given.get('--faults')),
    rule: parseRule(given.get('--rule')),
    storage: parseStorage(given.get('--storage')),
  };
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
  if (Number.isSafeInteger(count) && count >= min && count <= max) return count;
  throw new UsageError(`${name} is ${text}, but must be a whole number from ${min} to ${max}\n${USAGE}`);
}

function parseFaults(text: string | undefined): FaultName[] {
  if (text === undefined) return [...faultNames];
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
