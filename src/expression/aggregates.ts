import { unreachable } from '../base/assert.ts';
import { mustBeCondition } from './checks.ts';
import { faultAt } from './error-text.ts';
import { tableOfKind } from './fields/tables.ts';
import { variablesOf, type Meaning } from './meaning.ts';
import type { Binding } from './memory-sites.ts';
import { both } from './needs.ts';
import type { Scope } from './step-view.ts';
import type { Tree } from './tree.ts';
import { calculate, compare, type Value } from './value.ts';
import { BOOLEAN, nameOfType, NUMBER, type ValueType } from './value-type.ts';

type Call = Extract<Tree, { type: 'call' }>;

/** Functions that go over a list with a variable, with an example each. */
export const aggregateExamples = {
  any: 'any(n in nodes, n.role == candidate)',
  all: 'all(n in voters, n.commit >= 5)',
  count: 'count(n in nodes, n.status == up)',
  min: 'min(n in nodes, n.commit)',
  max: 'max(n in nodes, n.term)',
  sum: 'sum(n in nodes, n.pendingProposals)',
} as const;
export type AggregateName = keyof typeof aggregateExamples;

export function isAggregate(name: string): name is AggregateName {
  return Object.hasOwn(aggregateExamples, name);
}

/** `name(variable in list, body)` taken apart. */
export interface Quantified {
  readonly variable: string;
  readonly variablePlace: Tree;
  readonly list: Tree;
  readonly body: Tree | undefined;
}

/** Undefined: it is not written so. Of a single argument, the variable is one if its name means nothing else. */
export function quantifiedOf({ args }: Call, isFree: (name: string) => boolean): Quantified | undefined {
  const [first, body] = args;
  if (first?.type !== 'binary' || first.operator !== 'in' || first.left.type !== 'name' || args.length > 2)
    return undefined;
  const { name } = first.left;
  if (!isFree(name)) {
    if (body === undefined) return undefined;
    throw faultAt('variableTaken', first.left.at, name.length, { name });
  }
  return { variable: name, variablePlace: first.left, list: first.right, body };
}

/** `body`: with the variable known; undefined where there is none, which only `count` may. */
export function understandAggregate(
  tree: Call,
  name: AggregateName,
  { variable, list }: Binding,
  body: Meaning | undefined,
): Meaning {
  const bodyTree = tree.args[1];
  if (body === undefined || bodyTree === undefined) {
    if (name === 'count') return countOf(list, variable, TRUE);
    throw faultAt('argumentCount', tree.at + tree.length - 1, 1, {
      name,
      wanted: '2',
      got: '1',
      example: aggregateExamples[name],
    });
  }
  if (name === 'any' || name === 'all' || name === 'count') mustBeCondition(bodyTree, body);
  else if (body.type.kind !== 'number') {
    const details = { name, wanted: 'number', got: nameOfType(body.type) };
    throw faultAt('argumentType', bodyTree.at, bodyTree.length, details);
  }
  switch (name) {
    case 'any':
      return anyOf(list, variable, body);
    case 'all':
      return allOf(list, variable, body);
    case 'count':
      return countOf(list, variable, body);
    case 'sum':
      return {
        ...folded(list, variable, body),
        sure: false,
        momentary: false,
        read: fold(list, variable, body, 0, add),
      };
    case 'min':
    case 'max': {
      const better = name === 'min' ? -1 : 1;
      return {
        ...folded(list, variable, body),
        sure: false,
        momentary: list.momentary || body.momentary,
        read: fold(list, variable, body, undefined, (a, b) =>
          a === undefined || compare(b, a) === better ? b : a,
        ),
      };
    }
    default:
      return unreachable(name);
  }
}

const TRUE: Meaning = {
  type: BOOLEAN,
  read: () => true,
  needs: { every: false, touches: [], happens: [] },
  sure: true,
  usesEvent: false,
  momentary: false,
  factsOnly: true,
  variables: [],
};

/** What holds of every aggregate; the variable is nobody's outside. */
function folded(
  list: Meaning,
  variable: number,
  body: Meaning,
): Omit<Meaning, 'read' | 'sure' | 'momentary'> {
  return {
    type: NUMBER,
    needs: both(list.needs, body.needs),
    usesEvent: list.usesEvent || body.usesEvent,
    factsOnly: list.factsOnly && body.factsOnly,
    variables: variablesOf(list, body).filter((number) => number !== variable),
  };
}

function anyOf(list: Meaning, variable: number, body: Meaning): Meaning {
  return {
    ...folded(list, variable, body),
    type: BOOLEAN,
    sure: true,
    momentary: list.momentary || body.momentary,
    read: (scope) => itemsOf(list, scope).some((item) => isTrue(body, variable, item, scope)),
  };
}

function allOf(list: Meaning, variable: number, body: Meaning): Meaning {
  return {
    ...folded(list, variable, body),
    type: BOOLEAN,
    sure: true,
    momentary: false,
    read: (scope) => itemsOf(list, scope).every((item) => isTrue(body, variable, item, scope)),
  };
}

function countOf(list: Meaning, variable: number, body: Meaning): Meaning {
  return {
    ...folded(list, variable, body),
    sure: true,
    momentary: false,
    read(scope) {
      let count = 0;
      for (const item of itemsOf(list, scope)) if (isTrue(body, variable, item, scope)) count++;
      return count;
    },
  };
}

function fold(
  list: Meaning,
  variable: number,
  { read }: Meaning,
  first: Value,
  next: (before: Value, value: Value) => Value,
): Meaning['read'] {
  return (scope) => {
    let result = first;
    for (const item of itemsOf(list, scope)) {
      scope.variables[variable] = item;
      const value = read(scope);
      if (value !== undefined) result = next(result, value);
    }
    return result;
  };
}

function add(a: Value, b: Value): Value {
  return calculate('+', a, b);
}

/** None of a list that is not there. */
function itemsOf({ read }: Meaning, scope: Scope): readonly Value[] {
  const items = read(scope);
  return Array.isArray(items) ? (items as readonly Value[]) : [];
}

function isTrue({ read }: Meaning, variable: number, item: Value, scope: Scope): boolean {
  scope.variables[variable] = item;
  return read(scope) === true;
}

/** What tells the items of such a list apart, from step to step. */
export function keyOfItem({ kind }: ValueType): (item: Value) => string {
  const table = tableOfKind(kind);
  return table === undefined ? String : (item) => table.keyOf(item as object | number);
}
