import { entryOf } from '../../sim/command/table.ts';
import type { Mark } from '../../timeline/marks.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { FrameRequest, TimelineFrame, TimelineMark } from './frame.ts';
import { remembered } from './remembered.ts';

/** More marks than this are no use to the eye. */
const MARKS_MAX = 2000;
/** A load's calls are counted in so many stretches of the window. */
const LOAD_STRETCHES = 64;

/** The window of the space-time diagram, from the whole record: the playhead is drawn on it, not cut out of it. */
export function timelineFrame(timeline: Timeline, window: FrameRequest['timeline']): TimelineFrame {
  const { from, to, maxArrows, hide } = window;
  const { arrows, leftOut } = timeline.arrows.within({ from, to, max: Math.max(0, maxArrows), hide });
  return {
    from,
    to,
    arrows: arrows.map(({ id, type, from, to, term, sentAt, endedAt, end, reject, entries }) => ({
      id,
      type,
      from,
      to,
      term,
      sentAt,
      endedAt,
      end,
      reject,
      entries,
    })),
    spans: timeline.spans.within(from, to),
    marks: withLoads(timeline, window, timeline.marks.within(from, to, MARKS_MAX).flatMap(timelineMarks)),
    leftOut,
  };
}

/** Many calls of loads are one mark for each stretch of time and member. In order of time, as all marks are. */
function withLoads(
  { marks }: Timeline,
  { from, to }: FrameRequest['timeline'],
  told: readonly TimelineMark[],
): readonly TimelineMark[] {
  const stretch = Math.max(1, Math.ceil((to - from) / LOAD_STRETCHES));
  const loads = marks.loadWithin(from, to, stretch);
  return loads.length === 0 ? told : [...told, ...loads].sort((a, b) => a.at - b.at);
}

/** A client's command is shown as the call it begins. */
const timelineMarks = remembered((mark: Mark): readonly TimelineMark[] => {
  const { at } = mark;
  switch (mark.type) {
    case 'commit':
      return [{ type: 'commit', node: mark.node, at, index: mark.index }];
    case 'leader':
      return [{ type: 'leader', node: mark.node, at, term: mark.term }];
    case 'request':
      return [{ type: 'request', node: mark.node, at, request: mark.request, status: mark.status }];
    case 'command': {
      const { command } = mark;
      if (command.type === 'request' || command.type === 'confChange') return [];
      const node = mark.node === 0 ? undefined : mark.node;
      const { type } = command;
      return [{ type: 'command', node, at, command: type, label: entryOf(type).label(command) }];
    }
    default:
      return [];
  }
});
