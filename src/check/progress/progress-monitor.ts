import type { Micros, NodeId, Term } from '../../base/flavor.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import { mayBegin, touches } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { PropertyName } from '../properties.ts';
import type { KnownMember } from '../raft/known-member.ts';
import type { Memory } from '../raft/memory.ts';
import { isQuorumOf } from '../raft/quorums.ts';
import { Calm, type CalmGroup } from './calm.ts';
import { chanceText, couldWin } from './could-win.ts';
import type { Chance, Stall, StallCause } from './stall.ts';

/** What is promised and not done, since when, and how far it has come: whatever moves begins anew. */
interface Open {
  readonly since: Micros;
  readonly mark: number;
}

/** What of a member is beside its raft: reads that wait, watches, leases that it counts. */
interface Waiting {
  transferTo: NodeId;
  transferAt: number;
  /** At which of its ticks it has begun to lead. */
  ledAt: number;
  read: number | undefined;
  told: number;
  watches: ReadonlySet<string>;
  leases: ReadonlyMap<bigint, number>;
}

/** A calm group with a leader that all of it name. */
interface Led {
  readonly node: NodeId;
  readonly term: Term;
  readonly confAt: number;
  readonly since: Micros;
  readonly calmSince: Micros;
}

const NOTHING: readonly Stall[] = [];
/** Where what is open is kept: of the group, or of a node, whose number is added. */
const PLACES = { leader: 1, commit: 2, joint: 3, applied: 10_000, match: 20_000, read: 30_000, told: 40_000 };
/** Ticks, by properties.md: an entry is committed 4 after it was appended; two more for disks that take a tick. */
const COMMIT_TICKS = 6;
const WATCH_TICKS = 5;
const ZOMBIE_TIMEOUTS = 3;
const READ_TIMEOUTS = 6;

/**
 * What should happen in calm time and has not (check/properties.ts: progress). Looked at once a tick: a group that has been
 * calm for as long as the bound of a property, and in which nothing of it has moved for so long, is stalled. A bound in which
 * nothing grows though something is asked for is also how a livelock shows, whatever moves in circles meanwhile.
 *
 *     ET = an election timeout
 *     EventuallyLeader 6 ET    EventuallyCommitted 6 ticks    EventuallyApplied, EventuallyCaughtUp, ConfChangeCompletes 2 ET
 *     LeaderStability at once, when it has led for 2 ET       NoZombie 3 ET of its own clock    TransferEnds ET, ReadsComplete 6 ET
 *     WatchDelivers 5 ticks    LeaseExpires 2 ET after its end
 */
export class ProgressMonitor {
  readonly #calm: Calm;
  readonly #open: Map<number, Open>;
  readonly #waiting: Map<NodeId, Waiting>;
  #led: Led | undefined;
  #group: CalmGroup | undefined;
  #lookedAt: Micros;
  /** Of one tick; 0: no member has begun. */
  #tick: Micros;
  #electionTicks: number;
  /** What happened once and is not undone; of the calm time that is. */
  #incidents: readonly Stall[];
  #stalls: readonly Stall[];

