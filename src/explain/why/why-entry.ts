import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { World } from '../../sim/world/world.ts';
import { chainOf, joinChains } from '../causes.ts';
import type { Past } from '../past.ts';
import { QuorumRules } from '../quorum-rules.ts';
import { currentConfState, situationOf } from '../situation.ts';
import { foresee } from './foresight.ts';
import { commandsBehind, lacking, needsOf, standingAway, uncounted } from './hindrances.ts';
import {
  brings,
  holdersOf,
  leadingNow,
  logsOf,
  machineOf,
  type Holder,
  type Leading,
  type LogLook,
} from './standing.ts';
import type { Subject } from './subject.ts';
import { whyNotApplied } from './why-not-applied.ts';
import type { Explained, Hindrance, Need } from './why.ts';

type Asked = Extract<Subject, { readonly type: 'entry' }>;

/** One entry, as all that is said of it here names it. */
export interface TheEntry {
  readonly index: LogIndex;
  readonly term: Term;
}

/** Why an entry is not committed; and if it is, why not everybody has applied it. */
export async function whyEntry(past: Past, subject: Asked): Promise<Explained> {
  const { index, node } = subject;
  const { now } = past;
  if (node !== undefined) machineOf(now, node);
  const logs = logsOf(now);
  const term = subject.term ?? meantTerm(past, logs, index, node);
  if (term === undefined) {
    const last = Math.max(0, ...logs.map((each) => each.last));
    const needs: readonly Need[] = [{ code: 'entryProposed', numbers: { index } }];
    return { answer: 'entryUnknown', rule: 'committedIndex', numbers: { index, last }, needs };
  }
  const found: Subject = { ...subject, term };
  return { ...(await whyThisEntry(past, { index, term }, node)), subject: found };
}

/** The same of an entry that is known by index and term; `node`: who is to apply it, if it is one. */
export async function whyThisEntry(past: Past, entry: TheEntry, node?: NodeId): Promise<Explained> {
  const holders = holdersOf(logsOf(past.now), entry.index, entry.term);
  const other = holders.find((each) => each.otherCommitted);
  if (other?.otherTerm !== undefined) return replaced(past, entry, other.otherTerm, holders);
  if (holders.some((each) => each.committed)) return whyNotApplied(past, entry, holders, node);
  if (!holders.some((each) => each.has)) return inNoLog(past, entry);
  return whyNotCommitted(past, entry, holders);
}

/**
 * Of which term the entry is that is meant: in the log that is asked about, the one that is committed there, or the leader's, or
 * the newest of any log; and if no log has one, of the one that was there.
 */
function meantTerm(
  { now, timeline }: Past,
  logs: readonly LogLook[],
  index: LogIndex,
  node: NodeId | undefined,
): Term | undefined {
  const own = logs.find(({ id }) => id === node)?.termAt(index);
  if (own !== undefined) return own;
  let newest: Term | undefined;
  for (const { commit, termAt } of logs) {
    const term = termAt(index);
    if (term === undefined) continue;
    if (index <= commit) return term;
    if (newest === undefined || term > newest) newest = term;
  }
  const leader = leadingNow(now)?.id;
  const atLeader = logs.find(({ id }) => id === leader)?.termAt(index);
  return atLeader ?? newest ?? timeline.origins.newestAt(index, now.events)?.term;
}

