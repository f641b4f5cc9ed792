import type { OriginStep } from '../../explain/origin/origin-step.ts';
import { origin } from '../../explain/origin/origin.ts';
import { placeOf } from '../../explain/origin/place-of.ts';
import type { Run } from '../play/run.ts';
import { pastOf } from './past-of.ts';

/** Where the value of a place comes from, at the playhead of a run. */
export function originOf(run: Run, place: unknown): Promise<readonly OriginStep[]> {
  return origin(pastOf(run), placeOf(place));
}