  constructor(from?: ProgressMonitor) {
    this.#calm = from === undefined ? new Calm() : from.#calm.clone();
    this.#open = new Map(from === undefined ? [] : from.#open);
    this.#waiting = new Map();
    for (const [id, waiting] of from === undefined ? [] : from.#waiting)
      this.#waiting.set(id, { ...waiting });
    this.#led = from === undefined ? undefined : from.#led;
    this.#group = from === undefined ? undefined : from.#group;
    this.#lookedAt = from === undefined ? 0 : from.#lookedAt;
    this.#tick = from === undefined ? 0 : from.#tick;
    this.#electionTicks = from === undefined ? 0 : from.#electionTicks;
    this.#incidents = from === undefined ? NOTHING : from.#incidents;
    this.#stalls = from === undefined ? NOTHING : from.#stalls;
  }

  /** What is stalled now. */
  get stalls(): readonly Stall[] {
    return this.#stalls;
  }

  clone(): ProgressMonitor {
    return new ProgressMonitor(this);
  }

  /** After Raft's own checks have looked: `members` and `memory` are what they know. */
  look(event: WorldEvent, members: ReadonlyMap<NodeId, KnownMember>, memory: Memory): void {
    const { at, node, input, output } = event;
    const constants = mayBegin(event.touched) ? output?.changes.boot : undefined;
    if (constants !== undefined) {
      this.#tick = Math.max(this.#tick, constants.tickMs * 1000);
      this.#electionTicks = Math.max(this.#electionTicks, constants.electionTimeout);
    }
    this.#calm.look(event, this.#tick, constants !== undefined);
    const member = members.get(node);
    if (member === undefined || output === undefined) return;
    this.#noteStranger(event, member);
    this.#noteWaiting(member, output.changes, event.touched);
    for (const trace of output.trace) {
      if (trace.type === 'transferAborted' && trace.reason === 'timeout')
        this.#failTransfer(event, member, trace.to);
    }
    if (input?.type !== 'tick') return;
    if (at - this.#lookedAt < this.#tick) return;
    this.#lookedAt = at;
    this.#judge(event, members, memory);
  }

  /** What comes from outside the group, with a term of its own, may change what the group does. */
  #noteStranger({ input, at }: WorldEvent, member: KnownMember): void {
    if (input?.type !== 'message' || this.#group === undefined) return;
    const { message } = input;
    if (message.type === 'MsgPreVote' || this.#group.nodes.includes(message.from)) return;
    if (message.from > 0 && message.term >= member.term) this.#calm.disturb(member.node, at);
  }

  #noteWaiting(member: KnownMember, changes: MemberChanges, touched: number): void {
    const { node, ticks } = member;
    let waiting = this.#waiting.get(node);
    if (waiting === undefined || (mayBegin(touched) && changes.boot !== undefined)) {
      waiting = {
        transferTo: 0,
        transferAt: 0,
        ledAt: 0,
        read: undefined,
        told: 0,
        watches: new Set(),
        leases: new Map(),
      };
      this.#waiting.set(node, waiting);
    }
    if (touched & touches.role && changes.state !== undefined) waiting.ledAt = ticks;
    if (touched & touches.progress && changes.leadTransferee !== undefined) {
      waiting.transferTo = changes.leadTransferee;
      waiting.transferAt = ticks;
    }
    const { pendingReads, toldRevision, watches } = changes;
    if (pendingReads !== undefined) waiting.read = pendingReads.find(({ index }) => index === 0)?.request;
    if (toldRevision !== undefined) waiting.told = toldRevision;
    if (watches !== undefined) {
      const open = new Set(waiting.watches);
      for (const { stream, watchId, watch } of watches) {
        const key = `${stream} ${watchId}`;
        if (watch?.state === 'synced') open.add(key);
        else open.delete(key);
      }
      waiting.watches = open;
    }
    if (!(touched & touches.leases)) return;
    const { leases, replaced, countsLeases } = changes;
    const ends = new Map(replaced === true || countsLeases === false ? [] : waiting.leases);
    for (const { id, lease } of leases ?? []) {
      if (lease?.endsAtMs === undefined) ends.delete(id);
      else ends.set(id, lease.endsAtMs);
    }
    waiting.leases = ends;
  }

  #failTransfer(event: WorldEvent, member: KnownMember, to: NodeId): void {
    const group = this.#group;
    if (group === undefined || !group.nodes.includes(to) || !group.nodes.includes(member.node)) return;
    if (event.at - group.since < 2 * this.#electionTicks * this.#tick) return;
    const { last, progress, node } = member;
    if (progress.find(({ id }) => id === to)?.match !== last) return;
    this.#incidents = [
      ...this.#incidents,
      this.#stall(
        event,
        'TransferEnds',
        group.since,
        [node, to],
        `the transfer of leadership from node ${node} to node ${to} has failed`,
        {
          type: 'transferFailed',
          leader: node,
          to,
        },
      ),
    ];
  }

