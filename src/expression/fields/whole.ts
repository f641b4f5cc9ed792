import { present } from '../../base/assert.ts';
import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import { propertyNames } from '../../check/properties.ts';
import type { ConfState } from '../../raft/entry.ts';
import { RULES, type RuleName } from '../../raft/rules.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { needsOfHappens, type Happens, type Part } from '../needs.ts';
import type { Scope } from '../step-view.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, listOf, NODE, NUMBER, TEXT, thing } from '../value-type.ts';
import { clientOf, type ClientThing } from './client-fields.ts';
import { decisionsOf, decisionTypes } from './event-fields.ts';
import { tableOf, type Fields, type FunctionOf, type Functions } from './field.ts';
import { linkOf } from './link-fields.ts';
import { messageOfFlight, messageOfStep } from './message-fields.ts';
import { nodeFields, nodeFunctions } from './node-fields.ts';
import { newestNode } from './store-fields.ts';

/** The owner of what is there by itself. */
export type Whole = object;
export const WHOLE: Whole = {};

const LEADER = ['role', 'term'] as const satisfies readonly Part[];
const CONFIG = ['role', 'term', 'config'] as const satisfies readonly Part[];

export const wholeFields = {
  nodes: { type: listOf(NODE), sure: true, factsOnly: true, read: (_, { nodes }) => nodes },
  leader: { type: NODE, ofAll: LEADER, factsOnly: true, read: (_, scope) => leaderOf(scope) },
  config: { type: thing('configuration'), ofAll: CONFIG, read: (_, scope) => configOf(scope) },
  voters: { type: listOf(NODE), ofAll: CONFIG, read: (_, scope) => configOf(scope)?.voters },
  learners: { type: listOf(NODE), ofAll: CONFIG, read: (_, scope) => configOf(scope)?.learners },
  quorum: {
    type: NUMBER,
    ofAll: CONFIG,
    read: (_, scope) => {
      const voters = configOf(scope)?.voters.length;
      return voters && Math.floor(voters / 2) + 1;
    },
  },
  message: {
    type: thing('message'),
    happens: [{ type: 'message' }],
    ofStep: true,
    narrowed: (types) =>
      needsOfHappens({ type: 'message', messages: new Set(types as readonly BusMessageType[]) }),
    read: (_, { event }) => messageOfStep(event),
  },
  sent: {
    type: listOf(thing('message')),
    happens: [{ type: 'sent' }],
    ofStep: true,
    sure: true,
    read: (_, { event }) => (event?.sent ?? []).map(messageOfFlight),
  },
  messages: {
    type: listOf(thing('message')),
    happens: [{ type: 'sent' }, { type: 'ended' }],
    sure: true,
    read: (_, { world }) => [...world.bus.flights()].map(messageOfFlight),
  },
  event: {
    type: thing('event'),
    every: true,
    ofStep: true,
    always: true,
    narrowed: (types) =>
      needsOfHappens({ type: 'events', events: new Set(types as readonly WorldEvent['type'][]) }),
    read: (_, { event }) => event,
  },
  decisions: {
    type: listOf(thing('decision')),
    happens: [{ type: 'decision' }],
    ofStep: true,
    sure: true,
    read: (_, { event }) => decisionsOf(event),
  },
  calls: {
    type: listOf(thing('call')),
    happens: [{ type: 'call' }],
    sure: true,
    read: (_, { world }) => [...world.calls.pending()],
  },
  answered: {
    type: listOf(thing('call')),
    happens: [{ type: 'call' }],
    ofStep: true,
    sure: true,
    read: (_, { event, world }) =>
      (event?.calls ?? []).flatMap(({ request, status }) =>
        status === 'invoked' ? [] : (world.calls.get(request) ?? []),
      ),
  },
  clients: {
    type: listOf(thing('client')),
    happens: [{ type: 'client' }],
    sure: true,
    read: (_, { world }) => [...world.clients.all()].map((run): ClientThing => ({ name: run.name, run })),
  },
  leases: {
    type: listOf(thing('lease')),
    ofAll: ['leases', 'store', ...LEADER],
    read: (_, scope) => {
      const node = whoCounts(scope);
      return node && nodeFields.leases.read(node, scope);
    },
  },
  links: { type: listOf(thing('link')), sure: true, read: (_, { world }) => world.bus.links() },
  time: { type: NUMBER, every: true, sure: true, read: (_, { world }) => microsToMs(world.now) },
  violation: {
    type: BOOLEAN,
    happens: [{ type: 'violation' }],
    ofStep: true,
    sure: true,
    read: (_, scope) => hasBroken(scope, undefined),
  },
  violations: {
    type: NUMBER,
    happens: [{ type: 'violation' }],
    sure: true,
    read: (_, { world }) => world.watcher.violations.length,
  },
} satisfies Fields<Whole>;

/** Who leads the highest term that anybody leads. */
function leaderOf(scope: Scope): NodeId | undefined {
  return highest(scope, ({ state }) => state === 'StateLeader');
}

function highest(
  scope: Scope,
  isMeant: (facts: NonNullable<ReturnType<Scope['facts']>>) => boolean,
): NodeId | undefined {
  let found: NodeId | undefined;
  let term: number | bigint = -1;
  for (const node of scope.nodes) {
    const facts = scope.facts(node);
    if (facts === undefined || !isMeant(facts) || facts.term <= term) continue;
    found = node;
    ({ term } = facts);
  }
  return found;
}

