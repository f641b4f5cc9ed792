import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { NO_NODE } from '../../base/flavor.ts';
import type { Frame, NodeFrame } from '../../lab/frame/frame.ts';
import type { EntryView, ProgressView } from '../../node/report/view.ts';
import type { StateType } from '../../raft/ready.ts';

/**
 * The logs of all members side by side, as meanings: which index holds what on whom, and how far each has come.
 * Columns are indexes, the same for every row; `cells[i]` of every row is index `first + i`.
 */
export interface LogScene {
  readonly first: LogIndex;
  readonly last: LogIndex;
  /** Over all members: the lowest index anybody still has, and the highest anybody has; 0 for an empty cluster. */
  readonly minFirst: LogIndex;
  readonly maxLast: LogIndex;
  /** The highest commit index of any member: nothing up to here can change any more. 0 for none. */
  readonly commit: LogIndex;
  /** Whose view of the others is shown: of the leaders that are not killed the one of the highest term. 0 for none. */
  readonly leader: NodeId;
  readonly rows: readonly LogRow[];
}

export interface LogRow {
  readonly id: NodeId;
  readonly status: NodeFrame['status'];
  readonly member: NodeFrame['member'];
  /** Undefined while killed. */
  readonly role: LogRole | undefined;
  readonly term: Term;
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  /** The last entry that is on the member's own disk. */
  readonly stable: LogIndex;
  readonly last: LogIndex;
  /** Entries up to here are gone from the log: a snapshot stands for them. 0 while the log is whole. */
  readonly swallowed: LogIndex;
  /** The newest snapshot on disk; 0 for none. It may cover more than was cut off. */
  readonly snapshot: LogIndex;
  /** A snapshot that has been received and is not yet on disk; 0 for none. */
  readonly incoming: LogIndex;
  readonly cells: readonly LogCell[];
  /** What the scene's leader believes of this member; undefined for itself, for strangers, or when nobody leads. */
  readonly progress: ProgressView | undefined;
  readonly standing: Standing;
}

export type LogRole = 'leader' | 'follower' | 'candidate' | 'preCandidate';

export type LogCell =
  | EntryCell
  /** missing: beyond the end of this log. swallowed: a snapshot stands for it. unread: there, but not in the frame. */
  | {
      readonly type: 'missing' | 'swallowed' | 'unread';
      readonly index: LogIndex;
      readonly change?: CellChange;
    };

/** What the event that time stands at has done to a cell; the furthest of these, if it is several. */
export type CellChange = 'came' | 'replaced' | 'went' | 'stable' | 'committed' | 'applied';

export interface EntryCell {
  readonly type: 'entry';
  readonly index: LogIndex;
  readonly term: Term;
  readonly kind: EntryView['kind'];
  readonly label: string;
  /** As this member knows it: index <= its own commit index. */
  readonly committed: boolean;
  readonly stable: boolean;
  readonly applied: boolean;
  /** Somebody has committed an entry of another term at this index: this one will be overwritten. */
  readonly conflict: boolean;
  readonly change?: CellChange;
}

/** What the line beside a row says, in meanings. */
export type Standing =
  | { readonly type: 'leader'; readonly term: Term; readonly current: boolean }
  | { readonly type: 'progress'; readonly progress: ProgressView; readonly killed: boolean }
  | { readonly type: 'killed'; readonly crashed: boolean; readonly commit: LogIndex; readonly last: LogIndex }
  | {
      readonly type: 'candidate';
      readonly pre: boolean;
      readonly term: Term;
      readonly granted: number;
      readonly voters: number;
    }
  | { readonly type: 'follower'; readonly lead: NodeId }
  | { readonly type: 'outside' };

/** The columns [first, last] of every member's log. Entries the frame does not carry are `unread`, never guessed. */
export function logScene(
  frame: Frame,
  window: { readonly first: LogIndex; readonly last: LogIndex },
): LogScene {
  const leader = leadingNode(frame.nodes);
  const progress = new Map((leader?.view?.progress ?? []).map((view) => [view.id, view]));
  const entriesOf = new Map(frame.log.rows.map((row) => [row.id, row.entries]));
  const extents = frame.nodes.map((node) => extentOf(node, entriesOf.get(node.id) ?? []));
  const committedTerms = termsCommitted(frame.nodes, extents, entriesOf);
  const rows = frame.nodes.map((node, i): LogRow => {
    const extent = extents[i] ?? emptyExtent;
    const ofNode = node.id === leader?.id ? undefined : progress.get(node.id);
    return {
      id: node.id,
      status: node.status,
      member: node.member,
      role: node.view && roleOfState[node.view.state],
      term: node.view?.term ?? node.disk?.term ?? 0,
      ...extent,
      cells: withChanges(
        cellsOf(window, extent, entriesOf.get(node.id) ?? [], committedTerms),
        frame.step?.nodes.find((each) => each.node === node.id),
      ),
      progress: ofNode,
      standing: standingOf(node, ofNode, leader?.id),
    };
  });
  return {
    first: window.first,
    last: window.last,
    minFirst: frame.log.minFirst,
    maxLast: Math.max(frame.log.maxLast, 0),
    commit: rows.reduce((highest, row) => Math.max(highest, row.commit), 0),
    leader: leader?.id ?? NO_NODE,
    rows,
  };
}

/** How far one log reaches in every sense; the part of a row that cells are read from. */
type Extent = Pick<LogRow, 'commit' | 'applied' | 'stable' | 'last' | 'swallowed' | 'snapshot' | 'incoming'>;