  #judge(event: WorldEvent, members: ReadonlyMap<NodeId, KnownMember>, memory: Memory): void {
    const stalls: Stall[] = [];
    const before = this.#group;
    this.#group = this.#calm.group();
    if (this.#group?.since !== before?.since) this.#incidents = NOTHING;
    this.#checkZombies(event, members, stalls);
    const group = this.#group;
    if (group === undefined || !isJudged(group, members)) {
      this.#led = undefined;
      this.#open.clear();
    } else this.#judgeGroup(event, group, members, memory, stalls);
    this.#stalls = stalls.length + this.#incidents.length === 0 ? NOTHING : [...stalls, ...this.#incidents];
  }

  /** A leader that no quorum has answered for three election timeouts of its own clock: a transfer may put its look off for one. */
  #checkZombies(event: WorldEvent, members: ReadonlyMap<NodeId, KnownMember>, stalls: Stall[]): void {
    for (const member of members.values()) {
      const { constants, leads, ticks, node } = member;
      if (leads === undefined || constants?.checkQuorum !== true || !this.#calm.isUp(node)) continue;
      const since = ticks - ZOMBIE_TIMEOUTS * constants.electionTimeout;
      if ((this.#waiting.get(node)?.ledAt ?? 0) >= since) continue;
      if (isAnswered(member, since)) continue;
      const detail = `node ${node} leads term ${leads}, and no majority has answered it for ${ZOMBIE_TIMEOUTS} election timeouts`;
      const at = event.at - ZOMBIE_TIMEOUTS * constants.electionTimeout * this.#tick;
      stalls.push(
        this.#stall(event, 'NoZombie', at, [node], detail, { type: 'zombie', leader: node, term: leads }),
      );
    }
  }

  #judgeGroup(
    event: WorldEvent,
    group: CalmGroup,
    members: ReadonlyMap<NodeId, KnownMember>,
    memory: Memory,
    stalls: Stall[],
  ): void {
    const timeout = this.#electionTicks * this.#tick;
    const there = group.nodes.flatMap((id) => members.get(id) ?? []);
    const leader = leaderOf(there);
    this.#checkStability(event, group, there, leader, memory);
    const add = (
      property: PropertyName,
      from: Micros,
      nodes: readonly NodeId[],
      detail: string,
      because: StallCause,
    ): void => void stalls.push(this.#stall(event, property, from, nodes, detail, because));
    const clock = { now: event.at, calmSince: group.since };
    const leaderless = this.#stalledSince(PLACES.leader, leader === undefined, 0, 6 * timeout, clock);
    if (leaderless !== undefined) stalls.push(this.#noLeader(event, group, leaderless, members, memory));
    if (leader === undefined) {
      this.#led = undefined;
      return;
    }
    const { node, last, commit, confState, progress } = leader;
    const uncommitted = this.#stalledSince(
      PLACES.commit,
      last > commit,
      commit,
      COMMIT_TICKS * this.#tick,
      clock,
    );
    if (uncommitted !== undefined) {
      const detail = `node ${node} leads term ${leader.term} with entries up to ${last}, and ${commit} is committed`;
      const because = { type: 'notCommitted', leader: node, index: last, commit } as const;
      add('EventuallyCommitted', uncommitted, [node], detail, because);
    }
    const joint = this.#stalledSince(PLACES.joint, confState.autoLeave, 0, 2 * timeout, clock);
    if (joint !== undefined) {
      const detail = `node ${node} leads a joint configuration that is to be left by itself`;
      add('ConfChangeCompletes', joint, [node], detail, { type: 'jointOpen', leader: node });
    }
    this.#checkTransfer(event, leader, stalls);
    const committed = memory.committed.length;
    for (const member of there) {
      const { node: id, applied, revision } = member;
      const seen = progress.find((one) => one.id === id);
      if (seen === undefined) continue;
      const isUnapplied = applied < committed;
      const isBehind = id !== node && (seen.match < commit || seen.state !== 'StateReplicate');
      const own = this.#waiting.get(id);
      const isUntold = own !== undefined && own.watches.size > 0 && own.told < revision;
      if (!isUnapplied && !isBehind && !isUntold && own?.read === undefined && this.#open.size === 0)
        continue;
      const unapplied = this.#stalledSince(PLACES.applied + id, isUnapplied, applied, 2 * timeout, clock);
      if (unapplied !== undefined) {
        const detail = `node ${id} has applied up to ${applied}, and ${committed} is committed`;
        const because = { type: 'notApplied', node: id, applied, commit: committed } as const;
        add('EventuallyApplied', unapplied, [id], detail, because);
      }
      const behind = this.#stalledSince(PLACES.match + id, isBehind, seen.match, 2 * timeout, clock);
      if (behind !== undefined) {
        const detail = `node ${node} leads, and node ${id} has its log up to ${seen.match} (${seen.state}), not to ${last}`;
        const because = { type: 'notCaughtUp', node: id, match: seen.match, last } as const;
        add('EventuallyCaughtUp', behind, [node, id], detail, because);
      }
      if (own === undefined) continue;
      const { read, told } = own;
      const unread = this.#stalledSince(
        PLACES.read + id,
        read !== undefined,
        read ?? 0,
        READ_TIMEOUTS * timeout,
        clock,
      );
      if (unread !== undefined && read !== undefined) {
        const detail = `a read waits at node ${id} for its read index`;
        add('ReadsComplete', unread, [id], detail, { type: 'readOpen', node: id, request: read });
      }
      const untold = this.#stalledSince(PLACES.told + id, isUntold, told, WATCH_TICKS * this.#tick, clock);
      if (untold !== undefined) {
        const detail = `watches of node ${id} were told up to revision ${told}, and its store is at ${revision}`;
        add('WatchDelivers', untold, [id], detail, { type: 'watchOpen', node: id, told, revision });
      }
    }
    this.#checkLeases(event, group, leader, stalls);
  }

  /** A transfer that neither succeeds nor is given up within an election timeout. */
  #checkTransfer(event: WorldEvent, leader: KnownMember, stalls: Stall[]): void {
    const { node, ticks } = leader;
    const waiting = this.#waiting.get(node);
    if (waiting === undefined || waiting.transferTo === 0) return;
    const { transferTo: to, transferAt } = waiting;
    if (ticks - transferAt <= this.#electionTicks + 1) return;
    const detail = `the transfer of leadership from node ${node} to node ${to} does not end`;
    const from = event.at - (ticks - transferAt) * this.#tick;
    const because = { type: 'transferOpen', leader: node, to } as const;
    stalls.push(this.#stall(event, 'TransferEnds', from, [node, to], detail, because));
  }

  /** A lease whose end has passed, at the leader, which counts. */
  #checkLeases(event: WorldEvent, group: CalmGroup, { node }: KnownMember, stalls: Stall[]): void {
    const bound = 2 * this.#electionTicks * this.#tick;
    for (const [id, endsAtMs] of this.#waiting.get(node)?.leases ?? []) {
      const from = Math.max(endsAtMs * 1000, group.since, this.#led?.since ?? event.at);
      if (event.at - from <= bound) continue;
      const detail = `lease ${id} has ended, and node ${node}, the leader, has not revoked it`;
      const because = { type: 'leaseOpen', node, lease: id.toString() } as const;
      stalls.push(this.#stall(event, 'LeaseExpires', from, [node], detail, because));
      return;
    }
  }

  /** A leader of a calm group stays, unless it hands over or the group itself changes. */
  #checkStability(
    event: WorldEvent,
    group: CalmGroup,
    there: readonly KnownMember[],
    leader: KnownMember | undefined,
    memory: Memory,
  ): void {
    const led = this.#led;
    const confAt = memory.confInForce?.event ?? 0;
    const isSame = led !== undefined && led.node === leader?.node && led.term === leader.term;
    if (isSame) return;
    const newest = there.reduce<Term>((term, member) => (member.term > term ? member.term : term), 0);
    if (
      led !== undefined &&
      led.calmSince === group.since &&
      led.confAt === confAt &&
      newest > led.term &&
      event.at - led.since > 2 * this.#electionTicks * this.#tick &&
      !this.#hasHandedOver(led.node, there)
    ) {
      const { node } = led;
      const detail = `node ${node} led term ${led.term} in calm time, and now the term is ${newest}`;
      const because = { type: 'leaderFell', leader: node, term: led.term, newTerm: newest } as const;
      this.#incidents = [
        ...this.#incidents,
        this.#stall(event, 'LeaderStability', event.at, [node], detail, because),
      ];
    }
    this.#led =
      leader === undefined
        ? undefined
        : { node: leader.node, term: leader.term, confAt, since: event.at, calmSince: group.since };
  }

  /** It was asked to hand over the leadership, not long ago. */
  #hasHandedOver(node: NodeId, there: readonly KnownMember[]): boolean {
    const waiting = this.#waiting.get(node);
    const ticks = there.find((member) => member.node === node)?.ticks;
    if (waiting === undefined || ticks === undefined) return true;
    return waiting.transferAt > 0 && ticks - waiting.transferAt <= 2 * this.#electionTicks;
  }

  #noLeader(
    event: WorldEvent,
    group: CalmGroup,
    since: Micros,
    members: ReadonlyMap<NodeId, KnownMember>,
    memory: Memory,
  ): Stall {
    const chances = this.chances(members, memory).filter(({ node }) => group.nodes.includes(node));
    const detail = `nobody leads nodes ${group.nodes.join(', ')}; ${chances.map(chanceText).join('; ')}`;
    return this.#stall(event, 'EventuallyLeader', since, group.nodes, detail, { type: 'noLeader', chances });
  }

