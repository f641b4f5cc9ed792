import type { NodeId, Term } from '../../base/flavor.ts';
import type { WorldLink, WorldMessage, WorldNode, WorldState } from '../../lab/frame/world-state.ts';
import { messageTypeNumber } from '../../raft/message.ts';
import type { RaftStatus } from '../../raft/raw-node.ts';
import type { ScriptNode } from './script-node.ts';
import type { ScriptWorld } from './script-world.ts';

/** One tick of a script stands for one heartbeat interval of etcd. */
const TICK_MS = 100;

const roles = {
  StateFollower: 'follower',
  StatePreCandidate: 'precandidate',
  StateCandidate: 'candidate',
  StateLeader: 'leader',
} as const;

/**
 * A script's world in the form the whole project shows worlds in. Links have no latency and no dice here, a message
 * is due at once, and of a node that is down it tells what its disk holds.
 */
export function scriptWorldState(world: ScriptWorld): WorldState {
  const timeMs = world.ticks * TICK_MS;
  return {
    timeMs,
    byHand: true,
    seed: 0,
    events: world.steps,
    nodes: world.ids.map((id) => nodeState(world, id)),
    messages: messageStates(world, timeMs),
    links: linkStates(world),
    violations: world.checks.violations.map(({ name, ticks, step, nodes, detail }) => ({
      property: name,
      atMs: ticks * TICK_MS,
      event: step,
      nodes: [...nodes],
      detail,
    })),
  };
}

function nodeState(world: ScriptWorld, id: NodeId): WorldNode {
  const node = world.node(id);
  return node === undefined ? killedState(world, id) : livingState(node);
}

function livingState(node: ScriptNode): WorldNode {
  const status = node.status();
  const { hardState, softState, confState } = status;
  const { store } = node.machine;
  return {
    id: node.id,
    status: 'up',
    member: membershipOf(node.id, confState),
    role: roles[softState.raftState],
    term: plainTerm(hardState.term),
    vote: hardState.vote,
    lead: softState.lead,
    commitIndex: hardState.commit,
    appliedIndex: node.applied,
    firstIndex: status.firstIndex,
    lastIndex: status.lastIndex,
    snapshotIndex: node.snapshotIndex,
    stableIndex: status.stableIndex,
    log: node.log().map(({ index, term, type }) => ({ index, term: plainTerm(term), type })),
    progress: progressOf(status),
    revision: store.revision,
    compactRevision: store.compactRevision,
    kvHash: store.hash(),
    worker: false,
  };
}

/** Without a life there is no role and nothing applied. */
function killedState(world: ScriptWorld, id: NodeId): WorldNode {
  const { disk } = world.outfit(id);
  const { hardState, confState } = disk.initialState();
  const first = disk.firstIndex();
  const last = disk.lastIndex();
  const entries = last < first ? [] : disk.entries(first, last + 1, Infinity);
  const kept = disk.snapshot();
  return {
    id,
    status: 'killed',
    member: membershipOf(id, confState),
    role: 'follower',
    term: plainTerm(hardState.term),
    vote: hardState.vote,
    lead: 0,
    commitIndex: hardState.commit,
    appliedIndex: 0,
    firstIndex: first,
    lastIndex: last,
    snapshotIndex: typeof kept === 'string' ? 0 : kept.index,
    stableIndex: last,
    log:
      typeof entries === 'string'
        ? []
        : entries.map(({ index, term, type }) => ({ index, term: plainTerm(term), type })),
    progress: {},
    revision: 0,
    compactRevision: 0,
    kvHash: 0,
    worker: false,
  };
}

function membershipOf(id: NodeId, confState: RaftStatus['confState']): WorldNode['member'] {
  if (confState.voters.includes(id) || confState.votersOutgoing.includes(id)) return 'voter';
  return confState.learners.includes(id) || confState.learnersNext.includes(id) ? 'learner' : 'none';
}

function progressOf(status: RaftStatus): WorldNode['progress'] {
  return Object.fromEntries(
    status.progress.map(({ id, state, match, next, paused, inflight }) => [
      String(id),
      { state, match, next, paused, inflight },
    ]),
  );
}

function messageStates(world: ScriptWorld, timeMs: number): WorldMessage[] {
  return world.flights.map(({ id, message, sentAtTick }) => ({
    id,
    type: message.type,
    number: messageTypeNumber[message.type],
    from: message.from,
    to: message.to,
    term: plainTerm(message.term),
    sentAtMs: sentAtTick * TICK_MS,
    dueAtMs: timeMs,
    fate: world.links.isHeld(message) ? 'held' : 'flying',
  }));
}

function linkStates(world: ScriptWorld): WorldLink[] {
  const links: WorldLink[] = [];
  for (const from of world.ids) {
    for (const to of world.ids) {
      if (from === to) continue;
      links.push({
        from,
        to,
        cut: world.links.isCut({ from, to }),
        held: world.links.isHeld({ from, to }),
        latencyMs: 0,
        jitterMs: 0,
        loss: 0,
        duplicate: 0,
        reorder: 0,
      });
    }
  }
  return links;
}

/** Beyond the safe integers a decimal text. */
function plainTerm(term: Term): number | string {
  return typeof term === 'bigint' ? term.toString() : term;
}
