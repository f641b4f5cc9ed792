import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import { ImageFold, type MemberImage } from '../../node/report/image.ts';
import { isTransferMark } from '../../raft/election.ts';
import type { Message } from '../../raft/message.ts';
import type { EntryId } from '../../raft/trace.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Past } from '../past.ts';
import { ruleBook } from '../rule-book.ts';
import type { Asked, AskedMessage, Decision, NodeBefore } from './decision.ts';
import { engineAnswer } from './engine-answer.ts';
import { offered } from './plausible.ts';

/** So many of the newest entries of a log are shown with a question. */
const ENTRIES_SHOWN = 12;
/** So many events of the record are looked through at a time. */
const EVENTS_AT_ONCE = 256;

/** A stretch of a run, its events from..to. */
export interface DecisionsAsk {
  readonly node: NodeId;
  readonly from: number;
  readonly to: number;
}

/** Every event of a stretch in which a node decided, in order, at most `limit`; none at a node that there is not. Rejects if there is no such stretch. */
export async function decisionsOf(
  past: Past,
  { node, from, to }: DecisionsAsk,
  limit = Infinity,
  rest: (progress: number) => Promise<void> = () => Promise.resolve(),
): Promise<readonly Decision[]> {
  const first = Math.max(1, from);
  const { world } = await past.at(first - 1);
  const member = new FollowedMember(world.machines.get(node)?.fold);
  const found: Decision[] = [];
  for (let next = first; next <= to && found.length < limit; next += EVENTS_AT_ONCE) {
    for (const event of await past.events(next, Math.min(to, next + EVENTS_AT_ONCE - 1))) {
      const step = member.add(event, node);
      const decision = step && decisionOf(event, step.before, step.after);
      if (decision !== undefined && found.push(decision) >= limit) break;
    }
    await rest((next - first) / Math.max(1, to - first));
  }
  return found;
}

/** A member from record to record. */
export class FollowedMember {
  /** Undefined: its machine has not been up yet. */
  #fold: ImageFold | undefined;

  /** It is `fold` before the first event. */
  constructor(fold: ImageFold | undefined) {
    this.#fold = fold?.clone();
  }

  /** What it was before an event and is after it, if the event happened to it, on this machine. */
  add(
    { node: of, output }: WorldEvent,
    node: NodeId,
  ): { readonly before: MemberImage; readonly after: MemberImage } | undefined {
    if (output === undefined || of !== node) return undefined;
    const before = this.#fold?.image;
    const fold = (this.#fold ??= ImageFold.ofNothing());
    fold.add(output.changes);
    return before && { before, after: fold.image };
  }
}

/** The decision of one event at a node that was `before` and is `after`; undefined: there was nothing to decide. */
export function decisionOf(event: WorldEvent, before: MemberImage, after: MemberImage): Decision | undefined {
  const trace = event.output?.trace ?? [];
  const engines = engineAnswer({ event, trace, before: before.view(), after: after.view() });
  const asked = askedIn(event, trace, after);
  if (engines === undefined || asked === undefined) return undefined;
  const state = nodeBefore(before);
  const { answers, right } = offered(asked, state, engines.answer, event.number);
  const { section, link } = ruleBook[engines.rule];
  return {
    event: event.number,
    atMs: event.at / 1000,
    node: event.node,
    asked,
    before: state,
    answers,
    right,
    rule: engines.rule,
    section,
    link,
    because: trace.filter(tellsWhy),
  };
}

function askedIn(event: WorldEvent, trace: readonly NodeTrace[], after: MemberImage): Asked | undefined {
  const { input } = event;
  switch (input?.type) {
    case 'message':
      return { type: 'message', id: event.message, message: askedMessage(input.message) };
    case 'tick': {
      const checked = trace.find((each) => each.type === 'quorumChecked');
      return checked === undefined ? { type: 'timer' } : { type: 'quorumCheck', heard: checked.activeIds };
    }
    case 'campaign':
      return { type: 'told' };
    case 'writeDone':
      return { type: 'disk', match: ownMatch(after) };
    case 'request':
      return { type: 'request' };
    default:
      return undefined;
  }
}

function ownMatch(image: MemberImage): LogIndex {
  const { progress, id } = image.view();
  return progress.find((each) => each.id === id)?.match ?? 0;
}

function askedMessage(message: Message): AskedMessage {
  const { type, from, term } = message;
  const common = { type, from, term };
  switch (message.type) {
    case 'MsgVote':
    case 'MsgPreVote':
      return {
        ...common,
        position: { index: message.index, term: message.logTerm },
        ...(isTransferMark(message.context) ? { transfer: true } : {}),
      };
    case 'MsgApp':
      return {
        ...common,
        position: { index: message.index, term: message.logTerm },
        entries: message.entries.map((entry) => entry.term),
        commit: message.commit,
      };
    case 'MsgHeartbeat':
      return { ...common, commit: message.commit };
    case 'MsgSnap':
      return { ...common, position: { index: message.snapshot.index, term: message.snapshot.term } };
    case 'MsgAppResp':
      return {
        ...common,
        index: message.index,
        reject: message.reject,
        ...(message.reject ? { hint: { index: message.rejectHint, term: message.logTerm } } : {}),
      };
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      return { ...common, reject: message.reject };
    default:
      return common;
  }
}

function nodeBefore(image: MemberImage): NodeBefore {
  const { state, term, vote, lead, commit, first, last, electionElapsed, electionTimeout, ...view } =
    image.view();
  const log = image
    .entries(Math.max(first, last - ENTRIES_SHOWN + 1), last)
    .map(({ index, term: of }): EntryId => ({ index, term: of }));
  const by = (wanted: 'granted' | 'rejected'): readonly NodeId[] =>
    view.votes.filter((each) => each.vote === wanted).map(({ id }) => id);
  return {
    state,
    term,
    vote,
    lead,
    commit,
    last: log.at(-1) ?? { index: last, term: last === view.snapshotIndex ? view.snapshotTerm : 0 },
    log,
    elapsed: electionElapsed,
    electionTimeout,
    voters: view.confState.voters,
    matches: view.progress.map(({ id, match, next }) => ({ id, match, next })),
    granted: by('granted'),
    rejected: by('rejected'),
  };
}

/** Of all that was decided in the event, what says something of the answer. */
function tellsWhy({ type }: NodeTrace): boolean {
  switch (type) {
    case 'localMessage':
    case 'applied':
    case 'progressChanged':
    case 'snapshotSent':
    case 'snapshotTaken':
    case 'logCompacted':
    case 'configSwitched':
    case 'snapshotInstalled':
    case 'readServed':
    case 'proposedLate':
      return false;
    default:
      return true;
  }
}
