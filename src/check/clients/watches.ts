import type { NodeId, Revision } from '../../base/flavor.ts';
import { compareKeys, isBeyondRange } from '../../etcd/mvcc/key-range.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { WatchEvent, WatchRequest, WatchResponse } from '../../etcd/request.ts';
import { mayBegin } from '../../node/report/touched.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { binaryText } from '../linearizability/observed-call.ts';
import type { Report } from '../monitor.ts';
import type { PropertyName } from '../properties.ts';
import type { WatchFault } from './contradiction.ts';
import type { StoreTruth } from './store-truth.ts';

type Create = Extract<WatchRequest, { type: 'create' }>;

/** One watch as its client knows it. Never changed once made. */
interface Watched {
  readonly request: Create;
  /** The first revision it is to be told of. */
  readonly start: Revision;
  /** The position in the true order of writes of what has not been delivered; nothing before it is still to come. */
  readonly next: number;
  /** Of the newest event or mark. */
  readonly told: Revision;
  readonly hasEvents: boolean;
  /** The newest response said that more of its revision comes. */
  readonly isFragment: boolean;
  readonly isOver: boolean;
}

interface OpenStream {
  /** Asked for and not answered, in their order. */
  readonly asked: readonly Create[];
  readonly watches: ReadonlyMap<bigint, Watched>;
}

const NOTHING: OpenStream = { asked: [], watches: new Map() };

/** A progress mark for all watches of a stream. */
const ALL_WATCHES = -1n;

/** Which property each fault breaks. */
const propertyOf: Readonly<Record<WatchFault, PropertyName>> = {
  unasked: 'WatchFilter',
  before: 'WatchFuture',
  backwards: 'WatchOrdered',
  twice: 'WatchUnique',
  split: 'WatchAtomic',
  skipped: 'WatchReliable',
  begunLate: 'WatchResumable',
  invented: 'WatchReliable',
  mark: 'WatchBookmark',
  markBack: 'WatchBookmark',
  create: 'WatchCreate',
  previous: 'WatchPrevKv',
  afterEnd: 'WatchCancel',
};

/**
 * What watches are promised (properties.md, C4), by the true order of writes: each watch has a cursor in it, and what it is
 * sent must be the next write that matches. That implies that nothing is out of order, twice or left out; which of them it
 * was is told by the name of the property.
 */
export class Watches {
  readonly #streams: Map<number, OpenStream>;
  /** Members whose compactions forget what was deleted at their very revision, as etcd 3.4 does (issue 19179). */
  readonly #forgetful: Set<NodeId>;

  constructor(from?: Watches) {
    this.#forgetful = new Set(from === undefined ? [] : from.#forgetful);
    this.#streams = new Map(from === undefined ? [] : from.#streams);
  }

  clone(): Watches {
    return new Watches(this);
  }

  /** Another history begins: cursors into the old one mean nothing. */
  forget(): void {
    this.#streams.clear();
  }

  look({ input, output, node, touched }: WorldEvent, truth: StoreTruth, report: Report): void {
    if (output === undefined) return;
    const boot = mayBegin(touched) ? output.changes.boot : undefined;
    if (boot?.owesTombstones === false) this.#forgetful.add(node);
    else if (boot !== undefined) this.#forgetful.delete(node);
    if (input?.type === 'sendStream' && 'type' in input.message && input.message.type === 'create') {
      const { asked, watches } = this.#streams.get(input.stream) ?? NOTHING;
      this.#streams.set(input.stream, { asked: [...asked, input.message], watches });
    }
    if (input?.type === 'closeStream') this.#streams.delete(input.stream);
    for (const { stream, message } of output.streams) {
      if (!('type' in message)) this.#receive(stream, message, this.#scene(stream, node, truth, report));
      else if (message.type === 'end') this.#streams.delete(stream);
    }
  }

  #scene(stream: number, node: NodeId, truth: StoreTruth, report: Report): Scene {
    return new Scene(stream, node, truth, report, this.#forgetful.has(node));
  }

  #receive(stream: number, response: WatchResponse, scene: Scene): void {
    const open = this.#streams.get(stream);
    if (open === undefined) return;
    const { watchId } = response;
    if (response.created) return this.#created(stream, open, response, scene);
    // A watch may have that number for its own: then nobody can tell a mark of its from one for all.
    if (watchId === ALL_WATCHES && !open.watches.has(ALL_WATCHES)) {
      const watches = new Map(
        [...open.watches].map(([id, each]) => [id, marked(each, response, scene.of(id))]),
      );
      this.#streams.set(stream, { ...open, watches });
      return;
    }
    const watched = open.watches.get(watchId);
    if (watched === undefined) return;
    const watches = new Map(open.watches).set(watchId, afterResponse(watched, response, scene.of(watchId)));
    this.#streams.set(stream, { ...open, watches });
  }

  #created(stream: number, { asked, watches }: OpenStream, response: WatchResponse, scene: Scene): void {
    const [request, ...others] = asked;
    if (request === undefined) return;
    if (response.canceled) return void this.#streams.set(stream, { asked: others, watches });
    const start = request.startRevision > 0 ? request.startRevision : response.revision + 1;
    const watched: Watched = {
      request,
      start,
      next: scene.truth.positionOf(start),
      told: 0,
      hasEvents: false,
      isFragment: false,
      isOver: false,
    };
    this.#streams.set(stream, { asked: others, watches: new Map(watches).set(response.watchId, watched) });
  }
}

