import { unknownRule } from '../../node/rule-names.ts';
import { UsageError } from '../sim/usage-error.ts';

export type Way = 'script' | 'search' | 'sim';
const WAYS: readonly Way[] = ['script', 'search', 'sim'];

export interface RulesOptions {
  /** Undefined: every rule. */
  readonly rule: string | undefined;
  readonly ways: readonly Way[];
  /** Random runs for a rule at most. */
  readonly seeds: number;
  /** Distinct states of a search at most. */
  readonly states: number;
}

const USAGE = 'usage: npm run rules -- [--rule NAME] [--ways script,search,sim] [--seeds N] [--states N]';

/** Throws a UsageError that says which argument is wrong and what it may be. */
export function parseRulesArguments(args: readonly string[]): RulesOptions {
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i += 2) {
    const [name, value] = [args[i] ?? '', args[i + 1]];
    if (!['--rule', '--ways', '--seeds', '--states'].includes(name))
      throw new UsageError(`there is no option ${name}\n${USAGE}`);
    if (value === undefined) throw new UsageError(`${name} needs a value\n${USAGE}`);
    given.set(name, value);
  }
  const rule = given.get('--rule');
  const unknown = rule === undefined ? undefined : unknownRule([rule]);
  if (unknown !== undefined) throw new UsageError(unknown);
  return {
    rule,
    ways: parseWays(given.get('--ways')),
    seeds: parseCount('--seeds', given.get('--seeds') ?? '3'),
    states: parseCount('--states', given.get('--states') ?? '300000'),
  };
}

function parseWays(text: string | undefined): readonly Way[] {
  if (text === undefined) return WAYS;
  return text.split(',').map((name) => {
    const way = WAYS.find((each) => each === name);
    if (way === undefined)
      throw new UsageError(`--ways has ${name}, but may have ${WAYS.join(', ')}\n${USAGE}`);
    return way;
  });
}

function parseCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1 && count <= 10_000_000) return count;
  throw new UsageError(`${name} is ${text}, but must be a whole number from 1 to 10000000\n${USAGE}`);
}
