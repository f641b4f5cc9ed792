import type { Source } from './source.ts';

/**
 * A history that another program has written, on one axis. Whatever stands in its files is an item here (nothing is left
 * out silently) and each item knows where it stands.
 */
export interface ForeignHistory {
  readonly format: ForeignFormat;
  /** Items, lanes and arrows name texts by their index here. */
  readonly sources: readonly Source[];
  readonly axis: Axis;
  readonly lanes: readonly Lane[];
  readonly items: Items;
  /** What `items.type` counts: `read`, `raft`, `event`. */
  readonly types: readonly string[];
  /** What `items.level` counts, but for 0: `info`, `warn`. */
  readonly levels: readonly string[];
  readonly arrows: Arrows;
  readonly roles: readonly RoleSpan[];
  readonly faults: readonly FaultSpan[];
  /** What the judge can look at; each is an item as well. */
  readonly operations: readonly Operation[];
  readonly notes: readonly Note[];
}

export const foreignFormats = ['jepsen', 'robustness', 'porcupine', 'shiviz', 'etcdLog', 'lines'] as const;
export type ForeignFormat = (typeof foreignFormats)[number];

/**
 * `time`: nanoseconds since the first item, which was at `begin` (Unix seconds) if that is known. `order`: whole steps, where
 * the history says what comes before what and not when. The last item ends at `end`.
 */
export interface Axis {
  readonly type: 'time' | 'order';
  readonly begin: number | undefined;
  readonly end: number;
}

/** In the order of lanes, from the top. */
export const laneKinds = ['faults', 'node', 'process', 'watch', 'rest'] as const;
export type LaneKind = (typeof laneKinds)[number];

export interface Lane {
  readonly name: string;
  readonly kind: LaneKind;
}

export const outcomes = ['event', 'ok', 'fail', 'unknown'] as const;
/** `event`: no operation but a point. `unknown`: the operation may have taken effect at any time after its call, or never. */
export type Outcome = (typeof outcomes)[number];

/** All items by columns, ascending by `at`; an item is its index. */
export interface Items {
  readonly count: number;
  readonly at: Float64Array;
  /** When it returned, `at` for an event, Infinity for an operation that never returned. */
  readonly end: Float64Array;
  readonly lane: Uint16Array;
  readonly type: Uint16Array;
  /** 0: it has none; else one more than its index in `levels`. */
  readonly level: Uint8Array;
  /** Its index in `outcomes`. */
  readonly outcome: Uint8Array;
  /** Where it stands: source, line (from 1), characters from and to. */
  readonly source: Uint16Array;
  readonly line: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Where its return stands in the same source; line 0: nowhere else. */
  readonly line2: Uint32Array;
  readonly from2: Uint32Array;
  readonly to2: Uint32Array;
  /** What is written beside it. */
  readonly label: readonly string[];
}

/** Messages, from item to item, ascending by the instant they were sent at. */
export interface Arrows {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

export const roles = ['follower', 'precandidate', 'candidate', 'leader'] as const;
export type Role = (typeof roles)[number];

/** What a node was, from then on, until `to`. */
export interface RoleSpan {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  readonly role: Role;
  readonly term: number | undefined;
}

/** Something was made to go wrong. `to` Infinity: until the end. */
export interface FaultSpan {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly item: number;
}

/** What one operation was asked and answered, as far as a judge can use it. */
export interface Operation {
  readonly item: number;
  readonly process: string;
  readonly outcome: Exclude<Outcome, 'event'>;
  readonly call: number;
  /** undefined: it may take effect at any time after its call, or never. */
  readonly returned: number | undefined;
  readonly content: OperationContent;
}

export type OperationContent = RegisterContent | EtcdContent | OtherContent;

/** One key that is read, written, compared and set. Values are texts; undefined: it is not there (nil). */
export type RegisterContent =
  | {
      readonly type: 'register';
      readonly action: 'read' | 'write';
      readonly key: string;
      readonly value: string | undefined;
    }
  | {
      readonly type: 'register';
      readonly action: 'compareAndSet';
      readonly key: string;
      readonly expected: string | undefined;
      readonly value: string | undefined;
    };

/** A request to etcd as its robustness tests write it down, and the answer; undefined where none came. */
export interface EtcdContent {
  readonly type: 'etcd';
  readonly request: EtcdRequest;
  readonly response: EtcdResponse | undefined;
}

/** Something that no judge here knows a model of. */
export interface OtherContent {
  readonly type: 'other';
  readonly name: string;
}

export type EtcdRequest =
  | ({ readonly type: 'range'; readonly revision: number } & KeyRange)
  | {
      readonly type: 'txn';
      readonly conditions: readonly EtcdCondition[];
      readonly onSuccess: readonly EtcdAction[];
      readonly onFailure: readonly EtcdAction[];
    }
  | { readonly type: 'leaseGrant' | 'leaseRevoke'; readonly lease: string }
  | { readonly type: 'compact'; readonly revision: number }
  | { readonly type: 'defragment' };

/** `end` empty: the one key. */
export interface KeyRange {
  readonly start: string;
  readonly end: string;
  readonly limit: number;
}

/** undefined: not compared. An absent key has revision and version 0. */
export interface EtcdCondition {
  readonly key: string;
  readonly revision: number | undefined;
  readonly version: number | undefined;
}

/** A value is its text or, of a long one, `#` and its hash; `lease` is `0` for none. */
export type EtcdAction =
  | ({ readonly type: 'range' } & KeyRange)
  | { readonly type: 'put'; readonly key: string; readonly value: string; readonly lease: string }
  | { readonly type: 'delete'; readonly key: string };

export interface EtcdResponse {
  /** Of the header; -1: the answer does not say what is true now (it was read at an older revision). */
  readonly revision: number;
  readonly failed: boolean;
  readonly results: readonly EtcdResult[];
  /** What etcd refused it with, for sure; empty: it did not. */
  readonly clientError: string;
}

export interface EtcdResult {
  readonly kvs: readonly EtcdPair[];
  readonly count: number;
  readonly deleted: number;
}

export interface EtcdPair {
  readonly key: string;
  readonly value: string;
  readonly modRevision: number;
}

/** What is to be said of the whole: its words are `foreign:note.CODE`. */
export interface Note {
  readonly code: NoteCode;
  readonly values: Readonly<Record<string, string | number>>;
}

export const noteCodes = [
  'linesLeft',
  'notRead',
  'wal',
  'walTorn',
  'walBroken',
  'snapshots',
  'executions',
  'porcupineOk',
  'porcupineIllegal',
  'reducedTimes',
  'wholeSeconds',
] as const;
export type NoteCode = (typeof noteCodes)[number];
