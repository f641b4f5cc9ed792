import { explainWhy } from '../../explain/why/explain-why.ts';
import type { Why } from '../../explain/why/why.ts';
import type { Run } from '../play/run.ts';
import { pastOf } from './past-of.ts';

/** Why something is so at the playhead of a run. */
export function why(run: Run, subject: unknown): Promise<Why> {
  return explainWhy(pastOf(run), subject);
}