/** Where something is found wrong. */
class Scene {
  readonly truth: StoreTruth;
  readonly #stream: number;
  readonly #node: NodeId;
  readonly #report: Report;
  /** Deletions at the revision of a compaction are not owed. */
  readonly isForgetful: boolean;
  readonly #watch: bigint;

  constructor(
    stream: number,
    node: NodeId,
    truth: StoreTruth,
    report: Report,
    isForgetful: boolean,
    watch = 0n,
  ) {
    this.isForgetful = isForgetful;
    this.#stream = stream;
    this.#node = node;
    this.truth = truth;
    this.#report = report;
    this.#watch = watch;
  }

  of(watch: bigint): Scene {
    return new Scene(this.#stream, this.#node, this.truth, this.#report, this.isForgetful, watch);
  }

  wrong(how: WatchFault, revision: Revision, key: Uint8Array | undefined, expected: Revision = 0): void {
    const [stream, watch] = [this.#stream, String(this.#watch)];
    const name = key === undefined ? '' : binaryText(key);
    const because = { type: 'watchBroken', how, stream, watch, revision, expected, key: name } as const;
    this.#report({
      property: propertyOf[how],
      nodes: [this.#node],
      detail: `watch ${watch} of stream ${stream}: ${faultTexts[how](revision, expected)}`,
      because,
    });
  }

  notCompacted(revision: Revision): void {
    const { compacted } = this.truth;
    const stream = this.#stream;
    this.#report({
      property: 'WatchCancel',
      nodes: [this.#node],
      detail: `a watch of stream ${stream} is canceled as compacted up to ${revision}, which nobody has done beyond ${compacted}`,
      because: { type: 'notCompacted', stream, revision, compacted },
    });
  }
}

/** In English: revision first, and what was expected. */
const faultTexts: Readonly<Record<WatchFault, (revision: Revision, expected: Revision) => string>> = {
  unasked: (revision) => `an event of revision ${revision} does not match what was asked for`,
  before: (revision, expected) => `revision ${revision} is sent, before the ${expected} it begins with`,
  backwards: (revision, expected) => `revision ${revision} comes after ${expected}`,
  twice: (revision) => `an event of revision ${revision} comes twice`,
  split: (revision) => `revision ${revision} comes in two responses`,
  skipped: (revision, expected) => `revision ${revision} comes next, and ${expected} is left out`,
  begunLate: (revision, expected) => `it begins with revision ${revision}, and ${expected} is left out`,
  invented: (revision) => `an event of revision ${revision} is not what was written`,
  mark: (revision, expected) =>
    `everything up to ${revision} is said to be told, and ${expected} has not been`,
  markBack: (revision, expected) => `its mark goes back from ${expected} to ${revision}`,
  create: (revision) => `the event of revision ${revision} is wrong about whether its key is new`,
  previous: (revision) => `the value before revision ${revision} was another`,
  afterEnd: (revision) => `revision ${revision} is sent after it was canceled`,
};

function afterResponse(watched: Watched, response: WatchResponse, scene: Scene): Watched {
  const { events, canceled, compactRevision } = response;
  if (canceled) {
    if (compactRevision > scene.truth.compacted) scene.notCompacted(compactRevision);
    return { ...watched, isOver: true };
  }
  if (watched.isOver) {
    scene.wrong('afterEnd', response.revision, undefined);
    return watched;
  }
  if (events.length === 0) return marked(watched, response, scene);
  const first = events[0]?.kv.modRevision ?? 0;
  if (watched.hasEvents && !watched.isFragment && first === watched.told) {
    scene.wrong('split', first, events[0]?.kv.key);
  }
  let now = watched;
  for (const event of events) now = afterEvent(now, event, scene);
  return { ...now, isFragment: response.fragment };
}

