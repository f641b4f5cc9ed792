import type { LogIndex, NodeId, Revision } from '../../base/flavor.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { KvStore, StoreChange } from '../../etcd/mvcc/kv-store.ts';
import type { Answer } from '../../etcd/answer.ts';
import type { KeyValue, LeaseId, MemberId, RangeRequest } from '../../etcd/request.ts';
import { viewEntry, type Who } from '../core/entry-view.ts';
import type { NodeOutput } from '../io.ts';
import { firstOf } from '../../etcd/mvcc/btree.ts';
import type { MemberChanges, MemberConstants } from './changes.ts';
import { LogImage } from './image-log.ts';
import {
  keysOf,
  NO_LEASES,
  NO_NUMBERS,
  NO_STORE,
  storeStep,
  type LeasesImage,
  type StoreImage,
  type StoreNumbers,
} from './image-store.ts';
import { foldProgress, NO_VIEW, type ViewDraft } from './image-view.ts';
import { NO_WATCHES, viewWatches, type WatchesImage } from './image-watches.ts';
import { touchesOfField } from './touched.ts';
import {
  rangeOf,
  recordsOf,
  type AlarmView,
  type AuthView,
  type LeaseView,
  type StoreView,
} from './store-view.ts';
import type { EntryView, MemberView } from './view.ts';

/** What of a member its image keeps; each part is replaced when it changes and never changed itself. */
interface Parts {
  readonly constants: MemberConstants;
  readonly view: MemberView;
  readonly log: LogImage;
  readonly store: StoreImage;
  readonly leases: LeasesImage;
  readonly watches: WatchesImage;
  readonly numbers: StoreNumbers;
  readonly members: StoreView['members'];
  readonly memberIds: ReadonlyMap<NodeId, MemberId>;
  readonly formerIds: ReadonlyMap<MemberId, NodeId>;
  readonly alarms: readonly AlarmView[];
  readonly auth: AuthView;
}

type NumbersDraft = { -readonly [Name in keyof StoreNumbers]: StoreNumbers[Name] };
/** Parts in the making: what is one value each changes in place. */
type Draft = { -readonly [Part in keyof Omit<Parts, 'view' | 'numbers'>]: Parts[Part] } & {
  view: ViewDraft;
  numbers: NumbersDraft;
};

/** Parts that a record's field goes into, as bits: most go into one, a few into two. */
const [NOWHERE, VIEW, NUMBERS, PROGRESS, LOG, STORE, LEASES, REST] = [0, 1, 2, 4, 8, 16, 32, 64] as const;

/** VIEW and NUMBERS: as the field of that name. */
const partsOfField: { readonly [Name in keyof Required<MemberChanges>]: number } = {
  boot: NOWHERE,
  hashes: NOWHERE,
  state: VIEW,
  term: VIEW,
  vote: VIEW,
  lead: VIEW,
  leadTransferee: VIEW,
  commit: VIEW,
  applying: VIEW,
  first: VIEW | LOG,
  last: VIEW,
  stable: VIEW,
  pendingSnapshotIndex: VIEW,
  electionElapsed: VIEW,
  randomizedElectionTimeout: VIEW,
  heartbeatElapsed: VIEW,
  pendingConfIndex: VIEW,
  votes: VIEW,
  confState: VIEW,
  progress: PROGRESS,
  progressOf: PROGRESS,
  truncatedFrom: LOG,
  appended: LOG,
  applied: VIEW,
  snapshotIndex: VIEW,
  snapshotTerm: VIEW,
  hardState: VIEW,
  pendingProposals: VIEW,
  pendingReads: VIEW,
  hasReady: VIEW,
  appendQueue: VIEW,
  applyQueue: VIEW,
  revision: VIEW,
  compactRevision: VIEW,
  keyCount: VIEW,
  kvHash: VIEW,
  replaced: STORE | LEASES,
  records: STORE,
  compacted: STORE,
  consistentIndex: NUMBERS,
  sizeBytes: NUMBERS,
  sizeInUseBytes: NUMBERS,
  isCompacting: NUMBERS,
  countsLeases: NUMBERS | LEASES,
  leases: LEASES,
  watches: REST,
  toldRevision: NUMBERS,
  members: REST,
  memberIds: REST,
  formerIds: REST,
  alarms: REST,
  auth: REST,
};

/** Above the bits of a field's parts: what it touches (touched.ts). */
const TOUCHES_SHIFT = 7;

/** Of each field its parts and what it touches, in one number. */
const marksOf: ReadonlyMap<string, number> = new Map(
  Object.entries(partsOfField).map(([name, parts]) => [
    name,
    parts | (touchesOfField[name as keyof MemberChanges] << TOUCHES_SHIFT),
  ]),
);

