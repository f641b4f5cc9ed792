import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { Frame, NodeFrame } from '../../lab/frame/frame.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { StateType } from '../../raft/ready.ts';
import type { Place } from './stage-layout.ts';
import { fateOf, isLost } from '../message/message-fate.ts';
import { termLook, type TermLook } from './term-colour.ts';

/** A voter's answer as a candidate knows it: `onTheWay` is not known to it yet, only to who sees the network. */
export type VoteMark = 'granted' | 'rejected' | 'onTheWay' | 'missing';

export interface StageNode extends Place {
  readonly status: NodeFrame['status'];
  readonly crashed: string | undefined;
  /** It has ended because the cluster removed its member. */
  readonly removed: boolean;
  readonly member: NodeFrame['member'];
  /** Undefined while it is killed. */
  readonly role: StateType | undefined;
  /** Told by shape as well as by words: leaders and followers are round, candidates hexagons, others squares. */
  readonly shape: 'circle' | 'hexagon' | 'square';
  readonly term: Term;
  readonly look: TermLook;
  /** No link to or from it is open, and there are others. */
  readonly isolated: boolean;
  /** The types of the alarms it knows of, each once, with a space between; empty: none. */
  readonly alarms: string;
  /** Its part in a joint configuration: coming in, going out, or voting in both halves. */
  readonly joint: 'in' | 'out' | 'both' | undefined;
  readonly transferTarget: boolean;
  readonly votes: readonly { readonly id: NodeId; readonly mark: VoteMark }[];
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  readonly last: LogIndex;
  /** Writes waiting for the disk, pieces of work waiting for the apply thread, reads and proposals waiting for an answer. */
  readonly writes: number;
  readonly applies: number;
  readonly reads: number;
  readonly proposals: number;
  /** Inputs that wait because it is paused. */
  readonly waiting: number;
  readonly snapshotPending: boolean;
  /** What the event that time stands at has changed in it, and how: `commit 3→4`; empty: nothing. */
  readonly changes: string;
}

/** One member as the stage shows it. `conf`: `currentConfState` of the same frame. */
export function stageNode(
  frame: Frame,
  node: NodeFrame,
  place: Place,
  conf: ConfState | undefined,
): StageNode {
  const view = node.status === 'killed' ? undefined : node.view;
  const term = view?.term ?? node.disk?.term ?? 0;
  return {
    ...place,
    status: node.status,
    crashed: node.crashed,
    removed: node.removed,
    member: node.member,
    role: view?.state,
    shape: shapeOf(node, view),
    term,
    look: termLook(term),
    isolated: isIsolated(frame, node.id),
    alarms: [...new Set(node.alarms.map(({ alarm }) => alarm))].join(' '),
    joint: jointPart(conf, node.id),
    transferTarget: frame.nodes.some((other) => other.view?.leadTransferee === node.id),
    votes: view ? voteMarks(view, frame) : [],
    commit: view?.commit ?? node.disk?.commit ?? 0,
    applied: view?.applied ?? 0,
    last: view?.last ?? node.disk?.last ?? 0,
    writes: node.diskQueue.length,
    applies: node.applyQueue.length,
    reads: view?.pendingReads.length ?? 0,
    proposals: view?.pendingProposals ?? 0,
    waiting: node.waiting,
    snapshotPending: (view?.pendingSnapshotIndex ?? 0) > 0,
    changes: changesOf(frame, node.id),
  };
}

/** So many fields are told on the stage. */
const CHANGES_TOLD = 1;

function changesOf({ step }: Frame, id: NodeId): string {
  const { fields = [], entries = [] } = step?.nodes.find(({ node }) => node === id) ?? {};
  const told = fields
    .slice(0, CHANGES_TOLD)
    .map(({ field, before, after }) =>
      `${field} ${before}→${after}`.replace(/progress |State(?=[A-Z])/g, ''),
    );
  const more = fields.length - told.length;
  if (told.length === 0 && entries.length > 0) return `log ${entries.map(({ index }) => index).join(' ')}`;
  return [...told, ...(more > 0 ? [`+${more}`] : [])].join(' ');
}

function shapeOf(node: NodeFrame, view: MemberView | undefined): StageNode['shape'] {
  if (node.member !== 'voter') return 'square';
  return view?.state === 'StateCandidate' || view?.state === 'StatePreCandidate' ? 'hexagon' : 'circle';
}

function isIsolated(frame: Frame, id: NodeId): boolean {
  const own = frame.links.filter((link) => link.from === id || link.to === id);
  return own.length > 0 && own.every((link) => link.cut);
}

function jointPart(conf: ConfState | undefined, id: NodeId): StageNode['joint'] {
  if (!conf || conf.votersOutgoing.length === 0) return undefined;
  const incoming = conf.voters.includes(id);
  const outgoing = conf.votersOutgoing.includes(id);
  if (incoming && outgoing) return 'both';
  if (incoming) return 'in';
  return outgoing ? 'out' : undefined;
}

function voteMarks(view: MemberView, { messages, nodes }: Frame): StageNode['votes'] {
  const pre = view.state === 'StatePreCandidate';
  if (!pre && view.state !== 'StateCandidate') return [];
  const ask = pre ? 'MsgPreVote' : 'MsgVote';
  const answer = pre ? 'MsgPreVoteResp' : 'MsgVoteResp';
  const underWay = (id: NodeId) =>
    messages.some(
      (message) =>
        ((message.type === ask && message.from === view.id && message.to === id) ||
          (message.type === answer && message.from === id && message.to === view.id)) &&
        !isLost(fateOf(message, nodes)),
    );
  return view.votes.map(({ id, vote }) => ({
    id,
    mark: vote !== 'missing' ? vote : underWay(id) ? 'onTheWay' : 'missing',
  }));
}