/** Everything up to the mark has been told. */
function marked(watched: Watched, { revision }: WatchResponse, scene: Scene): Watched {
  if (watched.isOver) return watched;
  if (revision < watched.start - 1) {
    // Who goes on from there later hears what this watch was not asked for.
    scene.wrong('before', revision, undefined, watched.start);
    return watched;
  }
  if (revision < watched.told) {
    scene.wrong('markBack', revision, undefined, watched.told);
    return watched;
  }
  const { position, record } = nextOwed(watched, undefined, scene);
  if (record !== undefined && record.main <= revision && record.main >= scene.truth.from) {
    scene.wrong('mark', revision, record.key, record.main);
    // Said once; from here on as if it had been told.
    return { ...watched, next: scene.truth.positionOf(revision + 1), told: revision };
  }
  return { ...watched, next: position, told: Math.max(watched.told, revision) };
}

function afterEvent(watched: Watched, event: WatchEvent, scene: Scene): Watched {
  const { truth } = scene;
  const { kv } = event;
  const revision = kv.modRevision;
  if (!wants(watched.request, kv.key, event.type === 'DELETE')) {
    scene.wrong('unasked', revision, kv.key);
    return watched;
  }
  if (revision < watched.start) {
    scene.wrong('before', revision, kv.key, watched.start);
    return watched;
  }
  const { position, record } = nextOwed(watched, event, scene);
  const told = { ...watched, told: Math.max(watched.told, revision), hasEvents: true };
  // What came before the beginning of what is known cannot be judged.
  if (revision < truth.from) return told;
  if (record !== undefined && isOf(record, event)) {
    checkContent(event, record, scene);
    return { ...told, next: position + 1 };
  }
  const known = positionIn(truth, event);
  if (known === undefined) scene.wrong('invented', revision, kv.key);
  else if (known < position) {
    const isLast = revision === watched.told;
    scene.wrong(isLast ? 'twice' : 'backwards', revision, kv.key, watched.told);
    return watched;
  } else {
    scene.wrong(watched.hasEvents ? 'skipped' : 'begunLate', revision, kv.key, record?.main ?? 0);
    return { ...told, next: known + 1 };
  }
  return told;
}

/** Whether it is new, and what it was before, as the writes before it tell. */
function checkContent(event: WatchEvent, record: KeyRecord, scene: Scene): void {
  const { truth } = scene;
  const { kv, prevKv } = event;
  const revision = kv.modRevision;
  if (revision - 1 < truth.from) return;
  const before = truth.keyAt(binaryText(kv.key), revision - 1);
  if (event.type === 'PUT') {
    const isNew = kv.createRevision === revision;
    if (isNew !== (before === undefined)) scene.wrong('create', revision, kv.key);
    const isSame = compareKeys(kv.value, record.value) === 0 && kv.version === (before?.version ?? 0) + 1;
    if (!isSame || kv.lease !== record.lease) scene.wrong('invented', revision, kv.key);
  }
  if (prevKv === undefined) return;
  const isTrue =
    before !== undefined && prevKv.modRevision === before.mod && binaryText(prevKv.value) === before.value;
  if (!isTrue) scene.wrong('previous', revision, kv.key);
}

/**
 * What comes next; a deletion that this member may have forgotten is passed over where it is not what comes. `event`: what came;
 * undefined: a mark.
 */
function nextOwed(watched: Watched, event: WatchEvent | undefined, { truth, isForgetful }: Scene): Next {
  const isForgotten = ({ record }: Next): boolean =>
    isForgetful &&
    record?.deleted === true &&
    truth.wasCompactedAt(record.main) &&
    (event === undefined || !isOf(record, event));
  let next = nextMatch(watched, truth, watched.next);
  while (isForgotten(next)) next = nextMatch(watched, truth, next.position + 1);
  return next;
}

interface Next {
  readonly position: number;
  readonly record: KeyRecord | undefined;
}

/** Of a watch from the future, what is written before its beginning is not for it. */
function nextMatch({ request, start }: Watched, { records }: StoreTruth, from: number): Next {
  let position = from;
  for (; position < records.length; position++) {
    const record = records.at(position);
    if (record === undefined || record.main < start) continue;
    if (wants(request, record.key, record.deleted)) return { position, record };
  }
  return { position, record: undefined };
}

function wants({ key, rangeEnd, filters }: Create, each: Uint8Array, deleted: boolean): boolean {
  if (filters.includes(deleted ? 'NODELETE' : 'NOPUT')) return false;
  return compareKeys(each, key) >= 0 && !isBeyondRange({ key, rangeEnd }, each);
}

function isOf(record: KeyRecord, { type, kv }: WatchEvent): boolean {
  return (
    record.main === kv.modRevision &&
    record.deleted === (type === 'DELETE') &&
    compareKeys(record.key, kv.key) === 0
  );
}

function positionIn(truth: StoreTruth, event: WatchEvent): number | undefined {
  const { records } = truth;
  for (let i = truth.positionOf(event.kv.modRevision); i < records.length; i++) {
    const record = records.at(i);
    if (record === undefined || record.main > event.kv.modRevision) return undefined;
    if (isOf(record, event)) return i;
  }
  return undefined;
}
