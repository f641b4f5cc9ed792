import type { Frame, FrameRequest, TimelineArrow } from '../../../src/lab/frame/frame.ts';
import type { LabPort } from '../../../src/lab/lab-port.ts';
import { busyFrame, frameOf, nodeFrame, splitFrame } from '../../view/fixtures/data-frame.ts';

/** A lab without a cluster: one whole frame, cut to the windows that the page asks for. */
export function fakeFrames(name: string): (request: FrameRequest) => Frame {
  const whole = wholeFrame(name);
  let version = 0;
  let at = whole.at;
  return (request) => {
    if (name === 'run') at += Math.round(request.elapsedMs * 100);
    version++;
    const shift = at - whole.at;
    const { rows, minFirst, maxLast } = whole.log;
    const first = request.log === 'tail' ? Math.max(1, maxLast - request.logColumns + 1) : request.log.first;
    const last = request.log === 'tail' ? maxLast : request.log.last;
    return {
      ...whole,
      version,
      at,
      liveAt: whole.liveAt + shift,
      messages: whole.messages.map((message) => ({
        ...message,
        sentAt: message.sentAt + shift,
        dueAt: message.dueAt + shift,
      })),
      log: {
        first,
        last,
        minFirst,
        maxLast,
        rows: rows.map(({ id, entries }) => ({
          id,
          entries: entries.filter((entry) => entry.index >= first && entry.index <= last),
        })),
      },
      timeline: {
        ...whole.timeline,
        from: request.timeline.from,
        to: request.timeline.to,
        arrows: whole.timeline.arrows
          .filter((arrow) => !request.timeline.hide.includes(arrow.type))
          .map((arrow) => shifted(arrow, shift)),
      },
    };
  };
}

function shifted(arrow: TimelineArrow, by: number): TimelineArrow {
  const endedAt = arrow.endedAt === undefined ? undefined : arrow.endedAt + by;
  return by === 0 ? arrow : { ...arrow, sentAt: arrow.sentAt + by, endedAt };
}

function wholeFrame(name: string): Frame {
  if (name === 'split') return splitFrame();
  if (name === 'empty') return frameOf({ at: 0, nodes: [1, 2, 3, 4, 5].map((id) => nodeFrame(id)) });
  return busyFrame({ seed: 5, nodes: 9, entries: 1000, messages: 200, arrows: 2000 });
}

export function fakeLab(): LabPort {
  const calls: string[] = [];
  Object.assign(globalThis, { fakeLabCalls: calls });
  return new Proxy({} as LabPort, {
    get: (_, name) => (argument: unknown) => {
      calls.push(`${String(name)} ${JSON.stringify(argument)}`);
      return Promise.resolve();
    },
  });
}
