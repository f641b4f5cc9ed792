import type { FactReader } from '../history/facts.ts';
import type { History } from '../history/history.ts';
import { only, unknown } from '../history/partly-known.ts';
import type { NodeTrace } from '../node/io.ts';
import { touches, type Touch } from '../node/report/touched.ts';
import { isMessageType } from '../raft/message.ts';
import { hasField } from '../raft/raftpb/message.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import type { ArrowKind } from '../timeline/arrow-kinds.ts';
import type { Arrow } from '../timeline/arrows.ts';
import type { Timeline } from '../timeline/timeline.ts';

type Decision<Type extends NodeTrace['type']> = Extract<NodeTrace, { readonly type: Type }>;

/** An output of which the record's indexes tell a part. */
interface KnownOutput {
  decision(type: NodeTrace['type']): object | undefined;
}

/**
 * An event of the record as far as its indexes know it, in the form of an event: whatever else is asked for throws `NOT_KNOWN`, and
 * then somebody has to replay. So what is worked out of events is mostly worked out without a replay, as it is: there is no
 * second meaning of it.
 */
export class KnownEvent {
  readonly #history: History;
  readonly #timeline: Timeline;
  readonly #facts: FactReader;
  /** The event that is looked at. */
  #at: number;
  readonly event: WorldEvent;

  constructor(
    { history, timeline }: { readonly history: History; readonly timeline: Timeline },
    facts: FactReader,
    at = 0,
  ) {
    this.#history = history;
    this.#timeline = timeline;
    this.#facts = facts;
    this.#at = at;
    this.event = this.#newEvent();
  }

  /** What is read from now on is this event. */
  goTo(event: number): void {
    this.#at = event;
  }

