import { useView, type ViewState } from '../view-state.ts';

/** A stretch of time is chosen in the diagram, or none is any more. */
export function brushedIs(brush: ViewState['timelineBrush']): void {
  useView.setState({ timelineBrush: brush });
}

export function zoomToBrush(): void {
  const { timelineBrush: brush, setTimelineWindow } = useView.getState();
  if (brush === undefined) return;
  setTimelineWindow({ follow: false, from: brush.from, span: Math.max(1000, brush.to - brush.from) });
}