const NOTHING: Parts = {
  constants: {
    id: 0,
    electionTimeout: 0,
    quotaBytes: 0,
    keepsTombstones: false,
    owesTombstones: false,
    addresses: [],
    heartbeatTicks: 0,
    tickMs: 0,
    checkQuorum: false,
    preVote: false,
    leaseBasedReads: false,
    maxInflightMsgs: 0,
  },
  view: NO_VIEW,
  log: LogImage.empty,
  store: NO_STORE,
  leases: NO_LEASES,
  watches: NO_WATCHES,
  numbers: NO_NUMBERS,
  members: [],
  memberIds: new Map(),
  formerIds: new Map(),
  alarms: [],
  auth: { enabled: false, revision: 0, users: [], roles: [] },
};

/**
 * Folds the records of a life as they come. An image is made when somebody asks for one: most records are followed by the
 * next before anybody does.
 */
export class ImageFold {
  /** After the last record; undefined until one has come since an image was made. Nobody else has it. */
  #draft: Draft | undefined;
  /** The newest image, and what it is of; undefined once there is a record after it. */
  #image: MemberImage | undefined;
  #parts: Parts;

  private constructor(parts: Parts, image: MemberImage | undefined) {
    this.#parts = parts;
    this.#image = image;
  }

  /** For a life of which nothing is known yet. */
  static ofNothing(): ImageFold {
    return new ImageFold(NOTHING, undefined);
  }

