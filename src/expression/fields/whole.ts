import type { NodeId } from '../../base/flavor.ts';
import { present } from '../../base/assert.ts';
import { RULES, type RuleName } from '../../raft/rules.ts';
import type { Happens } from '../needs.ts';
import type { Scope } from '../step-view.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, listOf, NODE, NUMBER, TEXT, thing } from '../value-type.ts';
import { tableOf, type Fields, type Functions } from './field.ts';
import { messageOfStep } from './message-fields.ts';
import { nodeTable } from './node-fields.ts';

/** What is there by itself: its owner is nobody. */
export type Whole = object;
export const WHOLE: Whole = {};

const wholeFields = {
  nodes: { type: listOf(NODE), sure: true, factsOnly: true, read: (_, scope) => [...scope.nodes] },
  leader: {
    type: NODE,
    ofAll: ['role', 'term'],
    factsOnly: true,
    read: (_, scope) => leaderOf(scope),
  },
  message: {
    type: thing('message'),
    happens: [{ type: 'message' }],
    ofStep: true,
    narrowed: (types) => ({
      every: false,
      touches: [],
      happens: [{ type: 'message', messages: new Set(types) } as Happens],
    }),
    read: (_, scope) => messageOfStep(scope.event),
  },
  time: { type: NUMBER, every: true, sure: true, read: (_, scope) => scope.world.now / MICROS_PER_MS },
  violation: {
    type: BOOLEAN,
    happens: [{ type: 'violation' }],
    ofStep: true,
    read: (_, scope) => hasBroken(scope, undefined),
  },
} satisfies Fields<Whole>;

const MICROS_PER_MS = 1000;

/** Who leads the highest term that anybody leads. */
function leaderOf(scope: Scope): NodeId | undefined {
  let leader: NodeId | undefined;
  let highest: number | bigint = -1;
  for (const node of scope.nodes) {
    const facts = scope.facts(node);
    if (facts?.state !== 'StateLeader' || facts.term <= highest) continue;
    leader = node;
    highest = facts.term;
  }
  return leader;
}

/** Whether this step has broken the promise; undefined: any. */
function hasBroken({ event, world }: Scope, property: Value): boolean {
  if (event === undefined) return false;
  const { violations } = world.watcher;
  for (let i = violations.length - 1; i >= 0; i--) {
    const violation = present(violations[i], 'a violation');
    if (violation.event < event.number) return false;
    if (violation.event === event.number && (property === undefined || violation.property === property))
      return true;
  }
  return false;
}

/** The properties that are watched (check/safety.ts). */
const properties = [
  'ElectionSafety',
  'LeaderAppendOnly',
  'LogMatching',
  'LeaderCompleteness',
  'StateMachineSafety',
  'QuorumDurability',
  'StateHashAgreement',
  'MemberSoundness',
];

const wholeFunctions = {
  node: {
    type: NODE,
    parameters: [{ type: NUMBER }],
    example: 'node(3)',
    isOfNode: true,
    factsOnly: true,
    read: (_, [id], scope) => (typeof id === 'number' && scope.has(id) ? id : undefined),
  },
  ...shortForms(['role', 'term', 'vote', 'lead', 'commit', 'applied', 'last', 'revision']),
  violation: {
    type: BOOLEAN,
    parameters: [{ type: TEXT, texts: properties }],
    example: 'violation("ElectionSafety")',
    happens: [{ type: 'violation' }],
    ofStep: true,
    read: (_, [property], scope) => hasBroken(scope, property),
  },
  rule: {
    type: BOOLEAN,
    parameters: [{ type: TEXT, texts: RULES.map(({ name }) => name) }],
    example: 'rule("isUpToDate")',
    asksFor: ([name]) => [
      { type: 'decision', ...(typeof name === 'string' ? { rules: new Set([name as RuleName]) } : {}) },
    ],
    ofStep: true,
    read: (_, [name], { event }) =>
      (event?.output?.trace ?? []).some((trace) => 'rule' in trace && trace.rule === name),
  },
} satisfies Functions<Whole>;

/** `commit(2)` is `node(2).commit`. */
function shortForms(names: readonly string[]): Functions<Whole> {
  return Object.fromEntries(
    names.map((name) => {
      const { type, parts, factsOnly, read } = present(nodeTable.fields[name], `a field ${name} of a node`);
      return [
        name,
        {
          type,
          parts: parts ?? [],
          ...(factsOnly === true ? { factsOnly } : {}),
          parameters: [{ type: NODE }],
          example: `${name}(2)`,
          isOfNode: true,
          read: (_: Whole, [id]: readonly Value[], scope: Scope) =>
            typeof id === 'number' ? read(id, scope) : undefined,
        },
      ];
    }),
  );
}

export const wholeTable = tableOf<Whole>('event', wholeFields, () => '', wholeFunctions);