  /** Of each member that runs: whether it could win an election now, and why not. */
  chances(members: ReadonlyMap<NodeId, KnownMember>, memory: Memory): readonly Chance[] {
    const around = {
      members,
      memory,
      isUp: (id: NodeId) => this.#calm.isUp(id),
      areConnected: (a: NodeId, b: NodeId) => this.#calm.areConnected(a, b),
    };
    return [...members.keys()].flatMap((id) => couldWin(id, around) ?? []);
  }

  /** Since when, if that is longer than the bound; `mark` moves when something of it does. */
  #stalledSince(
    key: number,
    isOpen: boolean,
    mark: number,
    bound: Micros,
    { now, calmSince }: { readonly now: Micros; readonly calmSince: Micros },
  ): Micros | undefined {
    if (!isOpen) {
      if (this.#open.size > 0) this.#open.delete(key);
      return undefined;
    }
    let open = this.#open.get(key);
    if (open === undefined || open.mark !== mark) {
      open = { since: now, mark };
      this.#open.set(key, open);
    }
    const since = Math.max(open.since, calmSince);
    return now - since > bound ? since : undefined;
  }

  #stall(
    { at, number }: WorldEvent,
    property: PropertyName,
    since: Micros,
    nodes: readonly NodeId[],
    detail: string,
    because: StallCause,
  ): Stall {
    return { property, since, at, event: number, nodes, detail, because };
  }
}

