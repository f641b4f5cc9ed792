import { AssertionError, unreachable } from '../../base/assert.ts';
import { ActionRefused, living } from './action-refused.ts';
import {
  differenceOfLock,
  differenceOfNamed,
  differenceOfRead,
  differenceOfRun,
} from './client-expectations.ts';
import { judgeHistory, type Verdict } from './client-record.ts';
import type { Difference } from './difference.ts';
import { differenceOfCounts, differenceOfNode, isAsked } from './expectations.ts';
import { performAction, settle } from './perform-action.ts';
import type { Violation } from '../world/safety-checks.ts';
import type { Expectation, ExpectViolation, Script, ScriptAction, ScriptStep } from '../language/script.ts';
import { ScriptWorld } from '../world/script-world.ts';

/** The line that did not hold, and how. */
export interface ScriptFailure extends Difference {
  readonly line: number;
  readonly text: string;
}

export interface ScriptRun {
  readonly name: string;
  readonly failure: ScriptFailure | undefined;
  /** As the last line, or the line that failed, left it; undefined without a cluster. */
  readonly world: ScriptWorld | undefined;
}

/** Where `continue` finds the lesson it names; undefined: there is none. */
export type Library = (lesson: string) => Script | undefined;

/** Runs a script to its end or to the first line that fails. Deterministic: equal scripts, equal runs. */
export function runScript(script: Script, library: Library = () => undefined): ScriptRun {
  const run = new Run(script, library);
  for (const step of script.steps) {
    const difference = run.take(step);
    if (difference !== undefined) {
      const { line, text } = step;
      return { name: script.name, failure: { line, text, ...difference }, world: run.world };
    }
  }
  return { name: script.name, failure: undefined, world: run.world };
}

class Run {
  world: ScriptWorld | undefined;
  readonly #library: Library;
  readonly #histories = new Map<string, Verdict>();
  /** Lessons that are being continued, so that none continues itself. */
  readonly #continued = new Set<string>();
  #settles = true;
  /** A script that expects a violation knows that its cluster is broken; in any other a report is a failure. */
  #allowsViolations: boolean;

  constructor(script: Script, library: Library) {
    this.#library = library;
    this.#continued.add(script.name);
    this.#allowsViolations = expectsViolation(script);
  }

  /** What kept the line from holding, if something did. */
  take(step: ScriptStep): Difference | undefined {
    try {
      return this.#take(step.action) ?? this.#unexpectedViolation();
    } catch (error) {
      if (error instanceof ActionRefused) return error.difference;
      if (error instanceof AssertionError)
        return { expected: 'raft goes on', got: `it fell: ${error.message}` };
      throw error;
    }
  }

  #take(action: ScriptAction): Difference | undefined {
    switch (action.type) {
      case 'cluster':
        this.world = new ScriptWorld(action);
        return undefined;
      case 'history':
        this.#histories.set(action.history, judgeHistory(action.calls));
        return undefined;
      case 'continue':
        return this.#continue(action.lesson);
      case 'expectRun':
        return differenceOfRun(this.world, this.#histories, action.conditions);
      default:
        return this.#takeInWorld(action);
    }
  }

  #takeInWorld(
    action: Exclude<ScriptAction, { type: 'cluster' | 'history' | 'continue' }>,
  ): Difference | undefined {
    const { world } = this;
    if (world === undefined) return { expected: 'a cluster first', got: `${action.type} without a cluster` };
    world.clients.lines++;
    switch (action.type) {
      case 'manual':
        this.#settles = false;
        return undefined;
      case 'auto':
        this.#settles = true;
        settle(world, undefined);
        return undefined;
      default: {
        if (isExpectation(action)) return this.#expect(world, action);
        performAction(world, action, this.#settles);
        const isRaw = action.type === 'tick' && action.raw;
        if (this.#settles && !isRaw) settle(world, undefined);
        return undefined;
      }
    }
  }

  /** Everything that the other lesson does, in this one's world. */
  #continue(lesson: string): Difference | undefined {
    const script = this.#continued.has(lesson) ? undefined : this.#library(lesson);
    if (script === undefined) return { expected: 'a lesson that can be continued', got: lesson };
    this.#continued.add(script.name);
    this.#allowsViolations ||= expectsViolation(script);
    for (const step of script.steps) {
      const difference = this.take(step);
      if (difference === undefined) continue;
      return { expected: `${script.name}, line ${step.line}: ${difference.expected}`, got: difference.got };
    }
    return undefined;
  }

  #expect(world: ScriptWorld, action: Expectation): Difference | undefined {
    if (action.type === 'expectRun') return differenceOfRun(world, this.#histories, action.conditions);
    if (action.type !== 'expectAny') return expectation(world, action);
    const differences = action.alternatives.map((each) => this.#expect(world, each));
    if (differences.includes(undefined)) return undefined;
    const missing = differences.flatMap((difference) => difference ?? []);
    return {
      expected: missing.map(({ expected }) => expected).join(' or '),
      got: [...new Set(missing.map(({ got }) => got))].join(' and '),
    };
  }

  #unexpectedViolation(): Difference | undefined {
    const [violation] = this.world?.checks.violations ?? [];
    if (violation === undefined || this.#allowsViolations) return undefined;
    return { expected: 'no violation', got: shown(violation) };
  }
}

function expectsViolation(script: Script): boolean {
  return script.steps.some(
    ({ action }) =>
      action.type === 'expectViolation' ||
      (action.type === 'expectNamed' &&
        action.conditions.some(({ field, value }) => field === 'violation' && value !== '-')),
  );
}

function isExpectation(action: ScriptAction): action is Expectation {
  return action.type.startsWith('expect');
}

function expectation(
  world: ScriptWorld,
  action: Exclude<Expectation, { type: 'expectRun' | 'expectAny' }>,
): Difference | undefined {
  switch (action.type) {
    case 'expectMessages':
      return differenceOfCounts(world.counters, action.conditions);
    case 'expectViolation':
      return violationMissing(world.checks.violations, action);
    case 'expectNoViolation': {
      const found = world.checks.violations.find(({ name }) => action.names.includes(name));
      return found && { expected: `no violation of ${action.names.join(' ')}`, got: shown(found) };
    }
    case 'expectNamed':
      return differenceOfNamed(world, action.name, action.conditions);
    case 'expectRead':
      return differenceOfRead(world, action);
    case 'expectLock':
      return differenceOfLock(world, action.lock, action.conditions);
    case 'expectNodes': {
      const differences = action.nodes.map((id) =>
        differenceOfNode(world, living(world, id), action.conditions),
      );
      return differences.find((difference) => difference !== undefined);
    }
    default:
      return unreachable(action);
  }
}

function violationMissing(violations: readonly Violation[], asked: ExpectViolation): Difference | undefined {
  if (violations.some((violation) => isAsked(violation, asked))) return undefined;
  const revision = asked.revision === undefined ? '' : ` at revision ${asked.revision}`;
  const node = asked.node === undefined ? '' : ` on n${asked.node}`;
  return {
    expected: `violation ${asked.name}${revision}${node}`,
    got: violations.length === 0 ? 'no violation' : violations.map(shown).join('; '),
  };
}

function shown(violation: Violation): string {
  return `violation ${violation.name}: ${violation.detail}`;
}
