import { present } from '../../base/assert.ts';
import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { FactReader } from '../../history/facts.ts';
import { unknown } from '../../history/partly-known.ts';
import type { Events } from '../../history/series.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { Touch } from '../../node/report/touched.ts';
import { touches } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Life } from '../../timeline/spans.ts';
import { KnownEvent } from '../known-event.ts';
import type { Past } from '../past.ts';

/** Whether an event is what is looked for. */
export type Test = (event: WorldEvent) => boolean;

/** A stretch of events, both included. */
export type Stretch = Events;

/** The record as a search for origins walks through it: by the index, and only where something may be is an event looked into. */
export class Trail {
  readonly past: Past;
  /** Undefined: events and states are replayed. Otherwise all is known by the indexes, or `NOT_KNOWN` is thrown. */
  readonly #reader: FactReader | undefined;

  constructor(past: Past, reader?: FactReader) {
    this.past = past;
    this.#reader = reader;
  }

  async event(number: number): Promise<WorldEvent> {
    if (this.#reader !== undefined) return new KnownEvent(this.past, this.#reader, number).event;
    const [event] = await this.past.events(number, number);
    return present(event, 'an event of the record');
  }

  /** Undefined: there is no such event, or it is the beginning of the run. */
  async eventIf(number: number | undefined): Promise<WorldEvent | undefined> {
    return number === undefined || number === 0 ? undefined : this.event(number);
  }

  /** Of a stretch of a life the part before which something cannot have come about, that needs a number of a member to be so high. */
  sinceReached(
    node: NodeId,
    name: 'term' | 'commit',
    least: number | bigint,
    { from, to }: Stretch,
  ): Stretch {
    const { facts } = this.past.history;
    if (facts.at(node, name, from - 1) >= least) return { from, to };
    return { from: facts.firstReached(node, name, least, { from, to }) ?? from, to };
  }

  /** The life in which a member was right after an event; undefined: it did not run. */
  life(node: NodeId, at: number): Life | undefined {
    const last = this.past.timeline.spans.lives(node, at).at(-1);
    return last?.to === undefined ? last : undefined;
  }

  /** The life before the one that begins with this event; undefined: that was the first. */
  lifeBefore(node: NodeId, from: number): Life | undefined {
    return this.past.timeline.spans.lives(node, from - 1).at(-1);
  }

  /** The last event of a node that has touched this, and for which the test holds. */
  async last(node: NodeId, { from, to }: Stretch, touch: Touch, test: Test): Promise<WorldEvent | undefined> {
    const { events } = this.past.history;
    for (
      let number = events.previousTouch(node, touches[touch], to + 1);
      number !== undefined && number >= from;
      number = events.previousTouch(node, touches[touch], number)
    ) {
      const event = await this.event(number);
      if (test(event)) return event;
    }
    return undefined;
  }

  /** The first one. */
  async first(
    node: NodeId,
    { from, to }: Stretch,
    touch: Touch,
    test: Test,
  ): Promise<WorldEvent | undefined> {
    const { events } = this.past.history;
    for (
      let number = events.nextTouch(node, touches[touch], from - 1, to);
      number !== undefined;
      number = events.nextTouch(node, touches[touch], number, to)
    ) {
      const event = await this.event(number);
      if (test(event)) return event;
    }
    return undefined;
  }

  /** The last event that asked for something, not far before `to`: nothing in the index tells of it. */
  async asked(node: NodeId, { from, to }: Stretch, test: Test): Promise<WorldEvent | undefined> {
    for (let number = to; number >= Math.max(1, from); number--) {
      if (node !== 0 && this.past.history.events.nodeOf(number) !== node) continue;
      const event = await this.event(number);
      if (test(event)) return event;
    }
    return undefined;
  }

  /**
   * For what, once it is so, stays so within the stretch: a part of it in which it came to be so, between two checkpoints. Nothing
   * is replayed for it.
   */
  since(node: NodeId, { from, to }: Stretch, isSo: (image: MemberImage) => boolean): Stretch {
    let soAt = to;
    for (const { event, world } of this.past.history.checkpoints.toReversed()) {
      if (event > to) continue;
      if (event < from) break;
      const image = world.machines.get(node)?.image;
      if (image === undefined || !isSo(image)) return { from: event + 1, to: soAt };
      soAt = event;
    }
    return { from, to: soAt };
  }

  /**
   * The entry that a log had at this index after an event, of a life: an image of any instant of the same life shows it, unless
   * that place was written anew in between. Undefined: none at hand does.
   */
  entryAt(node: NodeId, index: LogIndex, { from, to }: Life, at: number): ReturnType<MemberImage['entry']> {
    const { now, history } = this.past;
    const isWithin = (event: number): boolean =>
      event >= from && event <= now.events && event < (to ?? Infinity);
    const writtenBy = (event: number) => history.facts.writtenIn(node, index, { from, to: event });
    const isCommitted = history.facts.at(node, 'commit', at) >= index;
    const written = writtenBy(at);
    const instants = [
      { event: now.events, world: now },
      history.checkpointAfter(at),
      history.checkpointFor(at),
    ];
    for (const instant of instants) {
      if (instant === undefined || !isWithin(instant.event)) continue;
      const entry = instant.world.machines.get(node)?.image?.entry(index);
      if (entry === undefined) continue;
      const isSame = written !== undefined && written === writtenBy(instant.event);
      // What is committed does not change any more.
      if (isSame || (isCommitted && instant.event >= at)) return entry;
    }
    return undefined;
  }

  /** The state right after an event: to be read, and not to be run on. */
  async world(at: number): Promise<World> {
    if (at === this.past.now.events) return this.past.now;
    if (this.#reader !== undefined) return unknown();
    return (await this.past.at(at)).world;
  }
}
