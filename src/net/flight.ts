import type { Micros, NodeId } from '../base/flavor.ts';

/** Why a message came to nothing: the dice, a cut link, or that whom it was meant for is not there any more. */
export type Doom = 'lost' | 'cut' | 'dead';

/**
 * One message on its way: what the user sees, holds, drops. Never changed once made: the bus replaces it.
 *
 *     flying   arrives at dueAt                                   endsAt = dueAt
 *     held     waits on the link for its release                  endsAt = undefined
 *     doomed   will not arrive; it dies half-way (or at the cut,  endsAt = when it dies
 *              if it was past the middle), and is seen till then
 */
export interface Flight<P> {
  /** Counts up from 1 over the whole run. */
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly payload: P;
  readonly sentAt: Micros;
  /** When it arrives, or would have. */
  readonly dueAt: Micros;
  readonly endsAt: Micros | undefined;
  readonly fate: 'flying' | 'held' | 'doomed';
  /** Only while doomed. */
  readonly doom: Doom | undefined;
  /** The id of the message that this one is a copy of. */
  readonly copyOf: number | undefined;
  /** The id of the message in whose place it was put, changed by hand; absent: it is as its sender sent it. */
  readonly forged?: number;
}
