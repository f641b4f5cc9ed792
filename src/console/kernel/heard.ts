import type { NodeId } from '../../base/flavor.ts';
import type { ClientNote, ProgramOutcome, StreamKind, StreamRequest } from '../../client/effect.ts';
import type { HttpHead, HttpRequest } from '../../etcd/gateway/http.ts';
import type {
  ClientOperation,
  EtcdErrorCode,
  OperationResult,
  ResponseIdentity,
} from '../../etcd/request.ts';
import type { ClientStreamMessage, StreamEnd, StreamKind as MemberStreamKind } from '../../node/io.ts';
import type { Command } from '../../sim/command/command.ts';
import type { AddressBook } from './address-book.ts';
import type { Signal } from './process.ts';

/** What is typed at a console, or asked of it. */
export type ConsoleInstruction =
  /** A line at its prompt. It waits until the job in the foreground has ended. */
  | { readonly type: 'line'; readonly text: string }
  /** One program with its words as they are, without a shell. `stdin`: all that it gets; absent: what `input` brings. */
  | {
      readonly type: 'exec';
      readonly argv: readonly string[];
      readonly env: readonly (readonly [name: string, value: string])[];
      readonly stdin?: Uint8Array;
    }
  /** For a job's standard input; without a job: for the one in the foreground. */
  | { readonly type: 'input'; readonly bytes: Uint8Array; readonly job?: number }
  | { readonly type: 'eof'; readonly job?: number }
  | { readonly type: 'signal'; readonly signal: Exclude<Signal, 'SIGPIPE'>; readonly job?: number };

/** What happens to a console beyond what client programs hear: whole answers, HTTP, what was done to machines. */
export type ConsoleEvent =
  | { readonly type: 'start' }
  | { readonly type: 'console'; readonly instruction: ConsoleInstruction }
  | { readonly type: 'timer'; readonly timer: number }
  | {
      readonly type: 'reply';
      readonly call: number;
      readonly reply:
        | { readonly status: 'ok'; readonly result: OperationResult; readonly identity: ResponseIdentity }
        | { readonly status: 'failed' | 'unknown'; readonly error: EtcdErrorCode };
    }
  | {
      readonly type: 'streamed';
      readonly stream: number;
      readonly message: Exclude<ClientStreamMessage, StreamEnd>;
      readonly identity: ResponseIdentity;
    }
  | { readonly type: 'streamEnded'; readonly stream: number; readonly error: EtcdErrorCode | undefined }
  | { readonly type: 'httpHead'; readonly http: number; readonly head: HttpHead }
  | { readonly type: 'httpBody'; readonly http: number; readonly bytes: Uint8Array }
  | { readonly type: 'httpEnd'; readonly http: number; readonly end: 'served' | 'broken' }
  | {
      readonly type: 'acted';
      readonly act: number;
      readonly error: { readonly code: string; readonly message: string } | undefined;
    };

/** What a console wants of the world. Its numbers are never used twice. */
export type ConsoleEffect =
  | {
      readonly type: 'call';
      readonly call: number;
      readonly endpoint: NodeId;
      readonly operation: ClientOperation;
      readonly token: string | undefined;
    }
  /** Nobody waits for its answer any more. */
  | { readonly type: 'giveUp'; readonly call: number }
  | {
      readonly type: 'openStream';
      readonly stream: number;
      readonly endpoint: NodeId;
      readonly kind: StreamKind | MemberStreamKind;
      readonly token: string | undefined;
      readonly needsLeader: boolean;
    }
  | { readonly type: 'sendStream'; readonly stream: number; readonly message: StreamRequest }
  | { readonly type: 'closeStream'; readonly stream: number }
  | {
      readonly type: 'openHttp';
      readonly http: number;
      readonly endpoint: NodeId;
      readonly port: 'client' | 'peer' | 'keyServer';
      readonly request: HttpRequest;
    }
  | { readonly type: 'closeHttp'; readonly http: number }
  | { readonly type: 'timer'; readonly timer: number; readonly ms: number }
  | { readonly type: 'act'; readonly act: number; readonly command: Command }
  | { readonly type: 'note'; readonly note: ClientNote }
  | { readonly type: 'done'; readonly outcome: ProgramOutcome };

/** What a console finds around it when something happens to it. */
export interface Around {
  readonly nowMs: number;
  readonly book: AddressBook;
  /** The member that the console is at. */
  readonly at: NodeId;
}
