import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';
import { useView } from '../view-state.ts';

/** What the diagram can do that the first picture does not need. */
export const timeMore = latePart(withMessages(() => import('./TimeMore.tsx')));

/** Whether there is more to say about the diagram than its tools do: what is left out, a chosen window, a cone. */
export function useHasMore(): boolean {
  return useView(
    ({ timelineHide, timelineNodes, timelineTerms, timelineBrush, timelineCone, selection }) =>
      timelineHide.length > 0 ||
      timelineNodes.length > 0 ||
      timelineTerms !== undefined ||
      timelineBrush !== undefined ||
      timelineCone !== undefined ||
      selection?.type === 'message' ||
      selection?.type === 'event',
  );
}
