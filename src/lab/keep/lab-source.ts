import type { LabSource } from '../../saved/log/log-writer.ts';
import type { SavedView } from '../../saved/saved-view.ts';
import { captureLab } from '../play/capture.ts';
import type { Run } from '../play/run.ts';

/** A run as its keeper reads it, at a clean point. */
export function labSource(run: Run, view: SavedView): LabSource {
  const lab = captureLab(run, view);
  const { kept } = run.branches;
  return {
    ...lab,
    branches: lab.branches.map((branch, i) => Object.assign(branch, { line: kept[i]?.line })),
  };
}
