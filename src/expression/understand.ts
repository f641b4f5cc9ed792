import { unreachable } from '../base/assert.ts';
import {
  isAggregate,
  aggregateExamples,
  keyOfItem,
  quantifiedOf,
  understandAggregate,
  type Quantified,
} from './aggregates.ts';
import { mismatch, mustBeCondition, mustBePlain, unknownField, unknownWord } from './checks.ts';
import { faultAt } from './error-text.ts';
import type { ExpressionFault } from './expression-error.ts';
import type { FunctionOf, Parameter, ThingTable } from './fields/field.ts';
import { tableOfKind, whole } from './fields/tables.ts';
import { variablesOf, type Meaning } from './meaning.ts';
import { needsOfSite, readChanged, readCount, readWas, type Binding, type Site } from './memory-sites.ts';
import { nearest } from '../base/nearest.ts';
import { both, NOTHING } from './needs.ts';
import { understandBinary, understandUnary } from './operators.ts';
import { countOfList, literal, NOBODY, ofOwner } from './owned.ts';
import type { Scope } from './step-view.ts';
import type { Place, Tree } from './tree.ts';
import type { Value } from './value.ts';
import {
  areComparable,
  BOOLEAN,
  listOf,
  nameOfType,
  NONE,
  NUMBER,
  TEXT,
  type ValueType,
} from './value-type.ts';
import { groupsOf, wordExamples, wordValue } from './words.ts';

const orders: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

type Call = Extract<Tree, { type: 'call' }>;

/** A name that stands for each item of a list in turn. */
export interface Variable extends Binding {
  readonly name: string;
  readonly type: ValueType;
}

/** Functions that remember, with an example each. `count` is also an aggregate. */
export const remembererExamples = {
  was: 'was(node(3).term)',
  changed: 'changed(node(3).role)',
  count: 'count(leader == none)',
} as const;

export const literalNames = ['true', 'false', 'none'] as const;

/** Finds out what a tree means. Throws an ExpressionFault at the first thing that means nothing. */
export class Understanding {
  /** Places that remember, inner ones first; their position is their slot. */
  readonly sites: Site[] = [];
  readonly #variables: Variable[] = [];
  #variableCount = 0;

  /** `expected`: what it is compared with, whose words it may be. */
  of(tree: Tree, expected?: ValueType): Meaning {
    switch (tree.type) {
      case 'number':
        return literal(NUMBER, tree.value);
      case 'text':
        return textMeaning(tree, tree.value, expected);
      case 'name':
        return this.#name(tree, tree.name, expected);
      case 'list':
        return this.#list(tree.items, expected);
      case 'field':
        return this.#field(tree);
      case 'call':
        return this.#call(tree);
      case 'unary':
        return understandUnary(tree, this.of(tree.operand));
      case 'binary':
        return understandBinary(tree, ...this.#sides(tree));
      default:
        return unreachable(tree);
    }
  }

  /** `body` is understood where the variable has a meaning. */
  withVariable<T>(
    { variable: name, list: tree }: Pick<Quantified, 'variable' | 'list'>,
    body: (variable: Variable) => T,
  ): T {
    const list = this.of(tree);
    if (list.type.kind !== 'list')
      throw faultAt('noList', tree.at, tree.length, { got: nameOfType(list.type) });
    const { of } = list.type;
    const variable: Variable = {
      name,
      type: of,
      list,
      variable: this.#variableCount++,
      keyOf: keyOfItem(of),
    };
    this.#variables.push(variable);
    const result = body(variable);
    this.#variables.pop();
    return result;
  }

  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** Of an equality a bare name is understood last: it may be a word of the other side's group. */
  #sides({ left, right, operator }: Extract<Tree, { type: 'binary' }>): readonly [Meaning, Meaning] {
    const isEquality = operator === '==' || operator === '!=';
    if (isEquality && isBare(left) && !isBare(right)) {
      const known = this.of(right);
      return [this.of(left, known.type), known];
    }
    const known = this.of(left);
    if (operator === 'in') return [known, this.of(right, listOf(known.type))];
    return [known, this.of(right, isEquality || orders.has(operator) ? known.type : undefined)];
  }

