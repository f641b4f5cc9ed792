import type { ProgressView } from '../../node/report/view.ts';
import { touches } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { Fact } from './fact.ts';
import type { Stretch, Trail } from './trail.ts';

type Of = Extract<Fact, { readonly type: 'progress' }>;

/**
 * The event of a leadership by which what a leader knows of a peer became what it is at the end; undefined: it is so from the
 * beginning. Next and State go away and come back, so no checkpoint alone tells since when: it is gone back from one to the one
 * before, and what lies between two that say the same is looked into where it can have been otherwise.
 */
export async function lastProgress(
  trail: Trail,
  { node, of, field, value }: Of,
  { from, to }: Stretch,
): Promise<WorldEvent | undefined> {
  const isSo = (progress: readonly ProgressView[] | undefined): boolean =>
    progress?.find(({ id }) => id === of)?.[field] === value;
  const isOther = ({ output }: WorldEvent): boolean => {
    const one = output?.changes.progress?.find(({ id }) => id === of);
    return one !== undefined && one[field] !== value;
  };
  let end = to;
  for (const { event, world } of trail.past.history.checkpoints.toReversed()) {
    if (event >= end) continue;
    const begin = Math.max(from - 1, event);
    const isWhole = event >= from && isSo(world.machines.get(node)?.image?.view().progress);
    if (!isWhole || mayComeBack(trail, { node, of, from: begin + 1, to: end })) {
      const between = { from: begin + 1, to: end };
      const other = await trail.last(node, between, 'progress', isOther);
      if (other !== undefined || !isWhole) {
        const since = { from: (other?.number ?? begin) + 1, to };
        return trail.first(node, since, 'progress', ({ output }) => isSo(output?.changes.progress));
      }
    }
    end = event;
  }
  return undefined;
}

/**
 * Whether, by the index, what a leader knows of a peer can have gone away and come back in a stretch. Only what the peer answers makes
 * it replicate, and only a refusal, a message that was not delivered or a snapshot makes it stop; how a snapshot ended does either.
 */
function mayComeBack(
  { past: { history, timeline } }: Trail,
  { node, of, from, to }: Stretch & { readonly node: number; readonly of: number },
): boolean {
  const { events } = history;
  const { arrows } = timeline;
  if ((events.nextTouch(node, touches.config, from - 1, to) ?? Infinity) <= to) return true;
  let isAnswered = false;
  let isStopped = false;
  for (let number = from; number <= to; number++) {
    if (events.nodeOf(number) !== node) continue;
    const type = events.typeOf(number);
    if (type === 'snapshotStatus') return true;
    if (type === 'unreachable') isStopped = true;
    const message = type === 'message' ? events.messageOf(number) : 0;
    // What has waited for a paused node has no number there.
    if (type === 'message' && message === 0) return true;
    if (message !== 0 && arrows.typeOf(message) === 'MsgAppResp') {
      const answer = arrows.at(message);
      if (answer?.from === of) {
        isAnswered = true;
        if (answer.reject) isStopped = true;
      }
    }
    if (isAnswered && isStopped) return true;
  }
  if (!isAnswered) return false;
  for (let id = arrows.firstSince(from); id <= arrows.last; id++) {
    if (arrows.typeOf(id) !== 'MsgSnap') continue;
    const snapshot = arrows.at(id);
    if (snapshot === undefined || snapshot.sentEvent > to) return false;
    if (snapshot.from === node && snapshot.to === of) return true;
  }
  return false;
}
