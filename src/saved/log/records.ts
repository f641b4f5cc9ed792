import { Decoder, Encoder } from '@msgpack/msgpack';
import type { Micros } from '../../base/flavor.ts';
import type { RecordedCommand } from '../../history/command-list.ts';
import type { BranchId, Moment, Position, Waypoint } from '../../history/position.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import type { SavedView } from '../saved-view.ts';

/** The form of the records. Whoever changes it raises the number and says in fold.ts how older ones are read. */
export const LOG_VERSION = 1;

/** What can happen to a lab, as its log tells it. Records of one frame belong together: all of them count or none. */
export type LogRecord =
  /** The first of every log, and nowhere else. */
  | {
      readonly type: 'begin';
      readonly version: typeof LOG_VERSION;
      readonly engine: string;
      readonly config: LabConfig;
    }
  | { readonly type: 'name'; readonly name: string }
  /** A branch that was not there before. */
  | {
      readonly type: 'branch';
      readonly id: BranchId;
      readonly name: string;
      readonly parent?: { readonly branch: BranchId; readonly event: number };
    }
  | { readonly type: 'branchName'; readonly id: BranchId; readonly name: string }
  /** It is deleted; those that began in it keep what they have of it. */
  | { readonly type: 'branchGone'; readonly id: BranchId }
  /** Its deletion is undone. */
  | { readonly type: 'branchBack'; readonly id: BranchId }
  /** Its own commands and waypoints are void; it hangs from this parent, and what is its own after that comes again. */
  | {
      readonly type: 'forget';
      readonly branch: BranchId;
      readonly parent?: { readonly branch: BranchId; readonly event: number };
    }
  /** These of its own, after the parent's event, follow those that it has. */
  | {
      readonly type: 'commands';
      readonly branch: BranchId;
      readonly commands: readonly RecordedCommand[];
    }
  /** Its newest instant, and the waypoints that have come to it. No hash: it ends where it began, which is its parent's event. */
  | {
      readonly type: 'end';
      readonly branch: BranchId;
      readonly event: number;
      readonly at: Micros;
      readonly hash?: string;
      readonly waypoints: readonly Waypoint[];
    }
  /** Where one looks: its branch is the current one. */
  | { readonly type: 'playhead'; readonly position: Position }
  | { readonly type: 'moment'; readonly moment: Moment }
  | { readonly type: 'momentGone'; readonly id: number }
  | { readonly type: 'view'; readonly view: SavedView };

/** Others are about what is so now, and say nothing any more when the next have come. */
export function haveCommands(records: readonly LogRecord[]): boolean {
  return records.some(({ type }) => type === 'commands');
}

/** Ids of etcd are bigints of 64 bits; a field that is undefined is one that is absent. */
const options = { useBigInt64: true, ignoreUndefined: true } as const;
const encoder = new Encoder(options);
const decoder = new Decoder(options);

/** The content of a frame: the records as MessagePack. */
export function encodeRecords(records: readonly LogRecord[]): Uint8Array {
  return encoder.encode(records);
}

/** What `encodeRecords` was given: bytes whose sum was right need no other check. */
export function decodeRecords(content: Uint8Array): readonly LogRecord[] {
  return withOwnBytes(decoder.decode(content)) as readonly LogRecord[];
}

/**
 * Bytes come as views of all that was decoded, and would keep it in memory, and send it along to a worker. In place of each
 * comes a copy.
 */
function withOwnBytes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return value.slice();
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'object' && field !== null) Reflect.set(value, name, withOwnBytes(field));
  }
  return value;
}