const emptyExtent: Extent = {
  commit: 0,
  applied: 0,
  stable: 0,
  last: 0,
  swallowed: 0,
  snapshot: 0,
  incoming: 0,
};

function extentOf(node: NodeFrame, entries: readonly EntryView[]): Extent {
  const { view, disk } = node;
  if (view) {
    return {
      commit: view.commit,
      applied: view.applied,
      stable: view.stable,
      last: view.last,
      swallowed: Math.max(view.first - 1, 0),
      snapshot: view.snapshotIndex,
      incoming: view.pendingSnapshotIndex,
    };
  }
  if (!disk) return emptyExtent;
  // A disk has no first index of its own: entries behind its snapshot are there as long as the frame shows them.
  const firstRead = entries[0]?.index ?? disk.snapshot + 1;
  return {
    commit: disk.commit,
    applied: 0,
    stable: disk.last,
    last: disk.last,
    swallowed: Math.min(disk.snapshot, firstRead - 1),
    snapshot: disk.snapshot,
    incoming: 0,
  };
}

/** Index -> the term that somebody knows to be committed there. */
function termsCommitted(
  nodes: readonly NodeFrame[],
  extents: readonly Extent[],
  entriesOf: ReadonlyMap<NodeId, readonly EntryView[]>,
): ReadonlyMap<LogIndex, Term | 'several'> {
  const terms = new Map<LogIndex, Term | 'several'>();
  nodes.forEach((node, i) => {
    const commit = extents[i]?.commit ?? 0;
    for (const entry of entriesOf.get(node.id) ?? []) {
      if (entry.index > commit) break;
      const known = terms.get(entry.index);
      // Two terms committed at one index is a broken promise: both cells are marked.
      terms.set(entry.index, known === undefined || known === entry.term ? entry.term : 'several');
    }
  });
  return terms;
}

function cellsOf(
  window: { readonly first: LogIndex; readonly last: LogIndex },
  extent: Extent,
  entries: readonly EntryView[],
  committedTerms: ReadonlyMap<LogIndex, Term | 'several'>,
): LogCell[] {
  const cells: LogCell[] = [];
  let at = 0;
  for (let index = window.first; index <= window.last; index++) {
    while ((entries[at]?.index ?? Infinity) < index) at++;
    const entry = entries[at];
    if (index > extent.last) cells.push({ type: 'missing', index });
    else if (entry?.index === index) cells.push(entryCell(entry, extent, committedTerms.get(index)));
    else if (index <= extent.swallowed) cells.push({ type: 'swallowed', index });
    else cells.push({ type: 'unread', index });
  }
  return cells;
}

type NodeStep = NonNullable<Frame['step']>['nodes'][number];

function withChanges(cells: LogCell[], step: NodeStep | undefined): LogCell[] {
  if (step === undefined) return cells;
  const places = new Map(step.entries.map((each) => [each.index, each]));
  // From the furthest that an entry can come.
  const reached = (['applied', 'commit', 'stable'] as const).flatMap((name) => {
    const change = step.fields.find(({ field }) => field === name);
    return change === undefined ? [] : [{ name, before: Number(change.before), after: Number(change.after) }];
  });
  return cells.map((cell) => {
    const place = places.get(cell.index);
    if (place !== undefined) {
      const change = !place.before ? 'came' : place.after ? 'replaced' : 'went';
      return { ...cell, change };
    }
    const step = reached.find(({ before, after }) => cell.index > before && cell.index <= after);
    if (step === undefined || cell.type !== 'entry') return cell;
    return { ...cell, change: step.name === 'commit' ? 'committed' : step.name };
  });
}

function entryCell(entry: EntryView, extent: Extent, committedTerm: Term | 'several' | undefined): EntryCell {
  return {
    type: 'entry',
    index: entry.index,
    term: entry.term,
    kind: entry.kind,
    label: entry.label,
    committed: entry.index <= extent.commit,
    stable: entry.index <= extent.stable,
    applied: entry.index <= extent.applied,
    conflict: committedTerm !== undefined && committedTerm !== entry.term,
  };
}

/** Of the leaders that still have their memory, the one of the highest term. */
function leadingNode(nodes: readonly NodeFrame[]): NodeFrame | undefined {
  let leading: NodeFrame | undefined;
  for (const node of nodes) {
    if (node.view?.state !== 'StateLeader') continue;
    if (!leading?.view || node.view.term > leading.view.term) leading = node;
  }
  return leading;
}

const roleOfState: Readonly<Record<StateType, LogRole>> = {
  StateLeader: 'leader',
  StateFollower: 'follower',
  StateCandidate: 'candidate',
  StatePreCandidate: 'preCandidate',
};

function standingOf(
  node: NodeFrame,
  progress: ProgressView | undefined,
  leader: NodeId | undefined,
): Standing {
  const { view } = node;
  if (view?.state === 'StateLeader') {
    return { type: 'leader', term: view.term, current: node.id === leader };
  }
  if (progress) return { type: 'progress', progress, killed: view === undefined };
  if (!view) {
    const { commit = 0, last = 0 } = node.disk ?? {};
    return { type: 'killed', crashed: node.crashed !== undefined, commit, last };
  }
  if (view.state !== 'StateFollower') {
    return {
      type: 'candidate',
      pre: view.state === 'StatePreCandidate',
      term: view.term,
      granted: view.votes.filter((vote) => vote.vote === 'granted').length,
      voters: view.votes.length,
    };
  }
  return node.member === 'none' ? { type: 'outside' } : { type: 'follower', lead: view.lead };
}
