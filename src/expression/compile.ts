import { ExpressionFault, isExpressionError, type ExpressionError } from './expression-error.ts';
import { faultAt } from './error-text.ts';
import type { Meaning } from './meaning.ts';
import { countStep, needsOfSite, rememberStep } from './memory-sites.ts';
import { both, type Needs } from './needs.ts';
import { parse } from './parse.ts';
import { Scope, type FactsView, type Memory, type StepView } from './step-view.ts';
import type { Tree } from './tree.ts';
import { Understanding } from './understand.ts';
import type { Value } from './value.ts';
import { nameOfType, type ValueType } from './value-type.ts';

/**
 * An expression ready to be asked. It is a pure function of a step and a memory, made of closures: nothing is evaluated as
 * code.
 */
export interface Compiled {
  readonly type: ValueType;
  /**
   * Its value right after an event. A memory goes through steps in order, each once; steps that `needs` passes over may be left
   * out. It begins with the step that somebody begins at: what was before is not known there, so `was` gives what is, and nothing
   * has changed.
   */
  evaluate(step: StepView, memory: Memory): Value;
  /** The same where only facts are asked for. Throws a TypeError unless `factsOnly`. */
  evaluateFacts(facts: FactsView, memory: Memory): Value;
  newMemory(): Memory;
  /** Which events can change it (`mayMatter`). */
  readonly needs: Needs;
  /**
   * It speaks of the step itself (a message, a rule that decided, what has changed), not only of what is after it: unless it is
   * `momentary`, the first event after one that matters may change it too.
   */
  readonly usesEvent: boolean;
  /** None or false but in steps that matter: each step in which it holds is an instant of its own, also two in a row. */
  readonly momentary: boolean;
  /** It has a memory: its value depends on the steps before (`was`, `changed`, `count`). */
  readonly remembers: boolean;
  /** It asks for facts of members alone (step-view.ts), so columns of them are enough to answer it. */
  readonly factsOnly: boolean;
}

/** Whether a tree means something, and what it gives. */
export function check(tree: Tree): { readonly type: 'ok'; readonly gives: ValueType } | ExpressionError {
  const compiled = compile(tree);
  return 'evaluate' in compiled ? { type: 'ok', gives: compiled.type } : compiled;
}

/** Ready to be asked, or the first thing in it that means nothing. */
export function compile(tree: Tree): Compiled | ExpressionError {
  try {
    const understanding = new Understanding();
    return compiled(understanding.of(tree), understanding);
  } catch (fault) {
    if (fault instanceof ExpressionFault) return fault.error;
    throw fault;
  }
}

/** From text, in one. */
export function compileText(text: string): Compiled | ExpressionError {
  const tree = parse(text);
  return isExpressionError(tree) ? tree : compile(tree);
}

/** A condition from text: an expression that is true or false. */
export function compileCondition(text: string): Compiled | ExpressionError {
  const result = compileText(text);
  if (!('evaluate' in result) || result.type.kind === 'boolean') return result;
  return faultAt('notCondition', 0, text.length, { got: nameOfType(result.type) }).error;
}

export function isCompiled(result: Compiled | ExpressionError): result is Compiled {
  return 'evaluate' in result;
}

function compiled(
  { type, read, needs, usesEvent, momentary, factsOnly }: Meaning,
  { sites }: Understanding,
): Compiled {
  const evaluate = (step: StepView | FactsView, memory: Memory): Value => {
    const scope = new Scope(step, memory);
    if (sites.length === 0) return read(scope);
    countStep(scope, sites);
    const value = read(scope);
    rememberStep(scope, sites);
    return value;
  };
  return {
    type,
    evaluate,
    evaluateFacts: evaluate,
    newMemory: () => ({ slots: [] }),
    needs: sites.map(needsOfSite).reduce(both, needs),
    usesEvent,
    momentary,
    remembers: sites.length > 0,
    factsOnly:
      factsOnly &&
      sites.every(
        ({ operand, bindings }) => operand.factsOnly && bindings.every(({ list }) => list.factsOnly),
      ),
  };
}

/**
 * Whether a condition begins to hold in a step: one that is `momentary` in each step in which it holds, any other where it did
 * not hold before.
 */
export function beginsToHold({ momentary }: Pick<Compiled, 'momentary'>, before: Value, now: Value): boolean {
  return now === true && (momentary || before !== true);
}
