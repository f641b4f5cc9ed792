import { msToMicros } from '../../base/flavor.ts';
import type { Story } from '../../explain/follow/story.ts';
import type { MarkedDisk } from '../view-state.ts';

/** When a story's entry came to each disk, and when another took its place there; once for each time that a log got it. */
export function disksOf({ steps }: Pick<Story, 'steps'>): readonly MarkedDisk[] {
  const disks: MarkedDisk[] = [];
  const open = new Map<number, { node: number; since: number; stored: number; gone: number }>();
  for (const { did, node, timeMs } of steps) {
    const at = msToMicros(timeMs);
    const now = open.get(node);
    if (did === 'appended' || did === 'took') {
      const disk = { node, since: at, stored: Infinity, gone: Infinity };
      open.set(node, disk);
      disks.push(disk);
    } else if (now === undefined) continue;
    else if (did === 'stored') now.stored = at;
    else if (did === 'overwritten' || did === 'forgotten') {
      now.gone = at;
      open.delete(node);
    }
  }
  return disks;
}
