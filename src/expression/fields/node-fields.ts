import type { NodeId } from '../../base/flavor.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { Part } from '../needs.ts';
import type { FactName, MemberFacts } from '../step-view.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, listOf, NODE, NUMBER, thing, wordOf, type ValueType } from '../value-type.ts';
import { tableOf, type Field, type Fields, type Functions } from './field.ts';
import { entryAt } from './entry-fields.ts';

/** Nobody is none: raft writes 0. */
export function nodeOrNone(id: NodeId): Value {
  return id === 0 ? undefined : id;
}

/** What a few numbers of members are enough for. */
function fact(type: ValueType, part: Part, read: (facts: MemberFacts) => Value): Field<NodeId> {
  return {
    type,
    parts: [part],
    factsOnly: true,
    read(node, scope) {
      const facts = scope.facts(node);
      return facts && read(facts);
    },
  };
}

/** What a look into the member tells. */
function ofView(type: ValueType, part: Part, read: (view: MemberView) => Value): Field<NodeId> {
  return {
    type,
    parts: [part],
    read(node, scope) {
      const view = scope.view(node);
      return view && read(view);
    },
  };
}

const facts = {
  role: fact(wordOf('role'), 'role', ({ state }) => state),
  term: fact(NUMBER, 'term', ({ term }) => term),
  vote: fact(NODE, 'vote', ({ vote }) => nodeOrNone(vote)),
  lead: fact(NODE, 'lead', ({ lead }) => nodeOrNone(lead)),
  commit: fact(NUMBER, 'commit', ({ commit }) => commit),
  applied: fact(NUMBER, 'applied', ({ applied }) => applied),
  last: fact(NUMBER, 'log', ({ last }) => last),
  revision: fact(NUMBER, 'store', ({ revision }) => revision),
} satisfies Fields<NodeId> & Record<Exclude<FactName, 'state'>, Field<NodeId>>;

const nodeFields = {
  ...facts,
  applying: ofView(NUMBER, 'applied', ({ applying }) => applying),
  first: ofView(NUMBER, 'log', ({ first }) => first),
  stable: ofView(NUMBER, 'stable', ({ stable }) => stable),
  entries: {
    type: listOf(thing('entry')),
    parts: ['log'],
    read(node, scope) {
      const view = scope.view(node);
      if (view === undefined) return undefined;
      const entries: Value[] = [];
      for (let index = view.first; index <= view.last; index++) {
        const entry = entryAt(scope, node, index);
        if (entry !== undefined) entries.push(entry);
      }
      return entries;
    },
  },
  isLeader: fact(BOOLEAN, 'role', ({ state }) => state === 'StateLeader'),
} satisfies Fields<NodeId>;

const nodeFunctions = {
  log: {
    type: thing('entry'),
    parameters: [{ type: NUMBER }],
    example: 'node(1).log(5)',
    parts: ['log'],
    read: (node, [index], scope) => (typeof index === 'number' ? entryAt(scope, node, index) : undefined),
  },
} satisfies Functions<NodeId>;

export const nodeTable = tableOf<NodeId>('node', nodeFields, String, nodeFunctions);
