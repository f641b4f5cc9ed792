import type { Past } from '../../explain/past.ts';
import type { Run } from '../play/run.ts';
import { RunPast } from './run-past.ts';

const pasts = new WeakMap<Run, RunPast>();

/** The run's record for those who explain it: one for its whole life, as it remembers what was replayed last. */
export function pastOf(run: Run): Past {
  let past = pasts.get(run);
  if (past === undefined) pasts.set(run, (past = new RunPast(run)));
  return past;
}