  #name(place: Place, name: string, expected: ValueType | undefined): Meaning {
    const variable = this.#variables.findLast((one) => one.name === name);
    if (variable !== undefined) return readVariable(variable);
    if (expected?.kind === 'word') {
      const word = wordValue(expected.group, name);
      if (word !== undefined) return literal(expected, word);
    }
    if (name === 'true' || name === 'false') return literal(BOOLEAN, name === 'true');
    if (name === 'none') return literal(NONE, undefined);
    const field = own(whole.fields, name);
    if (field !== undefined) return ofOwner(NOBODY, field);
    throw this.#unknownName(place, name, expected);
  }

  #unknownName({ at, length }: Place, name: string, expected: ValueType | undefined): ExpressionFault {
    const example = exampleOfFunction(name);
    if (example !== undefined) return faultAt('isFunction', at, length, { name, example });
    if (expected?.kind === 'word') return unknownWord({ at, length }, name, expected);
    const [group] = groupsOf(name);
    if (group !== undefined) {
      const of = nameOfType({ kind: 'word', group });
      return faultAt('wordAlone', at, length, { name, of, example: `${wordExamples[group]} == ${name}` });
    }
    const names = [...this.#variables.map((one) => one.name), ...Object.keys(whole.fields), ...literalNames];
    const near = nearest(name, names) ?? nearest(name, functionNames) ?? '';
    return faultAt('unknownName', at, length, { name, near });
  }

  #list(items: readonly Tree[], expected: ValueType | undefined): Meaning {
    const wanted = expected?.kind === 'list' ? expected.of : undefined;
    const meanings: Meaning[] = [];
    for (const item of items) {
      const [first] = meanings;
      const meaning = this.of(item, wanted ?? first?.type);
      mustBePlain(item, meaning);
      if (first !== undefined && !areComparable(first.type, meaning.type)) {
        throw mismatch(item, first.type, meaning.type);
      }
      meanings.push(meaning);
    }
    const reads = meanings.map(({ read }) => read);
    return {
      type: listOf(meanings[0]?.type ?? wanted ?? NONE),
      read: (scope) => reads.map((read) => read(scope)),
      needs: meanings.map(({ needs }) => needs).reduce(both, NOTHING),
      sure: true,
      usesEvent: meanings.some(({ usesEvent }) => usesEvent),
      momentary: false,
      factsOnly: meanings.every(({ factsOnly }) => factsOnly),
      variables: variablesOf(...meanings),
      ...(meanings.every(isConstant) ? { constant: meanings.map(({ constant }) => constant) } : {}),
    };
  }

  #field(tree: Extract<Tree, { type: 'field' }>): Meaning {
    const { name, nameAt } = tree;
    const owner = this.of(tree.of);
    if (owner.type.kind === 'list') return countOfList(tree, owner);
    const table = tableOf(tree.of, owner);
    const field = own(table.fields, name);
    if (field !== undefined) return ofOwner(owner, field);
    const called = own(table.functions, name);
    if (called !== undefined)
      throw faultAt('isFunction', nameAt, name.length, { name, example: called.example });
    throw unknownField(tree, owner.type, [...Object.keys(table.fields), ...Object.keys(table.functions)]);
  }

  #call(tree: Call): Meaning {
    const { name, nameAt, of } = tree;
    if (of !== undefined) {
      const owner = this.of(of);
      const table = tableOf(of, owner);
      return this.#called(tree, owner, table, Object.keys(table.functions));
    }
    if (isAggregate(name)) {
      const parts = quantifiedOf(tree, this.#isFree);
      if (parts !== undefined) {
        return this.withVariable(parts, (variable) =>
          understandAggregate(tree, name, variable, parts.body && this.of(parts.body)),
        );
      }
    }
    if (isRememberer(name)) return this.#rememberer(tree);
    if (isAggregate(name)) {
      throw faultAt('needsVariable', nameAt, name.length, { name, example: aggregateExamples[name] });
    }
    return this.#called(tree, NOBODY, whole, functionNames);
  }

  readonly #isFree = (name: string): boolean =>
    own(whole.fields, name) === undefined &&
    !(literalNames as readonly string[]).includes(name) &&
    !this.#variables.some((one) => one.name === name);

  #called(tree: Call, owner: Meaning, table: ThingTable, names: readonly string[]): Meaning {
    const { name, nameAt } = tree;
    const called = own(table.functions, name);
    if (called !== undefined) return this.#function(tree, owner, called);
    if (own(table.fields, name) !== undefined) throw faultAt('isNoFunction', nameAt, name.length, { name });
    const near = nearest(name, names) ?? nearest(name, Object.keys(table.fields)) ?? '';
    const of = tree.of === undefined ? '' : nameOfType(owner.type);
    throw faultAt('unknownFunction', nameAt, name.length, { name, near, of });
  }

  #function(tree: Call, owner: Meaning, called: FunctionOf<object | number>): Meaning {
    const { isOfNode, asksFor } = called;
    const args = this.#arguments(tree, called);
    const reads = args.map(({ read }) => read);
    const node = isOfNode === true ? args[0]?.constant : undefined;
    const meaning = ofOwner(
      { ...owner, ...(typeof node === 'number' ? { node } : {}) },
      {
        ...called,
        ...(asksFor === undefined ? {} : { happens: asksFor(args.map(({ constant }) => constant)) }),
        read: (thing: object | number, scope: Scope): Value => {
          const values = reads.map((read) => read(scope));
          return called.read(thing, values, scope);
        },
      },
    );
    return {
      ...meaning,
      needs: args.map(({ needs }) => needs).reduce(both, meaning.needs),
      usesEvent: meaning.usesEvent || args.some(({ usesEvent }) => usesEvent),
      momentary:
        meaning.momentary || args.some(({ momentary, type }) => momentary && type.kind !== 'boolean'),
      factsOnly: meaning.factsOnly && args.every(({ factsOnly }) => factsOnly),
      variables: variablesOf(owner, ...args),
    };
  }

  #arguments({ args, name, nameAt }: Call, { parameters, example }: FunctionOf<object | number>): Meaning[] {
    const most = parameters.length;
    const least = parameters.filter(({ optional }) => optional !== true).length;
    if (args.length < least || args.length > most) {
      const wanted = least === most ? `${least}` : `${least}–${most}`;
      const { at, length } = args[most] ?? { at: nameAt, length: name.length };
      throw faultAt('argumentCount', at, length, { name, wanted, got: `${args.length}`, example });
    }
    return args.map((arg, i) => this.#argument(arg, parameters[i] as Parameter, name));
  }

  #argument(arg: Tree, { type, texts, orText }: Parameter, name: string): Meaning {
    const meaning = this.of(arg, type);
    const { constant } = meaning;
    const isText = orText === true && meaning.type.kind === 'text';
    if (!isText && (meaning.type.kind === 'none' || !areComparable(type, meaning.type))) {
      const details = { name, wanted: nameOfType(type), got: nameOfType(meaning.type) };
      throw faultAt('argumentType', arg.at, arg.length, details);
    }
    if (type.kind === 'node' && constant === 0) throw faultAt('zeroNode', arg.at, arg.length);
    if (texts !== undefined && typeof constant === 'string' && !texts.includes(constant)) {
      const near = nearest(constant, texts) ?? '';
      throw faultAt('isStrange', arg.at, arg.length, { name: constant, of: name, near }, texts);
    }
    return meaning;
  }

  /** `was(..)`, `changed(..)`, `count(..)` of steps. */
  #rememberer(tree: Call): Meaning {
    const { name, nameAt, args } = tree;
    const [arg] = args;
    if (!isRememberer(name) || arg === undefined || args.length > 1) {
      const { at, length } = args[1] ?? { at: nameAt, length: name.length };
      const details = { name, wanted: '1', got: `${args.length}`, example: exampleOfFunction(name) ?? '' };
      throw faultAt('argumentCount', at, length, details);
    }
    const operand = this.of(arg);
    if (name === 'count') mustBeCondition(arg, operand);
    else mustBePlain(arg, operand);
    const bindings = this.#variables.filter(({ variable }) => this.#asksFor(operand, variable));
    const site: Site = { type: name === 'count' ? 'count' : 'was', operand, bindings };
    const slot = this.sites.push(site) - 1;
    const needs = needsOfSite(site);
    const common = { needs, factsOnly: operand.factsOnly, variables: operand.variables };
    switch (name) {
      case 'was':
        return {
          ...common,
          type: operand.type,
          read: readWas(slot, site),
          sure: false,
          usesEvent: true,
          momentary: false,
        };
      case 'changed':
        return {
          ...common,
          type: BOOLEAN,
          read: readChanged(slot, site),
          sure: true,
          usesEvent: true,
          momentary: !needs.every,
        };
      case 'count':
        return {
          ...common,
          type: NUMBER,
          read: readCount(slot, site),
          sure: true,
          usesEvent: false,
          momentary: false,
        };
      default:
        return unreachable(name);
    }
  }

  /** Also by way of the list that another variable of it goes over. */
  #asksFor({ variables }: Meaning, variable: number): boolean {
    return variables.some((number) => {
      if (number === variable) return true;
      const other = this.#variables.find((one) => one.variable === number);
      return other !== undefined && this.#asksFor(other.list, variable);
    });
  }
}

