import { currentLeader, splitGroups } from '../../explain/situation.ts';
import type { NodeId, Term } from '../../base/flavor.ts';
import type { Frame, LinkFrame } from '../../lab/frame/frame.ts';

/** Something that happened between two frames and is worth interrupting for. */
export type Announcement =
  | { readonly type: 'leader'; readonly node: NodeId; readonly term: Term }
  | { readonly type: 'leaderLost'; readonly node: NodeId }
  | { readonly type: 'campaign'; readonly node: NodeId; readonly term: Term }
  | { readonly type: 'killed' | 'restarted' | 'paused' | 'resumed'; readonly node: NodeId }
  | { readonly type: 'split'; readonly groups: readonly (readonly NodeId[])[] }
  | { readonly type: 'cut' | 'uncut'; readonly from: NodeId; readonly to: NodeId }
  | { readonly type: 'healed' }
  | { readonly type: 'violation'; readonly property: string };

/** What a screen reader should hear when `after` follows `before`, in the order of nodes. */
export function announcements(before: Frame, after: Frame): readonly Announcement[] {
  const said: Announcement[] = [];
  for (const node of after.nodes) {
    const was = before.nodes.find((other) => other.id === node.id);
    if (!was) continue;
    if (was.status !== node.status) said.push({ type: statusChange(was.status, node.status), node: node.id });
    if (node.view?.state === 'StateCandidate' && was.view?.state !== 'StateCandidate')
      said.push({ type: 'campaign', node: node.id, term: node.view.term });
  }
  const leader = currentLeader(after.nodes);
  const old = currentLeader(before.nodes);
  if (leader && (leader.id !== old?.id || leader.term !== old.term))
    said.push({ type: 'leader', node: leader.id, term: leader.term });
  else if (!leader && old) said.push({ type: 'leaderLost', node: old.id });
  if (after.links !== before.links) said.push(...networkChanges(before, after));
  for (const violation of after.checks.violations.slice(before.checks.violations.length))
    said.push({ type: 'violation', property: violation.property });
  return said;
}

/** A split in whole, single links one by one; more of them than this are not told apart by ear. */
const LINKS_SAID = 2;

function networkChanges(before: Frame, after: Frame): readonly Announcement[] {
  const cutBefore = cutLinks(before);
  const cutAfter = cutLinks(after);
  const cut = [...cutAfter.values()].filter(({ from, to }) => !cutBefore.has(`${from}>${to}`));
  const uncut = [...cutBefore.values()].filter(({ from, to }) => !cutAfter.has(`${from}>${to}`));
  if (uncut.length > 0 && cutAfter.size === 0) return [{ type: 'healed' }];
  const groups = splitGroups(
    after.nodes.map(({ id }) => id),
    after.links,
  );
  if (cut.length + uncut.length > LINKS_SAID) return groups.length > 1 ? [{ type: 'split', groups }] : [];
  return [
    ...cut.map(({ from, to }) => ({ type: 'cut', from, to }) as const),
    ...uncut.map(({ from, to }) => ({ type: 'uncut', from, to }) as const),
  ];
}

function cutLinks({ links }: Frame): ReadonlyMap<string, LinkFrame> {
  return new Map(links.filter(({ cut }) => cut).map((link) => [`${link.from}>${link.to}`, link]));
}

function statusChange(
  before: 'up' | 'killed' | 'paused',
  after: 'up' | 'killed' | 'paused',
): 'killed' | 'restarted' | 'paused' | 'resumed' {
  if (after === 'killed') return 'killed';
  if (after === 'paused') return 'paused';
  return before === 'killed' ? 'restarted' : 'resumed';
}
