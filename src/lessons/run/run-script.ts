import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { CommandError } from '../../sim/command/command.ts';
import { ActionRefused } from './action-refused.ts';
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
import type { Expectation, ExpectViolation, Script, ScriptAction, ScriptStep } from '../language/script.ts';
import { living, ScriptCluster } from './script-cluster.ts';
import type { ScriptStage } from './stage.ts';
import type { ScriptViolation } from './violations.ts';

/** The line that did not hold, and how. */
export interface ScriptFailure extends Difference {
  readonly line: number;
  readonly text: string;
}

export interface ScriptRun {
  readonly name: string;
  readonly failure: ScriptFailure | undefined;
  /** As the last line, or the line that failed, left it; undefined without a cluster. */
  readonly cluster: ScriptCluster | undefined;
}

/** Where `continue` finds the lesson it names; undefined: there is none. */
export type Library = (lesson: string) => Script | undefined;

/** Runs a script to its end or to the first line that fails. Deterministic: equal scripts, equal runs. */
export async function runScript(
  script: Script,
  stage: ScriptStage,
  library: Library = () => undefined,
): Promise<ScriptRun> {
  const run = new Performance(script, stage, library);
  for (const step of script.steps) {
    const difference = await run.take(step);
    if (difference !== undefined) {
      const { line, text } = step;
      return { name: script.name, failure: { line, text, ...difference }, cluster: run.cluster };
    }
  }
  return { name: script.name, failure: undefined, cluster: run.cluster };
}

/** A script on its stage, step by step. */
export class Performance {
  cluster: ScriptCluster | undefined;
  readonly #stage: ScriptStage;
  readonly #library: Library;
  readonly #histories = new Map<string, Verdict>();
  /** Lessons that are being continued, so that none continues itself. */
  readonly #continued = new Set<string>();
  #settles = true;
  /** A script that expects a violation knows that its cluster is broken; in any other a report is a failure. */
  #allowsViolations: boolean;

  constructor(script: Script, stage: ScriptStage, library: Library) {
    this.#stage = stage;
    this.#library = library;
    this.#continued.add(script.name);
    this.#allowsViolations = expectsViolation(script);
  }

  /** What kept the line from holding, if something did. What a line expects changes nothing. */
  async take({ action }: Pick<ScriptStep, 'action'>): Promise<Difference | undefined> {
    try {
      const difference = await this.#take(action);
      const { fallen } = this.cluster ?? {};
      if (fallen !== undefined) return { expected: 'raft goes on', got: `it fell: ${fallen}` };
      return difference ?? this.#unexpectedViolation();
    } catch (error) {
      if (error instanceof ActionRefused) return error.difference;
      if (error instanceof CommandError && !isOfWhoPlays(error)) {
        return { expected: `${action.type} can be done`, got: error.message };
      }
      throw error;
    }
  }

