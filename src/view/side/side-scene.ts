import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import type { SideLine } from '../../lab/side/side-by-side.ts';
import type { EntryView } from '../../node/report/view.ts';
import { busMessageNumber, type BusMessageType } from '../../sim/world/bus-message.ts';

/** How two runs of the same actions stand after one of them, and what is not the same. */
export interface SideScene {
  readonly nodes: readonly SideNode[];
  /** The columns of the logs. */
  readonly columns: readonly LogIndex[];
  readonly sent: readonly SideCount[];
  /** So many nodes, and types of messages, are not the same. */
  readonly differing: { readonly nodes: number; readonly sent: number };
}

export interface SideNode {
  readonly id: NodeId;
  readonly a: SideState | undefined;
  readonly b: SideState | undefined;
  /** Of what both say: that differs. */
  readonly differs: Readonly<Record<SideField, boolean>>;
}

export type SideField = 'role' | 'term' | 'commit' | 'log';

export interface SideState {
  /** killed and paused before what it is. */
  readonly role:
    'killed' | 'paused' | 'StateFollower' | 'StateCandidate' | 'StatePreCandidate' | 'StateLeader';
  readonly term: Term | undefined;
  readonly commit: LogIndex | undefined;
  /** Of each column. */
  readonly entries: readonly (EntryView | undefined)[];
}

export interface SideCount {
  readonly type: BusMessageType;
  readonly a: number;
  readonly b: number;
}

/** The logs are shown from their newest entries back, so many columns. */
const COLUMNS = 12;

export function sideScene({ a, b }: SideLine): SideScene {
  const last = Math.max(a.frame.log.maxLast, b.frame.log.maxLast);
  const first = Math.max(1, last - COLUMNS + 1);
  const columns = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const ids = [...new Set([...a.frame.nodes, ...b.frame.nodes].map(({ id }) => id))].toSorted(
    (x, y) => x - y,
  );
  const nodes = ids.map((id) => sideNode(id, stateOf(a.frame, id, columns), stateOf(b.frame, id, columns)));
  const types = (Object.keys(busMessageNumber) as BusMessageType[]).filter(
    (type) => (a.sent[type] ?? 0) + (b.sent[type] ?? 0) > 0,
  );
  const sent = types.map((type): SideCount => ({ type, a: a.sent[type] ?? 0, b: b.sent[type] ?? 0 }));
  return {
    nodes,
    columns,
    sent,
    differing: {
      nodes: nodes.filter(({ differs }) => Object.values(differs).includes(true)).length,
      sent: sent.filter((count) => count.a !== count.b).length,
    },
  };
}

function stateOf(frame: Frame, id: NodeId, columns: readonly LogIndex[]): SideState | undefined {
  const node = frame.nodes.find((each) => each.id === id);
  if (node === undefined) return undefined;
  const { status, view } = node;
  const entries = frame.log.rows.find((row) => row.id === id)?.entries ?? [];
  return {
    role: status !== 'up' || view === undefined ? (status === 'paused' ? 'paused' : 'killed') : view.state,
    term: view?.term,
    commit: view?.commit,
    entries: columns.map((column) => entries.find(({ index }) => index === column)),
  };
}

function sideNode(id: NodeId, a: SideState | undefined, b: SideState | undefined): SideNode {
  const logs = [a, b].map((side) =>
    side?.entries.map((entry) => entry && `${String(entry.term)} ${entry.label}`).join(),
  );
  return {
    id,
    a,
    b,
    differs: {
      role: a?.role !== b?.role,
      term: a?.term !== b?.term,
      commit: a?.commit !== b?.commit,
      log: logs[0] !== logs[1],
    },
  };
}
