import { currentConfState, currentLeader, splitGroups } from '../../explain/situation.ts';
import type { NodeId, Term } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';
import { fateOf, isLost } from '../message/message-fate.ts';
import { arranged, type Arrangement } from './arrangement.ts';
import { layoutStage, type StageLayout, type StageSize } from './stage-layout.ts';
import { stageLinks, type StageLink } from './stage-link.ts';
import { stageNode, type StageNode } from './stage-node.ts';
import { splitLines, type StageSplit } from './stage-split.ts';

/** The stage without what moves between events: messages (`stageTokens`) and timers (`timerLeft`) are drawn over it. */
export interface StageScene {
  readonly layout: StageLayout;
  readonly nodes: readonly StageNode[];
  readonly links: readonly StageLink[];
  /** Members that can still talk to each other; one group when nothing is split. */
  readonly groups: readonly (readonly NodeId[])[];
  readonly splits: readonly StageSplit[];
  readonly summary: StageSummary;
}

/** What the picture says, in numbers: the text alternative is made of these in the viewer's language. */
export interface StageSummary {
  readonly leader: NodeId | undefined;
  readonly term: Term;
  readonly candidates: readonly NodeId[];
  readonly killed: readonly NodeId[];
  readonly paused: readonly NodeId[];
  readonly commit: number;
  /** Something is cut or held: healing would do something. */
  readonly cut: boolean;
  readonly joint: boolean;
  readonly messages: number;
  readonly doomed: number;
  readonly held: number;
}

/**
 * The picture of one instant. Parts that are equal to those of `before` are the same objects, so that whoever
 * draws can skip what has not changed by identity.
 */
export function stageScene(
  frame: Frame,
  size: StageSize,
  before?: StageScene,
  arrangement: Arrangement = [],
): StageScene {
  const ids = frame.nodes.map((node) => node.id);
  const layout = keep(before?.layout, arranged(layoutStage(ids, size), arrangement));
  const conf = currentConfState(frame.nodes);
  const nodes = frame.nodes.flatMap((node, i) => {
    const place = layout.places[i];
    return place ? [keep(before?.nodes[i], stageNode(frame, node, place, conf))] : [];
  });
  const links = stageLinks(frame, layout).map((link, i) => keep(before?.links[i], link));
  const groups = keep(before?.groups, splitGroups(ids, frame.links));
  const splits =
    before && groups === before.groups && layout === before.layout
      ? before.splits
      : splitLines(layout, groups);
  const scene = { layout, nodes, links, groups, splits, summary: keep(before?.summary, summarize(frame)) };
  return before && sameParts(before, scene) ? before : scene;
}

/** Whether two frames have the same stage, told by identity: `stageScene` would give the same for both. */
export function sameStage(a: Frame, b: Frame): boolean {
  return (
    a.nodes === b.nodes &&
    a.links === b.links &&
    a.messages === b.messages &&
    a.config === b.config &&
    a.step === b.step
  );
}

function summarize(frame: Frame): StageSummary {
  const leader = currentLeader(frame.nodes);
  const views = frame.nodes.flatMap((node) => (node.status !== 'killed' && node.view ? [node.view] : []));
  const fates = frame.messages.map((message) => fateOf(message, frame.nodes));
  let term: Term = 0;
  let commit = 0;
  for (const view of views) {
    if (view.term > term) term = view.term;
    if (view.commit > commit) commit = view.commit;
  }
  return {
    leader: leader?.id,
    term,
    candidates: views
      .filter((view) => view.state === 'StateCandidate' || view.state === 'StatePreCandidate')
      .map((view) => view.id),
    killed: frame.nodes.filter((node) => node.status === 'killed').map((node) => node.id),
    paused: frame.nodes.filter((node) => node.status === 'paused').map((node) => node.id),
    commit,
    cut: frame.links.some((link) => link.cut || link.held),
    joint: (currentConfState(frame.nodes)?.votersOutgoing.length ?? 0) > 0,
    messages: frame.messages.length,
    doomed: fates.filter(isLost).length,
    held: fates.filter((fate) => fate === 'held').length,
  };
}

function sameParts(a: StageScene, b: StageScene): boolean {
  return (
    a.layout === b.layout &&
    a.groups === b.groups &&
    a.splits === b.splits &&
    a.summary === b.summary &&
    sameItems(a.nodes, b.nodes) &&
    sameItems(a.links, b.links)
  );
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** The old value if the new one says the same. */
function keep<T extends object>(before: T | undefined, after: T): T {
  return before !== undefined && equal(before, after) ? before : after;
}

/** Deep equality of plain data: objects with the same fields in the same order, arrays and scalars. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.values(a);
  const right = Object.values(b);
  return left.length === right.length && left.every((value, i) => equal(value, right[i]));
}
