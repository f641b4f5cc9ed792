import { cut } from '../../base/brief.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { ClientUser } from '../../client/client.ts';
import type { Told } from '../../client/effect.ts';
import type { Program } from '../../client/process.ts';
import type { RetryPolicy } from '../../client/retry.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import type { HttpRequest } from '../../etcd/gateway/http.ts';
import type { AskedConfChange, StreamKind, StreamRequest } from '../../node/io.ts';
import type { MachineSettings } from '../world/config.ts';

/** Settings of one directed link; absent fields stay as they are. */
export interface LinkSettings {
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly loss?: number;
  readonly duplicate?: number;
  readonly reorder?: number;
  /** Messages are kept on the link until it is released. */
  readonly hold?: boolean;
}

/** Settings of one machine's disk; absent fields stay as they are. */
export interface DiskSettings {
  /** How long a sync takes. */
  readonly fsyncMs?: number;
  /** Nothing is done until it is free again; the member goes on all the same. */
  readonly stuck?: boolean;
}

/** What a person, a script or a client does to the world: with config and seed, all that a run needs to be repeated. */
export type Command =
  | {
      readonly type:
        | 'kill'
        | 'restart'
        | 'pause'
        | 'resume'
        | 'isolate'
        | 'campaign'
        | 'forgetLeader'
        | 'snapshotNow'
        /** The disk of a killed machine is lost, or another machine stands in its place: it restarts with nothing. */
        | 'loseDisk'
        /** A killed voter starts as a cluster of its own, from what its disk knows to be committed. */
        | 'forceNewCluster';
      readonly node: NodeId;
    }
  | { readonly type: 'transferLeader'; readonly to: NodeId }
  /** Every link between two groups is cut; a member named in no group is a group of its own. */
  | { readonly type: 'partition'; readonly groups: readonly (readonly NodeId[])[] }
  | { readonly type: 'cut'; readonly from: NodeId; readonly to: NodeId; readonly oneWay: boolean }
  | { readonly type: 'uncut'; readonly from: NodeId; readonly to: NodeId; readonly oneWay: boolean }
  /** Every cut and every hold is gone. */
  | { readonly type: 'heal' }
  | { readonly type: 'link'; readonly from: NodeId; readonly to: NodeId; readonly settings: LinkSettings }
  | { readonly type: 'disk'; readonly node: NodeId; readonly settings: DiskSettings }
  /** Flags of one member, in force from its next start on. */
  | { readonly type: 'configure'; readonly node: NodeId; readonly settings: MachineSettings }
  | { readonly type: 'deliver' | 'hold' | 'release' | 'drop' | 'duplicate'; readonly message: number }
  | {
      readonly type: 'request';
      readonly request: number;
      readonly node: NodeId;
      readonly operation: ClientOperation;
      /** The program or person that asks, for pictures. */
      readonly client?: string;
      readonly token?: string;
    }
  /** A stream to a member; its number is a new one of the streams'. */
  | {
      readonly type: 'openStream';
      readonly stream: number;
      readonly node: NodeId;
      readonly kind: StreamKind;
      readonly client?: string;
      readonly token?: string;
    }
  | { readonly type: 'sendStream'; readonly stream: number; readonly message: StreamRequest }
  | { readonly type: 'closeStream'; readonly stream: number }
  /** An HTTP request at a member's client port; its number is a new one of the HTTP calls'. */
  | { readonly type: 'http'; readonly request: number; readonly node: NodeId; readonly http: HttpRequest }
  /** The client of an HTTP call hangs up. */
  | { readonly type: 'httpGone'; readonly request: number }
  | ClientCommand
  /**
   * A new, empty machine that is no member yet: it can be added by a configuration change. The machine of a removed member
   * begins again so, too.
   */
  | { readonly type: 'addMachine'; readonly node: NodeId }
  | ({
      readonly type: 'confChange';
      readonly request: number;
      readonly node: NodeId;
    } & AskedConfChange)
  /** The host reports that the member's code threw or its worker died. */
  | { readonly type: 'crashed'; readonly node: NodeId; readonly reason: string };

/** What is done to client programs, by name. */
export type ClientCommand =
  /** endpoints: the members it turns to, in turn. policy absent: as etcd's client library. */
  | {
      readonly type: 'startClient';
      readonly client: string;
      readonly endpoints: readonly NodeId[];
      readonly program: Program;
      readonly policy?: RetryPolicy;
      /** Absent: it says nothing of who it is. */
      readonly user?: ClientUser;
    }
  | { readonly type: 'tellClient'; readonly client: string; readonly told: Told }
  /** The process stands still, as in a long pause of its garbage collector; what comes for it waits. */
  | { readonly type: 'pauseClient' | 'resumeClient'; readonly client: string }
  /** The process is gone; its leases run out. */
  | { readonly type: 'stopClient'; readonly client: string };

/** A command that cannot be done: nothing has changed. The code is for catalogues, the message for scripts (English). */
export class CommandError extends Error {
  override name = 'CommandError';
  constructor(
    readonly code:
      | 'unknownNode'
      | 'notRunning'
      | 'alreadyRunning'
      | 'notPaused'
      | 'alreadyPaused'
      | 'messageGone'
      | 'noLeader'
      | 'emptyKey'
      | 'badConfig'
      | 'badArgument'
      | 'alreadyThere'
      | 'notHeld'
      | 'alreadyHeld'
      | 'streamGone'
      | 'unknownClient'
      /** Long work was stopped half-way, by pause() or reset(). */
      | 'stopped'
      | 'recordFull',
    message: string,
  ) {
    // Whatever was handed in may stand in it, and be of any length.
    super(cut(message, 400));
  }
}
