import type { NodeId } from '../../base/flavor.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';
import type { Fate } from '../message/message-fate.ts';
import type { MessageFamily } from '../message/message-look.ts';
import type { Place } from './stage-layout.ts';
import type { TermLook } from './term-colour.ts';

/**
 * A pill with its name; with its initial where names have no room; a dot where even those have none. A `stack` stands for
 * several messages of different kinds on one way, and says how many.
 */
export type TokenForm = 'pill' | 'short' | 'dot' | 'stack';

/** A message, or several on one way, under way. */
export interface StageToken {
  /** The message; of several, the first that was sent. */
  readonly id: number;
  readonly ids: readonly number[];
  readonly type: BusMessageType;
  /** What is written on it: `AppResp`, `App ×3`, `A`; of a stack `×7`. */
  readonly text: string;
  /** Gives the token its shape. */
  readonly family: MessageFamily;
  /** + accepted, − rejected, nothing for a message that answers nothing. */
  readonly sign: '+' | '−' | '';
  readonly fate: Fate;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly x: number;
  readonly y: number;
  /** What it covers, to each side of its middle, in pixels. */
  readonly half: { readonly x: number; readonly y: number };
  /** Direction of travel in radians. */
  readonly angle: number;
  readonly look: TermLook;
  /** Log entries it carries, as blocks. */
  readonly blocks: number;
  readonly form: TokenForm;
  readonly copy: boolean;
  /** How far it stands from where it is on its way: along the way and across it, in pixels. It keeps that while it can. */
  readonly aside: { readonly along: number; readonly across: number };
}

/** The way from one member to another. */
export interface Lane {
  readonly key: number;
  readonly from: Place;
  readonly to: Place;
  /** Of one pixel of the way. */
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  readonly angle: number;
}

/** A token before it has a place: how far along its way it is, 0 to 1, and what else it may look like. */
export interface Draft {
  readonly lane: Lane;
  readonly share: number;
  readonly token: Omit<StageToken, 'x' | 'y' | 'half' | 'form' | 'text' | 'aside' | 'ids'>;
  readonly ids: number[];
  readonly name: string;
  readonly initial: string;
  /** The largest form it may have. */
  readonly form: TokenForm;
}
