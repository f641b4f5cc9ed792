import type { Frame } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { scriptOf } from '../../lessons/gallery/gallery.ts';
import type { GalleryEntry } from '../../lessons/gallery/gallery-entry.ts';

/** How many columns of logs a small picture has room for. */
const LOG_COLUMNS = 12;

/** Equal scripts give equal runs: each is played once as long as the page is open. */
const known = new Map<string, Promise<Frame>>();
let last: Promise<unknown> = Promise.resolve();

/** The instant of an entry. They are played one after the other, in the order in which they were asked for. */
export function sketchOf(lab: LabPort, entry: GalleryEntry): Promise<Frame> {
  const { name, at } = entry;
  let frame = known.get(name);
  if (frame === undefined) {
    frame = last.then(async () => lab.sketch({ script: await scriptOf(entry), at, logColumns: LOG_COLUMNS }));
    known.set(name, frame);
    last = frame.catch(() => known.delete(name));
  }
  return frame;
}
