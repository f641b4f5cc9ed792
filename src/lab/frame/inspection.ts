import type { EventInspection } from '../debug/inspect-event.ts';
import type { TimelineArrow } from './timeline-frame.ts';
import type { HttpCall } from '../../sim/clients/http-call.ts';
import type { RequestFrame } from './call-frame.ts';
import type { HttpFrame } from './http-frame.ts';
import type { EntryOrigin } from '../../timeline/origins.ts';
import type { BusMessage, BusMessageType } from '../../sim/world/bus-message.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { EntryView, MemberView } from '../../node/report/view.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { KeyValue } from '../../etcd/request.ts';
import type { LogIndex, Micros, NodeId, Term } from '../../base/flavor.ts';

/** What the inspector shows of one thing, computed when asked for. */
export type Selection =
  | { readonly type: 'node'; readonly id: NodeId }
  | { readonly type: 'message'; readonly id: number }
  | { readonly type: 'entry'; readonly node: NodeId; readonly index: LogIndex }
  | { readonly type: 'key'; readonly node: NodeId; readonly key: Uint8Array }
  | { readonly type: 'request'; readonly id: number }
  | { readonly type: 'http'; readonly id: number }
  | { readonly type: 'event'; readonly number: number };

export type Inspection =
  | {
      readonly type: 'message';
      readonly id: number;
      readonly message: BusMessage;
      readonly sentAt: Micros;
      readonly endedAt: Micros | undefined;
      readonly endEvent: number | undefined;
      readonly end: TimelineArrow['end'];
      /** It was put in the place of another, changed by hand: which, and what that had said. */
      readonly forged?: { readonly of: number; readonly was: BusMessage };
      /** The event that sent it: its type and, for a message, its id and its type. */
      readonly cause:
        | {
            readonly event: number;
            readonly input: WorldEvent['type'];
            readonly message: number | undefined;
            readonly messageType?: BusMessageType | undefined;
          }
        | undefined;
      /** Its receiver before and after, and what was decided; undefined while it flies. */
      readonly effect:
        | { readonly before: MemberView; readonly after: MemberView; readonly trace: readonly NodeTrace[] }
        | undefined;
    }
  | {
      readonly type: 'node';
      readonly id: NodeId;
      /** Its last decisions, newest first. */
      readonly trace: readonly { readonly at: Micros; readonly event: number; readonly trace: NodeTrace }[];
    }
  | {
      readonly type: 'entry';
      readonly entry: EntryView;
      readonly on: readonly {
        readonly id: NodeId;
        readonly has: boolean;
        readonly stable: boolean;
        readonly committed: boolean;
        readonly applied: boolean;
        readonly otherTerm: Term | undefined;
      }[];
      readonly value: Uint8Array | undefined;
      readonly key: Uint8Array | undefined;
      /** How it came into a log; undefined: it came in a file or a snapshot. */
      readonly origin: (EntryOrigin & { readonly at: Micros }) | undefined;
      /** Others that leaders appended at this index, newest first: at most one of them is ever committed. */
      readonly others: readonly EntryOrigin[];
      /** The call that asked for it. */
      readonly call: RequestFrame | undefined;
      /** Of the leadership that appended it: to each member the first message with it, from each the first answer. */
      readonly messages: readonly (Pick<
        TimelineArrow,
        'id' | 'type' | 'from' | 'to' | 'sentAt' | 'endedAt' | 'end'
      > & {
        readonly sentEvent: number;
      })[];
      /** When each member first knew it committed. */
      readonly committedAt: readonly { readonly node: NodeId; readonly at: Micros; readonly event: number }[];
    }
  | {
      readonly type: 'key';
      /** Whose store it is. */
      readonly node: NodeId;
      readonly key: Uint8Array;
      readonly history: readonly (KeyValue & { readonly deleted: boolean })[];
      readonly compactRevision: number;
    }
  | {
      readonly type: 'request';
      readonly request: RequestFrame;
      /** The events in which it was invoked and in which it was answered. */
      readonly invokedEvent: number;
      readonly returnedEvent: number | undefined;
      /** The first entry that it led to. */
      readonly entry: (EntryOrigin & { readonly at: Micros }) | undefined;
    }
  | {
      readonly type: 'http';
      readonly call: HttpFrame;
      readonly asked: HttpText;
      /** As far as it has come; undefined: nothing has. */
      readonly answered: HttpText | undefined;
      /** How the connection ended; undefined: it is open. */
      readonly end: HttpCall['end'];
    }
  | EventInspection
  | {
      readonly type: 'gone';
      /** Of an entry that is not in its log: those that leaders have appended at its index, newest first. */
      readonly entries?: readonly EntryOrigin[];
    };

/** One way of an HTTP call. */
export interface HttpText {
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of its body, .. */
  readonly body: Uint8Array;
  /** .. which has so many bytes up to now. */
  readonly bytes: number;
}
