import type { ProgressStatus } from '../../raft/status.ts';
import { hashAt } from './entries.ts';
import type { Scene } from './scene.ts';

/** Progress and MatchIsTrue of those members that the leader thinks differently of now. */
export function checkProgress(
  scene: Scene,
  before: readonly ProgressStatus[],
  moved: readonly ProgressStatus[],
): void {
  for (const progress of moved) {
    if (!isSound(scene, progress)) reportUnsound(scene, progress);
    const { id, match } = progress;
    // A new leader takes all of its own log for acknowledged at once, as etcd does, written or not.
    if (match === 0 || (id === scene.node && before.length === 0)) continue;
    if (match > (before.find((known) => known.id === id)?.match ?? 0)) checkMatch(scene, progress);
  }
}

function isSound({ member }: Scene, progress: ProgressStatus): boolean {
  const { match, next, state, pendingSnapshot, inflight } = progress;
  if (match < 0 || match >= next || match > member.last) return false;
  // An old rejection may move it back, and an acknowledgement forward that does not reach the log.
  if (state === 'StateSnapshot' && next > Math.max(pendingSnapshot, match) + 1) return false;
  const window = member.constants?.maxInflightMsgs ?? Infinity;
  return inflight <= (state === 'StateReplicate' ? window : 0);
}

function reportUnsound({ member, node, report }: Scene, progress: ProgressStatus): void {
  const { id, match, next, state, inflight } = progress;
  const { last } = member;
  report({
    property: 'Progress',
    nodes: [node, id],
    detail: `node ${node}, whose log ends at ${last}, has of node ${id}: ${state}, match ${match}, next ${next}, ${inflight} in flight`,
    because: { type: 'unsoundProgress', peer: id, match, next, last, inflight, state },
  });
}

/** MatchIsTrue. Whoever has gone on to a later term since may have replaced what it had acknowledged. */
function checkMatch(scene: Scene, { id, match }: ProgressStatus): void {
  const { member, node, memory, members, durability, report } = scene;
  const peer = members.get(id);
  if (peer === undefined || peer.term > member.term || memory.isTampered(id)) return;
  if (!durability.knows(id)) return;
  const hash = hashAt(memory, member.log, match);
  if (durability.has(id, match, hash)) return;
  const durable = durability.endOf(id) ?? 0;
  report({
    property: 'MatchIsTrue',
    nodes: [node, id],
    detail: `node ${node} takes the log of node ${id} for its own up to ${match}; on the disk there it is not, which goes up to ${durable}`,
    because: { type: 'matchUntrue', peer: id, match, durable },
  });
}
