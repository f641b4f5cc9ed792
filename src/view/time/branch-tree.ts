import { msToMicros, type Micros } from '../../base/flavor.ts';
import type { BranchId, Position } from '../../history/position.ts';
import type { BranchInfo } from '../../lab/frame/frame.ts';
import { timeScale, type TimePlot, type TimeWindow } from './space-time-axis.ts';

/**
 * The futures of a lab as lanes under the diagram, on its time axis: each branch from where it leaves its parent to its
 * newest instant.
 *
 *     1 ━━━━━━━━┯━━━━━━━━━━━━┯────────── Branch 1
 *               │            └──────Branch 3
 *               └━━━━━━━━●━━━ Branch 2
 *
 * Whoever leaves last stands first: so no line crosses another. Places are CSS pixels.
 */
export interface BranchTreeScene {
  readonly rows: readonly BranchRow[];
  readonly plot: TimePlot;
  readonly height: number;
  /** Where the instant shown is, if that is in view. */
  readonly playhead: number | undefined;
}

export interface BranchRow {
  readonly id: BranchId;
  /** '' until somebody names it. */
  readonly name: string;
  /** Whom it hangs from, and since when; undefined: it is the first. */
  readonly from: { readonly id: BranchId; readonly name: string; readonly at: Micros } | undefined;
  readonly endAt: Micros;
  readonly isCurrent: boolean;
  /** How many branches there are between it and the first one. */
  readonly depth: number;
  readonly y: number;
  /** Its own stretch, as much of it as is in view; undefined: none of it is. */
  readonly line: Stretch | undefined;
  /** What of it is the past (and the future) of the current branch. */
  readonly path: Stretch | undefined;
  /** Where it leaves its parent, if that is in view. */
  readonly fork: { readonly x: number; readonly parentY: number; readonly onPath: boolean } | undefined;
  /** Where it ends, if that is in view. */
  readonly end: number | undefined;
  /** Where its name begins. */
  readonly nameX: number;
  readonly marks: readonly BranchMark[];
}

export interface Stretch {
  readonly left: number;
  readonly right: number;
}

/** A moment of the notebook, or the instant that is kept to be compared. */
export interface BranchMark {
  readonly type: 'moment' | 'kept';
  readonly x: number;
}

/** What of a branch the tree needs. */
export type TreeBranch = Omit<BranchInfo, 'events' | 'commands'>;

export interface BranchTree {
  readonly branches: readonly TreeBranch[];
  readonly moments: readonly Position[];
  /** The instant that is kept to be compared. */
  readonly kept: Position | undefined;
  readonly at: Micros;
}

export interface BranchTreeRoom {
  readonly window: TimeWindow;
  readonly plot: TimePlot;
  readonly rowHeight: number;
  /** Between a line's end and the name. */
  readonly gap: number;
  /** How wide the name of a branch is. */
  readonly nameWidth: (id: BranchId) => number;
}

export function branchTreeScene(tree: BranchTree, room: BranchTreeRoom): BranchTreeScene {
  const { window, plot, rowHeight } = room;
  const x = timeScale(window, plot);
  const ordered = branchesInOrder(tree.branches);
  const yOf = new Map(ordered.map(({ branch }, i) => [branch.id, rowHeight * (i + 0.5)]));
  const path = pathOf(tree.branches);
  const stretch = (from: Micros, to: Micros): Stretch | undefined =>
    to < window.from || from > window.to
      ? undefined
      : { left: x(Math.max(from, window.from)), right: x(Math.min(to, window.to)) };
  const rows = ordered.map(({ branch, parent, depth }): BranchRow => {
    const from = msToMicros(branch.timeMs);
    const endAt = msToMicros(branch.endMs);
    const until = path.get(branch.id);
    const isSeen = parent !== undefined && from >= window.from && from <= window.to;
    const line = stretch(from, endAt);
    return {
      id: branch.id,
      name: branch.name,
      from: parent && { id: parent.id, name: parent.name, at: from },
      endAt,
      isCurrent: branch.current,
      depth,
      y: yOf.get(branch.id) ?? 0,
      line,
      path: until === undefined ? undefined : stretch(from, Math.min(until, endAt)),
      fork: isSeen
        ? { x: x(from), parentY: yOf.get(parent.id) ?? 0, onPath: until !== undefined }
        : undefined,
      end: endAt >= window.from && endAt <= window.to ? x(endAt) : undefined,
      nameX: nameX(line, endAt < window.from, room, branch.id),
      marks: marksOf(tree, branch.id, (at) => (at >= window.from && at <= window.to ? x(at) : undefined)),
    };
  });
  const isInView = tree.at >= window.from && tree.at <= window.to;
  return { rows, plot, height: rowHeight * rows.length, playhead: isInView ? x(tree.at) : undefined };
}

