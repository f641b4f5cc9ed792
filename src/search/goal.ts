import { compileCondition, isCompiled } from '../expression/compile.ts';
import type { FactsView, MemberFacts } from '../expression/step-view.ts';
import { touches } from '../node/report/touched.ts';
import type { Model } from '../model/model.ts';
import { bitOf, modelProperties, type ModelProperty } from '../model/properties.ts';

/** What a search looks for. Plain data. */
export type SearchGoal =
  /** A state in which one of these promises is broken; absent: any of them. */
  | { readonly type: 'violation'; readonly properties?: readonly ModelProperty[] }
  /** A state in which this condition holds. */
  | { readonly type: 'reach'; readonly condition: string };

/** A goal that cannot be looked for, with its reason for people. */
export class SearchError extends Error {
  override name = 'SearchError';
}

/** Whether the state that a Model has just come to is looked for. */
export type IsGoal = (model: Model, states: Int32Array, at: number) => boolean;

/** What of a node a state of the small world tells: role (also state), term, vote, lead, commit, applied, last. */
export const factsOfModel = 'node(n).role, .term, .vote, .lead, .commit, .applied, .last, and nodes';

/** Throws a SearchError. */
export function checkGoal(goal: SearchGoal): void {
  if (goal.type === 'violation') {
    for (const property of goal.properties ?? []) {
      if (!modelProperties.includes(property))
        throw new SearchError(
          `a search does not look at "${property}"; it looks at: ${modelProperties.join(', ')}`,
        );
    }
    return;
  }
  compiledGoal(goal.condition);
}

/** The bits of broken promises that are looked for. 0: none. */
export function goalBits(goal: SearchGoal): number {
  if (goal.type !== 'violation') return 0;
  return (goal.properties ?? modelProperties).reduce((bits, property) => bits | bitOf(property), 0);
}

/** Of a condition; undefined: promises are looked at. Throws a SearchError. */
export function conditionGoal(goal: SearchGoal): IsGoal | undefined {
  if (goal.type !== 'reach') return undefined;
  const compiled = compiledGoal(goal.condition);
  const memory = compiled.newMemory();
  const view = new ModelFacts();
  return (model, states, at) => {
    view.model = model;
    view.states = states;
    view.at = at;
    return compiled.evaluateFacts(view, memory) === true;
  };
}

function compiledGoal(condition: string) {
  const compiled = compileCondition(condition);
  if (!isCompiled(compiled))
    throw new SearchError(
      `the condition means nothing: ${compiled.message} (at character ${compiled.at + 1})`,
    );
  if (!compiled.factsOnly)
    throw new SearchError(
      `a search knows of each node only ${factsOfModel}: the condition asks for something else`,
    );
  if (compiled.remembers)
    throw new SearchError(
      'a search looks at one state alone: was, changed and count ask for the steps before it',
    );
  if (compiled.needs.touches.some(({ bits }) => (bits & touches.store) !== 0))
    throw new SearchError(`nodes of a search have no store, and so no revision: they have ${factsOfModel}`);
  return compiled;
}

class ModelFacts implements FactsView {
  model: Model | undefined;
  states: Int32Array = new Int32Array(0);
  at = 0;

  get nodes(): readonly number[] {
    return this.model?.nodes.ids ?? [];
  }

  facts(node: number): MemberFacts | undefined {
    const { model } = this;
    const place = this.nodes.indexOf(node);
    if (model === undefined || place < 0) return undefined;
    const { role: state, term, vote, lead, commit, applied, log } = model.node(this.states, this.at, place);
    return { state, term, vote, lead, commit, applied, last: model.nodes.logs.lastIndex(log), revision: 0 };
  }
}
