/** The panels that are drawn on canvases, in one piece with their words. */
export { LogsPanel } from '../logs/LogsPanel.tsx';
export { addDataMessages } from '../messages/data-panels.ts';
export { TimelinePanel } from '../timeline/TimelinePanel.tsx';