/** As the leader has it; while nobody leads, as the node of the highest term. */
function configOf(scope: Scope): ConfState | undefined {
  const node = leaderOf(scope) ?? highest(scope, () => true);
  return node === undefined ? undefined : scope.view(node)?.confState;
}

/** The leader counts leases; while nobody leads, whoever has applied most knows them best. */
function whoCounts(scope: Scope): NodeId | undefined {
  return leaderOf(scope) ?? newestNode(scope);
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

/** `commit(2)` is `node(2).commit`. */
function shortForms<Name extends keyof typeof nodeFields>(
  ...names: readonly Name[]
): Record<Name, FunctionOf<Whole>> {
  const short = names.map((name): [Name, FunctionOf<Whole>] => {
    const { read, ...field } = { ...nodeFields[name] } as Fields<NodeId>[string];
    return [
      name,
      {
        ...field,
        parameters: [{ type: NODE }],
        example: `${name}(2)`,
        isOfNode: true,
        read: (_, [id], scope) => (typeof id === 'number' && scope.has(id) ? read(id, scope) : undefined),
      },
    ];
  });
  return Object.fromEntries(short) as Record<Name, FunctionOf<Whole>>;
}

export const wholeFunctions = {
  node: {
    type: NODE,
    parameters: [{ type: NUMBER }],
    example: 'node(3)',
    isOfNode: true,
    factsOnly: true,
    read: (_, [id], scope) => (typeof id === 'number' && scope.has(id) ? id : undefined),
  },
  ...shortForms(
    'role',
    'term',
    'vote',
    'lead',
    'commit',
    'applied',
    'first',
    'last',
    'stable',
    'revision',
    'status',
    'member',
    'entries',
  ),
  key: {
    type: thing('key'),
    parameters: [{ type: TEXT }],
    example: 'key("a")',
    ofAll: ['store'],
    read: (_, args, scope) => {
      const node = newestNode(scope);
      return node && nodeFunctions.key.read(node, args, scope);
    },
  },
  keys: {
    type: listOf(thing('key')),
    parameters: [{ type: TEXT }],
    example: 'keys("lock/")',
    ofAll: ['store'],
    read: (_, args, scope) => {
      const node = newestNode(scope);
      return node && nodeFunctions.keys.read(node, args, scope);
    },
  },
  lease: {
    type: thing('lease'),
    parameters: [{ type: NUMBER, orText: true }],
    example: 'lease("694d71f64e9e0b05")',
    ofAll: ['leases', 'store', ...LEADER],
    read: (_, args, scope) => {
      const node = whoCounts(scope);
      return node && nodeFunctions.lease.read(node, args, scope);
    },
  },
  client: {
    type: thing('client'),
    parameters: [{ type: TEXT }],
    example: 'client("A")',
    happens: [{ type: 'call' }, { type: 'client' }],
    read: (_, [name], { world }) => (typeof name === 'string' ? clientOf(world, name) : undefined),
  },
  call: {
    type: thing('call'),
    parameters: [{ type: NUMBER }],
    example: 'call(7)',
    happens: [{ type: 'call' }],
    read: (_, [id], { world }) => (typeof id === 'number' ? world.calls.get(id) : undefined),
  },
  message: {
    type: thing('message'),
    parameters: [{ type: NUMBER }],
    example: 'message(17)',
    happens: [{ type: 'sent' }, { type: 'ended' }],
    read: (_, [id], { world }) => {
      const flight = typeof id === 'number' ? world.bus.flight(id) : undefined;
      return flight && messageOfFlight(flight);
    },
  },
  link: {
    type: thing('link'),
    parameters: [{ type: NODE }, { type: NODE }],
    example: 'link(1, 2)',
    read: (_, [from, to], { world }) =>
      typeof from === 'number' && typeof to === 'number' ? linkOf(world, from, to) : undefined,
  },
  violation: {
    type: BOOLEAN,
    parameters: [{ type: TEXT, texts: propertyNames }],
    example: 'violation("ElectionSafety")',
    happens: [{ type: 'violation' }],
    ofStep: true,
    sure: true,
    read: (_, [property], scope) => hasBroken(scope, property),
  },
  rule: {
    type: BOOLEAN,
    parameters: [{ type: TEXT, texts: RULES.map(({ name }) => name) }],
    example: 'rule("isUpToDate")',
    asksFor: ([name]) => [decision(name === undefined ? {} : { rules: new Set([name as RuleName]) })],
    ofStep: true,
    sure: true,
    read: (_, [name], { event }) => traceOf(event).some((trace) => 'rule' in trace && trace.rule === name),
  },
  decided: {
    type: BOOLEAN,
    parameters: [
      { type: TEXT, texts: decisionTypes },
      { type: TEXT, optional: true },
    ],
    example: 'decided("voteRejected", "logBehind")',
    asksFor: ([type]) => [
      decision(type === undefined ? {} : { decisions: new Set([type as NodeTrace['type']]) }),
    ],
    ofStep: true,
    sure: true,
    read: (_, [type, reason], { event }) =>
      traceOf(event).some(
        (trace) =>
          trace.type === type && (reason === undefined || ('reason' in trace && trace.reason === reason)),
      ),
  },
} satisfies Functions<Whole>;

function decision(which: Omit<Extract<Happens, { type: 'decision' }>, 'type'>): Happens {
  return { type: 'decision', ...which };
}

function traceOf(event: WorldEvent | undefined): readonly NodeTrace[] {
  return event?.output?.trace ?? [];
}

export const wholeTable = tableOf<Whole>('event', wholeFields, () => '', wholeFunctions);