async function whyNotCommitted(past: Past, entry: TheEntry, holders: readonly Holder[]): Promise<Explained> {
  const { now } = past;
  const { index, term } = entry;
  const of = { index, entryTerm: term };
  const leading = leadingNow(now);
  const conf = currentConfState(situationOf(now).nodes) ?? { voters: [], votersOutgoing: [] };
  const rules = new QuorumRules(now.config, leading?.machine.settingsInForce);
  const stable = holders.filter((each) => each.stable).map(({ id }) => id);
  const half = worstHalf(conf, rules, stable);
  const origin = past.timeline.origins.ofEntry(index, term);
  const appended = origin === undefined ? [] : await chainOf(past, origin.event);
  const foreseen = canBeCommitted(past, index, half, leading)
    ? await foresee(past, (world) => isCommittedAnywhere(world, index))
    : undefined;
  const common = { byItselfAt: foreseen?.at } as const;

  if (leading === undefined) {
    const { nodes, need, voters } = half;
    const has = holders.filter((each) => each.has).map(({ id }) => id);
    const because = holders.flatMap(
      (each) => lacking(now, each, entry, undefined) ?? standingAway(now, each.id, undefined) ?? [],
    );
    return {
      ...common,
      answer: 'entryNobodyLeads',
      rule: 'committedIndex',
      numbers: { ...of, nodes, need, voters },
      needs: [{ code: 'electedFrom', numbers: { nodes: has } }, ...needsOf(because, undefined)],
      because,
      causes: joinChains(commandsBehind(past, because, undefined), appended),
    };
  }
  const leader = leading.id;
  const atLeader = holders.find(({ id }) => id === leader);
  if (atLeader?.has !== true) {
    const nodes = holders.filter((each) => each.has).map(({ id }) => id);
    return {
      ...common,
      answer: 'entryNotAtLeader',
      rule: 'conflictIndex',
      numbers: { ...of, leader, term: leading.view.term, nodes, last: atLeader?.last ?? 0 },
      needs: [{ code: 'electedFrom', numbers: { nodes } }],
      causes: joinChains(await leadershipOf(past, leading), appended),
    };
  }
  const { nodes, need, voters } = half;
  if (nodes.length < need) {
    const because = half.of.flatMap((id) => {
      const holder = holders.find((each) => each.id === id);
      return holder === undefined
        ? [{ node: id, code: 'killed', numbers: {} } as const]
        : (lacking(now, holder, entry, leading) ?? []);
    });
    const missing = because.map(({ node }) => node);
    const needs: readonly Need[] = [
      { code: 'moreDisks', numbers: { more: need - nodes.length, nodes: missing } },
      ...needsOf(because, leader),
    ];
    const rest = {
      ...common,
      needs,
      because,
      rule: 'committedIndex',
      causes: joinChains(commandsBehind(past, because, leader), appended),
    } as const;
    const numbers = { ...of, nodes, need, voters, leader };
    return half.joint === undefined
      ? { ...rest, answer: 'entryNoQuorum', numbers }
      : { ...rest, answer: 'entryNoJointQuorum', numbers: { ...numbers, half: half.joint } };
  }
  if (!rules.rules.commitsByCounting(term, leading.view.term)) {
    return {
      ...common,
      answer: 'entryOlderTerm',
      rule: 'commitsByCounting',
      numbers: { ...of, leader, term: leading.view.term, nodes, need, voters },
      needs: [{ code: 'ownTermCommitted', numbers: { leader, term: leading.view.term } }],
      causes: joinChains(await leadershipOf(past, leading), appended),
    };
  }
  return { ...common, ...unaware(past, entry, leading, half, rules), causes: appended };
}

/** Enough disks have it: the leader has not heard of all of them yet. */
function unaware(past: Past, { index, term }: TheEntry, leading: Leading, half: Half, rules: QuorumRules) {
  const { now } = past;
  const { nodes, need, voters } = half;
  const leader = leading.id;
  const because: readonly Hindrance[] = nodes.flatMap((id) => uncounted(now, id, index, leading) ?? []);
  const match = (id: NodeId) => leading.view.progress.find((each) => each.id === id)?.match;
  return {
    answer: 'entryLeaderUnaware',
    rule: 'committedIndex',
    numbers: {
      index,
      entryTerm: term,
      leader,
      nodes,
      need,
      voters,
      counted: rules.countedUpTo(half.of, match),
    },
    needs: needsOf(because, leader),
    because,
  } as const;
}

/** The voters that must have it, or of a joint configuration those of the half that lacks most. */
interface Half {
  readonly of: readonly NodeId[];
  readonly nodes: readonly NodeId[];
  readonly need: number;
  readonly voters: number;
  /** Which half of a joint configuration it is. */
  readonly joint: 'incoming' | 'outgoing' | undefined;
}

