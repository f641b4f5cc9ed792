import { describe, expect, it } from 'vitest';
import { futureCone, pastCone, type ConeRecord, type ConeSide } from '../../../src/explain/cone/cone.ts';
import type { FaultName } from '../../../src/sim/command/faults.ts';
import type { WorldEvent } from '../../../src/sim/record/world-event.ts';
import { randomRun } from '../recorded-run.ts';

/** Pairs of events, the one right before the other in a chain of influence: from what the events say, not from an index. */
function steps(heard: readonly WorldEvent[]): Map<number, number[]> {
  const before = new Map<number, number[]>();
  const lastOf = new Map<number, number>();
  const sentIn = new Map<number, number>();
  for (const { number, node, sent, ended, message, command } of heard) {
    const list: number[] = [];
    const last = lastOf.get(node);
    if (node !== 0 && last !== undefined) list.push(last);
    const from = sentIn.get(message);
    if (from !== undefined && ended.some((each) => each.message === message && each.end === 'delivered'))
      list.push(from);
    before.set(number, list);
    if (node !== 0) lastOf.set(node, number);
    // By hand doubled or forged: it says what another one said.
    const isByHand = command?.type === 'duplicate' || command?.type === 'forge';
    const origin = isByHand ? sentIn.get(command.message) : undefined;
    for (const { id } of sent) sentIn.set(id, origin ?? number);
  }
  return before;
}

function closure(next: ReadonlyMap<number, readonly number[]>, from: number): Set<number> {
  const found = new Set<number>();
  const open = [from];
  for (let n = open.pop(); n !== undefined; n = open.pop()) {
    if (found.has(n)) continue;
    found.add(n);
    open.push(...(next.get(n) ?? []));
  }
  return found;
}

function turned(before: ReadonlyMap<number, readonly number[]>): Map<number, number[]> {
  const after = new Map<number, number[]>();
  for (const [n, list] of before) for (const each of list) after.set(each, [...(after.get(each) ?? []), n]);
  return after;
}

function end(generator: Generator<number, ConeSide>): ConeSide {
  for (;;) {
    const step = generator.next();
    if (step.done) return step.value;
  }
}

describe('the cone of an event', () => {
  it.each([
    { seed: 1, nodes: 3, faults: ['kill', 'restart', 'loss', 'pause'] as FaultName[] },
    { seed: 2, nodes: 5, faults: ['partition', 'duplicate', 'reorder'] as FaultName[] },
    {
      seed: 3,
      nodes: 4,
      faults: ['kill', 'restart', 'partition', 'loss', 'duplicate', 'pause'] as FaultName[],
    },
  ])('is that of a naive closure over the events: seed $seed', async ({ seed, nodes, faults }) => {
    const { run, heard } = await randomRun({ nodes, seed }, faults, 700);
    const { history, timeline } = run;
    const record: ConeRecord = {
      events: history.events,
      arrows: timeline.arrows,
      commandAt: (event) => history.commandAt(event),
      nodes,
    };
    const before = steps(heard);
    const after = turned(before);
    const { last } = history.events;
    const nodeOf = (n: number): number => history.events.nodeOf(n);
    for (let event = 1; event <= last; event += 37) {
      const past = closure(before, event);
      const future = closure(after, event);
      for (const { first, until } of [
        { first: 1, until: last },
        { first: Math.max(1, event - 150), until: Math.min(last, event + 150) },
      ]) {
        const window = { first, last: until };
        const found = {
          past: end(pastCone(record, event, window)),
          future: end(futureCone(record, event, window)),
        };
        const all = Array.from({ length: until - first + 1 }, (_, i) => first + i);
        const reach = (side: 'past' | 'future', n: number): number | undefined =>
          nodeOf(n) === 0 ? undefined : found[side].reach.find(({ node }) => node === nodeOf(n))?.event;
        const isPast = (n: number): boolean => n === event || n <= (reach('past', n) ?? 0);
        const isFuture = (n: number): boolean => n === event || n >= (reach('future', n) ?? Infinity);
        expect([event, ...all.filter(isPast)]).toEqual([event, ...all.filter((n) => past.has(n))]);
        expect([event, ...all.filter(isFuture)]).toEqual([event, ...all.filter((n) => future.has(n))]);
        const within = (n: number): boolean => n >= first && n <= until;
        expect(found.past.count).toBe([...past].filter(within).length);
        expect(found.future.count).toBe([...future].filter(within).length);
      }
    }
  });
});
