import type { Inspection, Selection } from '../../lab/frame/frame.ts';
import { sameData } from '../canvas/same.ts';
import { useFramePart } from '../use-frame.ts';

/** What the lab knows of the selection, of the instant shown; undefined until a frame comes that was asked for it. */
export function useInspection(selection: Selection): Inspection | undefined {
  const found = useFramePart((frame) => frame.inspection);
  return found && sameData(found.of, selection) ? found.inspection : undefined;
}