function worstHalf(
  conf: { readonly voters: readonly NodeId[]; readonly votersOutgoing: readonly NodeId[] },
  rules: QuorumRules,
  stable: readonly NodeId[],
): Half {
  const make = (of: readonly NodeId[], joint: Half['joint']): Half => ({
    of,
    nodes: of.filter((id) => stable.includes(id)),
    need: rules.needToCommit(of),
    voters: of.length,
    joint,
  });
  if (conf.votersOutgoing.length === 0) return make(conf.voters, undefined);
  const incoming = make(conf.voters, 'incoming');
  const outgoing = make(conf.votersOutgoing, 'outgoing');
  return incoming.need - incoming.nodes.length >= outgoing.need - outgoing.nodes.length ? incoming : outgoing;
}

/**
 * Whether enough of them can still vouch for it while nobody acts: those that run, and those that the leader has heard from
 * already. Who is down, stands still or has a stuck disk stays so.
 */
function canBeCommitted({ now }: Past, index: LogIndex, half: Half, leading: Leading | undefined): boolean {
  // What is committed and not applied may be a change of members, after which others count.
  for (const { image } of now.machines.values()) {
    const view = image?.view();
    if (view !== undefined && view.applied < view.commit) return true;
  }
  const matches = leading?.view.progress ?? [];
  const able = half.of.filter((id) => {
    const machine = now.machines.get(id);
    return (
      (machine?.status === 'up' && !machine.disk.stuck) ||
      matches.some((each) => each.id === id && each.match >= index)
    );
  });
  return able.length >= half.need;
}

function isCommittedAnywhere(world: World, index: LogIndex): boolean {
  for (const { image } of world.machines.values()) if ((image?.view().commit ?? 0) >= index) return true;
  return false;
}

/** Lost for ever: what is committed stays. */
async function replaced(
  past: Past,
  { index, term }: TheEntry,
  committedTerm: Term,
  holders: readonly Holder[],
): Promise<Explained> {
  const nodes = holders.filter((each) => each.has).map(({ id }) => id);
  const { origins, marks } = past.timeline;
  const winner = origins.ofEntry(index, committedTerm);
  const commits = winner === undefined ? [] : marks.firstCommits(index, winner.event - 1, past.now.events);
  const first = commits.map(({ event }) => event).sort((a, b) => a - b)[0];
  const appended = origins.ofEntry(index, term)?.event;
  return {
    answer: 'entryReplaced',
    rule: 'conflictIndex',
    numbers: { index, entryTerm: term, committedTerm, nodes },
    causes: joinChains(
      first === undefined ? [] : await chainOf(past, first),
      winner === undefined ? [] : await chainOf(past, winner.event),
      appended === undefined ? [] : await chainOf(past, appended),
    ),
  };
}

/**
 * It was in a log, and whoever had it has cut it off, or lost its disk or memory. A message that carries it may still bring it
 * back; after that nothing can.
 */
async function inNoLog(past: Past, { index, term }: TheEntry): Promise<Explained> {
  const { now, timeline } = past;
  const origin = timeline.origins.ofEntry(index, term);
  const causes = origin === undefined ? [] : await chainOf(past, origin.event);
  const of = { index, entryTerm: term };
  for (const { id: message, from, to, fate, payload, endsAt } of now.bus.flights()) {
    if (fate === 'doomed' || !brings(payload, index, term)) continue;
    const code = endsAt === undefined ? 'messageReleased' : 'messageArrives';
    const needs: readonly Need[] = [{ code, numbers: { message } }];
    return {
      answer: 'entryUnderWay',
      rule: 'serversStop',
      numbers: { ...of, message, from, to },
      needs,
      causes,
    };
  }
  for (const { id: node, waiting } of now.machines.values()) {
    if (!waiting.some((input) => input.type === 'message' && brings(input.message, index, term))) continue;
    const needs: readonly Need[] = [{ code: 'resumed', numbers: { node } }];
    return { answer: 'entryAtPaused', rule: 'serversStop', numbers: { ...of, node }, needs, causes };
  }
  const nodes = origin === undefined ? [] : [origin.node];
  return { answer: 'entryTruncated', rule: 'conflictIndex', numbers: { ...of, nodes }, causes };
}

/** What led to its leadership. */
async function leadershipOf(past: Past, { id, view }: Leading): Promise<readonly number[]> {
  const event = past.timeline.marks.electionOf(id, view.term, past.now.events);
  return event === undefined ? [] : chainOf(past, event);
}
