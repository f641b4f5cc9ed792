import { describe, expect, it } from 'vitest';
import type { NodeTrace } from '../../src/node/io.ts';
import { TraceLog } from '../../src/sim/record/trace-log.ts';

function decision(number: number): NodeTrace {
  return { type: 'leaderForgotten', lead: number };
}

function eventsOf(log: TraceLog): number[] {
  return log.lines().map(({ event }) => event);
}

function lastBefore(event: number): number[] {
  return Array.from({ length: Math.min(64, event) }, (_, i) => event - Math.min(64, event) + 1 + i);
}

describe("a member's last decisions", () => {
  it('are the same in a clone, before and after it is packed, whatever comes to the log it was made of', () => {
    const log = new TraceLog();
    const clones: { readonly at: number; readonly clone: TraceLog }[] = [];
    for (let event = 1; event <= 400; event++) {
      log.note(event * 10, event, [decision(event)]);
      if (event % 7 === 0) clones.push({ at: event, clone: log.clone() });
      // Two clones share blocks; one of them is packed while the other, and the log, go on with them.
      if (event % 35 === 0) clones.at(-2)?.clone.pack();
    }
    for (const { at, clone } of clones) {
      const lines = clone.lines();
      expect(eventsOf(clone)).toEqual(lastBefore(at));
      clone.pack();
      expect(clone.lines()).toEqual(lines);
      expect(lines.at(-1)?.trace).toEqual(decision(at));
    }
    expect(eventsOf(log)).toEqual(lastBefore(400));
  });

  it('go on in a clone of a packed one', () => {
    const log = new TraceLog();
    for (let event = 1; event <= 100; event++) log.note(event, event, [decision(event)]);
    const kept = log.clone();
    kept.pack();
    const other = kept.clone();
    other.note(101, 101, [decision(101)]);
    expect(eventsOf(other)).toEqual(lastBefore(101));
    expect(eventsOf(kept)).toEqual(lastBefore(100));
  });
});