  async #take(action: ScriptAction): Promise<Difference | undefined> {
    switch (action.type) {
      case 'cluster':
        this.cluster = await ScriptCluster.begin(action, this.#stage);
        return undefined;
      case 'history':
        this.#histories.set(action.history, judgeHistory(action.calls));
        return undefined;
      case 'continue':
        return this.#continue(action.lesson);
      case 'expectRun':
        return differenceOfRun(this.cluster, this.#histories, action.conditions);
      default:
        return this.#takeInCluster(action);
    }
  }

  async #takeInCluster(
    action: Exclude<ScriptAction, { type: 'cluster' | 'history' | 'continue' }>,
  ): Promise<Difference | undefined> {
    const { cluster } = this;
    if (cluster === undefined)
      return { expected: 'a cluster first', got: `${action.type} without a cluster` };
    cluster.clients.lines++;
    switch (action.type) {
      case 'manual':
        this.#settles = false;
        return undefined;
      case 'auto':
        this.#settles = true;
        await settle(cluster, undefined);
        return undefined;
      default: {
        if (isExpectation(action)) return this.#expect(cluster, action);
        await performAction(cluster, action, this.#settles);
        const isRaw = action.type === 'tick' && action.raw;
        if (this.#settles && !isRaw) await settle(cluster, undefined);
        return undefined;
      }
    }
  }

  /** Everything that the other lesson does, in this one's cluster. */
  async #continue(lesson: string): Promise<Difference | undefined> {
    const script = this.#continued.has(lesson) ? undefined : this.#library(lesson);
    if (script === undefined) return { expected: 'a lesson that can be continued', got: lesson };
    this.#continued.add(script.name);
    this.#allowsViolations ||= expectsViolation(script);
    for (const step of script.steps) {
      const difference = await this.take(step);
      if (difference === undefined) continue;
      return { expected: `${script.name}, line ${step.line}: ${difference.expected}`, got: difference.got };
    }
    return undefined;
  }

  #expect(cluster: ScriptCluster, action: Expectation): Difference | undefined {
    if (action.type === 'expectRun') return differenceOfRun(cluster, this.#histories, action.conditions);
    if (action.type !== 'expectAny') return expectation(cluster, action);
    const differences = action.alternatives.map((each) => this.#expect(cluster, each));
    if (differences.includes(undefined)) return undefined;
    const missing = differences.flatMap((difference) => difference ?? []);
    return {
      expected: missing.map(({ expected }) => expected).join(' or '),
      got: [...new Set(missing.map(({ got }) => got))].join(' and '),
    };
  }

  #unexpectedViolation(): Difference | undefined {
    const [violation] = this.cluster?.violations ?? [];
    if (violation === undefined || this.#allowsViolations) return undefined;
    return { expected: 'no violation', got: shown(violation) };
  }
}

/** Not the line's doing: somebody has stopped the script, or there is no room for its record. */
function isOfWhoPlays({ code }: CommandError): boolean {
  return code === 'stopped' || code === 'recordFull';
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

function differenceOfDown(
  { world }: ScriptCluster,
  nodes: readonly NodeId[],
  words: string,
): Difference | undefined {
  for (const id of nodes) {
    const { status, crashed = '' } = world.machines.get(id) ?? {};
    if (status === 'killed' && crashed.includes(words)) continue;
    const got = status === 'killed' ? crashed || 'somebody has stopped it' : `it is ${status ?? 'not there'}`;
    return { expected: `n${id} is down${words === '' ? '' : `: ${words}`}`, got };
  }
  return undefined;
}

function expectation(
  cluster: ScriptCluster,
  action: Exclude<Expectation, { type: 'expectRun' | 'expectAny' }>,
): Difference | undefined {
  switch (action.type) {
    case 'expectMessages':
      return differenceOfCounts(cluster.counters, action.conditions);
    case 'expectDown':
      return differenceOfDown(cluster, action.nodes, action.words);
    case 'expectViolation':
      return violationMissing(cluster.violations, action);
    case 'expectNoViolation': {
      const found = cluster.violations.find(({ name }) => action.names.includes(name));
      return found && { expected: `no violation of ${action.names.join(' ')}`, got: shown(found) };
    }
    case 'expectNamed':
      return differenceOfNamed(cluster, action.name, action.conditions);
    case 'expectRead':
      return differenceOfRead(cluster, action);
    case 'expectLock':
      return differenceOfLock(cluster, action.lock, action.conditions);
    case 'expectNodes': {
      const differences = action.nodes.map((id) =>
        differenceOfNode(cluster, living(cluster, id), action.conditions),
      );
      return differences.find((difference) => difference !== undefined);
    }
    default:
      return unreachable(action);
  }
}

function violationMissing(
  violations: readonly ScriptViolation[],
  asked: ExpectViolation,
): Difference | undefined {
  if (violations.some((violation) => isAsked(violation, asked))) return undefined;
  const revision = asked.revision === undefined ? '' : ` at revision ${asked.revision}`;
  const node = asked.node === undefined ? '' : ` on n${asked.node}`;
  return {
    expected: `violation ${asked.name}${revision}${node}`,
    got: violations.length === 0 ? 'no violation' : violations.map(shown).join('; '),
  };
}

function shown(violation: ScriptViolation): string {
  return `violation ${violation.name}: ${violation.detail}`;
}
