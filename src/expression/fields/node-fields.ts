import { microsToMs, type NodeId } from '../../base/flavor.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { Machine } from '../../sim/world/machine.ts';
import { diskDurations } from '../../sim/world/world.ts';
import type { Part } from '../needs.ts';
import type { FactName, MemberFacts } from '../step-view.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, listOf, NODE, NUMBER, TEXT, thing, wordOf, type ValueType } from '../value-type.ts';
import { entriesOf, entryAt } from './entry-fields.ts';
import { tableOf, type Field, type Fields, type Functions } from './field.ts';
import { keyIn, keysIn, leaseIn, leasesIn } from './store-fields.ts';

/** Nobody is none: raft writes 0, and its own threads have numbers below. */
export function nodeOrNone(id: NodeId): Value {
  return id <= 0 ? undefined : id;
}

/** What a few numbers of members are enough for. */
function fact(type: ValueType, part: Part, read: (facts: MemberFacts) => Value): Field<NodeId> {
  return {
    type,
    parts: [part],
    factsOnly: true,
    read: (node, scope) => {
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
    read: (node, scope) => {
      const view = scope.view(node);
      return view && read(view);
    },
  };
}

/** What the world keeps of the machine; it changes by commands and when the member becomes another, if not by `parts`. */
function ofMachine(
  type: ValueType,
  parts: readonly Part[],
  read: (machine: Machine) => Value,
): Field<NodeId> {
  return {
    type,
    parts,
    read: (node, scope) => {
      const machine = scope.world.machines.get(node);
      return machine && read(machine);
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

export const nodeFields = {
  ...facts,
  status: ofMachine(wordOf('status'), [], ({ status }) => status),
  id: { type: NUMBER, sure: true, factsOnly: true, read: (node) => node },
  applying: ofView(NUMBER, 'applied', ({ applying }) => applying),
  first: ofView(NUMBER, 'log', ({ first }) => first),
  stable: ofView(NUMBER, 'stable', ({ stable }) => stable),
  hardState: ofView(thing('hardState'), 'stable', ({ hardState }) => hardState),
  snapshot: ofView(thing('snapshot'), 'log', ({ snapshotIndex, snapshotTerm }) => ({
    index: snapshotIndex,
    term: snapshotTerm,
  })),
  pendingSnapshot: ofView(NUMBER, 'log', ({ pendingSnapshotIndex }) => pendingSnapshotIndex),
  entries: { type: listOf(thing('entry')), parts: ['log'], read: (node, scope) => entriesOf(scope, node) },
  config: ofView(thing('configuration'), 'config', ({ confState }) => confState),
  member: ofView(wordOf('membership'), 'config', ({ id, confState }) => {
    if (confState.voters.includes(id) || confState.votersOutgoing.includes(id)) return 'voter';
    return confState.learners.includes(id) || confState.learnersNext.includes(id) ? 'learner' : undefined;
  }),
  pendingConf: ofView(NUMBER, 'config', ({ pendingConfIndex }) => pendingConfIndex),
  progress: ofView(listOf(thing('progress')), 'progress', ({ progress }) => progress),
  transferee: ofView(NODE, 'progress', ({ leadTransferee }) => nodeOrNone(leadTransferee)),
  granted: ofView(listOf(NODE), 'vote', (view) => votersWho(view, 'granted')),
  rejected: ofView(listOf(NODE), 'vote', (view) => votersWho(view, 'rejected')),
  electionElapsed: ofView(NUMBER, 'any', ({ electionElapsed }) => electionElapsed),
  electionTimeout: ofView(NUMBER, 'any', ({ randomizedElectionTimeout }) => randomizedElectionTimeout),
  heartbeatElapsed: ofView(NUMBER, 'any', ({ heartbeatElapsed }) => heartbeatElapsed),
  pendingProposals: ofView(NUMBER, 'any', ({ pendingProposals }) => pendingProposals),
  pendingReads: ofView(NUMBER, 'any', ({ pendingReads }) => pendingReads.length),
  hasReady: ofView(BOOLEAN, 'any', ({ hasReady }) => hasReady),
  appendQueue: ofView(NUMBER, 'any', ({ appendQueue }) => appendQueue),
  applyQueue: ofView(NUMBER, 'any', ({ applyQueue }) => applyQueue),
  keyCount: ofView(NUMBER, 'store', ({ keyCount }) => keyCount),
  compactRevision: ofView(NUMBER, 'store', ({ compactRevision }) => compactRevision),
  storeHash: ofView(NUMBER, 'store', ({ kvHash }) => kvHash),
  leases: {
    type: listOf(thing('lease')),
    parts: ['leases', 'store'],
    read: (node, scope) => leasesIn(scope, node),
  },
  watchCount: ofMachine(NUMBER, ['any'], ({ image }) => image?.storeView(0).watchCount),
  alarms: ofMachine(listOf(TEXT), ['store'], ({ image }) => image?.alarms().map(({ alarm }) => alarm)),
  storeBytes: ofMachine(NUMBER, ['any'], ({ image }) => image?.storeView(0).sizeBytes),
  disk: { type: thing('disk'), read: (node, scope) => diskOf(scope.world.machines.get(node), scope.world) },
  inbox: ofMachine(NUMBER, ['any'], ({ waiting }) => waiting.length),
  restarts: ofMachine(NUMBER, [], ({ life }) => life),
  crashed: ofMachine(TEXT, [], ({ crashed }) => crashed),
} satisfies Fields<NodeId>;

function votersWho({ votes }: MemberView, what: 'granted' | 'rejected'): Value {
  return votes.filter(({ vote }) => vote === what).map(({ id }) => id);
}

/** A node's disk, beside what is on it. */
export interface DiskThing {
  readonly writing: number;
  readonly stuck: boolean;
  readonly fsyncMs: number;
}

function diskOf(
  machine: Machine | undefined,
  world: Parameters<typeof diskDurations>[0],
): DiskThing | undefined {
  if (machine === undefined) return undefined;
  const { queue, stuck } = machine.disk;
  return { writing: queue.length, stuck, fsyncMs: microsToMs(diskDurations(world, machine).fsync) };
}

export const nodeFunctions = {
  log: {
    type: thing('entry'),
    parameters: [{ type: NUMBER }],
    example: 'node(1).log(5)',
    parts: ['log'],
    read: (node, [index], scope) => (typeof index === 'number' ? entryAt(scope, node, index) : undefined),
  },
  progress: {
    type: thing('progress'),
    parameters: [{ type: NODE }],
    example: 'leader.progress(2)',
    parts: ['progress'],
    read: (node, [id], scope) => scope.view(node)?.progress.find((one) => one.id === id),
  },
  key: {
    type: thing('key'),
    parameters: [{ type: TEXT }],
    example: 'node(2).key("a")',
    parts: ['store'],
    read: (node, [key], scope) => (typeof key === 'string' ? keyIn(scope, node, key) : undefined),
  },
  keys: {
    type: listOf(thing('key')),
    parameters: [{ type: TEXT }],
    example: 'node(2).keys("lock/")',
    parts: ['store'],
    read: (node, [prefix], scope) => (typeof prefix === 'string' ? keysIn(scope, node, prefix) : undefined),
  },
  lease: {
    type: thing('lease'),
    parameters: [{ type: NUMBER, orText: true }],
    example: 'node(2).lease("694d71f64e9e0b05")',
    parts: ['leases', 'store'],
    read: (node, [id], scope) => leaseIn(scope, node, id),
  },
} satisfies Functions<NodeId>;

export const nodeTable = tableOf<NodeId>('node', nodeFields, String, nodeFunctions);

export const diskFields = {
  writing: { type: NUMBER, parts: ['any'], sure: true, read: ({ writing }) => writing },
  stuck: { type: BOOLEAN, sure: true, read: ({ stuck }) => stuck },
  fsync: { type: NUMBER, sure: true, read: ({ fsyncMs }) => fsyncMs },
} satisfies Fields<DiskThing>;

export const diskTable = tableOf<DiskThing>('disk', diskFields, () => '');

export const hardStateFields = {
  term: { type: NUMBER, sure: true, read: ({ term }) => term },
  vote: { type: NODE, read: ({ vote }) => nodeOrNone(vote) },
  commit: { type: NUMBER, sure: true, read: ({ commit }) => commit },
} satisfies Fields<MemberView['hardState']>;

export const hardStateTable = tableOf<MemberView['hardState']>('hardState', hardStateFields, () => '');

/** Where a snapshot stands. */
export interface SnapshotThing {
  readonly index: number;
  readonly term: number | bigint;
}

export const snapshotFields = {
  index: { type: NUMBER, sure: true, read: ({ index }) => index },
  term: { type: NUMBER, sure: true, read: ({ term }) => term },
} satisfies Fields<SnapshotThing>;

export const snapshotTable = tableOf<SnapshotThing>('snapshot', snapshotFields, () => '');

export const progressFields = {
  node: { type: NODE, sure: true, read: ({ id }) => id },
  state: { type: wordOf('progressState'), sure: true, read: ({ state }) => state },
  match: { type: NUMBER, sure: true, read: ({ match }) => match },
  next: { type: NUMBER, sure: true, read: ({ next }) => next },
  paused: { type: BOOLEAN, sure: true, read: ({ paused }) => paused },
  active: { type: BOOLEAN, sure: true, read: ({ recentActive }) => recentActive },
  learner: { type: BOOLEAN, sure: true, read: ({ learner }) => learner },
  pendingSnapshot: { type: NUMBER, sure: true, read: ({ pendingSnapshot }) => pendingSnapshot },
  inflight: { type: NUMBER, sure: true, read: ({ inflight }) => inflight },
  full: { type: BOOLEAN, sure: true, read: ({ inflightFull }) => inflightFull },
} satisfies Fields<MemberView['progress'][number]>;

export const progressTable = tableOf<MemberView['progress'][number]>('progress', progressFields, ({ id }) =>
  String(id),
);

export const configurationFields = {
  voters: { type: listOf(NODE), sure: true, read: ({ voters }) => voters },
  learners: { type: listOf(NODE), sure: true, read: ({ learners }) => learners },
  votersOutgoing: { type: listOf(NODE), sure: true, read: ({ votersOutgoing }) => votersOutgoing },
  learnersNext: { type: listOf(NODE), sure: true, read: ({ learnersNext }) => learnersNext },
  joint: { type: BOOLEAN, sure: true, read: ({ votersOutgoing }) => votersOutgoing.length > 0 },
  autoLeave: { type: BOOLEAN, sure: true, read: ({ autoLeave }) => autoLeave },
  quorum: { type: NUMBER, sure: true, read: ({ voters }) => Math.floor(voters.length / 2) + 1 },
} satisfies Fields<MemberView['confState']>;

export const configurationTable = tableOf<MemberView['confState']>(
  'configuration',
  configurationFields,
  () => '',
);