/** Text in quotes may be a word of the group that is expected: `message.type == "MsgApp"`. */
function textMeaning(place: Place, value: string, expected: ValueType | undefined): Meaning {
  if (expected?.kind !== 'word') return literal(TEXT, value);
  const word = wordValue(expected.group, value);
  if (word === undefined) throw unknownWord(place, value, expected);
  return literal(expected, word);
}

function readVariable({ variable, type, list }: Variable): Meaning {
  return {
    type,
    read: ({ variables }) => variables[variable],
    needs: list.needs,
    sure: true,
    usesEvent: list.usesEvent,
    momentary: false,
    factsOnly: list.factsOnly,
    variables: [variable],
  };
}

function tableOf(place: Place, { type }: Meaning): ThingTable {
  const table = tableOfKind(type.kind);
  if (table === undefined) throw faultAt('noFields', place.at, place.length, { of: nameOfType(type) });
  return table;
}

/** Everything that is written with parentheses and stands for itself. */
export const functionNames: readonly string[] = [
  ...new Set([
    ...Object.keys(whole.functions),
    ...Object.keys(remembererExamples),
    ...Object.keys(aggregateExamples),
  ]),
];

export function exampleOfFunction(name: string): string | undefined {
  if (isRememberer(name)) return remembererExamples[name];
  return isAggregate(name) ? aggregateExamples[name] : own(whole.functions, name)?.example;
}

function isRememberer(name: string): name is keyof typeof remembererExamples {
  return Object.hasOwn(remembererExamples, name);
}

export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function isConstant(meaning: Meaning): boolean {
  return 'constant' in meaning;
}

function isBare({ type }: Tree): boolean {
  return type === 'name' || type === 'text';
}