export interface OrderedBranch {
  readonly branch: TreeBranch;
  readonly parent: TreeBranch | undefined;
  readonly depth: number;
}

/** Each under its parent; of those with one parent the one first that leaves it last. */
export function branchesInOrder(branches: readonly TreeBranch[]): readonly OrderedBranch[] {
  const ordered: OrderedBranch[] = [];
  const add = (branch: TreeBranch, parent: TreeBranch | undefined, depth: number): void => {
    ordered.push({ branch, parent, depth });
    const children = branches
      .filter((child) => parentOf(branches, child)?.id === branch.id)
      .toSorted((a, b) => b.event - a.event || a.id - b.id);
    for (const child of children) add(child, branch, depth + 1);
  };
  for (const branch of branches) if (parentOf(branches, branch) === undefined) add(branch, undefined, 0);
  return ordered;
}

/** The branch that the event a branch leaves after belongs to: its parent, or before that one's own beginning an ancestor. */
function parentOf(branches: readonly TreeBranch[], branch: TreeBranch): TreeBranch | undefined {
  return branch.parent === undefined ? undefined : ownerOf(branches, branch.parent, branch.event);
}

/** Which of a branch and its ancestors an event of its past is drawn on. */
function ownerOf(branches: readonly TreeBranch[], id: BranchId, event: number): TreeBranch | undefined {
  let owner = branches.find((branch) => branch.id === id);
  while (owner?.parent !== undefined && event <= owner.event) {
    const { parent } = owner;
    owner = branches.find((branch) => branch.id === parent);
  }
  return owner;
}

/** Whether an instant of a branch is one of the current branch's, too. */
export function isOfCurrent(branches: readonly TreeBranch[], { branch, event, at }: Position): boolean {
  const owner = ownerOf(branches, branch, event);
  return owner !== undefined && at <= (pathOf(branches).get(owner.id) ?? -1);
}

/** The current branch and its ancestors, each until where the next of them leaves it. */
export function pathOf(branches: readonly TreeBranch[]): ReadonlyMap<number, Micros> {
  const path = new Map<number, Micros>();
  let until = Infinity;
  let branch = branches.find(({ current }) => current);
  while (branch !== undefined) {
    path.set(branch.id, until);
    until = msToMicros(branch.timeMs);
    branch = parentOf(branches, branch);
  }
  return path;
}

/** After the line's end; without room there on the line, before its end; on a line too short for that before it. */
function nameX(
  line: Stretch | undefined,
  isPast: boolean,
  { plot, gap, nameWidth }: BranchTreeRoom,
  id: BranchId,
): number {
  const width = nameWidth(id);
  const last = Math.max(plot.left, plot.right - width);
  if (line === undefined) return isPast ? plot.left : last;
  if (line.right + gap <= last) return Math.max(plot.left, line.right + gap);
  if (line.right - line.left >= width + 2 * gap) return line.right - gap - width;
  return Math.min(last, Math.max(plot.left, line.left - gap - width));
}

function marksOf(
  { branches, moments, kept }: BranchTree,
  id: BranchId,
  x: (at: Micros) => number | undefined,
): BranchMark[] {
  const all = [
    ...moments.map((moment) => ({ type: 'moment' as const, ...moment })),
    ...(kept === undefined ? [] : [{ type: 'kept' as const, ...kept }]),
  ];
  return all.flatMap(({ type, branch, event, at }) => {
    const place = x(at);
    return place === undefined || ownerOf(branches, branch, event)?.id !== id ? [] : [{ type, x: place }];
  });
}

/** The branch under a height in the tree. */
export function branchAt(scene: BranchTreeScene, y: number): BranchRow | undefined {
  return scene.rows[Math.floor((y / Math.max(1, scene.height)) * scene.rows.length)];
}
