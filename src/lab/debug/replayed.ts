import { present } from '../../base/assert.ts';
import { HeldFiles } from '../../history/held-files.ts';
import { START_WORK, type History } from '../../history/history.ts';
import { copyInProcess, replayTo } from '../../history/replay.ts';
import type { Cluster } from '../../sim/cluster.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import type { Journal, WorldEvent } from '../../sim/record/world-event.ts';
import type { Checkpoint } from '../../history/checkpoints.ts';

type State = Pick<Checkpoint, 'event' | 'world' | 'members'>;

/** A state is remembered whenever a replay has had this much to do since the last one; in ordinary events, as for checkpoints. */
const PIECE_WORK = 500;
/** So many states are remembered, of some 200 kB each, unless their disks' files take more than so many bytes. */
const STATES = 320;
const FILE_BYTES = 48e6;
/** So many of them with the events that come after them. */
const WITH_EVENTS = 36;

/** A state, and the events that follow it up to the next one, as far as they have been replayed. */
interface Piece {
  readonly state: State;
  readonly from: number;
  /** The last event that belongs to it. */
  readonly to: number;
  events: WorldEvent[];
  /** The replay that has got to the last of them; undefined: it has gone on to the next piece, or is forgotten. */
  front: Front | undefined;
  /** The later, the higher. */
  used: number;
}

/** A replay under way, which is heard into a list. */
interface Front {
  readonly cluster: Cluster;
  into: WorldEvent[];
}

/**
 * What of a line of a run has been replayed for those who look into it: states on the way, closer together than checkpoints, the
 * last used ones with what happened after them. The first look into an old part of a run replays from a checkpoint; the next
 * ones, and those where a seek has just been, from a state that is near.
 */
export class Replayed {
  readonly #history: History;
  readonly #factory: MemberFactory;
  /** Ascending. */
  #pieces: Piece[] = [];
  readonly #files = new HeldFiles();
  #uses = 0;
  /** What was asked for last: one thing is done after the other. */
  #going: Promise<unknown> = Promise.resolve();

  constructor(history: History, factory: MemberFactory) {
    this.#history = history;
    this.#factory = factory;
  }

  /** The events first..last; there are such events. */
  events(first: number, last: number): Promise<readonly WorldEvent[]> {
    return this.#inTurn(async () => {
      const found: WorldEvent[] = [];
      for (let next = first; next <= last;) {
        const piece = await this.#pieceWith(next, last);
        const some = piece.events.slice(next - piece.from - 1, last - piece.from);
        found.push(...some);
        next += some.length;
      }
      return found;
    });
  }

  /** A copy in process right after an event, with the clock at it. */
  at(event: number): Promise<Cluster> {
    return this.#inTurn(async () => {
      if (event > this.#latest(event).to) await this.#pieceWith(event, event);
      const { state, front } = this.#latest(event);
      const cluster = front !== undefined && front.cluster.world.events <= event ? front.cluster : undefined;
      const from = cluster === undefined ? state : { world: cluster.world, members: cluster.members() };
      const copy = copyInProcess(from, this.#factory);
      await replayTo(this.#history, copy, event);
      return copy;
    });
  }

  /** Somebody else's replay has got here: its state is remembered, if none is near. */
  passed(cluster: Cluster): void {
    const { events } = cluster.world;
    const isNear = this.#pieces.some(({ from, to }) => from <= events && events < to);
    if (isNear || events - this.#history.checkpointFor(events).event < PIECE_WORK) return;
    const state = stateOf(cluster);
    void this.#inTurn(() => Promise.resolve(this.#remember(state)));
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = this.#going.then(act, act);
    this.#going = done;
    return done;
  }

  /** The piece that has this event, replayed up to it, and on to `until` as far as that is in it. */
  async #pieceWith(event: number, until: number): Promise<Piece> {
    let piece = this.#latest(event - 1);
    while (event > piece.to) piece = await this.#goOn(piece);
    await this.#replay(piece, Math.min(until, piece.to));
    return piece;
  }

  async #replay(piece: Piece, event: number): Promise<Cluster | undefined> {
    if (event > piece.from + piece.events.length) {
      piece.front ??= this.#begin(piece);
      await replayTo(this.#history, piece.front.cluster, event);
    }
    return piece.front?.cluster;
  }

  #begin(piece: Piece): Front {
    piece.events = [];
    const journal: Journal = { append: (each) => void front.into.push(each) };
    const front: Front = {
      cluster: copyInProcess(piece.state, this.#factory, journal),
      into: piece.events,
    };
    return front;
  }

  /** The piece that comes after one, whose state is where that ends. */
  async #goOn(piece: Piece): Promise<Piece> {
    const { to } = piece;
    piece.front ??= this.#begin(piece);
    const { front } = piece;
    const { cluster } = front;
    await replayTo(this.#history, cluster, to);
    const next = this.#remember(stateOf(cluster));
    piece.front = undefined;
    front.into = next.events;
    next.front = front;
    return next;
  }

  /** The nearest state at or before an event. */
  #latest(event: number): Piece {
    const piece = this.#pieces.findLast(({ from }) => from <= event);
    const checkpoint = this.#history.checkpointFor(event);
    if (piece === undefined || checkpoint.event > piece.from) return this.#remember(checkpoint);
    piece.used = ++this.#uses;
    return piece;
  }

  #remember(state: State): Piece {
    const { event: from } = state;
    const to = this.#endOf(from);
    const piece: Piece = { state, from, to, events: [], front: undefined, used: ++this.#uses };
    this.#pieces.push(piece);
    this.#pieces.sort((a, b) => a.from - b.from);
    this.#files.hold(state.world);
    this.#forget();
    return piece;
  }

  /** Where enough is to be done from a state on; a start from disk is as much as many events. */
  #endOf(from: number): number {
    let left = PIECE_WORK;
    let command = this.#history.commandAfter(from);
    while (command !== undefined && command.event < from + left) {
      if (command.command.type === 'restart') left -= START_WORK;
      if (command.event >= from + left) return command.event;
      command = this.#history.commandAfter(command.event);
    }
    return from + left;
  }

  /** What has not been used for the longest time, beyond what may be remembered. */
  #forget(): void {
    const byUse = this.#pieces.toSorted((a, b) => b.used - a.used);
    for (const piece of byUse.slice(WITH_EVENTS)) {
      piece.events = [];
      piece.front = undefined;
    }
    while (byUse.length > 2 && (byUse.length > STATES || this.#files.bytes > FILE_BYTES)) {
      const oldest = present(byUse.pop(), 'more than two');
      this.#files.release(oldest.state.world);
      this.#pieces = this.#pieces.filter((each) => each !== oldest);
    }
  }
}

/** A copy of it that nobody steps. */
function stateOf(cluster: Cluster): State {
  const { world } = cluster;
  const members = cluster.members().map((member) => member.clone());
  return { event: world.events, world: world.clone(), members };
}
