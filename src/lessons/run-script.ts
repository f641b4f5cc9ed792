import { AssertionError } from '../base/assert.ts';
import { differenceOfCounts, differenceOfNode, isAsked, type Difference } from './expectations.ts';
import { ActionRefused, living, performAction, settle } from './perform-action.ts';
import type { Violation } from './safety-checks.ts';
import type { ExpectViolation, Script, ScriptAction, ScriptStep } from './script.ts';
import { ScriptWorld } from './script-world.ts';

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

/** Runs a script to its end or to the first line that fails. Deterministic: equal scripts, equal runs. */
export function runScript(script: Script): ScriptRun {
  const run = new Run(script);
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
  #settles = true;
  /** A script that expects a violation knows that its cluster is broken; in any other a report is a failure. */
  readonly #allowsViolations: boolean;

  constructor(script: Script) {
    this.#allowsViolations = script.steps.some(({ action }) => action.type === 'expectViolation');
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
    if (action.type === 'cluster') {
      this.world = new ScriptWorld(action);
      return undefined;
    }
    const { world } = this;
    if (world === undefined) return { expected: 'a cluster first', got: `${action.type} without a cluster` };
    switch (action.type) {
      case 'manual':
        this.#settles = false;
        return undefined;
      case 'auto':
        this.#settles = true;
        settle(world, undefined);
        return undefined;
      case 'expectNodes':
      case 'expectMessages':
      case 'expectViolation':
      case 'expectNoViolation':
        return expectation(world, action);
      default: {
        performAction(world, action, this.#settles);
        const isRaw = action.type === 'tick' && action.raw;
        if (this.#settles && !isRaw) settle(world, undefined);
        return undefined;
      }
    }
  }

  #unexpectedViolation(): Difference | undefined {
    const [violation] = this.world?.checks.violations ?? [];
    if (violation === undefined || this.#allowsViolations) return undefined;
    return { expected: 'no violation', got: shown(violation) };
  }
}

type Expectation = Extract<ScriptAction, { type: `expect${string}` }>;

function expectation(world: ScriptWorld, action: Expectation): Difference | undefined {
  switch (action.type) {
    case 'expectMessages':
      return differenceOfCounts(world.counters, action.conditions);
    case 'expectViolation':
      return violationMissing(world.checks.violations, action);
    case 'expectNoViolation': {
      const found = world.checks.violations.find(({ name }) => action.names.includes(name));
      return found && { expected: `no violation of ${action.names.join(' ')}`, got: shown(found) };
    }
    default: {
      const differences = action.nodes.map((id) => differenceOfNode(living(world, id), action.conditions));
      return differences.find((difference) => difference !== undefined);
    }
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
