import { follow } from '../../explain/follow/follow.ts';
import { followedOf } from '../../explain/follow/followed-of.ts';
import type { Story } from '../../explain/follow/story.ts';
import type { OriginStep } from '../../explain/origin/origin-step.ts';
import { origin } from '../../explain/origin/origin.ts';
import { placeOf } from '../../explain/origin/place-of.ts';
import type { Run } from '../play/run.ts';
import { pastOf } from './past-of.ts';

/** Where the value of a place comes from, at the playhead of a run. */
export function originOf(run: Run, place: unknown): Promise<readonly OriginStep[]> {
  return origin(pastOf(run), placeOf(place));
}

/** What became of an entry, a call or a read, up to the playhead of a run. */
export function storyOf(run: Run, followed: unknown): Promise<Story> {
  return follow(pastOf(run), followedOf(followed));
}
