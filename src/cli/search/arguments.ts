import { defaultBounds, type Bounds } from '../../model/setup.ts';
import { modelProperties, type ModelProperty } from '../../model/properties.ts';
import { unknownRule } from '../../node/rule-names.ts';
import type { SearchGoal } from '../../search/goal.ts';
import { UsageError } from '../sim/usage-error.ts';
import { defaultLimits, strategies, type SearchLimits, type StrategyName } from '../../search/plan.ts';

/** What `npm run search` was asked for. */
export interface SearchOptions {
  readonly nodes: number;
  readonly rules: readonly string[];
  readonly bounds: Bounds;
  readonly limits: SearchLimits;
  readonly goal: SearchGoal;
  readonly strategy: StrategyName;
  readonly workers: number;
  readonly seed: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly disks: 'atOnce' | 'steps';
}

const NUMBERS = [
  ...(Object.keys(defaultBounds) as (keyof Bounds)[]),
  ...(Object.keys(defaultLimits) as (keyof SearchLimits)[]),
  'nodes',
  'workers',
  'seed',
] as const;
type NumberName = (typeof NUMBERS)[number];

const USAGE = `--rule a,b · --goal any|${modelProperties.join('|')} · --reach 'node(2).role == leader' · --strategy ${strategies.join('|')} · --pre-vote · --check-quorum · --disks atOnce|steps · ${NUMBERS.map((name) => `--${name} N`).join(' · ')} (N: a whole number, or "any")`;

/** Throws a UsageError that says what is wrong. */
export function parseSearchArguments(args: readonly string[]): SearchOptions {
  const numbers = new Map<NumberName, number>();
  let goal: SearchGoal = { type: 'violation' };
  let rules: readonly string[] = [];
  let strategy: StrategyName = 'breadth';
  let [preVote, checkQuorum] = [false, false];
  let disks: SearchOptions['disks'] = 'atOnce';
  for (let i = 0; i < args.length; i++) {
    const name = (args[i] ?? '').replace(/^--/, '');
    if (name === 'pre-vote') preVote = true;
    else if (name === 'check-quorum') checkQuorum = true;
    else {
      const text = args[++i];
      if (text === undefined) throw new UsageError(`${args[i - 1] ?? ''}: a value is missing. ${USAGE}`);
      const number = NUMBERS.find((each) => each === name);
      if (number !== undefined) numbers.set(number, wholeNumber(name, text));
      else if (name === 'rule') rules = rulesOf(text);
      else if (name === 'reach') goal = { type: 'reach', condition: text };
      else if (name === 'goal') goal = goalOf(text);
      else if (name === 'strategy') strategy = oneOf(name, text, strategies);
      else if (name === 'disks') disks = oneOf(name, text, ['atOnce', 'steps'] as const);
      else throw new UsageError(`there is no argument --${name}. ${USAGE}`);
    }
  }
  const pick = <Name extends NumberName>(defaults: Readonly<Record<Name, number>>): Record<Name, number> => {
    const picked: Record<Name, number> = { ...defaults };
    for (const name of Object.keys(defaults) as Name[]) picked[name] = numbers.get(name) ?? defaults[name];
    return picked;
  };
  return {
    nodes: numbers.get('nodes') ?? 3,
    workers: numbers.get('workers') ?? 1,
    seed: numbers.get('seed') ?? 1,
    rules,
    bounds: pick(defaultBounds),
    limits: pick(defaultLimits),
    goal,
    strategy,
    preVote,
    checkQuorum,
    disks,
  };
}

function wholeNumber(name: string, text: string): number {
  if (text === 'any') return Infinity;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new UsageError(`--${name}: a whole number from 0 on, or "any", not ${text}`);
}

function rulesOf(text: string): readonly string[] {
  const names = text.split(',');
  const problem = unknownRule(names);
  if (problem !== undefined) throw new UsageError(`--rule: ${problem}`);
  return names;
}

function goalOf(text: string): SearchGoal {
  if (text === 'any') return { type: 'violation' };
  const properties = text.split(',').map((name): ModelProperty => oneOf('goal', name, modelProperties));
  return { type: 'violation', properties };
}

function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new UsageError(`--${name}: ${words.join(' or ')}, not ${text}`);
}