  #newEvent(): WorldEvent {
    const { events } = this.#history;
    const input = this.#input();
    const output = this.#output();
    const known = {
      number: () => this.#at,
      at: () => events.timeOf(this.#at),
      type: () => events.typeOf(this.#at),
      node: () => events.nodeOf(this.#at),
      message: () => events.messageOf(this.#at),
      waits: () => this.#waits(),
      input: () => (this.#isInput() ? input : undefined),
      // Whether a command has an output is not known, but whether anything was decided in it is.
      output: () => (this.#mayAnswer() ? output : undefined),
      command: () => this.#history.commandAt(this.#at),
      touched: () => events.touchedOf(this.#at),
      client: () => (events.typeOf(this.#at) === 'client' ? unknown() : undefined),
      elected: () => (events.is(this.#at, 'election') ? unknown() : undefined),
      committed: () =>
        events.is(this.#at, 'commit')
          ? this.#facts.number(events.nodeOf(this.#at), 'commit', this.#at)
          : undefined,
    };
    return only(known) as WorldEvent;
  }

  #isInput(): boolean {
    const type = this.#history.events.typeOf(this.#at);
    return type !== 'command' && type !== 'death' && type !== 'client';
  }

  #mayAnswer(): boolean {
    const type = this.#history.events.typeOf(this.#at);
    return type !== 'death' && type !== 'client' && !this.#waits();
  }

  #touches(touch: Touch): boolean {
    return (this.#history.events.touchedOf(this.#at) & touches[touch]) !== 0;
  }

  /** Its node stands still: it waits in its inbox. */
  #waits(): boolean {
    if (!this.#isInput()) return false;
    return this.#facts.status(this.#history.events.nodeOf(this.#at), this.#at) === 'paused';
  }

  #input(): object {
    const { events } = this.#history;
    const message = this.#message();
    const id = (type: WorldEvent['type']) => () =>
      events.typeOf(this.#at) === type ? (this.#timeline.work.idIn(this.#at) ?? unknown()) : unknown();
    return only({
      type: () => events.typeOf(this.#at),
      message: () => {
        const type = events.typeOf(this.#at);
        return type === 'message' || type === 'peer' ? message : unknown();
      },
      write: id('writeDone'),
      apply: id('applyDone'),
      request: id('request'),
    });
  }

  /** The message that was delivered: what arrows keep of it. */
  #message(): object {
    const { events } = this.#history;
    const { arrows } = this.#timeline;
    let id = 0;
    let kind: ReturnType<typeof arrows.kindOf>;
    const arrow = (): NonNullable<typeof kind> => {
      const message = events.messageOf(this.#at);
      if (message !== id) kind = arrows.kindOf(message);
      id = message;
      return kind ?? unknown();
    };
    const row = (): Arrow => arrows.at(id) ?? unknown();
    const has = (name: string): boolean => {
      const { type } = arrow();
      return isMessageType(type) && hasField(type, name);
    };
    const ifItHas = (name: string, read: () => unknown) => () => (has(name) ? read() : undefined);
    return only(
      {
        type: () => arrow().type,
        from: () => arrow().from,
        to: () => arrow().to,
        term: () => arrow().term,
        index: ifItHas('index', () => row().index),
        reject: ifItHas('reject', () => arrow().reject),
        // Members say these where they refuse, and 0 where they do not (raft/outbox.ts).
        rejectHint: ifItHas('rejectHint', () => (isRefusal(arrow()) ? unknown() : 0)),
        logTerm: ifItHas('logTerm', () => (isRefusal(arrow()) ? unknown() : 0)),
        commit: ifItHas('commit', () => (arrow().type === 'MsgHeartbeat' ? row().index : unknown())),
        entries: ifItHas('entries', () => entriesOf(row())),
      },
      (name) => (isMessageType(arrow().type) ? has(name) : undefined),
    );
  }

  #output(): object {
    const changes = this.#changes();
    return only({
      trace: () => (this.#touches('decided') ? unknown() : []),
      decision: () => (type: NodeTrace['type']) => this.#decision(type),
      changes: () => changes,
    });
  }

  #changes(): object {
    const { facts, events } = this.#history;
    const node = () => events.nodeOf(this.#at);
    const begun = () => facts.begunIn(node(), this.#at);
    const number = (name: Parameters<typeof facts.saidIn>[1]) => () => {
      const said = facts.saidIn(node(), name, this.#at);
      // What a first record leaves out is 0.
      return said === 0 && begun() !== undefined ? undefined : said;
    };
    const unlessTouched = (touch: Touch) => () => (this.#touches(touch) ? unknown() : undefined);
    const atBegin = (read: (life: NonNullable<ReturnType<typeof begun>>) => unknown, touch: Touch) => () => {
      const life = begun();
      return life === undefined ? unlessTouched(touch)() : read(life);
    };
    return only({
      boot: () => (begun() === undefined ? undefined : { id: node() }),
      state: () => {
        const state = facts.becameIn(node(), this.#at);
        return state === 'StateFollower' && begun() !== undefined ? undefined : state;
      },
      term: number('term'),
      vote: number('vote'),
      lead: number('lead'),
      commit: number('commit'),
      applied: number('applied'),
      last: number('last'),
      stable: number('stable'),
      snapshotIndex: number('snapshotIndex'),
      revision: number('revision'),
      hardState: atBegin(({ hardState }) => hardState, 'stable'),
      snapshotTerm: atBegin(({ snapshotTerm }) => snapshotTerm, 'log'),
      appended: atBegin(({ lastEntry }) => lastEntry && only({ at: () => lastOf(lastEntry) }), 'log'),
      confState: () =>
        this.#touches('config') ? (facts.configIn(node(), this.#at) ?? unknown()) : undefined,
      leadTransferee: unlessTouched('progress'),
      progress: unlessTouched('progress'),
      leases: unlessTouched('leases'),
      records: unlessTouched('store'),
      replaced: () => {
        const isApply = events.typeOf(this.#at) === 'applyDone';
        return isApply || !this.#touches('store') || !this.#touches('leases') ? undefined : unknown();
      },
    });
  }

  /** The decision of this type, where it follows from what else is known; undefined: there is none. */
  #decision(type: NodeTrace['type']): object | undefined {
    const { facts, events } = this.#history;
    const at = this.#at;
    if (!this.#touches('decided')) return undefined;
    const node = events.nodeOf(at);
    const number = (name: 'term' | 'applied' | 'revision', event = at) => facts.at(node, name, event);
    switch (type) {
      case 'becameLeader':
        return events.is(at, 'election') ? { type, term: number('term') } : undefined;
      case 'becameCandidate':
        // It is always in another term.
        if (facts.saidIn(node, 'term', at) === undefined || facts.begunIn(node, at) !== undefined)
          return undefined;
        if (this.#facts.state(node, at) === 'StateLeader') return unknown();
        return this.#facts.state(node, at) === 'StateCandidate' ? { type, term: number('term') } : undefined;
      case 'applied':
      case 'snapshotInstalled': {
        const applied = Number(number('applied'));
        const before = Number(number('applied', at - 1));
        if (applied === before) return undefined;
        if (events.typeOf(at) !== 'applyDone') return unknown();
        if (type === 'snapshotInstalled') return undefined;
        return { type, first: before + 1, last: applied, revision: number('revision') };
      }
      case 'committed': {
        if (facts.saidIn(node, 'commit', at) === undefined) return undefined;
        const message = this.#timeline.arrows.typeOf(events.messageOf(at));
        if (events.typeOf(at) !== 'message') return unknown();
        if (message === 'MsgHeartbeat') return { type, by: 'heartbeat' };
        return message === 'MsgApp' ? { type, by: 'leaderCommit' } : unknown();
      }
      case 'voteGranted': {
        const message = this.#timeline.arrows.typeOf(events.messageOf(at));
        if (events.typeOf(at) !== 'message' || message === undefined) return unknown();
        if (message !== 'MsgVote' && message !== 'MsgPreVote') return undefined;
        const candidate = facts.saidIn(node, 'vote', at) ?? 0;
        if (message === 'MsgPreVote' || candidate === 0) return unknown();
        return { type, candidate, term: number('term'), pre: false };
      }
      default:
        return unknown();
    }
  }
}

function lastOf(entry: object): (place: number) => object {
  return (place) => (place === -1 ? entry : unknown());
}

/** The decision of this type in an event, looked into or known by the indexes; undefined: it was not made. */
export function decisionIn<Type extends NodeTrace['type']>(
  { output }: WorldEvent,
  type: Type,
): Decision<Type> | undefined {
  if (output === undefined) return undefined;
  if (isKnown(output)) return output.decision(type) as Decision<Type> | undefined;
  return output.trace.find((each): each is Decision<Type> => each.type === type);
}

function isKnown(output: object): output is KnownOutput {
  return 'decision' in output;
}

/** Whether it may say where the logs part: anything but what a member says of entries that it has taken. */
function isRefusal({ type, reject, forged }: ArrowKind): boolean {
  return type !== 'MsgAppResp' || reject || forged;
}

/** As many as it carries: of each, only that it is in a message, and of those of a leader, where it belongs. */
function entriesOf({ type, forged, index, entries }: Arrow): readonly object[] {
  const place = (i: number) => (type === 'MsgApp' && !forged ? index + 1 + i : unknown());
  return Array.from({ length: entries }, (_, i) =>
    only({ index: () => place(i), node: () => undefined, view: () => undefined }),
  );
}
