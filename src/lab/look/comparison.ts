import type { LogIndex, Micros, NodeId, Revision } from '../../base/flavor.ts';
import type { KeyValue } from '../../etcd/request.ts';
import type { Position } from '../../history/position.ts';
import type { EntryView } from '../../node/report/view.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import type { CaptionFrame, NodeFrame, RequestFrame } from '../frame/frame.ts';

/** Two instants of a lab beside each other, `a` and `b`: where they part, and what is different at them. */
export interface Comparison {
  /** The last event that both have, and when it was: until then they are one run. */
  readonly common: { readonly event: number; readonly at: Micros };
  readonly a: ComparedInstant;
  readonly b: ComparedInstant;
  readonly log: ComparedLogs;
  readonly store: ComparedStores;
}

export interface ComparedInstant {
  readonly position: Position;
  /** The fingerprint of everything up to it. */
  readonly hash: string;
  /** Its first event that the other has not. Undefined: it has none, for it is in the other's past. */
  readonly firstOwn: CaptionFrame | undefined;
  /** Every machine there is, as a frame has it. */
  readonly nodes: readonly NodeFrame[];
  /**
   * The calls that began or ended after the common event, or have not ended, ascending by id, up to `COMPARED_CALLS` (the first
   * of them), and how many more there are. Calls of loads are not among them.
   */
  readonly requests: readonly RequestFrame[];
  readonly moreRequests: number;
  /** Safety properties that are found broken in it. */
  readonly violations: readonly Violation[];
}

export const COMPARED_CALLS = 200;

/**
 * The logs from the first index at which some member's differs, up to `COMPARED_ENTRIES` of them. No rows: all logs are the
 * same.
 */
export interface ComparedLogs {
  readonly first: LogIndex;
  readonly last: LogIndex;
  /** The longest log of either side ends there. */
  readonly maxLast: LogIndex;
  /**
   * A machine each, of those that are in either: what both have not thrown away, of a killed one what its disk would bring
   * back. Undefined: there is no such machine, or its disk cannot be read.
   */
  readonly rows: readonly {
    readonly id: NodeId;
    readonly a: readonly EntryView[] | undefined;
    readonly b: readonly EntryView[] | undefined;
  }[];
}

export const COMPARED_ENTRIES = 40;

/** The stores of the member of each side that has applied most: keys whose newest versions differ. */
export interface ComparedStores {
  /** Undefined: no member is up there. */
  readonly a: { readonly node: NodeId; readonly revision: Revision; readonly keys: number } | undefined;
  readonly b: { readonly node: NodeId; readonly revision: Revision; readonly keys: number } | undefined;
  /** Ascending by key, up to `COMPARED_KEYS`; undefined: it has no such key. */
  readonly keys: readonly ComparedKey[];
  /** How many more keys differ. */
  readonly more: number;
}

export interface ComparedKey {
  readonly key: Uint8Array;
  readonly a: ComparedValue | undefined;
  readonly b: ComparedValue | undefined;
}

export interface ComparedValue extends Pick<KeyValue, 'modRevision' | 'version' | 'lease'> {
  /** Its first bytes; of `valueBytes`. */
  readonly value: Uint8Array;
  readonly valueBytes: number;
}

export const COMPARED_KEYS = 100;
