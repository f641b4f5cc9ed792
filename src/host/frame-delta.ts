import { present } from '../base/assert.ts';
import type { Frame } from '../lab/frame.ts';
import { firstDifference } from './first-difference.ts';

/**
 * What is new in a list: the old one without its first `drop` items, cut or grown to `length`, with the changed items
 * put in by position. Lists of a frame move like windows: they lose some at the front and gain some at the end.
 */
interface ListDelta<T> {
  readonly drop: number;
  readonly length: number;
  readonly changed: readonly (readonly [position: number, item: T])[];
}

/**
 * A frame as it travels: its lists against those of the frame before, the rest whole. A diagram of 2,000 arrows is
 * half a megabyte a frame otherwise, and the main thread would spend milliseconds on reading it.
 */
export interface FrameDelta {
  /** The frame with its lists empty. */
  readonly rest: Frame;
  readonly nodes: ListDelta<Frame['nodes'][number]>;
  readonly messages: ListDelta<Frame['messages'][number]>;
  readonly links: ListDelta<Frame['links'][number]>;
  readonly requests: ListDelta<Frame['requests'][number]>;
  readonly arrows: ListDelta<Frame['timeline']['arrows'][number]>;
  readonly spans: ListDelta<Frame['timeline']['spans'][number]>;
  readonly marks: ListDelta<Frame['timeline']['marks'][number]>;
}

const none = { nodes: [], messages: [], links: [], requests: [] };
const noTime = { arrows: [], spans: [], marks: [] };

/** `old`: the frame that the other side has; undefined before the first. */
export function frameDelta(old: Frame | undefined, next: Frame): FrameDelta {
  return {
    rest: { ...next, ...none, timeline: { ...next.timeline, ...noTime } },
    nodes: listDelta(old?.nodes, next.nodes),
    messages: listDelta(old?.messages, next.messages),
    links: listDelta(old?.links, next.links),
    requests: listDelta(old?.requests, next.requests),
    arrows: listDelta(old?.timeline.arrows, next.timeline.arrows),
    spans: listDelta(old?.timeline.spans, next.timeline.spans),
    marks: listDelta(old?.timeline.marks, next.timeline.marks),
  };
}

/** The next frame. What has not changed is the very same object as in the old one. */
export function applyFrameDelta(old: Frame | undefined, delta: FrameDelta): Frame {
  return {
    ...delta.rest,
    nodes: applyList(old?.nodes, delta.nodes),
    messages: applyList(old?.messages, delta.messages),
    links: applyList(old?.links, delta.links),
    requests: applyList(old?.requests, delta.requests),
    timeline: {
      ...delta.rest.timeline,
      arrows: applyList(old?.timeline.arrows, delta.arrows),
      spans: applyList(old?.timeline.spans, delta.spans),
      marks: applyList(old?.timeline.marks, delta.marks),
    },
  };
}

function listDelta<T>(old: readonly T[] = [], next: readonly T[]): ListDelta<T> {
  const drop = offsetOf(old, next[0]);
  const changed: [number, T][] = [];
  for (const [i, item] of next.entries()) {
    if (firstDifference(old[i + drop], item) !== undefined) changed.push([i, item]);
  }
  return { drop, length: next.length, changed };
}

/** Where in the old list the new one begins; 0 if it begins with something else. */
function offsetOf<T>(old: readonly T[], first: T | undefined): number {
  if (first === undefined) return 0;
  const found = old.findIndex((item) => firstDifference(item, first) === undefined);
  return Math.max(0, found);
}

function applyList<T>(old: readonly T[] = [], { drop, length, changed }: ListDelta<T>): readonly T[] {
  const list: (T | undefined)[] = old.slice(drop, drop + length);
  for (const [position, item] of changed) list[position] = item;
  return list.map((item) => present(item, 'a delta fits the frame it was made against'));
}