  /** The member after all its records so far; the same until there is another. */
  get image(): MemberImage {
    if (this.#image === undefined) {
      if (this.#draft !== undefined) this.#parts = copyOf(this.#draft);
      this.#image = new MemberImage(this.#parts);
    }
    return this.#image;
  }

  /** The member's next record; gives what it touches, as bits (touched.ts). */
  add(changes: MemberChanges): number {
    this.#draft ??= copyOf(this.#parts);
    this.#image = undefined;
    const draft = this.#draft;
    if (changes.boot !== undefined) begin(draft, changes.boot);
    const touched = foldSingles(draft.view, draft.numbers, changes);
    if ((touched & PROGRESS) !== 0) draft.view.progress = foldProgress(draft.view.progress, changes);
    if ((touched & LOG) !== 0) draft.log = draft.log.after(changes);
    if ((touched & STORE) !== 0) draft.store = draft.store.after(storeStep(changes, draft.constants));
    if ((touched & LEASES) !== 0) draft.leases = draft.leases.after(changes);
    if ((touched & REST) !== 0) foldRest(draft, changes);
    return touched >> TOUCHES_SHIFT;
  }

  /** The member that this one knows, or as it begins knew, on a machine; undefined: none. */
  memberIdOf(node: NodeId): MemberId | undefined {
    return (this.#draft ?? this.#parts).memberIds.get(node);
  }

  /** Goes on by itself from here; they share the image. */
  clone(): ImageFold {
    const { image } = this;
    return new ImageFold(this.#parts, image);
  }
}

/** With a view and numbers of its own. */
function copyOf(parts: Parts): Draft {
  return { ...parts, view: { ...parts.view }, numbers: { ...parts.numbers } };
}

function begin(draft: Draft, boot: MemberConstants): void {
  Object.assign(draft, copyOf(NOTHING));
  draft.constants = boot;
  draft.view.id = boot.id;
  draft.view.electionTimeout = boot.electionTimeout;
}

/** Puts into the view and the numbers what is one value of them, and gives the marks of all its fields. */
function foldSingles(view: ViewDraft, numbers: NumbersDraft, changes: MemberChanges): number {
  let touched = 0;
  // A record has a handful of fields: to go through them is far quicker than to ask for each that there may be.
  for (const name in changes) {
    const value: unknown = changes[name as keyof MemberChanges];
    if (value === undefined) continue;
    const marks = marksOf.get(name) ?? 0;
    touched |= marks;
    if ((marks & VIEW) !== 0) (view as Record<string, unknown>)[name] = value;
    if ((marks & NUMBERS) !== 0) (numbers as Record<string, unknown>)[name] = value;
  }
  return touched;
}

/** What hardly ever changes. */
function foldRest(parts: Draft, changes: MemberChanges): void {
  if (changes.watches !== undefined) parts.watches = parts.watches.after(changes.watches);
  if (changes.members !== undefined) parts.members = changes.members;
  if (changes.memberIds !== undefined) parts.memberIds = new Map(changes.memberIds);
  if (changes.formerIds !== undefined) parts.formerIds = new Map(changes.formerIds);
  if (changes.alarms !== undefined) parts.alarms = changes.alarms;
  if (changes.auth !== undefined) parts.auth = changes.auth;
}

/**
 * A member as its records tell it: what a look into the member itself would show at that moment, and for ever. An image
 * is never changed: the next one (`ImageFold`) shares with it all that has stayed as it was.
 */
export class MemberImage {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Carries out what waits to be folded: an image that is kept for long does not keep the records that led to it. */
  workOut(): void {
    const { store, leases, watches } = this.#parts;
    for (const part of [store, leases, watches]) void part.value;
  }

  /**
   * The member's own store has the records that this image was told of: from now on both keep one and the same trees, until
   * either goes on.
   */
  shareStore(own: KvStore): void {
    this.#parts.store.value.kv.shareTreesOf(own);
  }

  /** Stands for the keys and their changes: while it is the same object, they are the same. */
  get storePart(): object {
    return this.#parts.store;
  }

  /** Stands for the log's entries: while it is the same object, they are the same. */
  get logPart(): object {
    return this.#parts.log;
  }

  view(): MemberView {
    return this.#parts.view;
  }

  /** The entries first..last that the log has; those before its first and after its last index are left out. */
  entries(first: LogIndex, last: LogIndex): EntryView[] {
    const { view, log } = this.#parts;
    const views: EntryView[] = [];
    for (let index = Math.max(first, view.first); index <= Math.min(last, view.last); index++) {
      const entry = log.get(index);
      if (entry !== undefined) views.push(viewEntry(entry, this.#who()));
    }
    return views;
  }

  /** One entry with its data; undefined if the log does not have it (any more). */
  entry(index: LogIndex): { readonly view: EntryView; readonly data: Uint8Array | undefined } | undefined {
    const entry = this.#parts.log.get(index);
    return entry && { view: viewEntry(entry, this.#who()), data: entry.data };
  }

  /** The first keys as of a revision (0: the newest); nothing if it has been compacted away. */
  range(revision: Revision, limit: number): { kvs: KeyValue[]; count: number } {
    return rangeOf(this.#parts.store.value.kv, revision, limit);
  }

  /** A range of the store, read as a client's would be. */
  read(request: RangeRequest): Answer {
    return this.#parts.store.value.kv.range(request);
  }

  /** Every change of the key that is still known, oldest first. */
  keyHistory(key: Uint8Array): (KeyValue & { readonly deleted: boolean })[] {
    return this.#parts.store.value.kv.keyHistory(key);
  }

  /** The last changes of the store, oldest first. */
  recentChanges(limit: number): StoreChange[] {
    return this.#parts.store.value.kv.recentChanges(limit);
  }

  /** Every change from one revision to another, oldest first; what is compacted away is left out. */
  records(first: Revision, last: Revision): readonly KeyRecord[] {
    return recordsOf(this.#parts.store.value.kv, first, last);
  }

  /** Leases, watches, alarms, users and sizes; of leases and watches the first `limit`. */
  storeView(limit: number): StoreView {
    const { constants, store, leases, watches, numbers, members, alarms, auth } = this.#parts;
    const { toldRevision, ...rest } = numbers;
    return {
      ...rest,
      leases: firstOf(leases.value, limit).map(([id, { ttl, checkpoint, endsAtMs }]) => ({
        id,
        ttl,
        checkpoint,
        endsAtMs,
        keys: keysOf(store.value, id, limit),
      })),
      leaseCount: leases.value.size,
      watches: viewWatches(watches.value, toldRevision, limit),
      watchCount: watches.value.size,
      members,
      alarms,
      auth,
      quotaBytes: constants.quotaBytes,
    };
  }

  /** One lease with the first `limit` of its keys; undefined: there is none. */
  lease(id: LeaseId, limit: number): LeaseView | undefined {
    const { leases, store } = this.#parts;
    const times = leases.value.get(id);
    return times && { id, ...times, keys: keysOf(store.value, id, limit) };
  }

  /** One watch of a client's stream; undefined: there is none. */
  watch(stream: number, watchId: bigint): StoreView['watches'][number] | undefined {
    const { watches, numbers } = this.#parts;
    return viewWatches(watches.value, numbers.toldRevision, Infinity).find(
      ({ listener, watchId: id }) =>
        listener.type === 'client' && listener.stream === stream && id === watchId,
    );
  }

  /** The alarms this member knows of, whoever raised them. */
  alarms(): readonly AlarmView[] {
    return this.#parts.alarms;
  }

  #who(): Who {
    const { constants, memberIds, formerIds } = this.#parts;
    return { nodeIds: memberIds, formerIds, addresses: constants.addresses };
  }

  /** Everybody who was removed, with the machine it was on, in the order in which they went. */
  formerIds(): ReadonlyMap<MemberId, NodeId> {
    return this.#parts.formerIds;
  }

  /** The member that this one knows, or as it begins knew, on a machine; undefined: none. */
  memberIdOf(node: NodeId): MemberId | undefined {
    return this.#parts.memberIds.get(node);
  }
}

/** The image that the first record of a life gives: it says all there is. */
export function imageOfFirst({ changes }: NodeOutput): MemberImage {
  const fold = ImageFold.ofNothing();
  fold.add(changes);
  return fold.image;
}