/** Whether a majority has answered the leader since that tick of its own. */
function isAnswered({ node, heard, confState }: KnownMember, since: number): boolean {
  const answered = [node];
  for (let id = 0; id < heard.length; id++) if ((heard[id] ?? -Infinity) >= since) answered.push(id);
  return isQuorumOf(answered, confState);
}

/** Of every configuration in use in the group, a quorum is in it. */
function isJudged(group: CalmGroup, members: ReadonlyMap<NodeId, KnownMember>): boolean {
  let hasConf = false;
  // Whoever is not known here belongs to another history: no vote of it counts.
  const nodes = group.nodes.filter((id) => members.has(id));
  for (const id of nodes) {
    const confState = members.get(id)?.confState;
    if (confState === undefined || confState.voters.length === 0) continue;
    hasConf = true;
    if (!isQuorumOf(nodes, confState)) return false;
  }
  return hasConf;
}

/** Who leads, if all whom it has as members name it. */
function leaderOf(there: readonly KnownMember[]): KnownMember | undefined {
  let leader: KnownMember | undefined;
  for (const member of there)
    if (member.leads !== undefined && (leader?.leads === undefined || member.leads > leader.leads))
      leader = member;
  if (leader === undefined) return undefined;
  const { node, term, progress } = leader;
  const isNamed = there.every(
    (member) =>
      !progress.some(({ id }) => id === member.node) || (member.lead === node && member.term === term),
  );
  return isNamed ? leader : undefined;
}
