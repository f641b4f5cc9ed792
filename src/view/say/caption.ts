import type { LogIndex } from '../../base/flavor.ts';
import type { CaptionFrame, Frame } from '../../lab/frame/frame.ts';
import type { NodeTrace } from '../../node/io.ts';
import { formatNode } from './format.ts';

/** What a sentence is made of: a code of the catalogue and what it is filled with. */
export interface Phrase {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Where we are: what happened, and what came of it, the most telling first. */
export interface Caption {
  readonly subject: Phrase;
  /** A decision that has no short form is said in the words of the inspector. */
  readonly did: readonly (Phrase | { readonly trace: NodeTrace })[];
}

/** As many as one line holds. */
const SHOWN = 2;

/** One event as the sentence that says where we are, in codes and numbers. */
export function captionOf(frame: CaptionFrame, instant: Pick<Frame, 'events' | 'nodes'>): Caption {
  const isQuiet = frame.trace.every(({ type }) => !ranks.has(type));
  // Of a load's call there is a word where there is nothing else to say.
  const ended = frame.calls.flatMap(({ label, status, isOfLoad }) =>
    isOfLoad && !isQuiet
      ? []
      : status === 'ok' || status === 'failed' || status === 'unknown'
        ? [phrase(`call.${status}`, { label })]
        : [],
  );
  const asked = frame.type === 'client' ? invokedOf(frame) : [];
  // The configuration with which a member starts is on its disk already, and all start as followers: no news.
  const starts = frame.trace.some(({ type }) => type === 'started');
  const decided = frame.trace
    .filter(({ type }) => !starts || (type !== 'configSwitched' && type !== 'becameFollower'))
    .map((trace) => ({ trace, rank: ranks.get(trace.type) ?? 0 }))
    .filter(({ rank }) => rank > 0)
    // The order of what is equally telling is the order in which it was decided.
    .sort((a, b) => b.rank - a.rank)
    .map(({ trace }) => shortForm(trace) ?? { trace });
  const did = [...decided.slice(0, SHOWN), ...ended, ...asked].slice(0, SHOWN + 1);
  return { subject: subjectOf(frame), did: did.length > 0 ? did : timerOf(frame, instant) };
}

/** What a client program asks for in its event; many calls at once are counted. */
function invokedOf({ calls }: CaptionFrame): Phrase[] {
  const labels = calls.flatMap(({ label, status }) => (status === 'invoked' ? [label] : []));
  if (labels.length > SHOWN) return [phrase('did.asksMany', { number: labels.length })];
  return labels.map((label) => phrase('did.asks', { label }));
}

/** A tick with nothing else in it has brought the next campaign, or the next beat, nearer; known of the present alone. */
function timerOf(
  { type, node, event }: CaptionFrame,
  { events, nodes }: Pick<Frame, 'events' | 'nodes'>,
): Phrase[] {
  const view = type === 'tick' && event === events ? nodes.find(({ id }) => id === node)?.view : undefined;
  if (view === undefined || view.state === 'StateLeader') return [];
  return [phrase('did.timer', { elapsed: view.electionElapsed, timeout: view.randomizedElectionTimeout })];
}

function phrase(code: string, values: Phrase['values'] = {}): Phrase {
  return { code, values };
}

function subjectOf(frame: CaptionFrame): Phrase {
  const { type, message, waits, command, client } = frame;
  const node = formatNode(frame.node);
  if (message !== undefined) {
    const values = {
      node: formatNode(message.to),
      from: formatNode(message.from),
      message: [message.type, aboutOf(message)].filter((part) => part !== '').join(' '),
    };
    if (type === 'death') return phrase(`death.${message.end ?? 'lost'}`, values);
    return phrase(waits ? 'waits' : 'message', values);
  }
  if (command !== undefined) {
    if (command.type === 'request' || command.type === 'confChange')
      return phrase('asked', { node, label: frame.calls[0]?.label ?? command.label.object ?? '' });
    return phrase('command', {});
  }
  if (type === 'client') return phrase('client', { client: client ?? '' });
  const taken = frame.calls.find((call) => call.status === 'taken');
  if (taken !== undefined && type !== 'requestGone') return phrase('taken', { node, label: taken.label });
  return phrase(`event.${type}`, { node });
}

/** The number beside a message's name: up to which entry, or which entries; − for a refusal. */
function aboutOf(message: NonNullable<CaptionFrame['message']>): string {
  const { type, reject, entries, index } = message;
  const sign = reject ? '−' : '';
  switch (type) {
    case 'MsgApp':
      return entries === 0 ? '' : range(index + 1, index + entries);
    case 'MsgAppResp':
    case 'MsgSnap':
      return `${sign}${index}`;
    default:
      return sign;
  }
}

function range(first: LogIndex, last: LogIndex): string {
  return first === last ? String(first) : `${first} … ${last}`;
}

/** Of what is decided together the highest says most. What is not here is never worth a caption. */
const order: readonly (readonly NodeTrace['type'][])[] = [
  ['becameLeader', 'committed', 'started'],
  ['voteCounted', 'becameCandidate', 'becamePreCandidate', 'logTruncated', 'appendRejected', 'voteRejected'],
  ['voteGranted', 'voteIgnored', 'configSwitched', 'snapshotInstalled', 'snapshotRestored'],
  [
    'becameFollower',
    'entriesAppended',
    'appendAccepted',
    'proposalDropped',
    'confChangeRefused',
    'campaignRefused',
  ],
  ['snapshotSent', 'snapshotTaken', 'snapshotIgnored', 'snapshotNotSent', 'timeoutNowSent'],
  ['transferStarted', 'transferAborted', 'transferRefused', 'leaderForgotten', 'forgetRefused'],
  ['readIndexConfirmed', 'readIndexAsked', 'readIndexPostponed', 'readIndexDropped', 'readIndexForwarded'],
  [
    'readServed',
    'readConfirmed',
    'proposedLate',
    'applied',
    'progressChanged',
    'proposalForwarded',
    'staleLeaderAnswered',
    'messageIgnored',
  ],
  ['notCommitted', 'quorumChecked', 'appendStale', 'logCompacted', 'staleAppendResponse'],
];
const ranks = new Map(order.flatMap((types, i) => types.map((type) => [type, order.length - i] as const)));

/** Undefined: the decision is said in full. */
function shortForm(trace: NodeTrace): Phrase | undefined {
  switch (trace.type) {
    case 'started':
      return phrase('did.starts', { term: String(trace.term), last: trace.last });
    case 'becameLeader':
      return phrase('did.leads', { term: String(trace.term) });
    case 'becameCandidate':
      return phrase('did.campaigns', { term: String(trace.term) });
    case 'becamePreCandidate':
      return phrase('did.asksFirst');
    case 'becameFollower':
      return trace.reason === 'leaderSeen'
        ? phrase('did.follows', { lead: formatNode(trace.lead), term: String(trace.term) })
        : trace.reason === 'higherTerm'
          ? phrase('did.newTerm', { term: String(trace.term) })
          : undefined;
    case 'voteGranted':
      return phrase(trace.pre ? 'did.wouldVote' : 'did.votes', {
        candidate: formatNode(trace.candidate),
        term: String(trace.term),
      });
    case 'voteRejected':
      return phrase(`did.refuses.${trace.reason}`, {
        candidate: formatNode(trace.candidate),
        vote: formatNode(trace.vote),
        lead: formatNode(trace.lead),
        term: String(trace.term),
      });
    case 'voteCounted':
      return phrase(`did.counts.${trace.result}`, {
        granted: trace.grantedCount,
        rejected: trace.rejectedCount,
      });
    case 'entriesAppended':
      return phrase('did.appends', { entries: range(trace.first, trace.last) });
    case 'appendAccepted':
      return trace.last > trace.prev.index
        ? phrase('did.appends', { entries: range(trace.prev.index + 1, trace.last) })
        : phrase('did.matches', { index: trace.last });
    case 'appendRejected':
      return phrase('did.rejects', { prev: trace.prev.index });
    case 'logTruncated':
      return phrase('did.truncates', { from: trace.from });
    case 'committed':
      return committedForm(trace);
    case 'applied':
      return phrase('did.applies', { entries: range(trace.first, trace.last), revision: trace.revision });
    case 'progressChanged':
      return phrase('did.sends', { peer: formatNode(trace.peer), state: trace.after });
    case 'proposalForwarded':
      return phrase('did.forwards', { lead: formatNode(trace.lead) });
    case 'readServed':
      return phrase(trace.index === 0 ? 'did.readsHere' : 'did.reads', { index: trace.index });
    case 'messageIgnored':
      return phrase(`did.ignores.${trace.reason}`, {
        messageTerm: String(trace.messageTerm),
        term: String(trace.term),
      });
    case 'notCommitted':
      return trace.reason === 'noQuorum' ? phrase('did.waits', { index: trace.index }) : undefined;
    default:
      return undefined;
  }
}

/** What the leader counted, as it counted it; a follower only learns. */
function committedForm(trace: Extract<NodeTrace, { type: 'committed' }>): Phrase {
  const entries = range(trace.from + 1, trace.to);
  if (trace.by !== 'quorum') return phrase('did.learns', { entries });
  const [half, other] = trace.counted;
  if (half === undefined) return phrase('did.learns', { entries });
  const values = { entries, have: half.have.length, voters: half.voters };
  return other === undefined
    ? phrase('did.commits', values)
    : phrase('did.commitsJoint', { ...values, otherHave: other.have.length, otherVoters: other.voters });
}
