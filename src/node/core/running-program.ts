import type { Program } from '../../client/process.ts';
import type { ConcurrencyRequest } from '../../etcd/concurrency-request.ts';
import type { ResponseIdentity } from '../../etcd/request.ts';

/**
 * A recipe that runs within the member for a client of the lock or election service (etcd: v3lock, v3election): its
 * calls go to the member itself. Never changed once made.
 */
export interface RunningProgram {
  readonly program: Program;
  readonly token: string | undefined;
  /** Whose HTTP call it is; undefined: it has hung up, and what was begun is taken back. */
  readonly request: number | undefined;
  readonly asked: ConcurrencyRequest;
  /** What the header of its first transaction said of this member; undefined: there was none yet. */
  readonly placedAs?: ResponseIdentity;
  readonly timers: readonly { readonly timer: number; readonly dueMs: number }[];
}
